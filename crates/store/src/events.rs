//! The audit trail: written in the same change as what it tells of.

use model::{
    Id, Time,
    id::{App, Event, Org, Request, User},
};

use crate::{Change, params, statements, users::INSTANCE_SCOPE};

statements! {
    INSERT = "insert into events (id, org, user_id, app, kind, data, address, request, at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct EventRow {
    /// Its identifier.
    pub id: Id<Event>,
    /// The organisation it concerns; the whole instance without one.
    pub org: Option<Id<Org>>,
    /// The user it concerns.
    pub user: Option<Id<User>>,
    /// The application it concerns.
    pub app: Option<Id<App>>,
    /// What happened: `sign_in.succeeded`, …
    pub kind: &'static str,
    /// Details as JSON, without secrets.
    pub data: String,
    /// Where it came from.
    pub address: String,
    /// The request it happened in.
    pub request: Id<Request>,
    /// When.
    pub at: Time,
}

/// Writes down what happens with this change.
pub fn insert(change: &mut Change, event: &EventRow) {
    let e = event;
    let org = e.org.unwrap_or(Id::from_bytes(INSTANCE_SCOPE));
    change.add(
        &INSERT,
        params![e.id, org, e.user, e.app, e.kind, e.data.as_str(), e.address.as_str(), e.request.to_string(), e.at],
    );
}
