//! The browser's single sign-on sessions. One is read only together with its user and their organisation: both active, and
//! of the epochs that they had when it began.

use model::{
    Id, Time,
    id::{App, AppSession, Org, Session, User},
    sign_in::Proof,
};

use crate::{
    Change, FromColumn, FromRow, Guard, Json, Read, Row, StoreError, params, statements,
    users::{UserRow, user_columns},
};

/// The user and the organisation that a session stands and falls with.
macro_rules! standing {
    () => {
        "from sessions s join users u on u.org = s.org and u.id = s.user_id and u.state = 'active' \
           join organisations o on o.id = s.org and o.state = 'active' and u.epoch + o.epoch = s.epoch "
    };
}

/// The columns of a [`SessionRow`], in order.
macro_rules! session {
    () => {
        concat!(
            "select s.org, s.user_id, s.id, s.proofs, s.remembered, s.agent, s.address, s.created_at, s.seen_at, \
           s.idle_ends_at, s.ends_at, s.rotated_at, s.postponed_at, ",
            user_columns!(),
            standing!()
        )
    };
}

statements! {
    BY_HASH = concat!(session!(), "where s.hash = $1 and s.ended_at is null and s.ends_at > $2 and s.idle_ends_at > $2");
    ORG_OF_ANY = "select org from sessions where hash = $1";
    BY_FORMER = concat!(session!(), "where s.previous = $1 and s.ended_at is null and s.ends_at > $2 and s.idle_ends_at > $2");
    ROTATE = "update sessions set previous = hash, hash = $4, rotated_at = $5 \
        where org = $1 and id = $2 and hash = $3 and ended_at is null";
    OF_USER = concat!("select s.id, s.agent, s.address, s.created_at, s.seen_at, s.remembered ", standing!(), "where s.org = $1 and s.user_id = $2 and s.ended_at is null and s.ends_at > $3 and s.idle_ends_at > $3 \
        order by s.created_at desc limit 100");
    INSERT = "insert into sessions (org, user_id, id, hash, epoch, proofs, remembered, agent, address, created_at, seen_at, \
          rotated_at, idle_ends_at, ends_at, postponed_at) \
        select u.org, u.id, $3, $4, u.epoch + o.epoch, $6, $7, $8, $9, $10, $10, $10, $11, $12, $13 \
        from users u join organisations o on o.id = u.org where u.org = $1 and u.id = $2 and u.epoch + o.epoch = $5";
    SEEN = "update sessions set seen_at = $3, idle_ends_at = $4 where org = $1 and id = $2 and ended_at is null";
    EXTEND = "update sessions set seen_at = $3, \
          idle_ends_at = case when $4 > sessions.idle_ends_at then $4 else sessions.idle_ends_at end \
        where org = $1 and id = $2 and ended_at is null";
    RENEW = "update sessions set hash = $3, previous = null, rotated_at = $5, proofs = $4, seen_at = $5, idle_ends_at = $6, \
          postponed_at = $7, remembered = $8, ends_at = $9 \
        where org = $1 and id = $2 and ended_at is null";
    CARRY_OVER = "update sessions set epoch = $3 where org = $1 and id = $2 and ended_at is null";
    END = "update sessions set ended_at = $3 where org = $1 and id = $2 and ended_at is null";
    END_OF_USER = "update sessions set ended_at = $4 where org = $1 and user_id = $2 and id = $3 and ended_at is null";
    END_OTHERS = "update sessions set ended_at = $4 where org = $1 and user_id = $2 and id <> $3 and ended_at is null";
    REVOKE_GRANTS = "update grants set revoked_at = $3 where org = $1 and revoked_at is null and app_session in \
        (select id from app_sessions where org = $1 and session = $2)";
    REVOKE_OTHERS_GRANTS = "update grants set revoked_at = $4 where org = $1 and revoked_at is null and app_session in \
        (select a.id from sessions s join app_sessions a on a.org = s.org and a.session = s.id \
          where s.org = $1 and s.user_id = $2 and s.id <> $3)";
    APP_SESSIONS = "select a.id, a.app, p.name, p.settings, a.created_at from app_sessions a join applications p on p.id = a.app \
        where a.org = $1 and a.session = $2 and a.ended_at is null order by a.created_at limit 100";
    APPLICATIONS_OF_USER = "select a.session, p.name from sessions s join app_sessions a on a.org = s.org and a.session = s.id \
          join applications p on p.id = a.app \
        where s.org = $1 and s.user_id = $2 and s.ended_at is null and a.ended_at is null limit 1000";
    OPEN_APP_SESSION = "insert into app_sessions (org, id, session, app, grants, created_at, last_used_at) \
        values ($1, $2, $3, $4, 1, $5, $5) \
        on conflict (org, session, app) do update set last_used_at = $5, ended_at = null, grants = app_sessions.grants + 1 \
          where app_sessions.id = $2";
    APP_SESSION_ID = "select id from app_sessions where org = $1 and session = $2 and app = $3";
    STILL_OPEN = "update sessions set seen_at = $3, idle_ends_at = case when $4 > sessions.idle_ends_at then $4 else sessions.idle_ends_at end \
        where org = $1 and id = $2 and ended_at is null";
    OLDEST = "select id from sessions where org = $1 and user_id = $2 order by created_at desc, id desc limit 1000 offset $3";
    FORGET_REFRESH = "delete from refresh_tokens where org = $1 and grant_id in \
        (select g.id from app_sessions a join grants g on g.org = a.org and g.app_session = a.id \
          where a.org = $1 and a.session = $2)";
    FORGET_GRANTS = "delete from grants where org = $1 and app_session in \
        (select a.id from app_sessions a where a.org = $1 and a.session = $2)";
    FORGET = "delete from sessions where org = $1 and id = $2";
    PRUNE = "delete from sessions where (org, id) in (select s.org, s.id from sessions s where s.ends_at < $1 and not exists \
          (select g.id from app_sessions a join grants g on g.org = a.org and g.app_session = a.id \
           where a.org = s.org and a.session = s.id and g.ends_at >= $1) limit 5000)";
}

