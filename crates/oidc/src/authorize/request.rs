//! A request that passed all checks. It travels sealed in the URL of the sign-in pages and is stored with the grant,
//! so it is small and made of plain values.

use serde::{Deserialize, Serialize};

use super::{ClaimsRequest, ErrorResponse};
use crate::{
    client::{Client, GrantType, ResponseType},
    error::ErrorCode,
    scope::Scopes,
};

/// How the answer is sent to the redirect URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query (OAuth Multiple Response Types §2.1).
    #[default]
    Query,
    /// In the fragment (the same).
    Fragment,
    /// As a form that posts itself (OAuth Form Post Response Mode).
    FormPost,
}

impl ResponseMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Query, Self::Fragment, Self::FormPost];

    /// The registered name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Fragment => "fragment",
            Self::FormPost => "form_post",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}

/// What the client wants the user to be asked (OIDC Core §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Prompt {
    /// Nothing: answer at once, or with an error.
    pub none: bool,
    /// To sign in again.
    pub login: bool,
    /// To consent.
    pub consent: bool,
    /// Which account.
    pub select_account: bool,
    /// `create`: make an account first (Initiating User Registration 1.0 §4).
    pub create: bool,
}

/// The authentication levels the client wants (OIDC Core §3.1.2.1, §5.5.1.1), best first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Acr {
    /// The values in order of preference; empty when it does not care.
    pub values: Vec<String>,
    /// Whether an answer below all of them must be an error (OAU-59).
    pub essential: bool,
}

/// A request that may be granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Valid {
    /// The client.
    pub client_id: String,
    /// Where the answer goes; one of the client's.
    pub redirect_uri: String,
    /// What is answered with.
    pub response_type: ResponseType,
    /// How it is sent.
    pub response_mode: ResponseMode,
    /// What it asks for, already cut to what the client may have.
    pub scope: Scopes,
    /// The APIs that access tokens are wanted for (RFC 8707); empty for those that the client's settings name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Sent back unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Put into the ID token unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// The S256 code challenge (RFC 7636 §4.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_challenge: Option<String>,
    /// What the user is to be asked.
    #[serde(default)]
    pub prompt: Prompt,
    /// The greatest age of the authentication in seconds, from the request or the client's default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<u32>,
    /// Whether the ID token must say when the user signed in.
    #[serde(default)]
    pub auth_time: bool,
    /// What the user may be known as.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// The key of the identity provider that the user is to be led to. (Ours.)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idp_hint: Option<String>,
    /// The subject that the answer must be about, from `id_token_hint` or the `sub` claim asked for; another user
    /// is answered with `login_required`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Languages in order of preference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ui_locales: Vec<String>,
    /// The wanted levels.
    #[serde(default)]
    pub acr: Acr,
    /// Single claims.
    #[serde(default, skip_serializing_if = "ClaimsRequest::is_empty")]
    pub claims: ClaimsRequest,
    /// The slug of the organisation to sign in to. (Ours.)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
}

impl Valid {
    pub(super) fn begin(client_id: &str, redirect_uri: &str) -> Self {
        Self {
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            response_type: ResponseType::Code,
            response_mode: ResponseMode::Query,
            scope: Scopes::default(),
            resources: Vec::new(),
            state: None,
            nonce: None,
            code_challenge: None,
            prompt: Prompt::default(),
            max_age: None,
            auth_time: false,
            login_hint: None,
            idp_hint: None,
            subject: None,
            ui_locales: Vec::new(),
            acr: Acr::default(),
            claims: ClaimsRequest::default(),
            organization: None,
        }
    }

    /// Whether an ID token is asked for; without `openid` this is plain OAuth 2.0.
    pub fn is_openid(&self) -> bool {
        self.scope.contains("openid")
    }

    /// Whether access beyond the session is asked for. It needs the user's consent (OIDC Core §11, OAU-19).
    pub fn is_offline(&self) -> bool {
        self.scope.contains("offline_access")
    }

    /// Whether the client, as it is now, might still ask this: its metadata may have changed while the user signed in.
    pub fn is_allowed_to(&self, client: &Client) -> bool {
        client.client_id == self.client_id
            && client.may_use(GrantType::AuthorizationCode)
            && client.has_redirect_uri(&self.redirect_uri)
            && (self.code_challenge.is_some() || !client.needs_pkce())
            && self.scope.is_within(&client.scope)
    }

    /// The answer when the request, though valid, is not granted: the user denied, or must be asked but may not be.
    pub fn refuse(&self, error: ErrorCode, description: &'static str) -> ErrorResponse {
        ErrorResponse {
            redirect_uri: self.redirect_uri.clone(),
            response_mode: self.response_mode,
            state: self.state.clone(),
            error,
            description,
        }
    }
}
