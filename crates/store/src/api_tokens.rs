//! Bearer tokens for the API, kept as hashes.

use model::{
    Id, Permission, Time,
    id::{ApiToken, Org},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, WordList, params, statements};

/// The columns of an [`ApiTokenRow`], in order.
macro_rules! token {
    () => {
        "select t.org, t.id, t.name, t.hash, t.permissions, t.created_at, t.expires_at, t.last_used_at from api_tokens t "
    };
}

statements! {
    BY_HASH = "select t.org, t.id, t.name, t.hash, t.permissions, t.created_at, t.expires_at, t.last_used_at, o.state \
        from api_tokens t join organisations o on o.id = t.org where t.hash = $1";
    BY_NAME = concat!(token!(), "where t.org = $1 and t.name = $2");
    PAGE = concat!(token!(), "where t.org = $1 and t.name > $2 order by t.name limit $3");
    INSERT = "insert into api_tokens (org, id, name, hash, permissions, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    UPDATE = "update api_tokens set hash = $3, permissions = $4, expires_at = $5 where org = $1 and id = $2";
    DELETE = "delete from api_tokens where org = $1 and id = $2";
    USED = "update api_tokens set last_used_at = $3 where org = $1 and id = $2";
}

const TOKEN_EXISTS: Guard = Guard("token exists");
const TOKEN_FREE: Guard = Guard("token free");

/// A token as stored.
#[derive(Debug, Clone)]
pub struct ApiTokenRow {
    /// The organisation that it may see.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<ApiToken>,
    /// What the organisation calls it.
    pub name: String,
    /// The hash of its text.
    pub hash: [u8; 32],
    /// What it may do.
    pub permissions: WordList<Permission>,
    /// When it was made.
    pub created_at: Time,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
    /// When it was last used, to about an hour.
    pub last_used_at: Option<Time>,
}

impl FromRow for ApiTokenRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            name: row.get()?,
            hash: row.get()?,
            permissions: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
            last_used_at: row.get()?,
        })
    }
}

/// A token, and whether its organisation is active.
struct Known(ApiTokenRow, bool);

impl FromRow for Known {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(ApiTokenRow::from_row(row)?, row.get::<String>()? == "active"))
    }
}

/// The token with this hash, and whether its organisation is active. Whether it has ended is for the caller to judge.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32]) -> Result<Option<(ApiTokenRow, bool)>, StoreError> {
    Ok(read.one(&BY_HASH, params![&hash[..]]).await?.map(|Known(token, active)| (token, active)))
}

/// The organisation's token of this name.
pub async fn by_name(read: &mut Read, org: Id<Org>, name: &str) -> Result<Option<ApiTokenRow>, StoreError> {
    read.one(&BY_NAME, params![org, name]).await
}

/// The organisation's tokens whose names come after this one, in their order.
pub async fn page(read: &mut Read, org: Id<Org>, after: &str, limit: i64) -> Result<Vec<ApiTokenRow>, StoreError> {
    read.page(&PAGE, params![org, after, limit]).await
}

/// A new token. Guard: its name is free in the organisation, and nobody has its text.
pub fn insert(change: &mut Change, token: &ApiTokenRow) {
    let t = token;
    change.guard(
        &INSERT,
        params![t.org, t.id, t.name.as_str(), &t.hash[..], &t.permissions, t.created_at, t.expires_at],
        TOKEN_FREE,
    );
}

/// Replaces text, permissions and end. Guard: the token is there.
pub fn update(change: &mut Change, token: &ApiTokenRow) {
    let t = token;
    change.guard(&UPDATE, params![t.org, t.id, &t.hash[..], &t.permissions, t.expires_at], TOKEN_EXISTS);
}

/// Ends a token. Guard: it is there.
pub fn delete(change: &mut Change, org: Id<Org>, id: Id<ApiToken>) {
    change.guard(&DELETE, params![org, id], TOKEN_EXISTS);
}

/// Notes that the token was used.
pub fn used(change: &mut Change, org: Id<Org>, id: Id<ApiToken>, now: Time) {
    change.add(&USED, params![org, id, now]);
}