const APPLICATION_SESSION_OPEN: Guard = Guard("application session open");
const SECRET_UNCHANGED: Guard = Guard("secret unchanged");
const SESSION_OPEN: Guard = Guard("session open");
const USER_STILL_ACTIVE: Guard = Guard("user still active");

/// A session and what is always needed of its user.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// The user's organisation.
    pub org: Id<Org>,
    /// Whose session it is.
    pub user: Id<User>,
    /// Its identifier; its secret is stored only as a hash.
    pub id: Id<Session>,
    /// What was proven in it.
    pub proofs: Json<Vec<Proof>>,
    /// Whether it outlives the browser.
    pub remembered: bool,
    /// The browser, in words.
    pub agent: String,
    /// The address it came from.
    pub address: String,
    /// When it began.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// When it ends unless it is used.
    pub idle_ends_at: Time,
    /// When it ends in any case.
    pub ends_at: Time,
    /// Since when it has its present secret.
    pub rotated_at: Time,
    /// When setting up a second factor was put off in it.
    pub postponed_at: Option<Time>,
    /// Whether it was found by the secret before that.
    pub by_previous: bool,
    /// Whose session it is.
    pub owner: UserRow,
}

impl FromRow for SessionRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            user: row.get()?,
            id: row.get()?,
            proofs: row.get()?,
            remembered: row.get()?,
            agent: row.get()?,
            address: row.get()?,
            created_at: row.get()?,
            seen_at: row.get()?,
            idle_ends_at: row.get()?,
            ends_at: row.get()?,
            rotated_at: row.get()?,
            postponed_at: row.get()?,
            by_previous: false,
            owner: UserRow::from_row(row)?,
        })
    }
}

