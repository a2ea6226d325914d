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

/// Whether the assertion is this client's, meant for us and good now; if so, what must be spent.
pub(super) fn judge(assertion: &str, client: &Client, facts: &ClientFacts<'_>) -> Option<Spend> {
    let only = client.token_endpoint_auth_signing_alg;
    let algorithms = only.as_ref().map_or(&Algorithm::ALL[..], std::slice::from_ref);
    let verified = Jws::parse(assertion).ok()?.verify(facts.keys, algorithms, ASSERTION).ok()?;
    let claims: Claims = verified.claims().ok()?;
    let own = claims.iss == client.client_id && claims.sub == client.client_id;
    let named_once = !claims.jti.is_empty() && claims.jti.len() <= MAX_JTI;
    if !own || !named_once || !is_for_us(&claims.aud, facts) {
        return None;
    }
    let now = facts.now;
    let expires_at = time(claims.exp)?;
    let starts = [claims.nbf, claims.iat];
    let begun = starts.into_iter().flatten().all(|start| time(start).is_some_and(|start| start <= now + SKEW));
    if !begun || now >= expires_at + SKEW || expires_at > now + MAX_LIFE + SKEW {
        return None;
    }
    let key = digest::sha256(format!("{}\0{}", client.client_id, claims.jti));
    Some(Spend { key, until: expires_at + SKEW })
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
