//! What is written into the audit trail, in the same change as what it tells of.

pub(crate) use model::event::EventKind;
use model::{
    Id,
    id::{App, Org, User},
};
use serde_json::Value;
use store::{Change, events::EventRow};

use crate::{AuditContext, Doorward, new_id};

/// Whom an event concerns.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct EventSubject {
    pub(crate) org: Option<Id<Org>>,
    pub(crate) user: Option<Id<User>>,
    pub(crate) app: Option<Id<App>>,
}

impl EventSubject {
    /// An organisation.
    pub(crate) fn org(org: Id<Org>) -> Self {
        Self { org: Some(org), ..Self::default() }
    }

    /// A user of an organisation.
    pub(crate) fn user((org, user): (Id<Org>, Id<User>)) -> Self {
        Self { org: Some(org), user: Some(user), app: None }
    }

    /// An application, as the organisation's that owns it.
    pub(crate) fn app((org, app): (Id<Org>, Id<App>)) -> Self {
        Self { org: Some(org), user: None, app: Some(app) }
    }
}

/// Adds an event to the change that it tells of. `data` is a table of details, nothing of it secret.
pub(crate) fn record(
    doorward: &Doorward,
    change: &mut Change,
    by: &AuditContext,
    kind: EventKind,
    concerning: EventSubject,
    data: &Value,
) {
    let event = EventRow {
        id: new_id(doorward, by.now),
        org: concerning.org,
        user: concerning.user,
        app: concerning.app,
        kind,
        data: data.to_string(),
        actor: by.actor,
        on_behalf_of: by.on_behalf_of,
        address: by.origin.address.clone(),
        request: by.origin.request,
        at: by.now,
    };
    doorward.counts.add(kind.as_str());
    store::events::insert(change, &event);
}
