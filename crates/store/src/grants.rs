//! What applications were given: authorizations with their codes, and the refresh tokens that descend from them.
//!
//! A grant is read together with all that it stands and falls with: user, organisation, application, subscription,
//! application session and session.

use model::{
    Id, Time,
    id::{App, AppSession, Grant, Org, Session, User},
    release::Profile,
};

use crate::{
    Change, FromColumn, FromRow, Guard, Json, JsonText, Read, Row, StoreError, applications::AccessRow, params,
    statements,
};

/// The columns of a [`GrantRow`], in order.
macro_rules! columns {
    () => {
        concat!(
            "g.org, g.id, g.app_session, g.app, g.user_id, g.request, g.code_expires_at, g.used_at, g.created_at, g.ends_at, \
         g.offline, a.session, s.created_at, s.seen_at, s.remembered, cast(case when ",
            stands!("$2"),
            "then 1 else 0 end as bigint), u.subject, u.profile, b.everyone, \
         not b.everyone and exists (select h.holder from assignments h where h.org = g.org and h.app = g.app and h.holder = g.user_id), \
         not b.everyone and exists (select m.group_id from group_members m join assignments h \
           on h.org = m.org and h.holder = m.group_id and h.app = g.app where m.org = g.org and m.user_id = g.user_id) "
        )
    };
}

/// Whether nothing that a grant hangs off was revoked or has ended.
macro_rules! stands {
    ($now:literal) => {
        concat!(
            "g.revoked_at is null and g.ends_at > ",
            $now,
            " and (g.offline or a.ended_at is null and s.ended_at is null and s.idle_ends_at > ",
            $now,
            ") and u.state = 'active' and o.state = 'active' and p.state = 'active' and b.state = 'active' \
              and u.epoch + o.epoch + p.epoch + b.epoch = g.epoch "
        )
    };
}

/// What a grant is read together with.
macro_rules! hangs_off {
    () => {
        "join app_sessions a on a.org = g.org and a.id = g.app_session \
         join sessions s on s.org = a.org and s.id = a.session \
         join users u on u.org = g.org and u.id = g.user_id \
         join organisations o on o.id = g.org \
         join applications p on p.id = g.app \
         join subscriptions b on b.org = g.org and b.app = g.app "
    };
}

/// The grants of an application session but so many, those that were given first.
macro_rules! oldest {
    () => {
        "(select id from grants where org = $1 and app_session = $2 order by created_at desc, id desc limit 1000 offset $3)"
    };
}

statements! {
    BY_CODE = concat!("select ", columns!(), "from grants g ", hangs_off!(), "where g.hash = $1");
    BY_ID = concat!("select ", columns!(), "from grants g ", hangs_off!(), "where g.id = $1");
    BY_REFRESH_TOKEN = concat!("select t.scopes, t.used_at, t.created_at, t.expires_at, ", columns!(),
        "from refresh_tokens t join grants g on g.org = t.org and g.id = t.grant_id ", hangs_off!(), "where t.hash = $1");
    INSERT = "insert into grants (org, id, app_session, app, user_id, hash, request, code_expires_at, created_at, ends_at, \
          offline, epoch) \
        select s.org, $2, $3, p.id, s.user_id, $6, $7, $8, $9, $10, $11, s.epoch + p.epoch + b.epoch \
        from sessions s join applications p on p.id = $4 join subscriptions b on b.org = s.org and b.app = p.id \
        where s.org = $1 and s.id = $5";
    USE_CODE = "update grants set used_at = $3 \
        where org = $1 and id = $2 and used_at is null and revoked_at is null and code_expires_at > $3";
    APPLICATIONS_OF_USER = concat!("select p.id, p.name, p.settings from sessions s \
          join app_sessions a on a.org = s.org and a.session = s.id \
          join users u on u.org = s.org and u.id = s.user_id join organisations o on o.id = s.org \
          join applications p on p.id = a.app join subscriptions b on b.org = s.org and b.app = p.id \
        where s.org = $1 and s.user_id = $2 and exists (select g.id from grants g \
          where g.org = a.org and g.app_session = a.id and ", stands!("$3"), ") limit 1000");
    END_APP_SESSIONS_OF_APPLICATION = "update app_sessions set ended_at = $4 where org = $1 and app = $3 and ended_at is null \
        and session in (select id from sessions where org = $1 and user_id = $2)";
    REVOKE_OF_APPLICATION = "update grants set revoked_at = $4 where org = $1 and revoked_at is null and app_session in \
        (select a.id from sessions s join app_sessions a on a.org = s.org and a.session = s.id \
          where s.org = $1 and s.user_id = $2 and a.app = $3)";
    REVOKE = "update grants set revoked_at = $3 where org = $1 and id = $2 and revoked_at is null";
    INSERT_REFRESH = "insert into refresh_tokens (hash, org, grant_id, scopes, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6)";
    USE_REFRESH = "update refresh_tokens set used_at = $2 where hash = $1 and used_at is null and expires_at > $2";
    // The same grants in both of two: there is one order.
    FORGET_OLDEST_REFRESH = concat!("delete from refresh_tokens where org = $1 and grant_id in ", oldest!());
    FORGET_OLDEST = concat!("delete from grants where org = $1 and id in ", oldest!());
    COUNT_ANEW = "update app_sessions set grants = $3 where org = $1 and id = $2";
    PRUNE_REFRESH = "delete from refresh_tokens where (org, grant_id) in \
        (select org, id from grants where ends_at < $1 order by ends_at, id limit 5000)";
    PRUNE = "delete from grants where id in (select id from grants where ends_at < $1 order by ends_at, id limit 5000)";
}

