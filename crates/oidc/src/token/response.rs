//! The answer that carries tokens (RFC 6749 §5.1, OIDC Core §3.1.3.3). To be sent with `Cache-Control: no-store`.

use serde::Serialize;

use crate::scope::Scopes;

/// A token response. As JSON it is the body; `Debug` hides the tokens.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The access token.
    pub access_token: String,
    /// Always `Bearer` so far.
    pub token_type: &'static str,
    /// The access token's life in seconds.
    pub expires_in: i64,
    /// What was granted.
    pub scope: Scopes,
    /// The refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

impl TokenResponse {
    /// An answer with an access token alone.
    pub fn bearer(access_token: String, life: model::Span, scope: Scopes) -> Self {
        let expires_in = life.as_seconds();
        Self { access_token, token_type: "Bearer", expires_in, scope, refresh_token: None, id_token: None }
    }
}

impl std::fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenResponse").field("scope", &self.scope).finish_non_exhaustive()
    }
}
