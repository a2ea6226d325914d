//! The audit trail: written in the same change as what it tells of.

use model::{
    Id, Time,
    event::{Actor, EventKind},
    id::{App, Event, Org, Request, User},
};

use crate::{Change, FromRow, Read, Row, StoreError, params, statements, users::INSTANCE_SCOPE};

statements! {
    INSERT = "insert into events \
        (id, org, user_id, app, kind, data, actor, actor_id, on_behalf_of, address, request, at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    OF_USER = "select e.id, e.kind, e.data, e.actor, e.actor_id, e.address, p.name, e.at \
        from events e left join applications p on p.id = e.app \
        where e.org = $1 and e.user_id = $2 and e.id > $3 order by e.id limit $4";
    PRUNE = "delete from events where org = $1 and id in \
        (select id from events where org = $1 and id < $2 order by id limit 5000)";
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
    /// What happened.
    pub kind: EventKind,
    /// Details as JSON, without secrets.
    pub data: String,
    /// Who did it.
    pub actor: Actor,
    /// The user for whom the actor did it, where that is somebody else.
    pub on_behalf_of: Option<Id<User>>,
    /// The address it came from; empty for the command line.
    pub address: String,
    /// The request it happened in; a command is one request.
    pub request: Id<Request>,
    /// When.
    pub at: Time,
}

/// Something that happened, as it is told afterwards: by the words that were stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastEvent {
    /// Its identifier.
    pub id: Id<Event>,
    /// What happened.
    pub kind: String,
    /// Details as JSON.
    pub data: String,
    /// Who did it: the word of [`Actor`], and the identifier where there is one.
    pub actor: String,
    /// The actor's identifier.
    pub actor_id: Option<[u8; 16]>,
    /// The address it came from.
    pub address: String,
    /// The name of the application that it concerns.
    pub application: Option<String>,
    /// When.
    pub at: Time,
}

impl FromRow for PastEvent {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            kind: row.get()?,
            data: row.get()?,
            actor: row.get()?,
            actor_id: row.get()?,
            address: row.get()?,
            application: row.get()?,
            at: row.get()?,
        })
    }
}

/// What happened to a user after this event, in the order in which it happened.
pub async fn of_user(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    after: Id<Event>,
    limit: i64,
) -> Result<Vec<PastEvent>, StoreError> {
    read.page(&OF_USER, params![org, user, after, limit]).await
}

/// Adds the event to the change that it tells of.
pub fn insert(change: &mut Change, event: &EventRow) {
    let e = event;
    let org = e.org.unwrap_or(Id::from_bytes(INSTANCE_SCOPE));
    let actor_id = e.actor.id().map(|id| id.to_vec());
    change.add(
        &INSERT,
        params![
            e.id,
            org,
            e.user,
            e.app,
            e.kind.as_str(),
            e.data.as_str(),
            e.actor.as_str(),
            actor_id,
            e.on_behalf_of,
            e.address.as_str(),
            e.request.to_string(),
            e.at
        ],
    );
}

/// Removes events of an organisation, or of the instance, that happened before this time: their identifiers tell when.
pub fn prune(change: &mut Change, org: Option<Id<Org>>, before: Time) {
    change.add(&PRUNE, params![org.unwrap_or(Id::from_bytes(INSTANCE_SCOPE)), Id::<Event>::first_at(before)]);
}
