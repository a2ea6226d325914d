//! Introspection (RFC 7662): a confidential client asks whether a token is good. Only the token's own client and its
//! audience get an answer; for everybody else it is not active, and nothing more is said (OAU-35).

use serde::Serialize;

use crate::{
    access_token::AccessToken,
    issuer::Issuer,
    post::Post,
    scope::Scopes,
    token::{Credentials, TokenError},
};

/// A request to the introspection endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct IntrospectionRequest {
    /// Who claims to ask. Public clients do not get an answer: see [`Credentials::method`].
    pub credentials: Credentials,
    /// The token.
    pub token: String,
}

impl std::fmt::Debug for IntrospectionRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IntrospectionRequest").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl IntrospectionRequest {
    /// Reads a request. The client must authenticate (RFC 7662 §2.1).
    pub fn parse(post: &Post<'_>) -> Result<Self, TokenError> {
        let (credentials, token) = crate::revocation::parse_token(post)?;
        Ok(Self { credentials, token })
    }
}

/// The answer (RFC 7662 §2.2). As JSON it is the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Introspection {
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scopes>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    token_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iat: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aud: Option<crate::Audience>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iss: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jti: Option<String>,
    /// RFC 9470 §6.2
    #[serde(skip_serializing_if = "Option::is_none")]
    acr: Option<String>,
    /// RFC 9470 §6.2
    #[serde(skip_serializing_if = "Option::is_none")]
    auth_time: Option<i64>,
}

/// What is known about a refresh token that is good now.
#[derive(Debug, Clone, Copy)]
pub struct RefreshToken<'a> {
    /// The client it was given to.
    pub client_id: &'a str,
    /// Whom it stands for, as the client knows them.
    pub subject: &'a str,
    /// What it allows.
    pub scope: &'a Scopes,
    /// When it was issued.
    pub issued_at: model::Time,
    /// When it ends.
    pub expires_at: model::Time,
}

impl Introspection {
    /// Not known, not good any more, or none of the caller's business.
    pub fn inactive() -> Self {
        Self::default()
    }

    /// Whether it says that the token is good.
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// About an access token that was read and whose grant holds, for an authenticated client.
    pub fn access_token(caller: &str, token: &AccessToken) -> Self {
        if token.client_id != caller && !token.aud.contains(caller) {
            return Self::inactive();
        }
        Self {
            active: true,
            scope: Some(token.scope.clone()).filter(|scope| !scope.is_empty()),
            client_id: Some(token.client_id.clone()),
            token_type: Some("Bearer"),
            exp: Some(token.exp),
            iat: Some(token.iat),
            sub: Some(token.sub.clone()),
            aud: Some(token.aud.clone()),
            iss: Some(token.iss.clone()),
            jti: Some(token.jti.clone()),
            acr: token.acr.clone(),
            auth_time: token.auth_time,
        }
    }

    /// About a refresh token that is good now, for an authenticated client.
    pub fn refresh_token(caller: &str, token: &RefreshToken<'_>, issuer: &Issuer) -> Self {
        if token.client_id != caller {
            return Self::inactive();
        }
        Self {
            active: true,
            scope: Some(token.scope.clone()).filter(|scope| !scope.is_empty()),
            client_id: Some(token.client_id.to_owned()),
            exp: Some(token.expires_at.seconds()),
            iat: Some(token.issued_at.seconds()),
            sub: Some(token.subject.to_owned()),
            iss: Some(issuer.to_string()),
            ..Self::default()
        }
    }
}

#[cfg(test)]
#[path = "introspection_tests.rs"]
mod tests;