/// A session as the user's list shows it.
#[derive(Debug, Clone)]
pub struct ListedSession {
    /// Its identifier.
    pub id: Id<Session>,
    /// The browser, in words.
    pub agent: String,
    /// The address it came from.
    pub address: String,
    /// When it began.
    pub created_at: Time,
    /// When it was last used.
    pub seen_at: Time,
    /// Whether it outlives the browser.
    pub remembered: bool,
}

impl FromRow for ListedSession {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            agent: row.get()?,
            address: row.get()?,
            created_at: row.get()?,
            seen_at: row.get()?,
            remembered: row.get()?,
        })
    }
}

/// One session used for one application.
#[derive(Debug, Clone)]
pub struct AppSessionRow<S> {
    /// Its identifier, which applications know as `sid`.
    pub id: Id<AppSession>,
    /// The application.
    pub app: Id<App>,
    /// The application's name.
    pub name: String,
    /// The application's settings.
    pub settings: S,
    /// Since when.
    pub created_at: Time,
}

impl<S: FromColumn + Send + 'static> FromRow for AppSessionRow<S> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.get()?, app: row.get()?, name: row.get()?, settings: row.get()?, created_at: row.get()? })
    }
}

/// The open session with this secret's hash.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<Option<SessionRow>, StoreError> {
    read.one(&BY_HASH, params![&hash[..], now]).await
}

/// The open session whose secret before the present one has this hash.
pub async fn by_previous(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<Option<SessionRow>, StoreError> {
    Ok(read.one(&BY_FORMER, params![&hash[..], now]).await?.map(|row| SessionRow { by_previous: true, ..row }))
}

/// The home organisation of the session with this secret's hash, ended or not.
pub async fn org_of_any(read: &mut Read, hash: &[u8; 32]) -> Result<Option<Id<Org>>, StoreError> {
    Ok(read.one::<(Id<Org>,)>(&ORG_OF_ANY, params![&hash[..]]).await?.map(|(org,)| org))
}

/// Gives the session another secret. Guard: it still has the one that was shown.
pub fn rotate(change: &mut Change, session: &SessionRow, was: &[u8; 32], is: &[u8; 32], now: Time) {
    change.guard(&ROTATE, params![session.org, session.id, &was[..], &is[..], now], SECRET_UNCHANGED);
}

/// The user's open sessions, newest first.
pub async fn of_user(
    read: &mut Read,
    org: Id<Org>,
    user: Id<User>,
    now: Time,
) -> Result<Vec<ListedSession>, StoreError> {
    read.all(&OF_USER, params![org, user, now]).await
}

/// Begins a session with this secret's hash. Guard: the epochs of user and organisation still have this sum.
pub fn insert(change: &mut Change, session: &SessionRow, hash: &[u8; 32], epoch: i64) {
    let s = session;
    change.guard(
        &INSERT,
        params![
            s.org,
            s.user,
            s.id,
            &hash[..],
            epoch,
            &s.proofs,
            s.remembered,
            s.agent.as_str(),
            s.address.as_str(),
            s.created_at,
            s.idle_ends_at,
            s.ends_at,
            s.postponed_at
        ],
        USER_STILL_ACTIVE,
    );
}

/// Notes that the session was used.
pub fn seen(change: &mut Change, org: Id<Org>, id: Id<Session>, now: Time, idle_ends_at: Time) {
    change.add(&SEEN, params![org, id, now, idle_ends_at]);
}

/// Notes that the session was used, and goes on at least until then.
pub fn extend(change: &mut Change, org: Id<Org>, id: Id<Session>, now: Time, idle_ends_at: Time) {
    change.add(&EXTEND, params![org, id, now, idle_ends_at]);
}

/// Gives the session a new secret, more proofs (a fresh sign-in, a second factor) and, where that was asked for, a longer life.
/// Guard: it has not ended.
pub fn renew(change: &mut Change, session: &SessionRow, hash: &[u8; 32], now: Time) {
    let s = session;
    change.guard(
        &RENEW,
        params![s.org, s.id, &hash[..], &s.proofs, now, s.idle_ends_at, s.postponed_at, s.remembered, s.ends_at],
        SESSION_OPEN,
    );
}

/// Lets the session go on under this sum of the epochs of user and organisation, in the change that ended what carried the one
/// before. Guard: it has not ended.
pub fn carry_over(change: &mut Change, session: &SessionRow, epoch: i64) {
    change.guard(&CARRY_OVER, params![session.org, session.id, epoch], Guard("session open"));
}

/// Notes that the session is used for something that must not outlive it. Guard: it is open.
pub fn still_open(change: &mut Change, session: &SessionRow, now: Time, idle_ends_at: Time) {
    change.guard(&STILL_OPEN, params![session.org, session.id, now, idle_ends_at], SESSION_OPEN);
}

/// Ends the session, and with it what applications hold of it.
pub fn end(change: &mut Change, org: Id<Org>, id: Id<Session>, now: Time) {
    change.add(&END, params![org, id, now]);
}

/// Ends one of the user's own sessions from afar, with everything that was given in it, also for use without the user.
/// Guard: it is theirs and open.
pub fn end_of_user(change: &mut Change, (org, user): (Id<Org>, Id<User>), id: Id<Session>, now: Time) {
    change.guard(&END_OF_USER, params![org, user, id, now], SESSION_OPEN);
    change.add(&REVOKE_GRANTS, params![org, id, now]);
}

/// Ends all of the user's sessions but this one, with everything that was given in them.
pub fn end_others(change: &mut Change, (org, user): (Id<Org>, Id<User>), kept: Id<Session>, now: Time) {
    change.add(&END_OTHERS, params![org, user, kept, now]);
    change.add(&REVOKE_OTHERS_GRANTS, params![org, user, kept, now]);
}

/// The applications that this session is used for.
pub async fn app_sessions<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    session: Id<Session>,
) -> Result<Vec<AppSessionRow<S>>, StoreError> {
    read.all(&APP_SESSIONS, params![org, session]).await
}

