//! Refreshing (RFC 6749 §6, RFC 9700 §4.14). Each refresh token works once; whoever presents a used one, be it thief or
//! owner, ends the family (OAU-13). What is asked for may shrink, never grow (OAU-18).

use model::Time;

use super::TokenError;
use crate::{
    client::{Client, GrantType},
    error::ErrorCode,
    parameters::Parameters,
    resource,
    scope::Scopes,
};

const MAX_TOKEN: usize = 512;

/// What the client presents. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Refresh {
    /// The refresh token.
    pub refresh_token: String,
    /// What it wants now; all of it when missing.
    pub scope: Option<Scopes>,
    /// The APIs that the access token is wanted for, of those that were granted (RFC 8707 §2.2).
    pub resources: Vec<String>,
}

impl std::fmt::Debug for Refresh {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refresh").field("scope", &self.scope).finish_non_exhaustive()
    }
}

impl Refresh {
    pub(super) fn parse(parameters: &Parameters) -> Result<Self, TokenError> {
        let token = parameters.get("refresh_token").ok_or(TokenError::request("refresh_token is missing"))?;
        if token.len() > MAX_TOKEN {
            return Err(TokenError::grant("the refresh token is not known"));
        }
        Ok(Self {
            refresh_token: token.to_owned(),
            scope: asked_scope(parameters)?,
            resources: resource::of(parameters),
        })
    }
}

/// The `scope` of a token request.
pub(super) fn asked_scope(parameters: &Parameters) -> Result<Option<Scopes>, TokenError> {
    let malformed = TokenError::new(ErrorCode::InvalidScope, "scope is malformed");
    parameters.get("scope").map(|text| Scopes::parse(text).map_err(|_| malformed)).transpose()
}

/// What is known about the refresh token that was presented. Whether user, session and consent still hold is the
/// caller's to judge (OAU-17): if not, `revoked` or `lapsed`.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The client it was given to.
    pub client_id: &'a str,
    /// What it was granted. Its successor has the same (RFC 6749 §6).
    pub scope: &'a Scopes,
    /// Until when it may be used.
    pub expires_at: Time,
    /// Whether it was used before.
    pub used: bool,
    /// Whether its grant was ended.
    pub revoked: bool,
    /// Why its grant does not hold just now, although nobody has ended it.
    pub lapsed: Option<&'static str>,
}

/// Why a refresh token is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshError {
    /// It was used before: its grant must be revoked. Answer with [`REUSED`].
    Reused,
    /// Its grant does not hold just now. It must be revoked, so that what the client is told stays true.
    Lapsed(TokenError),
    /// Anything else. Nothing changes.
    Refused(TokenError),
}

/// The answer to a refresh token that was used before.
pub const REUSED: TokenError = TokenError::grant("the refresh token was used before");

/// Whether an authenticated client may refresh now; if so, the scope of the new access token.
pub fn check(
    client: &Client,
    refresh: &Refresh,
    record: Option<&Record<'_>>,
    now: Time,
) -> Result<Scopes, RefreshError> {
    let refused = |error, description| Err(RefreshError::Refused(TokenError::new(error, description)));
    if !client.may_use(GrantType::RefreshToken) {
        return refused(ErrorCode::UnauthorizedClient, "the client may not use this grant");
    }
    let Some(record) = record.filter(|record| record.client_id == client.client_id) else {
        return refused(ErrorCode::InvalidGrant, "the refresh token is not known");
    };
    if record.revoked {
        return refused(ErrorCode::InvalidGrant, "the refresh token was revoked");
    }
    if let Some(why) = record.lapsed {
        return Err(RefreshError::Lapsed(TokenError::grant(why)));
    }
    if now >= record.expires_at {
        return refused(ErrorCode::InvalidGrant, "the refresh token has expired");
    }
    if record.used {
        return Err(RefreshError::Reused);
    }
    match &refresh.scope {
        None => Ok(still_allowed(record.scope, client)),
        Some(asked) if asked.is_within(record.scope) => Ok(still_allowed(asked, client)),
        Some(_) => refused(ErrorCode::InvalidScope, "scope is more than was granted"),
    }
}

/// The client may have lost scopes since.
fn still_allowed(scope: &Scopes, client: &Client) -> Scopes {
    scope.only(|name| client.scope.contains(name))
}

#[cfg(test)]
#[path = "refresh_token_tests.rs"]
mod tests;
