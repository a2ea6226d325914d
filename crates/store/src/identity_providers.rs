//! Identity providers of organisations. Nodes keep them with their organisation, so each write bumps the version of the caches.

use model::{
    Availability, Id, Time,
    id::{Org, Provider},
    provider::{Connector, ProviderRules},
};

use crate::{Change, FromRow, Guard, Json, Read, Readable, Row, StoreError, Word, params, statements};

statements! {
    OF_ORG = "select id, key, name, state, connector, rules, secrets, version from identity_providers where org = $1 order by key";
    INSERT = "insert into identity_providers (org, id, key, name, state, connector, rules, secrets, version, created_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9) on conflict do nothing";
    UPDATE = "update identity_providers set name = $3, state = $4, connector = $5, rules = $6, secrets = $7, version = version + 1 \
        where org = $1 and id = $2 and version = $8";
}

const KEY_FREE: Guard = Guard("key of the identity provider free");
const UNCHANGED: Guard = Guard("identity provider unchanged");

/// An identity provider as it is stored.
#[derive(Debug, Clone)]
pub struct ProviderRow {
    /// Its identifier.
    pub id: Id<Provider>,
    /// What documents, commands and addresses call it, in its organisation.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whether it is in use.
    pub state: Word<Availability>,
    /// How it is asked. One that this node can't read is not asked by it.
    pub connector: Readable<Connector>,
    /// What is made of its word.
    pub rules: Json<ProviderRules>,
    /// What the connector needs to know and nobody reads again, sealed.
    pub secrets: Option<Vec<u8>>,
    /// Grows with each change.
    pub version: i64,
}

impl FromRow for ProviderRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            key: row.get()?,
            name: row.get()?,
            state: row.get()?,
            connector: row.get()?,
            rules: row.get()?,
            secrets: row.get()?,
            version: row.get()?,
        })
    }
}

/// What is written of an identity provider.
#[derive(Debug, Clone)]
pub struct NewProvider<'a> {
    /// Its identifier.
    pub id: Id<Provider>,
    /// What documents, commands and addresses call it.
    pub key: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// Whether it is in use.
    pub state: &'a Word<Availability>,
    /// How it is asked.
    pub connector: &'a Json<Connector>,
    /// What is made of its word.
    pub rules: &'a Json<ProviderRules>,
    /// Its sealed secrets.
    pub secrets: Option<&'a [u8]>,
}

/// The identity providers of an organisation, by their keys.
pub async fn of_org(read: &mut Read, org: Id<Org>) -> Result<Vec<ProviderRow>, StoreError> {
    read.page(&OF_ORG, params![org]).await
}

/// A new identity provider. Guard: none of the organisation is called so.
pub fn insert(change: &mut Change, org: Id<Org>, provider: &NewProvider<'_>, now: Time) {
    let p = provider;
    change.guard(
        &INSERT,
        params![org, p.id, p.key, p.name, p.state, p.connector, p.rules, p.secrets.map(<[u8]>::to_vec), now],
        KEY_FREE,
    );
    crate::versions::bump(change);
}

/// Replaces everything but identifier and key. Guard: nobody changed it since it was read, in this version.
pub fn update(change: &mut Change, org: Id<Org>, provider: &NewProvider<'_>, version: i64) {
    let p = provider;
    let secrets = p.secrets.map(<[u8]>::to_vec);
    change.guard(&UPDATE, params![org, p.id, p.name, p.state, p.connector, p.rules, secrets, version], UNCHANGED);
    crate::versions::bump(change);
}
