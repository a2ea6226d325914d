//! An application as the protocol sees it: RFC 7591 client metadata, as it is stored and registered.

mod check;

pub use check::ClientError;
pub use model::openid_connect::ClientAuthMethod;

use jose::{Algorithm, JwkSet};
use serde::{Deserialize, Serialize};

use crate::{redirect_uri, scope::Scopes};

/// The scopes that a client may ask for unless its metadata says otherwise.
pub const DEFAULT_SCOPE: &str = "openid profile email address phone offline_access";

/// Whether the client can hold its own origin or runs on the user's machine (OIDC Registration §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationType {
    /// On a server or in a browser.
    #[default]
    Web,
    /// Installed: private-use schemes and loopback addresses of any port (RFC 8252).
    Native,
}

/// How a client may come by tokens (RFC 7591 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// RFC 6749 §4.1
    AuthorizationCode,
    /// RFC 6749 §6
    RefreshToken,
    /// RFC 6749 §4.4
    ClientCredentials,
}

impl GrantType {
    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

/// What the authorization endpoint answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseType {
    /// A code, to be exchanged at the token endpoint.
    #[default]
    Code,
}

/// What access tokens for Doorward itself (userinfo, introspection) look like. Those for an API are JWTs always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessTokenFormat {
    /// A sealed reference of constant length that only Doorward can read.
    #[default]
    Opaque,
    /// A signed JWT (RFC 9068).
    Jwt,
}

/// How the client knows users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// By the same `sub` as every other client.
    #[default]
    Public,
}

/// Client metadata (RFC 7591 §2, OIDC Registration §2, OIDC RP-Initiated Logout §3.1). Read from JSON, members that
/// are missing have the values of the specifications; unknown ones are ignored. Secrets are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Client {
    /// Its name in the protocol.
    pub client_id: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub client_name: String,
    /// Web or native.
    pub application_type: ApplicationType,
    /// Where answers may go. Empty allows nothing (OAU-04).
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after logging out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post_logout_redirect_uris: Vec<String>,
    /// Where it is told that a session ended (OIDC Back-Channel Logout §2.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    /// Whether it needs `sid` in what it is told; ours always have it.
    pub backchannel_logout_session_required: bool,
    /// How it may come by tokens.
    pub grant_types: Vec<GrantType>,
    /// What it may ask of the authorization endpoint.
    pub response_types: Vec<ResponseType>,
    /// The one way in which it authenticates.
    pub token_endpoint_auth_method: ClientAuthMethod,
    /// The one algorithm for its assertions; none given: any of ours that fits its keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<Algorithm>,
    /// Its public keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<JwkSet>,
    /// What it may ask for.
    pub scope: Scopes,
    /// How it knows users.
    pub subject_type: SubjectType,
    /// What its ID tokens are signed with.
    pub id_token_signed_response_alg: Algorithm,
    /// Claims of the user that each ID token carries beside those that the request asks for, where the scope allows them.
    /// (Ours: for applications that read nothing else.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub id_token_claims: Vec<String>,
    /// The APIs that it may have access tokens for, as `resource` names them (RFC 8707). (Ours.)
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<String>,
    /// What its access tokens for Doorward itself look like. (Ours.)
    pub access_token_format: AccessTokenFormat,
    /// What JWT access tokens are signed with; none given: what ID tokens are. (Ours.)
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token_signing_alg: Option<Algorithm>,
    /// Whether a code challenge is demanded. Public clients have no choice. (Ours: not in RFC 7591.)
    pub require_pkce: bool,
    /// The age in seconds after which a user is asked again, when the request says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<u32>,
    /// Whether each ID token says when the user signed in.
    pub require_auth_time: bool,
    /// The levels it wants, when the request says nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    /// Its home page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    /// What it does with data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    /// Its terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    /// Where a sign-in at the client can be begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    /// People responsible for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            client_id: String::new(),
            client_name: String::new(),
            application_type: ApplicationType::Web,
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            backchannel_logout_uri: None,
            backchannel_logout_session_required: false,
            grant_types: vec![GrantType::AuthorizationCode],
            response_types: vec![ResponseType::Code],
            token_endpoint_auth_method: ClientAuthMethod::ClientSecretBasic,
            token_endpoint_auth_signing_alg: None,
            jwks: None,
            scope: Scopes::parse(DEFAULT_SCOPE).unwrap_or_default(),
            subject_type: SubjectType::Public,
            id_token_signed_response_alg: Algorithm::RS256,
            id_token_claims: Vec::new(),
            audiences: Vec::new(),
            access_token_format: AccessTokenFormat::Opaque,
            access_token_signing_alg: None,
            require_pkce: true,
            default_max_age: None,
            require_auth_time: false,
            default_acr_values: Vec::new(),
            logo_uri: None,
            client_uri: None,
            policy_uri: None,
            tos_uri: None,
            initiate_login_uri: None,
            contacts: Vec::new(),
        }
    }
}

impl Client {
    /// Whether it has no way to keep a secret (RFC 6749 §2.1).
    pub fn is_public(&self) -> bool {
        self.token_endpoint_auth_method == ClientAuthMethod::None
    }

    /// Whether a code challenge is demanded of it (OAU-09).
    pub fn needs_pkce(&self) -> bool {
        self.require_pkce || self.is_public()
    }

    /// What its JWT access tokens are signed with.
    pub fn access_token_alg(&self) -> Algorithm {
        self.access_token_signing_alg.unwrap_or(self.id_token_signed_response_alg)
    }

    /// Whether it may use this grant.
    pub fn may_use(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Whether this is one of its redirect URIs (OAU-01).
    pub fn has_redirect_uri(&self, asked: &str) -> bool {
        self.redirect_uris.iter().any(|registered| redirect_uri::matches(registered, asked, self.application_type))
    }

    /// Whether the browser may go there after logging out: byte for byte (OIDC RP-Initiated Logout §3).
    pub fn has_post_logout_redirect_uri(&self, asked: &str) -> bool {
        self.post_logout_redirect_uris.iter().any(|registered| registered == asked)
    }
}

#[cfg(test)]
mod tests;
