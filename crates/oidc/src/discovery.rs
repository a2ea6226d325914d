//! Metadata (OIDC Discovery §3, RFC 8414 §2): what is true now, under registered names only, without nulls and empty
//! lists. The same document serves both well-known paths.

use jose::{Algorithm, Keyring};
use serde::Serialize;

use crate::{
    authorize::ResponseMode,
    client::{ClientAuthMethod, GrantType},
    issuer::{Endpoint, Issuer},
    userinfo,
};

/// The metadata document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Metadata {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: String,
    introspection_endpoint: String,
    revocation_endpoint: String,
    scopes_supported: Vec<String>,
    response_types_supported: [&'static str; 1],
    response_modes_supported: [&'static str; 3],
    grant_types_supported: [&'static str; 3],
    subject_types_supported: [&'static str; 1],
    id_token_signing_alg_values_supported: Vec<Algorithm>,
    token_endpoint_auth_methods_supported: [&'static str; 4],
    token_endpoint_auth_signing_alg_values_supported: [Algorithm; 4],
    introspection_endpoint_auth_methods_supported: [&'static str; 3],
    introspection_endpoint_auth_signing_alg_values_supported: [Algorithm; 4],
    revocation_endpoint_auth_methods_supported: [&'static str; 4],
    revocation_endpoint_auth_signing_alg_values_supported: [Algorithm; 4],
    prompt_values_supported: [&'static str; 5],
    code_challenge_methods_supported: [&'static str; 1],
    claim_types_supported: [&'static str; 1],
    claims_supported: Vec<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acr_values_supported: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ui_locales_supported: Vec<String>,
    backchannel_logout_supported: bool,
    backchannel_logout_session_supported: bool,
    claims_parameter_supported: bool,
    request_parameter_supported: bool,
    request_uri_parameter_supported: bool,
    authorization_response_iss_parameter_supported: bool,
}

/// What differs between installations.
#[derive(Debug, Clone, Copy)]
pub struct Abilities<'a> {
    /// Who we are.
    pub issuer: &'a Issuer,
    /// What can be signed with now.
    pub keyring: &'a Keyring,
    /// Authentication levels, best first.
    pub acr_values: &'a [&'a str],
    /// Languages, as canonical tags.
    pub ui_locales: &'a [&'a str],
}

impl Metadata {
    /// The document.
    pub fn new(abilities: &Abilities<'_>) -> Self {
        const BASIC: &str = ClientAuthMethod::ClientSecretBasic.name();
        const POST: &str = ClientAuthMethod::ClientSecretPost.name();
        const JWT: &str = ClientAuthMethod::PrivateKeyJwt.name();
        const NONE: &str = ClientAuthMethod::None.name();
        let url = |endpoint| abilities.issuer.url(endpoint);
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let scopes = userinfo::SCOPES.iter().map(|(scope, _)| *scope);
        let protocol = ["sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid"];
        let claims = userinfo::SCOPES.iter().flat_map(|(_, claims)| claims.iter().copied());
        Self {
            issuer: abilities.issuer.to_string(),
            authorization_endpoint: url(Endpoint::Authorization),
            token_endpoint: url(Endpoint::Token),
            userinfo_endpoint: url(Endpoint::Userinfo),
            jwks_uri: url(Endpoint::Jwks),
            end_session_endpoint: url(Endpoint::EndSession),
            introspection_endpoint: url(Endpoint::Introspection),
            revocation_endpoint: url(Endpoint::Revocation),
            scopes_supported: ["openid"]
                .into_iter()
                .chain(scopes)
                .chain(["offline_access"])
                .map(str::to_owned)
                .collect(),
            response_types_supported: ["code"],
            response_modes_supported: ResponseMode::ALL.map(ResponseMode::name),
            grant_types_supported: [
                GrantType::AuthorizationCode.name(),
                GrantType::RefreshToken.name(),
                GrantType::ClientCredentials.name(),
            ],
            subject_types_supported: ["public"],
            id_token_signing_alg_values_supported: abilities.keyring.algorithms(),
            token_endpoint_auth_methods_supported: [BASIC, POST, JWT, NONE],
            token_endpoint_auth_signing_alg_values_supported: Algorithm::ALL,
            introspection_endpoint_auth_methods_supported: [BASIC, POST, JWT],
            introspection_endpoint_auth_signing_alg_values_supported: Algorithm::ALL,
            revocation_endpoint_auth_methods_supported: [BASIC, POST, JWT, NONE],
            revocation_endpoint_auth_signing_alg_values_supported: Algorithm::ALL,
            prompt_values_supported: ["none", "login", "consent", "select_account", "create"],
            code_challenge_methods_supported: ["S256"],
            claim_types_supported: ["normal"],
            claims_supported: protocol.into_iter().chain(claims).collect(),
            acr_values_supported: own(abilities.acr_values),
            ui_locales_supported: own(abilities.ui_locales),
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            claims_parameter_supported: true,
            request_parameter_supported: false,
            request_uri_parameter_supported: false,
            authorization_response_iss_parameter_supported: true,
        }
    }
}

#[cfg(test)]
#[path = "discovery_tests.rs"]
mod tests;
