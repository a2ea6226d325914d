//! Tokens for the client itself (RFC 6749 §4.4): for confidential clients that registered the grant, for scopes that
//! they registered, and never for scopes that speak of a user (OAU-18).

use super::{TokenError, refresh_token::asked_scope};
use crate::{
    client::{Client, GrantType},
    error::ErrorCode,
    parameters::Parameters,
    resource,
    scope::Scopes,
    userinfo,
};

/// What the client presents, beside its credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What it wants; all it may have when missing.
    pub scope: Option<Scopes>,
    /// The APIs that the access token is wanted for.
    pub resources: Vec<String>,
}

impl Ask {
    pub(super) fn parse(parameters: &Parameters) -> Result<Self, TokenError> {
        Ok(Self { scope: asked_scope(parameters)?, resources: resource::of(parameters) })
    }
}

/// Whether an authenticated client gets a token for itself; if so, its scope, which may be empty.
pub fn check(client: &Client, ask: &Ask) -> Result<Scopes, TokenError> {
    if client.is_public() || !client.may_use(GrantType::ClientCredentials) {
        return Err(TokenError::new(ErrorCode::UnauthorizedClient, "the client may not use this grant"));
    }
    let may = client.scope.only(|name| !userinfo::is_about_a_user(name));
    match &ask.scope {
        None => Ok(may),
        Some(asked) if asked.is_within(&may) => Ok(asked.clone()),
        Some(_) => Err(TokenError::new(ErrorCode::InvalidScope, "the client may not have these scopes for itself")),
    }
}

#[cfg(test)]
#[path = "client_credentials_tests.rs"]
mod tests;
