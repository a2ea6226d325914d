//! What applications send, and what authenticator apps show.

use crypto::totp::{Secret, Step};
use model::Span;

use crate::instance::NOW;

/// The secret of every authenticator app.
pub const TOTP: &[u8] = b"twenty secret bytes!";

/// Every application's secret.
pub const CLIENT_SECRET: &str = "MzIgcmFuZG9tIGJ5dGVzIGluIGJhc2U2NHVybCBmb3JtLi4";

/// RFC 7636, appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// The authorization request of an application; `more` begins with `&`.
pub fn request(client_id: &str, more: &str) -> String {
    let scope = if more.contains("&scope=") { "" } else { "&scope=openid+profile+email" };
    format!(
        "client_id={client_id}&redirect_uri=https%3A%2F%2F{client_id}.example%2Fback&response_type=code&state=st\
         &nonce=no&code_challenge={CHALLENGE}&code_challenge_method=S256{scope}{more}"
    )
}

/// The token request for a code.
pub fn exchange(client_id: &str, code: &str) -> String {
    format!(
        "grant_type=authorization_code&client_id={client_id}&client_secret={CLIENT_SECRET}&code={code}\
         &redirect_uri=https%3A%2F%2F{client_id}.example%2Fback&code_verifier={VERIFIER}"
    )
}

/// The token request for a refresh token.
pub fn refresh(client_id: &str, token: &str) -> String {
    format!("grant_type=refresh_token&client_id={client_id}&client_secret={CLIENT_SECRET}&refresh_token={token}")
}

/// The introspection request of an application for a token.
pub fn introspection(client_id: &str, token: &str) -> String {
    format!("client_id={client_id}&client_secret={CLIENT_SECRET}&token={token}")
}

/// [`TOTP`], typed.
pub fn totp() -> Secret {
    Secret::from_bytes(TOTP).unwrap()
}

/// The code that every authenticator app shows so many steps after [`NOW`].
pub fn code(steps: i64) -> String {
    totp().code(Step::at(NOW + Span::seconds(30 * steps)))
}
