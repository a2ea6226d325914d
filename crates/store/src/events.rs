//! The audit trail: written in the same change as what it tells of, and numbered afterwards.

use model::{
    Id, Time,
    id::{Event, Org, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

/// The columns of an [`EventRow`], in order.
macro_rules! event_columns {
    () => {
        "org, id, user_id, app, kind, data, changes, changes_salt, changes_hash, actor, actor_id, on_behalf_of, address, \
         request, at, mac, seq "
    };
}

statements! {
    INSERT = "insert into events \
        (org, id, user_id, app, kind, data, changes, changes_salt, changes_hash, actor, actor_id, on_behalf_of, address, \
         request, at, mac) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    OF_USER = "select e.id, e.kind, e.data, e.changes, e.actor, e.actor_id, e.address, p.name, e.at \
        from events e left join applications p on p.id = e.app \
        where e.org = $1 and e.user_id = $2 and e.id > $3 order by e.id limit $4";
    UNNUMBERED = concat!("select ", event_columns!(),
        "from events where seq is null and id > $1 order by id limit $2");
    NUMBER = "update events set seq = $3 where org = $1 and id = $2 and seq is null";
    BETWEEN = concat!("select ", event_columns!(), "from events where seq > $1 and seq <= $2 order by seq limit $3");
    CHAINED = "select e.org, e.id, e.user_id, e.app, e.kind, e.data, e.changes, e.changes_salt, e.changes_hash, e.actor, \
          e.actor_id, e.on_behalf_of, e.address, e.request, e.at, e.mac, e.seq, l.hash \
        from events e join event_links l on l.seq = e.seq where e.seq > $1 and e.seq <= $2 order by e.seq limit $3";
    CHAINED_OF_ORG = "select e.org, e.id, e.user_id, e.app, e.kind, e.data, e.changes, e.changes_salt, e.changes_hash, \
          e.actor, e.actor_id, e.on_behalf_of, e.address, e.request, e.at, e.mac, e.seq, l.hash \
        from events e join event_links l on l.seq = e.seq where e.org = $4 and e.seq > $1 and e.seq <= $2 \
        order by e.seq limit $3";
    TIME_AFTER = "select seq, at from events where seq > $1 order by seq limit 1";
    LAST = "select seq from events where seq > $1 order by seq desc limit 1";
    ERASE_CHANGES = "update events set changes = '', changes_salt = null \
        where org = $1 and user_id = $2 and changes_salt is not null";
    REMOVE = "delete from events where seq = $1";
}

/// An event as stored. What is read may have been altered, so nothing of it is taken for well-formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// The organisation it concerns; sixteen zero bytes for the whole instance.
    pub org: Vec<u8>,
    /// Its identifier.
    pub id: Vec<u8>,
    /// The user it concerns.
    pub user: Option<Vec<u8>>,
    /// The application it concerns.
    pub app: Option<Vec<u8>>,
    /// The word for what happened.
    pub kind: String,
    /// Details as JSON, without secrets, and nothing personal.
    pub data: String,
    /// What fields held before and after, as JSON; empty without any, and once it was erased.
    pub changes: String,
    /// What their hash is made with; none without any, and once they were erased.
    pub changes_salt: Option<Vec<u8>>,
    /// What the chain holds of them.
    pub changes_hash: Option<Vec<u8>>,
    /// The word for who did it.
    pub actor: String,
    /// The actor's identifier, where there is one.
    pub actor_id: Option<Vec<u8>>,
    /// The user for whom the actor did it, where that is somebody else.
    pub on_behalf_of: Option<Vec<u8>>,
    /// The address it came from; empty for the command line.
    pub address: String,
    /// The request it happened in; a command is one request.
    pub request: String,
    /// When.
    pub at: Time,
    /// A keyed hash of all of this.
    pub mac: Vec<u8>,
    /// Its place in the chain; none until it has one.
    pub seq: Option<i64>,
}

impl FromRow for EventRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            user: row.get()?,
            app: row.get()?,
            kind: row.get()?,
            data: row.get()?,
            changes: row.get()?,
            changes_salt: row.get()?,
            changes_hash: row.get()?,
            actor: row.get()?,
            actor_id: row.get()?,
            on_behalf_of: row.get()?,
            address: row.get()?,
            request: row.get()?,
            at: row.get()?,
            mac: row.get()?,
            seq: row.get()?,
        })
    }
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
    /// What fields held before and after, as JSON; empty without any.
    pub changes: String,
    /// Who did it: the word of [`model::event::Actor`], and the identifier where there is one.
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
            changes: row.get()?,
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