/// The applications that the user's sessions are used for: session and application's name.
pub async fn applications_of_user(
    read: &mut Read,
    org: Id<Org>,
    user: Id<User>,
) -> Result<Vec<(Id<Session>, String)>, StoreError> {
    read.all(&APPLICATIONS_OF_USER, params![org, user]).await
}

/// The application session of this session and application, if there is one.
pub async fn app_session(
    read: &mut Read,
    org: Id<Org>,
    session: Id<Session>,
    app: Id<App>,
) -> Result<Option<Id<AppSession>>, StoreError> {
    Ok(read.one::<(Id<AppSession>,)>(&APP_SESSION_ID, params![org, session, app]).await?.map(|(id,)| id))
}

/// Opens the application session, or notes that it is used again. `id` is the present one, or a new one.
/// Guard: no other tab opened it under another id meanwhile.
pub fn open_app_session(change: &mut Change, session: &SessionRow, app: Id<App>, id: Id<AppSession>, now: Time) {
    change.guard(&OPEN_APP_SESSION, params![session.org, id, session.id, app, now], APPLICATION_SESSION_OPEN);
}

/// The user's sessions but so many, those that began first: a thousand at most, whether or not they have ended.
pub async fn oldest(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    but: i64,
) -> Result<Vec<Id<Session>>, StoreError> {
    Ok(read.page::<(Id<Session>,)>(&OLDEST, params![org, user, but]).await?.into_iter().map(|(id,)| id).collect())
}

/// Removes a session with everything that was given in it, also for use without the user.
pub fn forget(change: &mut Change, org: Id<Org>, id: Id<Session>) {
    for statement in [&FORGET_REFRESH, &FORGET_GRANTS, &FORGET] {
        change.add(statement, params![org, id]);
    }
}

/// Removes sessions whose time is over, with all that hangs off them; but not before grants that outlive them.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}
