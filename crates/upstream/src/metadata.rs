//! What is known of a provider: its discovery document (OIDC Discovery §3), with what the administrator set in its place.
//! Strict where something depends on it – issuer and addresses –, and tolerant of everything else.

use jose::Algorithm;
use model::{
    openid_connect::{IdTokenAlgorithm, OpenidConnect},
    web_address,
};
use serde_json::{Map, Value};

use crate::Said;

/// What is known of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Where the browser goes (RFC 6749 §3.1).
    pub authorization_endpoint: String,
    /// Where the code is exchanged (RFC 6749 §3.2).
    pub token_endpoint: String,
    /// Where more is asked (OIDC Core §5.3). Some have none (P6).
    pub userinfo_endpoint: Option<String>,
    /// Where the keys are; none where there is no ID token.
    pub jwks_uri: Option<String>,
    /// Where the browser goes to sign out there (RP-Initiated Logout 1.0 §2.1). Many have none, and one that is no address is as good as none.
    pub end_session_endpoint: Option<String>,
    /// Algorithms of its ID tokens that we know.
    pub id_token_algorithms: Vec<Algorithm>,
    /// How clients may show who they are; none where it does not say (then Basic, OIDC Discovery §3).
    pub token_endpoint_auth_methods: Option<Vec<String>>,
    /// Scopes that it says it has.
    pub scopes_supported: Vec<String>,
    /// Whether its answers name it (RFC 9207 §3).
    pub iss_in_answers: bool,
}

/// Why a discovery document is no help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// Not a JSON object.
    #[error("the discovery document is no JSON object")]
    Unreadable,
    /// Another issuer than the one that is set (OIDC Discovery §4.3).
    #[error("the discovery document's issuer is {found}")]
    Issuer {
        /// The document's own.
        found: Said,
        /// Whether only a slash at the end differs, so that the document's value can be offered (O16).
        only_slash: bool,
    },
    /// An address is missing, there and in the settings.
    #[error("the discovery document has no {0}")]
    Missing(&'static str),
    /// An address that is not `https`.
    #[error("the discovery document's {0} is no https address")]
    Address(&'static str),
    /// None of its ID tokens' algorithms is ours.
    #[error("it signs ID tokens with no algorithm that is taken (RS256, PS256, ES256, EdDSA)")]
    Algorithms,
}

/// Where the discovery document is: under the issuer with exactly one slash between (OIDC Discovery §4.1, O16).
pub fn metadata_address(connector: &OpenidConnect) -> String {
    let under_the_issuer = || format!("{}/.well-known/openid-configuration", connector.issuer.trim_end_matches('/'));
    connector.metadata.clone().unwrap_or_else(under_the_issuer)
}

impl Metadata {
    /// What a discovery document says of a connector's provider.
    ///
    /// # Errors
    /// When it is another's, or lacks what is needed.
    pub fn discovered(connector: &OpenidConnect, json: &[u8]) -> Result<Self, MetadataError> {
        let document: Map<String, Value> = serde_json::from_slice(json).map_err(|_| MetadataError::Unreadable)?;
        check_issuer(connector, &document)?;
        let addresses = Addresses { document: &document };
        let set = &connector.endpoints;
        Ok(Self {
            authorization_endpoint: addresses.needed(&set.authorization, "authorization_endpoint")?,
            token_endpoint: addresses.needed(&set.token, "token_endpoint")?,
            userinfo_endpoint: addresses.optional(&set.userinfo, "userinfo_endpoint")?,
            jwks_uri: Some(addresses.needed(&set.jwks, "jwks_uri")?),
            end_session_endpoint: addresses.optional(&None, "end_session_endpoint").unwrap_or_default(),
            id_token_algorithms: algorithms(connector, &document)?,
            token_endpoint_auth_methods: texts(&document, "token_endpoint_auth_methods_supported"),
            scopes_supported: texts(&document, "scopes_supported").unwrap_or_default(),
            iss_in_answers: document.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
        })
    }

    /// What the settings say of a provider that has no discovery document, which is one of OAuth 2.0 alone.
    ///
    /// # Errors
    /// When an address is missing.
    pub fn stated(connector: &OpenidConnect) -> Result<Self, MetadataError> {
        let needed = |address: &Option<String>, name| address.clone().ok_or(MetadataError::Missing(name));
        Ok(Self {
            authorization_endpoint: needed(&connector.endpoints.authorization, "authorization_endpoint")?,
            token_endpoint: needed(&connector.endpoints.token, "token_endpoint")?,
            userinfo_endpoint: Some(needed(&connector.endpoints.userinfo, "userinfo_endpoint")?),
            ..Self::default()
        })
    }
}

/// The issuer as it is set, or the template of the one preset that has it.
fn check_issuer(connector: &OpenidConnect, document: &Map<String, Value>) -> Result<(), MetadataError> {
    let found = document.get("issuer").and_then(Value::as_str).ok_or(MetadataError::Missing("issuer"))?;
    // A template is set only where the preset has it: `OpenidConnect::check`.
    if found == connector.issuer {
        return Ok(());
    }
    let only_slash = found.trim_end_matches('/') == connector.issuer.trim_end_matches('/');
    Err(MetadataError::Issuer { found: Said::new(found), only_slash })
}

struct Addresses<'a> {
    document: &'a Map<String, Value>,
}

impl Addresses<'_> {
    fn needed(&self, set: &Option<String>, name: &'static str) -> Result<String, MetadataError> {
        self.optional(set, name)?.ok_or(MetadataError::Missing(name))
    }

    /// What is set, else what is discovered; `https`, or `http` on this computer.
    fn optional(&self, set: &Option<String>, name: &'static str) -> Result<Option<String>, MetadataError> {
        let address = match (set, self.document.get(name)) {
            (Some(set), _) => set,
            (None, Some(Value::String(found))) => found,
            (None, None | Some(Value::Null)) => return Ok(None),
            (None, Some(_)) => return Err(MetadataError::Address(name)),
        };
        let good = web_address::is_https_or_loopback(address);
        if good { Ok(Some(address.clone())) } else { Err(MetadataError::Address(name)) }
    }
}

/// The one that is set, else those of the document that are ours; RS256 where it names none (OIDC Core §3.1.3.7, rule 7).
fn algorithms(connector: &OpenidConnect, document: &Map<String, Value>) -> Result<Vec<Algorithm>, MetadataError> {
    if let Some(set) = connector.id_token_algorithm {
        return Ok(vec![algorithm(set)]);
    }
    let Some(named) = texts(document, "id_token_signing_alg_values_supported") else {
        return Ok(vec![Algorithm::RS256]);
    };
    let ours: Vec<Algorithm> = named.iter().filter_map(|name| name.parse().ok()).collect();
    if ours.is_empty() { Err(MetadataError::Algorithms) } else { Ok(ours) }
}

const fn algorithm(set: IdTokenAlgorithm) -> Algorithm {
    match set {
        IdTokenAlgorithm::RS256 => Algorithm::RS256,
        IdTokenAlgorithm::PS256 => Algorithm::PS256,
        IdTokenAlgorithm::ES256 => Algorithm::ES256,
        IdTokenAlgorithm::EdDSA => Algorithm::EdDSA,
    }
}

/// The texts of a list; what else is in it is passed over.
fn texts(document: &Map<String, Value>, name: &str) -> Option<Vec<String>> {
    let list = document.get(name)?.as_array()?;
    Some(list.iter().filter_map(|entry| entry.as_str().map(str::to_owned)).collect())
}

#[cfg(test)]
#[path = "metadata_tests.rs"]
mod tests;
