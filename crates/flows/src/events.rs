//! What is written into the audit trail, in the same change as what it tells of.

use model::{
    Id, Time,
    id::{App, Org, User},
};
use store::{Change, events::EventRow};

use crate::{Caller, Doorward};

/// Whom an event concerns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Concerning {
    pub(crate) org: Option<Id<Org>>,
    pub(crate) user: Option<Id<User>>,
    pub(crate) app: Option<Id<App>>,
}

impl Doorward {
    /// Adds an event to a change. `data` holds nothing secret.
    pub(crate) fn tell(
        &self,
        change: &mut Change,
        caller: &Caller,
        kind: &'static str,
        concerning: Concerning,
        data: &serde_json::Value,
    ) {
        let event = EventRow {
            id: self.id(caller.now),
            org: concerning.org,
            user: concerning.user,
            app: concerning.app,
            kind,
            data: data.to_string(),
            address: caller.address.clone(),
            request: caller.request,
            at: caller.now,
        };
        self.counts.add(kind);
        store::events::insert(change, &event);
    }

    /// Adds an event about what the operator did at the command line, of which there is neither address nor request.
    pub(crate) fn tell_operator(
        &self,
        change: &mut Change,
        now: Time,
        kind: &'static str,
        concerning: Concerning,
        mut data: serde_json::Value,
    ) {
        if let Some(data) = data.as_object_mut() {
            data.insert("actor".to_owned(), "operator".into());
        }
        let event = EventRow {
            id: self.id(now),
            org: concerning.org,
            user: concerning.user,
            app: concerning.app,
            kind,
            data: data.to_string(),
            address: String::new(),
            request: self.id(now),
            at: now,
        };
        store::events::insert(change, &event);
    }
}
