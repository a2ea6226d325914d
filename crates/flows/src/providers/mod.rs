//! Identity providers of organisations: as they are read, with their secrets.

pub(crate) mod directory;
pub(crate) mod openid_connect;
pub(crate) mod service;
pub(crate) mod told;

use std::collections::BTreeMap;

use crypto::seal::SealContext;
use model::{
    Availability, Id,
    id::{Org, Provider},
    policy::ProviderRule,
    provider::{Connector, ProviderRules},
};
use serde::{Deserialize, Serialize};
use store::identity_providers::ProviderRow;
use zeroize::Zeroizing;

use crate::{Doorward, Error, Result};

/// An identity provider of an organisation.
#[derive(Clone)]
pub struct IdentityProvider {
    /// Its organisation.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<Provider>,
    /// What documents, commands and addresses call it.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Whether it is in use.
    pub active: bool,
    /// How it is asked. None where a newer node says what this one does not know: then it is not asked.
    pub connector: Option<Connector>,
    /// What is made of its word.
    pub rules: ProviderRules,
    /// Its sealed secrets.
    secrets: Option<Vec<u8>>,
}

impl IdentityProvider {
    pub(crate) fn of(org: Id<Org>, row: ProviderRow) -> Self {
        let ProviderRow { id, key, name, state, connector, rules, secrets, .. } = row;
        let connector = connector.ok().map(|connector| Connector::clone(&connector));
        let active = state == Availability::Active;
        Self { org, id, key, name, active, connector, rules: rules.into_inner(), secrets }
    }

    /// Whether it judges passwords that are typed here, and is in use.
    pub fn judges_passwords(&self) -> bool {
        self.active && self.connector.as_ref().is_some_and(Connector::judges_passwords)
    }

    /// What the policy goes by, where it vouches for people and is in use.
    pub(crate) fn rule(&self) -> Option<ProviderRule> {
        self.connector.as_ref().filter(|_| self.active)?.rule(self.id, &self.rules)
    }

    /// Its secrets, opened.
    ///
    /// # Errors
    /// When they can't be: then it is not asked.
    pub(crate) fn secrets(&self, doorward: &Doorward) -> Result<ProviderSecrets> {
        open_secrets(doorward, (self.org, self.id), self.secrets.as_deref())
    }
}

impl std::fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProvider").field("id", &self.id).field("key", &self.key).finish_non_exhaustive()
    }
}

/// What a connector needs to know and nobody reads again. Stored as JSON, sealed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ProviderSecrets {
    /// The values of further headers, by name.
    pub(crate) headers: SecretHeaders,
    /// What a provider of OpenID Connect gave, to be shown to it.
    pub(crate) client_secret: Option<SecretText>,
    /// The private key whose public half such a provider was given: PKCS#8 as PEM.
    pub(crate) client_key: Option<SecretText>,
    /// The password of the account that searches a directory.
    pub(crate) bind_password: Option<SecretText>,
}

/// A text that is overwritten when it is let go.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct SecretText(pub(crate) String);

impl std::ops::Deref for SecretText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// Headers by name, with their values. They are overwritten when they are let go.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct SecretHeaders(pub(crate) BTreeMap<String, String>);

impl ProviderSecrets {
    /// Sealed to this provider; nothing where there are none.
    pub(crate) fn seal(&self, doorward: &Doorward, key: (Id<Org>, Id<Provider>)) -> Option<Vec<u8>> {
        if *self == Self::default() {
            return None;
        }
        let json = Zeroizing::new(serde_json::to_vec(self).unwrap_or_default());
        Some(doorward.sealer.seal(&*doorward.entropy, seal_context(&row_key(key.0, key.1)), &json))
    }
}

impl Drop for SecretHeaders {
    fn drop(&mut self) {
        self.0.values_mut().for_each(zeroize::Zeroize::zeroize);
    }
}

impl std::fmt::Debug for ProviderSecrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProviderSecrets(…)")
    }
}

/// What lies sealed in a provider's row.
pub(crate) fn open_secrets(
    doorward: &Doorward,
    (org, id): (Id<Org>, Id<Provider>),
    sealed: Option<&[u8]>,
) -> Result<ProviderSecrets> {
    let Some(sealed) = sealed else { return Ok(ProviderSecrets::default()) };
    let corrupt = || Error::Corrupt("the secrets of an identity provider");
    let opened = doorward.sealer.open(seal_context(&row_key(org, id)), sealed).map_err(|_| corrupt())?;
    store::json::read_bytes(&opened).map_err(|_| corrupt())
}

/// Where a provider's secrets are sealed to: this provider of this organisation and no other.
pub(crate) fn seal_context(row: &[u8]) -> SealContext<'_> {
    SealContext { table: "identity_providers", column: "secrets", row }
}

/// The primary key of a provider as bytes.
pub(crate) fn row_key(org: Id<Org>, id: Id<Provider>) -> Vec<u8> {
    [&org.as_bytes()[..], id.as_bytes()].concat()
}
