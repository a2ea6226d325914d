//! Revocation (RFC 7009): a client, also a public one, gives a token back. What descends from the same grant ends too
//! (OAU-36). A token that nobody knows is as good as revoked: 200.

use crate::{
    parameters::Parameters,
    post::Post,
    token::{Credentials, TokenError},
};

/// What the client believes the token to be. A hint only: the other kind is tried as well (RFC 7009 §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenTypeHint {
    /// `access_token`
    AccessToken,
    /// `refresh_token`
    RefreshToken,
}

/// A request to the revocation endpoint.
#[derive(Clone, PartialEq, Eq)]
pub struct RevocationRequest {
    /// Who claims to ask.
    pub credentials: Credentials,
    /// The token.
    pub token: String,
    /// Where to look first.
    pub hint: Option<TokenTypeHint>,
}

impl std::fmt::Debug for RevocationRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RevocationRequest").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

impl RevocationRequest {
    /// Reads a request.
    pub fn parse(post: &Post<'_>) -> Result<Self, TokenError> {
        let parameters = post.parameters(KNOWN)?;
        let (credentials, token) = token_of(post, &parameters)?;
        let hint = match parameters.get("token_type_hint") {
            Some("access_token") => Some(TokenTypeHint::AccessToken),
            Some("refresh_token") => Some(TokenTypeHint::RefreshToken),
            _ => None,
        };
        Ok(Self { credentials, token, hint })
    }
}

const KNOWN: &[&str] = &["token", "token_type_hint"];

/// Credentials and token, as both endpoints about tokens are sent them.
pub(crate) fn parse_token(post: &Post<'_>) -> Result<(Credentials, String), TokenError> {
    token_of(post, &post.parameters(KNOWN)?)
}

fn token_of(post: &Post<'_>, parameters: &Parameters) -> Result<(Credentials, String), TokenError> {
    let credentials = Credentials::parse(post.authorization, parameters)?;
    let token = parameters.get("token").ok_or(TokenError::request("token is missing"))?;
    Ok((credentials, token.to_owned()))
}

/// Whether the authenticated client may revoke a token of `owner` (RFC 7009 §2.1: only its own).
pub fn check(caller: &str, owner: &str) -> Result<(), TokenError> {
    if caller == owner { Ok(()) } else { Err(TokenError::grant("the token was given to another client")) }
}

#[cfg(test)]
#[path = "revocation_tests.rs"]
mod tests;
