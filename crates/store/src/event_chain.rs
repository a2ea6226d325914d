//! The chain of audit events: a link for each, in the order in which they were committed, and where it ends.

use model::Time;

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    HEAD = "select seq, hash, mac, node, leased_until, removals from event_chain where id = 1";
    ADVANCE = "insert into event_chain (id, seq, hash, mac, node, leased_until, removals) values (1, $2, $3, $4, $5, $6, 0) \
        on conflict (id) do update set seq = $2, hash = $3, mac = $4, node = $5, leased_until = $6 where event_chain.seq = $1";
    LINK = "insert into event_links (seq, first, removed, previous, hash, mac, doubt) values ($1, $2, $3, $4, $5, $6, $7)";
    LINKS = "select seq, first, removed, previous, hash, mac, doubt from event_links where seq > $1 order by seq limit $2";
    LAST_LINK = "select seq, first, removed, previous, hash, mac, doubt from event_links where seq > $1 \
        order by seq desc limit 1";
    UNLINK = "delete from event_links where seq >= $1 and seq <= $2";
    TAKE_REMOVALS = "update event_chain set removals = removals + 1 where id = 1 and removals = $1";
    LOOKED_AT = "select seq from event_retention where class = $1";
    NOTE_LOOKED_AT = "insert into event_retention (class, seq) values ($1, $2) on conflict (class) do update set seq = $2";
}

/// Where the chain ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRow {
    /// The number of the last link; zero without one.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
    /// A keyed hash over both.
    pub mac: Vec<u8>,
    /// The node that added it.
    pub node: Vec<u8>,
    /// Until when other nodes leave the chain to that one.
    pub leased_until: Time,
    /// How often events were removed.
    pub removals: i64,
}

impl FromRow for HeadRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get()?,
            hash: row.get()?,
            mac: row.get()?,
            node: row.get()?,
            leased_until: row.get()?,
            removals: row.get()?,
        })
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Its number; of removed events, that of the last.
    pub seq: i64,
    /// The number of the first event that it stands for; its own, unless they were removed.
    pub first: i64,
    /// Whether its events were kept long enough, and removed.
    pub removed: bool,
    /// The hash of the link before, where it stands for removed events.
    pub previous: Option<Vec<u8>>,
    /// The hash that the next link goes on from.
    pub hash: Vec<u8>,
    /// A keyed hash of the link.
    pub mac: Vec<u8>,
    /// 0, or why it was made although something was wrong.
    pub doubt: i64,
}

impl FromRow for LinkRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get()?,
            first: row.get()?,
            removed: row.get()?,
            previous: row.get()?,
            hash: row.get()?,
            mac: row.get()?,
            doubt: row.get()?,
        })
    }
}

/// Where the chain ends; none before its first link.
pub async fn head(read: &mut Read) -> Result<Option<HeadRow>, StoreError> {
    read.one(&HEAD, params![]).await
}

/// The guard of [`advance`].
pub const NOBODY_ELSE_CHAINED: Guard = Guard("nobody else went on with the chain");

/// Moves the end of the chain from this number on. Guard: it still ends there.
pub fn advance(change: &mut Change, from: i64, head: &HeadRow) {
    let h = head;
    change.guard(&ADVANCE, params![from, h.seq, &h.hash, &h.mac, &h.node, h.leased_until], NOBODY_ELSE_CHAINED);
}

/// Adds a link.
pub fn link(change: &mut Change, link: &LinkRow) {
    let l = link;
    change.add(&LINK, params![l.seq, l.first, l.removed, l.previous.clone(), &l.hash, &l.mac, l.doubt]);
}

/// Links after this number.
pub async fn links(read: &mut Read, after: i64, limit: i64) -> Result<Vec<LinkRow>, StoreError> {
    read.page(&LINKS, params![after, limit]).await
}

/// The last link, if its number is greater than `after`.
pub async fn last_link(read: &mut Read, after: i64) -> Result<Option<LinkRow>, StoreError> {
    read.one(&LAST_LINK, params![after]).await
}

/// Removes the links of these numbers, the last included.
pub fn unlink(change: &mut Change, first: i64, last: i64) {
    change.add(&UNLINK, params![first, last]);
}

/// The guard of [`take_removals`].
pub const NOBODY_ELSE_REMOVED: Guard = Guard("nobody else removed events");

/// Takes the row that stands for all removals. Guard: there were so many.
pub fn take_removals(change: &mut Change, seen: i64) {
    change.guard(&TAKE_REMOVALS, params![seen], NOBODY_ELSE_REMOVED);
}

/// Up to where events of a class were looked at and removed.
pub async fn looked_at(read: &mut Read, class: &str) -> Result<i64, StoreError> {
    Ok(read.one::<(i64,)>(&LOOKED_AT, params![class]).await?.map_or(0, |(seq,)| seq))
}

/// Notes up to where events of a class were looked at and removed.
pub fn note_looked_at(change: &mut Change, class: &str, seq: i64) {
    change.add(&NOTE_LOOKED_AT, params![class, seq]);
}
