//! May a log-out token be believed? The rules of OpenID Connect Back-Channel Logout 1.0 §2.6.

use serde_json::{Map, Value};

use super::{
    id_token::{Distrust, Expected, from_and_for, in_time, text},
    keys::Signed,
    sessions::Ended,
};

/// What makes a token a log-out token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A log-out that is to be obeyed, and the name under which it must not come twice.
#[derive(Debug)]
pub(crate) struct Logout {
    pub(crate) jti: String,
    pub(crate) ended: Ended,
}

/// A log-out token whose signature was verified.
pub(crate) fn check(token: &Signed, expected: &Expected<'_>) -> Result<Logout, Distrust> {
    let claims = &token.claims;
    from_and_for(claims, expected)?;
    in_time(claims, expected.now)?;
    let jti = text(claims, "jti")?.to_owned();
    let event = claims.get("events").and_then(|events| events.get(EVENT));
    // An ID token has a nonce and must not pass for a log-out token, nor the other way round.
    if !event.is_some_and(Value::is_object) || claims.contains_key("nonce") {
        return Err(Distrust::NotALogout);
    }
    let ended = Ended { sub: optional(claims, "sub")?, sid: optional(claims, "sid")? };
    if ended.sub.is_none() && ended.sid.is_none() {
        return Err(Distrust::Lacks("sub"));
    }
    Ok(Logout { jti, ended })
}

fn optional(claims: &Map<String, Value>, name: &'static str) -> Result<Option<String>, Distrust> {
    if claims.contains_key(name) { text(claims, name).map(|value| Some(value.to_owned())) } else { Ok(None) }
}
