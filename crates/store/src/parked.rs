//! Requests that wait for the GET that takes them up. Each is good once, for minutes; how many there are is bounded.

use model::Time;

use crate::{Change, Guard, Read, StoreError, params, statements};

statements! {
    INSERT = "insert into parked (hash, source, sealed, size, expires_at) select $1, $2, $3, $4, $5 \
        where (select count(*) from parked where source = $2 and expires_at > $6) < $7 \
          and (select cast(coalesce(sum(size), 0) as bigint) from parked where source = $2 and expires_at > $6) + $4 <= $8 \
          and (select count(*) from (select hash from parked where expires_at > $6 limit 4096) waiting) < $9";
    BY_HASH = "select sealed from parked where hash = $1 and expires_at > $2";
    TAKE = "delete from parked where hash = $1 and expires_at > $2";
    PRUNE = "delete from parked where hash in (select hash from parked where expires_at < $1 limit 5000)";
}

/// A request that is to wait.
#[derive(Debug, Clone, Copy)]
pub struct ParkedRow<'a> {
    /// The hash of the token that takes it up.
    pub hash: &'a [u8; 32],
    /// Where it came from, as a keyed hash.
    pub source: &'a [u8; 32],
    /// The sealed request.
    pub sealed: &'a [u8],
    /// Until when it waits.
    pub expires_at: Time,
}

/// How much may wait at one time.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Requests of one source.
    pub count: i64,
    /// Bytes of one source, sealed.
    pub bytes: i64,
    /// Requests of everybody, at most 4096.
    pub everybody: i64,
}

/// The guard of [`insert`].
pub const ROOM: Guard = Guard("room to park");

/// Parks a request. Guard: with it, no more than the bounds allow is waiting. The rule spans rows, so it first takes the row
/// that stands for it.
pub fn insert(change: &mut Change, row: &ParkedRow<'_>, bounds: Bounds, now: Time) {
    let size = i64::try_from(row.sealed.len()).unwrap_or(i64::MAX);
    let values = params![
        &row.hash[..],
        &row.source[..],
        row.sealed,
        size,
        row.expires_at,
        now,
        bounds.count,
        bounds.bytes,
        bounds.everybody
    ];
    crate::versions::take_parked(change);
    change.guard(&INSERT, values, ROOM);
}

/// The sealed request of this token.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(read.one::<(Vec<u8>,)>(&BY_HASH, params![&hash[..], now]).await?.map(|(sealed,)| sealed))
}

/// Takes it up. Guard: nobody has.
pub fn take(change: &mut Change, hash: &[u8; 32], now: Time) {
    change.guard(&TAKE, params![&hash[..], now], Guard("parked once"));
}

/// Removes what nobody took up in time.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}