const APPLICATION_OPEN: Guard = Guard("application open");
const CODE_UNUSED: Guard = Guard("code unused");
const REFRESH_TOKEN_UNUSED: Guard = Guard("refresh token unused");

/// An authorization that an application was given.
#[derive(Debug, Clone)]
pub struct GrantRow<R> {
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
    /// What was asked and shown.
    pub request: R,
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
    /// When that session began.
    pub session_created_at: Time,
    /// When it was last used, to about five minutes.
    pub session_seen_at: Time,
    /// Whether it outlives the browser.
    pub session_remembered: bool,
    /// Nothing that it hangs off was revoked or has ended.
    pub stands: bool,
    /// How applications know the user.
    pub subject: String,
    /// What is known of the person: few of those who ask whether a grant stands want to know.
    pub profile: JsonText<Profile>,
    /// What decides whether the user may still open the application.
    pub access: AccessRow,
}

impl<R: FromColumn + Send + 'static> FromRow for GrantRow<R> {
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
            session_created_at: row.get()?,
            session_seen_at: row.get()?,
            session_remembered: row.get()?,
            stands: row.get::<i64>()? == 1,
            subject: row.get()?,
            profile: row.get()?,
            access: AccessRow { everyone: row.get()?, assigned: row.get()?, by_group: row.get()? },
        })
    }
}

/// A refresh token as stored.
#[derive(Debug, Clone)]
pub struct RefreshTokenRow {
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
        Ok(Self { scopes: row.get()?, used_at: row.get()?, created_at: row.get()?, expires_at: row.get()? })
    }
}

/// The grant whose code has this hash.
pub async fn by_code<R: FromColumn + Send + 'static>(
    read: &mut Read,
    hash: &[u8; 32],
    now: Time,
) -> Result<Option<GrantRow<R>>, StoreError> {
    read.one(&BY_CODE, params![&hash[..], now]).await
}

/// The grant with this identifier.
pub async fn by_id<R: FromColumn + Send + 'static>(
    read: &mut Read,
    id: Id<Grant>,
    now: Time,
) -> Result<Option<GrantRow<R>>, StoreError> {
    read.one(&BY_ID, params![id, now]).await
}

/// A refresh token and the grant that it descends from.
struct Descended<R>(RefreshTokenRow, GrantRow<R>);

impl<R: FromColumn + Send + 'static> FromRow for Descended<R> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(RefreshTokenRow::from_row(row)?, GrantRow::from_row(row)?))
    }
}

/// The refresh token with this hash, and the grant that it descends from.
pub async fn by_refresh_token<R: FromColumn + Send + 'static>(
    read: &mut Read,
    hash: &[u8; 32],
    now: Time,
) -> Result<Option<(RefreshTokenRow, GrantRow<R>)>, StoreError> {
    let found = read.one(&BY_REFRESH_TOKEN, params![&hash[..], now]).await?;
    Ok(found.map(|Descended(token, grant)| (token, grant)))
}

/// A new grant whose code has this hash. Guard: its session is there, and the organisation has a subscription.
pub fn insert<R>(change: &mut Change, grant: &GrantRow<Json<R>>, code: &[u8; 32]) {
    let g = grant;
    change.guard(
        &INSERT,
        params![
            g.org,
            g.id,
            g.app_session,
            g.app,
            g.session,
            &code[..],
            &g.request,
            g.code_expires_at,
            g.created_at,
            g.ends_at,
            g.offline
        ],
        APPLICATION_OPEN,
    );
}

/// Exchanges the code. Guard: it was never used, nor revoked, and has not expired (RFC 6749 §4.1.2).
pub fn use_code(change: &mut Change, org: Id<Org>, id: Id<Grant>, now: Time) {
    change.guard(&USE_CODE, params![org, id, now], CODE_UNUSED);
}

/// Ends the grant and all that descends from it.
pub fn revoke(change: &mut Change, org: Id<Org>, id: Id<Grant>, now: Time) {
    change.add(&REVOKE, params![org, id, now]);
}

/// The applications that hold a grant of the user that stands: identifier, name and settings, once for each session that it
/// was given in.
pub async fn applications_of_user<S: FromColumn + Send + 'static>(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    now: Time,
) -> Result<Vec<(Id<App>, String, S)>, StoreError> {
    read.page(&APPLICATIONS_OF_USER, params![org, user, now]).await
}

/// Ends what the application holds of the user: its part of each session, and all grants.
pub fn end_of_application(change: &mut Change, (org, user): (Id<Org>, Id<User>), app: Id<App>, now: Time) {
    change.add(&END_APP_SESSIONS_OF_APPLICATION, params![org, user, app, now]);
    change.add(&REVOKE_OF_APPLICATION, params![org, user, app, now]);
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

/// Exchanges a refresh token for its successor. Guard: the token was never used (RFC 9700 §4.14.2). A grant that is revoked at
/// the same moment needs no guard: its tokens are read together with it, and are worth nothing.
pub fn use_refresh_token(change: &mut Change, hash: &[u8; 32], now: Time) {
    change.guard(&USE_REFRESH, params![&hash[..], now], REFRESH_TOKEN_UNUSED);
}

/// Removes the grants of an application session but so many, those that were given first, with their tokens.
pub fn forget_oldest(change: &mut Change, (org, app_session): (Id<Org>, Id<AppSession>), but: i64) {
    change.add(&FORGET_OLDEST_REFRESH, params![org, app_session, but]);
    change.add(&FORGET_OLDEST, params![org, app_session, but]);
    change.add(&COUNT_ANEW, params![org, app_session, but + 1]);
}

/// Removes grants whose time is over, with their tokens.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE_REFRESH, params![now]);
    change.add(&PRUNE, params![now]);
}
