//! How a provider of OpenID Connect is asked: what an administrator set for it, and the presets that fill it in. Its secret is kept
//! elsewhere, sealed. What it answers is judged by the crate `upstream`.

mod client_auth_method;
mod deviation;
mod mapping;
mod preset;

pub use client_auth_method::ClientAuthMethod;
pub use deviation::Deviation;
pub use mapping::Mapping;
pub use preset::{Preset, PresetFacts};

use serde::{Deserialize, Serialize};

use crate::web_address;

/// What stands in an issuer where the token's `tid` goes (PITFALLS P1).
pub const TENANT: &str = "{tenantid}";

/// The settings of a provider of OpenID Connect, or of OAuth 2.0 alone, as they are stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OpenidConnect {
    /// Whose provider it is.
    pub preset: Preset,
    /// The issuer, as the provider writes it in `iss`.
    pub issuer: String,
    /// Where the discovery document is, unless under the issuer (P6).
    pub metadata: Option<String>,
    /// Who we are there.
    pub client_id: String,
    /// How we show it; by the metadata when it is not said (O11).
    pub client_authentication: Option<ClientAuthMethod>,
    /// Addresses that take the place of discovered ones (O17).
    pub endpoints: Overrides,
    /// Scopes that are asked for.
    pub scopes: Vec<String>,
    /// The algorithm that ID tokens are registered with; those of the metadata when it is not said.
    pub id_token_algorithm: Option<IdTokenAlgorithm>,
    /// Levels of which the ID token has to name one (`acr`). Empty: none is demanded.
    pub acr_values: Vec<String>,
    /// Tenants whose people may come (FED-12), where the issuer is a template.
    pub tenants: Vec<String>,
    /// Google Workspace domains whose people may come (`hd`, P9). Empty: everybody.
    pub hosted_domains: Vec<String>,
    /// Which claims say what.
    pub mapping: Mapping,
}

/// What a provider signs ID tokens with (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdTokenAlgorithm {
    /// RSA PKCS#1 v1.5 with SHA-256.
    RS256,
    /// RSA PSS with SHA-256.
    PS256,
    /// ECDSA on P-256 with SHA-256.
    ES256,
    /// Ed25519.
    EdDSA,
}

/// Addresses that take the place of discovered ones.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Overrides {
    /// RFC 6749 §3.1: where the browser goes.
    pub authorization: Option<String>,
    /// RFC 6749 §3.2
    pub token: Option<String>,
    /// OIDC Core §5.3
    pub userinfo: Option<String>,
    /// RFC 7517 §5
    pub jwks: Option<String>,
}

/// Claims that identify nobody: people change them, and others have them after them.
const CHANGING: [&str; 8] =
    ["email", "preferred_username", "upn", "unique_name", "name", "nickname", "login", "phone_number"];

/// What is to be mended in the settings.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenidConnectError {
    /// Neither `https://`, nor `http://` on this computer.
    #[error("{0}: begin with https://")]
    Address(&'static str),
    /// With a query or a fragment (OIDC Discovery §3).
    #[error("issuer: leave out what follows ? or #")]
    Issuer,
    /// `{tenantid}` outside of the preset for it, or that preset without.
    #[error("issuer: {{tenantid}} stands there with the preset entra_tenants, and with no other")]
    Template,
    /// A template, and nobody allowed.
    #[error("tenants: name the tenants whose people may come, by their IDs")]
    Tenants,
    /// No `client_id`.
    #[error("client_id: copy it from the provider")]
    ClientId,
    /// A scope that could not be sent alone (RFC 6749 §3.3).
    #[error("scopes: {0:?} is no scope")]
    Scope(String),
    /// OpenID Connect without its scope (OIDC Core §3.1.2.1).
    #[error("scopes: openid is missing")]
    Openid,
    /// No claim for the subject.
    #[error("mapping.subject: name the claim")]
    Subject,
    /// A claim that people change, or that somebody else has after them (FED-01).
    #[error(
        "mapping.subject: {0} changes, and may be somebody else's some day; name a claim that is one person's for ever, such as sub"
    )]
    SubjectChanges(String),
}

impl OpenidConnect {
    /// What a preset fills in.
    pub fn of(preset: Preset, client_id: &str) -> Self {
        let facts = preset.facts();
        let owned = |text: &str| text.to_owned();
        let [authorization, token, userinfo] = facts.endpoints.map_or([None; 3], |known| known.map(Some));
        Self {
            preset,
            issuer: facts.issuer.map(owned).unwrap_or_default(),
            metadata: facts.metadata.map(owned),
            client_id: owned(client_id),
            client_authentication: facts.client_authentication,
            endpoints: Overrides {
                authorization: authorization.map(owned),
                token: token.map(owned),
                userinfo: userinfo.map(owned),
                jwks: None,
            },
            scopes: facts.scopes.iter().copied().map(owned).collect(),
            mapping: Mapping::of(preset),
            ..Self::default()
        }
    }

    /// Whether its preset is excused so.
    pub fn deviates(&self, deviation: Deviation) -> bool {
        self.preset.deviates(deviation)
    }

    /// Whether it is OAuth 2.0 alone: no discovery document, no keys, no ID token; who signed in is asked of userinfo.
    pub fn is_oauth_alone(&self) -> bool {
        self.deviates(Deviation::NoIdToken)
    }

    /// What is to be mended.
    pub fn check(&self) -> Vec<OpenidConnectError> {
        let mut errors = self.wrong_addresses();
        let template = self.issuer.contains(TENANT);
        if template != self.deviates(Deviation::TenantIssuer) {
            errors.push(OpenidConnectError::Template);
        } else if template && self.tenants.iter().all(String::is_empty) {
            errors.push(OpenidConnectError::Tenants);
        }
        if self.issuer.contains(['?', '#']) {
            errors.push(OpenidConnectError::Issuer);
        }
        if self.client_id.is_empty() {
            errors.push(OpenidConnectError::ClientId);
        }
        if self.mapping.subject.is_empty() {
            errors.push(OpenidConnectError::Subject);
        }
        if CHANGING.contains(&self.mapping.subject.as_str()) {
            errors.push(OpenidConnectError::SubjectChanges(self.mapping.subject.clone()));
        }
        errors.extend(self.scopes.iter().filter(|scope| !is_scope(scope)).cloned().map(OpenidConnectError::Scope));
        if !self.is_oauth_alone() && !self.scopes.iter().any(|scope| scope == "openid") {
            errors.push(OpenidConnectError::Openid);
        }
        errors
    }

    fn wrong_addresses(&self) -> Vec<OpenidConnectError> {
        let Overrides { authorization, token, userinfo, jwks } = &self.endpoints;
        let optional = [
            ("metadata", &self.metadata),
            ("endpoints.authorization", authorization),
            ("endpoints.token", token),
            ("endpoints.userinfo", userinfo),
            ("endpoints.jwks", jwks),
        ];
        let given = optional.into_iter().filter_map(|(name, address)| Some((name, address.as_deref()?)));
        std::iter::once(("issuer", self.issuer.as_str()))
            .chain(given)
            .filter(|(_, address)| !web_address::is_https_or_loopback(address))
            .map(|(name, _)| OpenidConnectError::Address(name))
            .collect()
    }
}

/// RFC 6749 §3.3: visible ASCII without quotes and backslash.
fn is_scope(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

#[cfg(test)]
mod tests;
