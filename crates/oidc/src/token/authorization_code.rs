//! Exchanging a code (RFC 6749 §4.1.3, RFC 7636 §4.6): it is bound to client, redirect URI and challenge (OAU-07,
//! OAU-10), lives briefly (OAU-08) and works once (OAU-05). That only one of many at the same time wins is the guard
//! of the write that follows (OAU-06).

use jose::{base64url, digest};
use model::Time;

use super::TokenError;
use crate::{
    authorize::Valid,
    client::{Client, GrantType},
    error::ErrorCode,
    parameters::Parameters,
    resource,
};

const MAX_CODE: usize = 512;

/// What the client presents. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The code.
    pub code: String,
    /// Where it was sent.
    pub redirect_uri: Option<String>,
    /// What the challenge was made from.
    pub code_verifier: Option<String>,
    /// The APIs that the access token is wanted for, of those that were granted (RFC 8707 §2.2).
    pub resources: Vec<String>,
}

impl std::fmt::Debug for Exchange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Exchange").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}

impl Exchange {
    pub(super) fn parse(parameters: &Parameters) -> Result<Self, TokenError> {
        let code = parameters.get("code").ok_or(TokenError::request("code is missing"))?;
        if code.len() > MAX_CODE {
            return Err(TokenError::grant("the code is not known"));
        }
        Ok(Self {
            code: code.to_owned(),
            redirect_uri: parameters.get("redirect_uri").map(str::to_owned),
            code_verifier: parameters.get("code_verifier").map(str::to_owned),
            resources: resource::of(parameters),
        })
    }
}

/// What is known about the code that was presented.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// The request that it granted.
    pub request: &'a Valid,
    /// Until when it may be exchanged.
    pub expires_at: Time,
    /// Whether it was exchanged before.
    pub used: bool,
    /// Whether the grant was taken back.
    pub revoked: bool,
}

/// Why a code is not exchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeError {
    /// It was exchanged before: whatever came of it must be revoked (RFC 6749 §4.1.2). Answer with [`REUSED`].
    Reused,
    /// Anything else. Nothing changes.
    Refused(TokenError),
}

/// The answer to a code that was used before.
pub const REUSED: TokenError = TokenError::grant("the code was used before");

/// Whether an authenticated client may exchange the code now.
pub fn check(client: &Client, exchange: &Exchange, record: Option<&Record<'_>>, now: Time) -> Result<(), CodeError> {
    if !client.may_use(GrantType::AuthorizationCode) {
        let error = ErrorCode::UnauthorizedClient;
        return Err(CodeError::Refused(TokenError::new(error, "the client may not use this grant")));
    }
    let refused = |description| Err(CodeError::Refused(TokenError::grant(description)));
    let Some(record) = record.filter(|record| record.request.client_id == client.client_id) else {
        return refused("the code is not known");
    };
    // First whether it is the one who began this: a code that leaked ends nothing by being shown again.
    belongs_to_its_request(exchange, record.request).or_else(refused)?;
    if record.used {
        return Err(CodeError::Reused);
    }
    if record.revoked {
        return refused("the code was revoked");
    }
    if now >= record.expires_at {
        return refused("the code has expired");
    }
    Ok(())
}

/// Whether the exchange names the redirect URI of the authorization request, and answers its challenge.
fn belongs_to_its_request(exchange: &Exchange, request: &Valid) -> Result<(), &'static str> {
    if exchange.redirect_uri.as_ref() != Some(&request.redirect_uri) {
        return Err("redirect_uri is not the one of the authorization request");
    }
    match (&request.code_challenge, &exchange.code_verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) if answers(verifier, challenge) => Ok(()),
        (Some(_), _) => Err("code_verifier does not answer the challenge"),
        (None, Some(_)) => Err("code_verifier was sent without a challenge before"),
    }
}

/// Whether the challenge was made from this verifier, which must be 43 to 128 unreserved characters (RFC 7636 §4.1).
fn answers(verifier: &str, challenge: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && digest::equal(base64url::encode(digest::sha256(verifier)).as_bytes(), challenge.as_bytes())
}

#[cfg(test)]
#[path = "authorization_code_tests.rs"]
mod tests;
