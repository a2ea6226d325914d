//! Sign-ins in progress. A row begins with the first POST and is bound to the browser that made it.

use model::{
    Id, Time,
    id::{Org, Session, SignIn, User},
};

use crate::{Change, FromColumn, FromRow, Guard, Json, Read, Row, StoreError, params, statements};

statements! {
    BY_ID = "select browser, org, user_id, version, facts, session, expires_at from sign_ins where id = $1";
    INSERT = "insert into sign_ins (id, browser, org, user_id, version, facts, created_at, expires_at) \
        values ($1, $2, $3, $4, 1, $5, $6, $7) on conflict do nothing";
    UPDATE = "update sign_ins set org = $3, user_id = $4, facts = $5, version = version + 1 \
        where id = $1 and version = $2 and session is null";
    FINISH = "update sign_ins set org = $3, user_id = $4, session = $5, facts = $6, version = version + 1 \
        where id = $1 and version = $2 and session is null";
    FORGET_ALL = "delete from sign_ins";
    ANY_BEFORE = "select id from sign_ins where id < $1 limit 1";
    PRUNE = "delete from sign_ins where id in (select id from sign_ins where id < $1 limit 5000)";
}

/// A sign-in as stored.
#[derive(Debug, Clone)]
pub struct SignInRow<F> {
    /// The hash of the browser's secret.
    pub browser: [u8; 32],
    /// The home organisation of the account that was proven; none before.
    pub org: Option<Id<Org>>,
    /// The account that was proven; none before.
    pub user: Option<Id<User>>,
    /// Grows with each step; the guard against two steps at once.
    pub version: i64,
    /// What is kept between its answers.
    pub facts: F,
    /// The session it ended in.
    pub session: Option<Id<Session>>,
    /// When it ends by itself.
    pub expires_at: Time,
}

impl<F: FromColumn + Send + 'static> FromRow for SignInRow<F> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            browser: row.get()?,
            org: row.get()?,
            user: row.get()?,
            version: row.get()?,
            facts: row.get()?,
            session: row.get()?,
            expires_at: row.get()?,
        })
    }
}

/// The sign-in with this handle.
pub async fn by_id<F: FromColumn + Send + 'static>(
    read: &mut Read,
    id: Id<SignIn>,
) -> Result<Option<SignInRow<F>>, StoreError> {
    read.one(&BY_ID, params![id]).await
}

/// The guard of a sign-in in which nobody else took a step.
const UNCHANGED: Guard = Guard("sign-in unchanged");

/// Writes the sign-in's next state. `row.version` is the one that was read: zero for a row that does not exist yet.
/// Guard: nobody else took a step meanwhile.
pub fn save<F>(change: &mut Change, id: Id<SignIn>, row: &SignInRow<Json<F>>, now: Time) {
    if row.version == 0 {
        change.guard(
            &INSERT,
            params![id, &row.browser[..], row.org, row.user, &row.facts, now, row.expires_at],
            UNCHANGED,
        );
    } else {
        change.guard(&UPDATE, params![id, row.version, row.org, row.user, &row.facts], UNCHANGED);
    }
}

/// Ends the sign-in in a session. Guard: it has not ended, and nobody else took a step meanwhile.
pub fn finish<F>(
    change: &mut Change,
    id: Id<SignIn>,
    version: i64,
    (org, user, session): (Id<Org>, Id<User>, Id<Session>),
    facts: &Json<F>,
) {
    change.guard(&FINISH, params![id, version, org, user, session, facts], UNCHANGED);
}

/// Removes sign-ins that were begun before this time: an identifier tells when it was made.
pub fn prune(change: &mut Change, begun_before: Time) {
    change.add(&PRUNE, params![Id::<SignIn>::first_at(begun_before)]);
}

/// Whether there are sign-ins that were begun before this time.
pub async fn any_before(read: &mut Read, begun_before: Time) -> Result<bool, StoreError> {
    let first = read.one::<(Id<SignIn>,)>(&ANY_BEFORE, params![Id::<SignIn>::first_at(begun_before)]).await?;
    Ok(first.is_some())
}

/// Forgets every sign-in in progress.
pub fn forget_all(change: &mut Change) {
    change.add(&FORGET_ALL, params![]);
}
