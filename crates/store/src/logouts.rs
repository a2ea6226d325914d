//! What ended sessions were used for, so that the applications are told. Each is told once: whoever closes the row tells.

use model::{
    Id, Time,
    id::{App, AppSession, Org, Session, User},
};

use crate::{Change, FromColumn, FromRow, Guard, Read, Row, StoreError, params, statements};

/// What sessions are used for.
macro_rules! used {
    () => {
        "select a.id, a.app, p.client_id, p.settings, u.subject from sessions s \
           join app_sessions a on a.org = s.org and a.session = s.id join applications p on p.id = a.app \
           join users u on u.org = s.org and u.id = s.user_id join organisations o on o.id = s.org "
    };
}

/// The session ended, or its user, or their organisation, is of another epoch by now, or switched off.
macro_rules! over {
    () => {
        "and a.ended_at is null and (s.ended_at is not null or u.state <> 'active' or o.state <> 'active' \
           or u.epoch + o.epoch <> s.epoch) "
    };
}

statements! {
    OF_USER = concat!(used!(), "where s.org = $1 and s.user_id = $2 and a.ended_at is null limit 1000");
    OF_SESSION = concat!(used!(), "where s.org = $1 and s.id = $2 and a.ended_at is null limit 1000");
    OVER_OF_USER = concat!(used!(), "where s.org = $1 and s.user_id = $2 ", over!(), "limit 100");
    OVER_OF_ORGANISATION = concat!(used!(), "where a.org = $1 and a.id > $2 ", over!(), "order by a.id limit 100");
    CLOSE = "update app_sessions set ended_at = $3 where org = $1 and id = $2 and ended_at is null";
}

/// How many are read at once.
pub const PAGE: usize = 100;

/// The guard of [`close`].
pub const APPLICATION_SESSION_OPEN: Guard = Guard("application session open");

/// An application that a session was used for.
#[derive(Debug, Clone)]
pub struct UsedRow<S> {
    /// The session's name towards the application (`sid`).
    pub sid: Id<AppSession>,
    /// The application.
    pub app: Id<App>,
    /// What the application calls itself.
    pub client_id: String,
    /// Its settings.
    pub settings: S,
    /// The user, as the application knows them.
    pub subject: String,
}

impl<S: FromColumn + Send + 'static> FromRow for UsedRow<S> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let (sid, app, client_id) = (row.get()?, row.get()?, row.get()?);
        Ok(Self { sid, app, client_id, settings: row.get()?, subject: row.get()? })
    }
}

/// What the user's sessions are used for, a thousand at most.
pub async fn of_user<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    user: Id<User>,
) -> Result<Vec<UsedRow<S>>, StoreError> {
    read.all(&OF_USER, params![org, user]).await
}

/// What a session is used for, a thousand at most.
pub async fn of_session<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    session: Id<Session>,
) -> Result<Vec<UsedRow<S>>, StoreError> {
    read.page(&OF_SESSION, params![org, session]).await
}

/// What those of the user's sessions were used for that have ended, and was not closed yet: the first hundred.
pub async fn over_of_user<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    user: Id<User>,
) -> Result<Vec<UsedRow<S>>, StoreError> {
    read.all(&OVER_OF_USER, params![org, user]).await
}

/// What those sessions of an organisation were used for that have ended, and was not closed yet: the first hundred after this one.
pub async fn over_of_organisation<S: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    after: Id<AppSession>,
) -> Result<Vec<UsedRow<S>>, StoreError> {
    read.page(&OVER_OF_ORGANISATION, params![org, after]).await
}

/// Closes it. Guard: nobody else did.
pub fn close(change: &mut Change, org: Id<Org>, sid: Id<AppSession>, now: Time) {
    change.guard(&CLOSE, params![org, sid, now], APPLICATION_SESSION_OPEN);
}
