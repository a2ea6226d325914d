//! What is written into the audit trail, in the same change as what it tells of.

use model::{
    Id,
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
}
