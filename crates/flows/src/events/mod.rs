//! What is written into the audit trail, in the same change as what it tells of.

pub(crate) mod digest;

pub(crate) use model::event::EventKind;
use model::{
    Id,
    id::{App, Event, Org, User},
};
use serde_json::{Map, Value};
use store::{Change, events::EventRow, users::INSTANCE_SCOPE};

use crate::{AuditContext, Doorward, difference::Difference, new_id};

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

/// Adds an event to the change that it tells of. `data` is a table of details, nothing of it secret or personal.
pub(crate) fn record(
    doorward: &Doorward,
    change: &mut Change,
    by: &AuditContext,
    kind: EventKind,
    concerning: EventSubject,
    data: &Value,
) {
    insert(doorward, change, event(doorward, by, kind, concerning, data));
}

/// The same for a change of fields: beside the details stands what they held before and after, which may be personal. Of
/// secrets it is only said that they changed.
pub(crate) fn record_fields(
    doorward: &Doorward,
    change: &mut Change,
    by: &AuditContext,
    (kind, concerning): (EventKind, EventSubject),
    data: &Value,
    fields: &[Difference],
) {
    let mut event = event(doorward, by, kind, concerning, data);
    if !fields.is_empty() {
        let salt = crypto::entropy::bytes::<{ digest::SALT }>(&*doorward.entropy);
        event.changes = told(fields).to_string();
        event.changes_hash = Some(digest::of_changes(&salt, &event.changes).to_vec());
        event.changes_salt = Some(salt.to_vec());
    }
    insert(doorward, change, event);
}

/// The fields, each with what it held before and after, where it held something. A secret has neither.
fn told(fields: &[Difference]) -> Value {
    let told = fields.iter().map(|field| {
        let mut told = Map::from_iter([("field".to_owned(), Value::from(field.field.as_str()))]);
        if field.secret {
            told.insert("secret".to_owned(), Value::Bool(true));
        }
        for (name, value) in [("before", &field.from), ("after", &field.to)] {
            if let Some(value) = value {
                told.insert(name.to_owned(), Value::from(shortened(value)));
            }
        }
        Value::Object(told)
    });
    told.collect()
}

/// How many letters of a value are kept: whole texts of notices are in nobody's interest in a trail.
const LONGEST: usize = 500;

fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

fn event(doorward: &Doorward, by: &AuditContext, kind: EventKind, of: EventSubject, data: &Value) -> EventRow {
    doorward.counts.add(kind.as_str());
    EventRow {
        org: of.org.unwrap_or(Id::from_bytes(INSTANCE_SCOPE)).as_bytes().to_vec(),
        id: new_id::<Event>(doorward, by.now).as_bytes().to_vec(),
        user: of.user.map(|id| id.as_bytes().to_vec()),
        app: of.app.map(|id| id.as_bytes().to_vec()),
        kind: kind.as_str().to_owned(),
        data: data.to_string(),
        changes: String::new(),
        changes_salt: None,
        changes_hash: None,
        actor: by.actor.as_str().to_owned(),
        actor_id: by.actor.id().map(|id| id.to_vec()),
        on_behalf_of: by.on_behalf_of.map(|id| id.as_bytes().to_vec()),
        address: by.origin.address.clone(),
        request: by.origin.request.to_string(),
        at: by.now,
        mac: Vec::new(),
        seq: None,
    }
}

/// Adds the event with its keyed hash, so that a row that somebody else wrote into the table shows.
fn insert(doorward: &Doorward, change: &mut Change, mut event: EventRow) {
    event.mac = doorward.sealer.mac(digest::PURPOSE, &[&digest::of(&event)]).to_vec();
    store::events::insert(change, event);
}

/// Whether Doorward wrote this event, and nobody altered it since.
pub(crate) fn is_ours(doorward: &Doorward, event: &EventRow) -> bool {
    doorward.sealer.is_mac(digest::PURPOSE, &[&digest::of(event)], &event.mac)
}
