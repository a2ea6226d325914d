//! Requests that wait for the GET that takes them up. Each is good once, for minutes; how many there are is bounded.

use model::Time;

use crate::{Change, Guard, Read, StoreError, params, statements};

/// The request that makes room among those that match: the oldest of the source that has most waiting there.
macro_rules! oldest_of_most {
    ($network:expr) => {
        concat!(
            "select hash from parked where network = ",
            $network,
            " and expires_at > $1 and source = \
               (select source from parked where network = ",
            $network,
            " and expires_at > $1 \
                 group by source order by count(*) desc, source limit 1) \
             order by expires_at, hash limit 1"
        )
    };
}

/// The network that has most waiting.
macro_rules! most {
    () => {
        "(select network from parked where expires_at > $1 group by network order by count(*) desc, network limit 1)"
    };
}

statements! {
    ROOM_IN_NETWORK = concat!("delete from parked where hash in (", oldest_of_most!("$2"), ") \
        and (select count(*) from parked where network = $2 and expires_at > $1) >= $3");
    ROOM_FOR_ALL = concat!("delete from parked where hash in (", oldest_of_most!(most!()), ") \
        and (select count(*) from (select hash from parked where expires_at > $1 limit 4096) waiting) >= $2");
    INSERT = "insert into parked (hash, source, network, sealed, size, expires_at) select $1, $2, $9, $3, $4, $5 \
        where (select count(*) from parked where source = $2 and expires_at > $6) < $7 \
          and (select cast(coalesce(sum(size), 0) as bigint) from parked where source = $2 and expires_at > $6) + $4 <= $8";
    BY_HASH = "select sealed from parked where hash = $1 and expires_at > $2";
    TAKE = "delete from parked where hash = $1 and expires_at > $2";
    PRUNE = "delete from parked where hash in (select hash from parked where expires_at < $1 limit 5000)";
}

const PARKED_ONCE: Guard = Guard("parked once");

/// A request that is to wait.
#[derive(Debug, Clone, Copy)]
pub struct ParkedRow<'a> {
    /// The hash of the token that takes it up.
    pub hash: &'a [u8; 32],
    /// Where it came from, as a keyed hash.
    pub source: &'a [u8; 32],
    /// The network around that, as a keyed hash.
    pub network: &'a [u8; 32],
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
    /// Requests of one network.
    pub network: i64,
    /// Requests of everybody, at most 4096.
    pub everybody: i64,
}

/// The guard of [`insert`].
pub const ROOM: Guard = Guard("room to park");

/// Parks a request. Guard: with it, its source has no more waiting than it may. Where its network has, or everybody, the oldest
/// request of whoever has most there makes room, so that nobody is kept out by others. The rules span rows, so this first takes
/// the row that stands for them.
pub fn insert(change: &mut Change, row: &ParkedRow<'_>, bounds: Bounds, now: Time) {
    let size = i64::try_from(row.sealed.len()).unwrap_or(i64::MAX);
    let (source, network) = (&row.source[..], &row.network[..]);
    crate::versions::take_parked(change);
    change.add(&ROOM_IN_NETWORK, params![now, network, bounds.network]);
    change.add(&ROOM_FOR_ALL, params![now, bounds.everybody]);
    let (hash, sealed, until) = (&row.hash[..], row.sealed, row.expires_at);
    let values = params![hash, source, sealed, size, until, now, bounds.count, bounds.bytes, network];
    change.guard(&INSERT, values, ROOM);
}

/// The sealed request of this token.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(read.one::<(Vec<u8>,)>(&BY_HASH, params![&hash[..], now]).await?.map(|(sealed,)| sealed))
}

/// Takes it up. Guard: nobody has.
pub fn take(change: &mut Change, hash: &[u8; 32], now: Time) {
    change.guard(&TAKE, params![&hash[..], now], PARKED_ONCE);
}

/// Removes what nobody took up in time.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}
