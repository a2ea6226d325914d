//! Signing keys: published from their creation, signing from a time on, retired and removed later.

use model::Time;

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    ALL_KEYS = "select id, use, algorithm, secret, public, created_at, effective_at, retires_at, expires_at \
        from signing_keys order by id";
    INSERT = "insert into signing_keys (id, use, algorithm, secret, public, created_at, effective_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    RETIRE = "update signing_keys set retires_at = $2, expires_at = $3 where id = $1 and retires_at is null";
    REVOKE = "update signing_keys set retires_at = $2, expires_at = $2 where id = $1";
    PRUNE = "delete from signing_keys where expires_at < $1";
}

const KEY_EXISTS: Guard = Guard("key exists");
const KEY_ID_FREE: Guard = Guard("key id free");
const KEY_NOT_RETIRED: Guard = Guard("key not retired");

/// A signing key as stored.
#[derive(Debug, Clone)]
pub struct SigningKeyRow {
    /// The `kid`.
    pub id: String,
    /// What it is for: `oidc` signs ID tokens and JWT access tokens, `access_tokens` seals opaque ones.
    pub key_use: String,
    /// `RS256`, `ES256`, `EdDSA`, or `A256GCM` where it seals.
    pub algorithm: String,
    /// The sealed PKCS#8 document; the sealed key itself where it is symmetric.
    pub secret: Vec<u8>,
    /// The public JWK; empty (`{}`) where there is none.
    pub public: String,
    /// Published from here on.
    pub created_at: Time,
    /// Signs from here on.
    pub effective_at: Time,
    /// Signs until here.
    pub retires_at: Option<Time>,
    /// Published until here.
    pub expires_at: Option<Time>,
}

impl FromRow for SigningKeyRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            key_use: row.get()?,
            algorithm: row.get()?,
            secret: row.get()?,
            public: row.get()?,
            created_at: row.get()?,
            effective_at: row.get()?,
            retires_at: row.get()?,
            expires_at: row.get()?,
        })
    }
}

/// Every key that has not been removed, in the same order on every node; there are few.
pub async fn all(read: &mut Read) -> Result<Vec<SigningKeyRow>, StoreError> {
    read.all(&ALL_KEYS, params![]).await
}

/// A new key. Guard: its id is free.
pub fn insert(change: &mut Change, key: &SigningKeyRow) {
    let k = key;
    change.guard(
        &INSERT,
        params![
            k.id.as_str(),
            k.key_use.as_str(),
            k.algorithm.as_str(),
            k.secret.as_slice(),
            k.public.as_str(),
            k.created_at,
            k.effective_at
        ],
        KEY_ID_FREE,
    );
    crate::versions::bump(change);
}

/// Ends a key: it signs until `retires_at` and is published until `expires_at`. Guard: it was not retired before.
pub fn retire(change: &mut Change, id: &str, retires_at: Time, expires_at: Time) {
    change.guard(&RETIRE, params![id, retires_at, expires_at], KEY_NOT_RETIRED);
    crate::versions::bump(change);
}

/// Ends a key at once, whatever was planned for it. Guard: it is there.
pub fn revoke(change: &mut Change, id: &str, now: Time) {
    change.guard(&REVOKE, params![id, now], KEY_EXISTS);
    crate::versions::bump(change);
}

/// Removes keys whose time is over.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}
