//! What must not be used again before its end: client assertions (RFC 7523 §3), revoked access tokens.

use model::Time;

use crate::{Change, Guard, Read, StoreError, params, statements};

statements! {
    SPEND = "insert into spent (kind, hash, expires_at) values ($1, $2, $3) on conflict do nothing";
    IS_SPENT = "select expires_at from spent where kind = $1 and hash = $2";
    ANY_OVER = "select expires_at from spent where expires_at < $1 limit 1";
    PRUNE = "delete from spent where (kind, hash) in (select kind, hash from spent where expires_at < $1 limit 5000)";
}

/// The guard of [`spend`].
pub const NOT_SPENT_BEFORE: Guard = Guard("not spent before");

/// Spends it. Guard: it was not spent before.
pub fn spend(change: &mut Change, kind: &str, hash: &[u8; 32], until: Time) {
    change.guard(&SPEND, params![kind, &hash[..], until], NOT_SPENT_BEFORE);
}

/// Makes sure that it is spent, whether or not it was before.
pub fn call_back(change: &mut Change, kind: &str, hash: &[u8; 32], until: Time) {
    change.add(&SPEND, params![kind, &hash[..], until]);
}

/// Whether it is spent.
pub async fn is_spent(read: &mut Read, kind: &str, hash: &[u8; 32]) -> Result<bool, StoreError> {
    Ok(read.one::<(i64,)>(&IS_SPENT, params![kind, &hash[..]]).await?.is_some())
}

/// Removes what could not be used any more anyway.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}

/// Whether there are rows that [`prune`] would remove.
pub async fn any_over(read: &mut Read, now: Time) -> Result<bool, StoreError> {
    Ok(read.one::<(i64,)>(&ANY_OVER, params![now]).await?.is_some())
}
