//! Links of users to identity providers. An identity is a provider, an issuer and a subject, and is one user's.

use model::{
    Id, Time,
    account::State,
    id::{Org, Provider, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, Value, Word, directory, params, statements};

statements! {
    OF_USERS = "select user_id, provider, issuer, subject, created_at, last_used_at from identity_links \
        where org = $1 and user_id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
          $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    BY_IDENTITY = "select user_id from identity_links where org = $1 and provider = $2 and issuer = $3 and subject = $4";
    OF_SUBJECTS = "select subject, user_id, gone_version from identity_links where org = $1 and provider = $34 and issuer = '' \
        and subject in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, \
          $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    PAGE = "select l.subject, l.user_id, u.state, l.created_at, l.last_used_at from identity_links l \
        join users u on u.org = l.org and u.id = l.user_id \
        where l.org = $1 and l.provider = $2 and l.issuer = '' and l.subject > $3 order by l.subject limit $4";
    GONE = "update identity_links set gone_version = $5 where org = $1 and provider = $2 and issuer = '' and subject = $3 and user_id = $4";
    INSERT = "insert into identity_links (org, provider, issuer, subject, user_id, created_at) \
        values ($1, $2, $3, $4, $5, $6) on conflict do nothing";
    USED = "update identity_links set last_used_at = $5 where org = $1 and provider = $2 and issuer = $3 and subject = $4";
    DELETE = "delete from identity_links where org = $1 and provider = $2 and issuer = $3 and subject = $4 and user_id = $5";
}

/// The guard of an identity that is nobody's.
pub const IDENTITY_FREE: Guard = Guard("identity free");

/// The guard of a link that is there.
pub const LINKED: Guard = Guard("identity linked");

/// Who somebody is at a provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    /// The provider.
    pub provider: Id<Provider>,
    /// The issuer that the provider names; empty where it has none.
    pub issuer: String,
    /// How it knows the person.
    pub subject: String,
}

/// A link of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// The user.
    pub user: Id<User>,
    /// Who they are at the provider.
    pub identity: Identity,
    /// When it was made.
    pub created_at: Time,
    /// When it was last signed in by.
    pub last_used_at: Option<Time>,
}

impl FromRow for LinkRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get()?,
            identity: Identity { provider: row.get()?, issuer: row.get()?, subject: row.get()? },
            created_at: row.get()?,
            last_used_at: row.get()?,
        })
    }
}

/// The links of these users.
pub async fn of_users(read: &mut Read, org: Id<Org>, users: &[Id<User>]) -> Result<Vec<LinkRow>, StoreError> {
    directory::of_users(read, &OF_USERS, org, users).await
}

/// Whose these identities without an issuer are: subject, user, and their version once they were disabled since the provider no longer
/// had them. In no order; who is not there is left out.
pub async fn of_subjects(
    read: &mut Read,
    (org, provider): (Id<Org>, Id<Provider>),
    subjects: &[&str],
) -> Result<Vec<(String, Id<User>, Option<i64>)>, StoreError> {
    let mut found = Vec::new();
    for subjects in subjects.chunks(directory::BATCH) {
        let mut params = directory::batch(Value::from(org), subjects);
        params.push(provider.into());
        found.extend(read.page(&OF_SUBJECTS, params).await?);
    }
    Ok(found)
}

/// Somebody who is linked with an identity without an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedRow {
    /// How the provider knows them.
    pub subject: String,
    /// The user.
    pub user: Id<User>,
    /// What was made of the account.
    pub state: Word<State>,
    /// When the link was made.
    pub created_at: Time,
    /// When it was last signed in by.
    pub last_used_at: Option<Time>,
}

impl FromRow for LinkedRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let (subject, user, state) = (row.get()?, row.get()?, row.get()?);
        Ok(Self { subject, user, state, created_at: row.get()?, last_used_at: row.get()? })
    }
}

/// Those who are linked with the provider, in the order of its subjects, after this one.
pub async fn page(
    read: &mut Read,
    (org, provider): (Id<Org>, Id<Provider>),
    after: &str,
    limit: i64,
) -> Result<Vec<LinkedRow>, StoreError> {
    read.page(&PAGE, params![org, provider, after, limit]).await
}

/// Notes the version of a user who was disabled since the provider no longer has them; none: it has.
pub fn gone(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    (provider, subject): (Id<Provider>, &str),
    version: Option<i64>,
) {
    change.add(&GONE, params![org, provider, subject, user, version]);
}

/// Whose identity it is.
pub async fn user_of(read: &mut Read, org: Id<Org>, identity: &Identity) -> Result<Option<Id<User>>, StoreError> {
    let Identity { provider, issuer, subject } = identity;
    let found = read.one::<(Id<User>,)>(&BY_IDENTITY, params![org, *provider, issuer, subject]).await?;
    Ok(found.map(|(user,)| user))
}

/// Makes an identity the user's. Guard: it is nobody's.
pub fn insert(change: &mut Change, (org, user): (Id<Org>, Id<User>), identity: &Identity, now: Time) {
    let Identity { provider, issuer, subject } = identity;
    change.guard(&INSERT, params![org, *provider, issuer, subject, user, now], IDENTITY_FREE);
}

/// Notes that somebody signed in by it. Guard: it is there.
pub fn used(change: &mut Change, org: Id<Org>, identity: &Identity, now: Time) {
    let Identity { provider, issuer, subject } = identity;
    change.guard(&USED, params![org, *provider, issuer, subject, now], LINKED);
}

/// Takes an identity from the user, who has it. Guard: they have.
pub fn take(change: &mut Change, (org, user): (Id<Org>, Id<User>), identity: &Identity) {
    let Identity { provider, issuer, subject } = identity;
    change.guard(&DELETE, params![org, *provider, issuer, subject, user], LINKED);
}

/// Takes an identity from the user.
pub fn delete(change: &mut Change, (org, user): (Id<Org>, Id<User>), identity: &Identity) {
    let Identity { provider, issuer, subject } = identity;
    change.add(&DELETE, params![org, *provider, issuer, subject, user]);
}