/// Adds the event to the change that it tells of. It has no number yet.
pub fn insert(change: &mut Change, event: EventRow) {
    let e = event;
    change.add(
        &INSERT,
        params![
            e.org,
            e.id,
            e.user,
            e.app,
            e.kind,
            e.data,
            e.changes,
            e.changes_salt,
            e.changes_hash,
            e.actor,
            e.actor_id,
            e.on_behalf_of,
            e.address,
            e.request,
            e.at,
            e.mac
        ],
    );
}

/// Committed events that have no number, after this one: however late they were committed, they are among them.
pub async fn unnumbered(read: &mut Read, after: &[u8], limit: i64) -> Result<Vec<EventRow>, StoreError> {
    read.all(&UNNUMBERED, params![after, limit]).await
}

/// The guard of [`number`].
const WITHOUT_NUMBER: Guard = Guard("event without a number");

/// Numbers an event. Guard: it has no number yet.
pub fn number(change: &mut Change, event: &EventRow, seq: i64) {
    change.guard(&NUMBER, params![&event.org, &event.id, seq], WITHOUT_NUMBER);
}

/// Events whose number is greater than `after` and at most `to`, by their numbers, so many at most.
pub async fn between(read: &mut Read, after: i64, to: i64, limit: i64) -> Result<Vec<EventRow>, StoreError> {
    read.page(&BETWEEN, params![after, to, limit]).await
}

/// An event with the hash of its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainedEvent {
    /// The event.
    pub event: EventRow,
    /// The hash.
    pub hash: Vec<u8>,
}

impl FromRow for ChainedEvent {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { event: EventRow::from_row(row)?, hash: row.get()? })
    }
}

/// Events whose number is greater than `after` and at most `to`, with the hashes of their links.
pub async fn chained(read: &mut Read, after: i64, to: i64, limit: i64) -> Result<Vec<ChainedEvent>, StoreError> {
    read.page(&CHAINED, params![after, to, limit]).await
}

/// The same of one organisation.
pub async fn chained_of(
    read: &mut Read,
    org: Id<Org>,
    after: i64,
    to: i64,
    limit: i64,
) -> Result<Vec<ChainedEvent>, StoreError> {
    read.page(&CHAINED_OF_ORG, params![after, to, limit, org]).await
}

/// The first event whose number is greater than this: its number, and when it happened.
pub async fn time_after(read: &mut Read, after: i64) -> Result<Option<(i64, Time)>, StoreError> {
    read.one(&TIME_AFTER, params![after]).await
}

/// The greatest number of an event that is greater than `after`.
pub async fn last(read: &mut Read, after: i64) -> Result<Option<i64>, StoreError> {
    Ok(read.one::<(i64,)>(&LAST, params![after]).await?.map(|(seq,)| seq))
}

/// Erases what fields of a user held before and after, in every event about them. The chain goes on to hold its hash.
pub fn erase_changes(change: &mut Change, (org, user): (Id<Org>, Id<User>)) {
    change.add(&ERASE_CHANGES, params![org, user]);
}

/// Removes a numbered event. The chain must be told with it.
pub fn remove(change: &mut Change, seq: i64) {
    change.add(&REMOVE, params![seq]);
}
