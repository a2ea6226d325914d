//! Links of users to identity providers. An identity is a provider, an issuer and a subject, and is one user's.

use model::{
    Id, Time,
    id::{Org, Provider, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, directory, params, statements};

statements! {
    OF_USERS = "select user_id, provider, issuer, subject, created_at, last_used_at from identity_links \
        where org = $1 and user_id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
          $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    BY_IDENTITY = "select user_id from identity_links where org = $1 and provider = $2 and issuer = $3 and subject = $4";
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
