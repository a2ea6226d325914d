//! May an ID token be believed? The rules of OpenID Connect Core 1.0 §3.1.3.7, after its signature was verified.

use jose::digest::left_half;
use model::{Span, Time};
use serde_json::{Map, Value};

use super::keys::Signed;

/// How far two clocks may be apart.
pub(crate) const LEEWAY: Span = Span::seconds(30);

/// Why a token was not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Distrust {
    #[error("It is not a signed JSON Web Token.")]
    Malformed,
    #[error("It is signed in a way that is not allowed here.")]
    Algorithm,
    #[error("It is a token of another kind.")]
    Kind,
    #[error("It names the signing key “{0}”, which Doorward does not publish.")]
    UnknownKey(String),
    #[error("Its signature does not match the key that it names.")]
    Signature,
    #[error("It was issued by “{0}”, and not by the Doorward that was asked.")]
    Issuer(String),
    #[error("It is meant for “{0}”, and not for this application alone.")]
    Audience(String),
    #[error("It was given to another application, “{0}”.")]
    AuthorizedParty(String),
    #[error("It has expired.")]
    Expired,
    #[error("It says that it was issued in the future.")]
    NotYet,
    #[error("It lacks the claim “{0}”, or the claim has the wrong type.")]
    Lacks(&'static str),
    #[error("Its nonce is not the one of this sign-in: it answers another request.")]
    Nonce,
    #[error("Its at_hash does not match the access token that came with it.")]
    AccessToken,
    #[error("It speaks of another person than before.")]
    Subject,
    #[error("It is not a log-out token.")]
    NotALogout,
    #[error("It was used before.")]
    Replayed,
}

/// What the token is measured against.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) now: Time,
}

/// The nonce that is wanted.
#[derive(Clone, Copy)]
pub(crate) enum Nonce<'a> {
    /// At sign-in: it must be there.
    Required(&'a str),
    /// At a refresh: it need not be there, but must not differ (Core §12.2).
    IfAny(&'a str),
}

/// The ID token of a sign-in or of a refresh.
pub(crate) fn check(
    token: &Signed,
    expected: &Expected<'_>,
    nonce: Nonce<'_>,
    access_token: &str,
) -> Result<(), Distrust> {
    let claims = &token.claims;
    from_and_for(claims, expected)?;
    in_time(claims, expected.now)?;
    subject(claims)?;
    match (nonce, claims.get("nonce")) {
        (Nonce::Required(wanted) | Nonce::IfAny(wanted), Some(Value::String(found))) if found == wanted => {}
        (Nonce::IfAny(_), None) => {}
        _ => return Err(Distrust::Nonce),
    }
    match claims.get("at_hash") {
        None => Ok(()),
        Some(Value::String(hash)) if *hash == left_half(token.header.algorithm, access_token) => Ok(()),
        Some(_) => Err(Distrust::AccessToken),
    }
}

/// The issuer, the audience, and who it was given to (§3.1.3.7, 2 to 5).
pub(crate) fn from_and_for(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), Distrust> {
    let issuer = text(claims, "iss")?;
    if issuer != expected.issuer {
        return Err(Distrust::Issuer(issuer.to_owned()));
    }
    let audience: Vec<&str> = match claims.get("aud") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => return Err(Distrust::Lacks("aud")),
    };
    // We trust no other audience, so a token with one more than us is not for us alone.
    if audience != [expected.client_id] {
        return Err(Distrust::Audience(audience.join(" ")));
    }
    match claims.get("azp") {
        None => Ok(()),
        Some(Value::String(party)) if party == expected.client_id => Ok(()),
        Some(party) => Err(Distrust::AuthorizedParty(party.as_str().unwrap_or_default().to_owned())),
    }
}

/// `exp` and `iat` (§3.1.3.7, 9 and 10).
pub(crate) fn in_time(claims: &Map<String, Value>, now: Time) -> Result<(), Distrust> {
    let expires = seconds(claims, "exp")?;
    let issued = seconds(claims, "iat")?;
    if now >= expires + LEEWAY {
        Err(Distrust::Expired)
    } else if issued > now + LEEWAY {
        Err(Distrust::NotYet)
    } else {
        Ok(())
    }
}

/// The subject: 1 to 255 ASCII characters (§2).
pub(crate) fn subject(claims: &Map<String, Value>) -> Result<&str, Distrust> {
    let subject = text(claims, "sub")?;
    if subject.is_ascii() && (1..=255).contains(&subject.len()) { Ok(subject) } else { Err(Distrust::Lacks("sub")) }
}

pub(crate) fn text<'a>(claims: &'a Map<String, Value>, name: &'static str) -> Result<&'a str, Distrust> {
    claims.get(name).and_then(Value::as_str).ok_or(Distrust::Lacks(name))
}

fn seconds(claims: &Map<String, Value>, name: &'static str) -> Result<Time, Distrust> {
    claims.get(name).and_then(Value::as_i64).map(Time::from_seconds).ok_or(Distrust::Lacks(name))
}
