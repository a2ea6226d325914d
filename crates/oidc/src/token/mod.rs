//! The token endpoint (RFC 6749 §3.2): a grant, presented by a client, for tokens. One file for each grant; the password
//! grant does not exist (OAU-27).

pub mod authorization_code;
mod client_assertion;
pub mod client_auth;
pub mod client_credentials;
mod error;
pub mod refresh_token;
mod response;

pub use client_auth::{Authenticated, AuthenticationFailure, ClientFacts, Credentials, Spend, claimed_client_id};
pub use error::TokenError;
pub use response::TokenResponse;

use crate::{error::ErrorCode, post::Post};

/// What the client presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// RFC 6749 §4.1.3
    AuthorizationCode(authorization_code::Exchange),
    /// RFC 6749 §6
    RefreshToken(refresh_token::Refresh),
    /// RFC 6749 §4.4.2
    ClientCredentials(client_credentials::Ask),
}

/// A request to the token endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// Who claims to ask, and how it can be shown.
    pub credentials: Credentials,
    /// What for.
    pub grant: Grant,
}

const KNOWN: &[&str] = &["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope"];

impl TokenRequest {
    /// Reads a request.
    pub fn parse(post: &Post<'_>) -> Result<Self, TokenError> {
        let parameters = post.parameters(KNOWN)?;
        let credentials = Credentials::parse(post.authorization, &parameters)?;
        let grant = match parameters.get("grant_type") {
            None => return Err(TokenError::request("grant_type is missing")),
            Some("authorization_code") => Grant::AuthorizationCode(authorization_code::Exchange::parse(&parameters)?),
            Some("refresh_token") => Grant::RefreshToken(refresh_token::Refresh::parse(&parameters)?),
            Some("client_credentials") => Grant::ClientCredentials(client_credentials::Ask::parse(&parameters)?),
            Some(_) => {
                return Err(TokenError::new(ErrorCode::UnsupportedGrantType, "grant_type is not supported"));
            }
        };
        Ok(Self { credentials, grant })
    }
}
