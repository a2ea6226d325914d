//! Userinfo (OIDC Core §5.3): asked when a mapped claim is missing, and merged when it is of the same person.

use jose::{Algorithm, Jws, JwsError, Typ, VerifyingKeys};
use model::openid_connect::OpenidConnect;
use serde_json::{Map, Value};

use crate::{Claims, IdToken, Metadata, issuer::can_be_from, token_response::is_outage};

/// Most leave the type out.
const USERINFO: Typ = Typ { names: &["JWT"], absent: true };

/// Why userinfo is no help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserinfoError {
    /// It can not serve.
    #[error("userinfo is out of order (status {0})")]
    Outage(u16),
    /// It refuses.
    #[error("userinfo refuses (status {0})")]
    Refused(u16),
    /// Not a JSON object, or a JWT without one.
    #[error("userinfo's answer can't be read")]
    Unreadable,
    /// A JWT whose signature is wrong.
    #[error("userinfo is a JWT, and {0}")]
    Token(JwsError),
    /// A JWT of another issuer, or for another client (OIDC Core §5.3.2).
    #[error("userinfo is a JWT of another issuer or for another client")]
    Foreign,
    /// Of another person than the ID token (OIDC Core §5.3.4).
    #[error("userinfo is of another person than the ID token")]
    Subject,
}

impl UserinfoError {
    /// Whether the sign-in is refused for it, whatever it was asked for. Otherwise it goes on without, and a note is made (O12).
    pub const fn is_fatal(&self) -> bool {
        matches!(self, Self::Subject | Self::Foreign | Self::Token(_))
    }
}

/// Whether userinfo is to be asked: there is one, and the ID token lacks a claim that is mapped (P8).
pub fn is_needed(id_token: &Claims, connector: &OpenidConnect, metadata: &Metadata) -> bool {
    metadata.userinfo_endpoint.is_some() && connector.mapping.claims().any(|claim| id_token.get(claim).is_none())
}

/// Reads an answer: JSON, or a signed JWT (`application/jwt`, OIDC Core §5.3.2).
///
/// # Errors
/// When it is no help.
pub fn read(
    connector: &OpenidConnect,
    (status, content_type, body): (u16, Option<&str>, &[u8]),
    keys: &VerifyingKeys,
    algorithms: &[Algorithm],
) -> Result<Claims, UserinfoError> {
    match status {
        200 => {}
        status if is_outage(status) => return Err(UserinfoError::Outage(status)),
        status => return Err(UserinfoError::Refused(status)),
    }
    let kind = content_type.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/jwt") {
        let members: Map<String, Value> = serde_json::from_slice(body).map_err(|_| UserinfoError::Unreadable)?;
        return Ok(Claims::new(members));
    }
    let token = str::from_utf8(body).map_err(|_| UserinfoError::Unreadable)?.trim_ascii();
    let verified =
        Jws::parse(token).and_then(|jws| jws.verify(keys, algorithms, USERINFO)).map_err(UserinfoError::Token)?;
    let claims = Claims::new(verified.claims().map_err(UserinfoError::Token)?);
    if is_ours(&claims, connector) { Ok(claims) } else { Err(UserinfoError::Foreign) }
}

/// A signed answer names who made it and for whom, or leaves it out; a wrong name is no name.
fn is_ours(claims: &Claims, connector: &OpenidConnect) -> bool {
    let issuer = claims.get("iss").is_none_or(|iss| iss.as_str().is_some_and(|iss| can_be_from(connector, iss)));
    let audience =
        claims.texts("aud").is_ok_and(|names| names.is_empty() || names.contains(&connector.client_id.as_str()));
    issuer && audience
}

/// The ID token's claims, with those of userinfo that it lacks. Both have to be of one person (O12).
///
/// # Errors
/// When they are not.
pub fn merged(id_token: &IdToken, userinfo: Claims) -> Result<Claims, UserinfoError> {
    if userinfo.text("sub") != Some(id_token.subject.as_str()) {
        return Err(UserinfoError::Subject);
    }
    let mut claims = id_token.claims.clone();
    claims.fill_with(userinfo);
    Ok(claims)
}

#[cfg(test)]
#[path = "userinfo_tests.rs"]
mod tests;
