//! Which sessions came by an identity provider, and what it calls them there: they end when it says so, and it is told when they end here.

use model::{
    Id,
    id::{Org, Provider, Session, User},
};

use crate::{Change, FromRow, Read, Row, StoreError, params, statements};

statements! {
    OF_SESSION = "select provider, issuer, subject, sid from provider_sessions where org = $1 and session = $2";
    BY_SUBJECT = "select s.user_id, s.id from provider_sessions p join sessions s on s.org = p.org and s.id = p.session \
        where p.org = $1 and p.provider = $2 and p.subject = $3 and p.issuer = $4 and s.ended_at is null limit 1000";
    BY_SID = "select s.user_id, s.id from provider_sessions p join sessions s on s.org = p.org and s.id = p.session \
        where p.org = $1 and p.provider = $2 and p.sid = $3 and p.issuer = $4 and s.ended_at is null limit 1000";
    KEEP = "insert into provider_sessions (org, session, provider, issuer, subject, sid) values ($1, $2, $3, $4, $5, $6) \
        on conflict (org, session, provider) do update set issuer = $4, subject = $5, sid = $6";
}

/// A session at a provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderSession {
    /// The provider.
    pub provider: Id<Provider>,
    /// Its issuer.
    pub issuer: String,
    /// Whose it is there: `sub`, whatever claim people are known by here.
    pub subject: String,
    /// What it is called there (`sid`); empty where that was not told.
    pub sid: String,
}

impl FromRow for ProviderSession {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { provider: row.get()?, issuer: row.get()?, subject: row.get()?, sid: row.get()? })
    }
}

/// The sessions at providers that this session came by.
pub async fn of_session(
    read: &mut Read,
    org: Id<Org>,
    session: Id<Session>,
) -> Result<Vec<ProviderSession>, StoreError> {
    read.all(&OF_SESSION, params![org, session]).await
}

/// The open sessions that came by any of this subject's sessions there.
pub async fn by_subject(
    read: &mut Read,
    (org, provider): (Id<Org>, Id<Provider>),
    issuer: &str,
    subject: &str,
) -> Result<Vec<(Id<User>, Id<Session>)>, StoreError> {
    read.all(&BY_SUBJECT, params![org, provider, subject, issuer]).await
}

/// The open sessions that came by the session of this name there.
pub async fn by_sid(
    read: &mut Read,
    (org, provider): (Id<Org>, Id<Provider>),
    issuer: &str,
    sid: &str,
) -> Result<Vec<(Id<User>, Id<Session>)>, StoreError> {
    read.all(&BY_SID, params![org, provider, sid, issuer]).await
}

/// Notes what the session came by, in the change that opens it.
pub fn keep(change: &mut Change, org: Id<Org>, session: Id<Session>, came_by: &ProviderSession) {
    let ProviderSession { provider, issuer, subject, sid } = came_by;
    change.add(&KEEP, params![org, session, *provider, issuer, subject, sid]);
}
