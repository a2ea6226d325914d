//! Judging a client's signed assertion (`private_key_jwt`; RFC 7523 §3, OIDC Core §9, OAU-30).

use jose::{Algorithm, Jws, Typ, digest};
use model::{Span, Time};
use serde::Deserialize;

use super::client_auth::{ClientFacts, Spend};
use crate::{audience::Audience, client::Client, issuer::Endpoint};

/// How far clocks may differ (OAU-23).
const SKEW: Span = Span::seconds(60);
/// The longest life of an assertion from now.
const MAX_LIFE: Span = Span::minutes(5);
const MAX_JTI: usize = 255;
const ASSERTION: Typ = Typ { names: &["JWT", "client-authentication+jwt"], absent: true };

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: f64,
    nbf: Option<f64>,
    iat: Option<f64>,
    jti: String,
}

/// The client that an assertion claims to be of.
pub(super) fn unverified_client_id(assertion: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Subject {
        sub: String,
    }
    let subject: Subject = Jws::parse(assertion).ok()?.unverified_claims().ok()?;
    (!subject.sub.is_empty()).then_some(subject.sub)
}

/// Whether the assertion is this client's, meant for us and good now; if so, what must be spent, else why not.
pub(super) fn judge(assertion: &str, client: &Client, facts: &ClientFacts<'_>) -> Result<Spend, &'static str> {
    let only = client.token_endpoint_auth_signing_alg;
    let algorithms = only.as_ref().map_or(&Algorithm::ALL[..], std::slice::from_ref);
    let parsed = Jws::parse(assertion).map_err(|_| "it is no JWT")?;
    let verified = parsed.verify(facts.keys, algorithms, ASSERTION);
    let verified =
        verified.map_err(|_| "none of the client's keys verifies it, or its algorithm is not the registered one")?;
    let claims: Claims = verified.claims().map_err(|_| "a claim is missing or of another type")?;
    if claims.iss != client.client_id || claims.sub != client.client_id {
        return Err("iss and sub are not the client");
    }
    if claims.jti.is_empty() || claims.jti.len() > MAX_JTI {
        return Err("jti is empty or too long");
    }
    if !is_for_us(&claims.aud, facts) {
        return Err("aud names somebody else than the issuer or the token endpoint");
    }
    let until = good_until(&claims, facts.now)?;
    let key = digest::sha256(format!("{}\0{}", client.client_id, claims.jti));
    Ok(Spend { key, until })
}

/// Until when the assertion must be remembered, if it is good now.
fn good_until(claims: &Claims, now: Time) -> Result<Time, &'static str> {
    let expires_at = time(claims.exp).ok_or("exp is no time")?;
    let mut starts = [claims.nbf, claims.iat].into_iter().flatten();
    if !starts.all(|start| time(start).is_some_and(|start| start <= now + SKEW)) {
        return Err("iat or nbf is in the future");
    }
    if now >= expires_at + SKEW {
        return Err("it has expired");
    }
    if expires_at > now + MAX_LIFE + SKEW { Err("it is good for too long") } else { Ok(expires_at + SKEW) }
}

/// Every name in `aud` must be ours, the issuer or the token endpoint, so that no assertion made for another server
/// can be used here or the other way round.
fn is_for_us(audience: &Audience, facts: &ClientFacts<'_>) -> bool {
    let token_endpoint = facts.issuer.url(Endpoint::Token);
    let ours = |name: &String| name == facts.issuer.as_str() || *name == token_endpoint;
    !audience.names().is_empty() && audience.names().iter().all(ours)
}

/// A NumericDate (RFC 7519 §2), which may have a fraction.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
fn time(seconds: f64) -> Option<Time> {
    (0.0..1e12).contains(&seconds).then(|| Time::from_millis((seconds * 1000.0) as i64))
}

#[cfg(test)]
#[path = "client_assertion_tests.rs"]
mod tests;
