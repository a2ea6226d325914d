//! What the endpoints for clients (token, introspection, revocation) are given: headers and a body.

use crate::{parameters::Parameters, token::TokenError};

/// A POST as it arrived.
#[derive(Clone, Copy)]
pub struct Post<'a> {
    /// The `Authorization` header.
    pub authorization: Option<&'a [u8]>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a [u8]>,
    /// The body.
    pub body: &'a [u8],
}

impl Post<'_> {
    /// The parameters in the body; those in `known` may not be there twice (RFC 6749 §3.2).
    pub(crate) fn parameters(&self, known: &[&str]) -> Result<Parameters, TokenError> {
        if !is_form(self.content_type) {
            return Err(TokenError::request("the body must be application/x-www-form-urlencoded"));
        }
        let parameters = Parameters::parse(self.body).map_err(|_| TokenError::request("the body can not be read"))?;
        let common = ["client_id", "client_secret", "client_assertion", "client_assertion_type"];
        if common.iter().chain(known).any(|name| parameters.repeats(name)) {
            return Err(TokenError::request("a parameter was sent twice"));
        }
        Ok(parameters)
    }
}

/// Whether the media type is that of forms, whatever its parameters.
pub(crate) fn is_form(content_type: Option<&[u8]>) -> bool {
    let media_type = content_type.and_then(|value| value.split(|&byte| byte == b';').next());
    media_type.is_some_and(|name| name.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded"))
}

/// What follows the scheme in an `Authorization` header, if it is that scheme, in any case (RFC 9110 §11.1).
pub(crate) fn credentials<'a>(header: &'a [u8], scheme: &str) -> Option<&'a [u8]> {
    let (name, rest) = header.split_at_checked(scheme.len())?;
    let (space, _) = rest.split_first()?;
    (name.eq_ignore_ascii_case(scheme.as_bytes()) && *space == b' ').then(|| rest.trim_ascii())
}
