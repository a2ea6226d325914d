//! Errors of the endpoints for clients (RFC 6749 §5.2).

use serde::Serialize;

use super::client_auth::AuthenticationFailure;
use crate::error::ErrorCode;

/// An error answer. As JSON it is the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{error}: {description}")]
pub struct TokenError {
    /// The code.
    pub error: ErrorCode,
    /// For developers; a literal, so nothing of the request can be in it (OAU-60).
    #[serde(rename = "error_description")]
    pub description: &'static str,
    /// Whether the client tried the Authorization header, and must be told how to (RFC 6749 §5.2).
    #[serde(skip)]
    pub(super) by_header: bool,
    /// Why the client did not authenticate: for operators. The answer does not say it.
    #[serde(skip)]
    pub failure: Option<AuthenticationFailure>,
}

impl TokenError {
    /// An error.
    pub const fn new(error: ErrorCode, description: &'static str) -> Self {
        Self { error, description, by_header: false, failure: None }
    }

    /// `invalid_request`.
    pub(crate) const fn request(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, description)
    }

    /// `invalid_grant`.
    pub(crate) const fn grant(description: &'static str) -> Self {
        Self::new(ErrorCode::InvalidGrant, description)
    }

    /// The true reason, for operators: more than the answer says.
    pub fn reason(&self) -> String {
        self.failure.map_or_else(|| self.description.to_owned(), |failure| failure.to_string())
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self.error {
            ErrorCode::InvalidClient => 401,
            ErrorCode::TemporarilyUnavailable => 503,
            ErrorCode::ServerError => 500,
            _ => 400,
        }
    }

    /// The `WWW-Authenticate` header, where one belongs.
    pub const fn www_authenticate(&self) -> Option<&'static str> {
        if self.by_header && matches!(self.error, ErrorCode::InvalidClient) {
            Some(r#"Basic realm="oauth""#)
        } else {
            None
        }
    }
}
