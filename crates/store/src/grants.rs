//! What applications were given: authorizations with their codes, and the refresh tokens that descend from them.
//!
//! A grant is read together with its user, its application session and that session: all of them must still stand.

use model::{
    Id, Time,
    id::{App, AppSession, Grant, Org, Session, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

/// The columns of a [`GrantRow`], in order; `standing` says whether all that the grant hangs off still stands.
macro_rules! grant {
    ($from:literal) => {
        concat!(
            "select g.org, g.id, g.app_session, g.app, g.user_id, g.request, g.code_expires_at, g.used_at, g.created_at, g.ends_at, g.offline, a.session, ",
            "cast(case when g.revoked_at is null and (g.offline or a.ended_at is null and s.ended_at is null and s.idle_ends_at > $2) and u.epoch = a.epoch and u.state = 'active' and g.ends_at > $2 ",
            "then 1 else 0 end as bigint), u.subject, u.profile ",
            $from,
            " join app_sessions a on a.org = g.org and a.id = g.app_session ",
            "join sessions s on s.org = a.org and s.id = a.session ",
            "join users u on u.org = g.org and u.id = g.user_id "
        )
    };
}

statements! {
    BY_CODE = concat!(grant!("from grants g"), "where g.hash = $1");
    BY_ID = concat!(grant!("from grants g"), "where g.id = $1");
    INSERT = "insert into grants (org, id, app_session, app, user_id, hash, request, code_expires_at, created_at, ends_at, offline) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    USE_CODE = "update grants set used_at = $3 \
        where org = $1 and id = $2 and used_at is null and revoked_at is null and code_expires_at > $3";
    STANDS = "update grants set used_at = used_at where org = $1 and id = $2 and revoked_at is null";
    REVOKE = "update grants set revoked_at = $3 where org = $1 and id = $2 and revoked_at is null";
    REFRESH_BY_HASH = "select org, grant_id, scopes, used_at, created_at, expires_at from refresh_tokens where hash = $1";
    INSERT_REFRESH = "insert into refresh_tokens (hash, org, grant_id, scopes, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6)";
    USE_REFRESH = "update refresh_tokens set used_at = $2 where hash = $1 and used_at is null and expires_at > $2";
    PRUNE = "delete from grants where id in (select id from grants where ends_at < $1 limit 5000)";
}

/// An authorization that an application was given.
#[derive(Debug, Clone)]
pub struct GrantRow {
    /// The user's organisation.
    pub org: Id<Org>,
    /// Its identifier; access tokens carry it.
    pub id: Id<Grant>,
    /// The application session it belongs to; applications know it as `sid`.
    pub app_session: Id<AppSession>,
    /// The application.
    pub app: Id<App>,
    /// Who gave it.
    pub user: Id<User>,
    /// What was asked and shown, as JSON.
    pub request: String,
    /// Until when its code is good.
    pub code_expires_at: Time,
    /// When its code was exchanged.
    pub used_at: Option<Time>,
    /// When it was given.
    pub created_at: Time,
    /// When everything that descends from it ends.
    pub ends_at: Time,
    /// Whether it was given for use without the user, and outlives the session.
    pub offline: bool,
    /// The session that it hangs off.
    pub session: Id<Session>,
    /// Nothing that it hangs off was revoked or has ended.
    pub stands: bool,
    /// How applications know the user.
    pub subject: String,
    /// `model::Profile` as JSON.
    pub profile: String,
}

impl FromRow for GrantRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            app_session: row.get()?,
            app: row.get()?,
            user: row.get()?,
            request: row.get()?,
            code_expires_at: row.get()?,
            used_at: row.get()?,
            created_at: row.get()?,
            ends_at: row.get()?,
            offline: row.get()?,
            session: row.get()?,
            stands: row.get::<i64>()? == 1,
            subject: row.get()?,
            profile: row.get()?,
        })
    }
}

/// A refresh token as stored.
#[derive(Debug, Clone)]
pub struct RefreshTokenRow {
    /// The user's organisation.
    pub org: Id<Org>,
    /// The grant it descends from.
    pub grant: Id<Grant>,
    /// What it may ask for, separated by spaces.
    pub scopes: String,
    /// When it was exchanged for its successor.
    pub used_at: Option<Time>,
    /// When it was given.
    pub created_at: Time,
    /// When it ends unless it is used.
    pub expires_at: Time,
}

impl FromRow for RefreshTokenRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            grant: row.get()?,
            scopes: row.get()?,
            used_at: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
        })
    }
}

/// The grant whose code has this hash.
pub async fn by_code(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<Option<GrantRow>, StoreError> {
    read.one(&BY_CODE, params![&hash[..], now]).await
}

/// The grant with this identifier.
pub async fn by_id(read: &mut Read, id: Id<Grant>, now: Time) -> Result<Option<GrantRow>, StoreError> {
    read.one(&BY_ID, params![id, now]).await
}

/// The refresh token with this hash.
pub async fn refresh_token(read: &mut Read, hash: &[u8; 32]) -> Result<Option<RefreshTokenRow>, StoreError> {
    read.one(&REFRESH_BY_HASH, params![&hash[..]]).await
}

/// A new grant whose code has this hash.
pub fn insert(change: &mut Change, grant: &GrantRow, code: &[u8; 32]) {
    let g = grant;
    change.add(
        &INSERT,
        params![
            g.org,
            g.id,
            g.app_session,
            g.app,
            g.user,
            &code[..],
            g.request.as_str(),
            g.code_expires_at,
            g.created_at,
            g.ends_at,
            g.offline
        ],
    );
}

/// Exchanges the code. Guard: it was never used, nor revoked, and has not expired (RFC 6749 §4.1.2).
pub fn use_code(change: &mut Change, org: Id<Org>, id: Id<Grant>, now: Time) {
    change.guard(&USE_CODE, params![org, id, now], Guard("code unused"));
}

/// Ends the grant and all that descends from it.
pub fn revoke(change: &mut Change, org: Id<Org>, id: Id<Grant>, now: Time) {
    change.add(&REVOKE, params![org, id, now]);
}

/// A new refresh token of the grant, by its hash.
pub fn insert_refresh_token(
    change: &mut Change,
    (org, grant): (Id<Org>, Id<Grant>),
    hash: &[u8; 32],
    scopes: &str,
    now: Time,
    expires_at: Time,
) {
    change.add(&INSERT_REFRESH, params![&hash[..], org, grant, scopes, now, expires_at]);
}

/// Exchanges a refresh token for its successor. Guards: the grant was not revoked meanwhile, which also holds back a
/// second exchange at the same time; and the token was never used (RFC 9700 §4.14.2).
pub fn use_refresh_token(change: &mut Change, (org, grant): (Id<Org>, Id<Grant>), hash: &[u8; 32], now: Time) {
    change.guard(&STANDS, params![org, grant], Guard("grant stands"));
    change.guard(&USE_REFRESH, params![&hash[..], now], Guard("refresh token unused"));
}

/// Removes grants whose time is over, with their tokens.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}
