//! The rules of an ID token. A rule looks at claims and at what is expected, and refuses or passes.
//! To add one: a file, and a row in the table.

mod acr;
mod at_hash;
mod audience;
mod auth_time;
mod expiry;
mod hosted_domain;
mod issued_at;
mod issuer;
mod nonce;
mod not_before;
mod subject;
mod tenant;

use jose::Algorithm;

use super::{Expected, IdTokenError, MaxAge, SKEW};
use crate::{Claims, claims::OtherType};

/// A token whose signature is right, and what it is held against.
pub(super) struct Judged<'a> {
    pub(super) claims: &'a Claims,
    pub(super) algorithm: Algorithm,
    pub(super) expected: &'a Expected<'a>,
}

/// Nothing to object to, or what.
type Outcome = Result<(), IdTokenError>;

/// One rule.
type Rule = fn(&Judged<'_>) -> Outcome;

/// All rules in order: whose it is and for whom, whether it is good now and of this sign-in, then what was asked beyond.
pub(super) const RULES: &[(&str, Rule)] = &[
    ("tenant", tenant::check),
    ("issuer", issuer::check),
    ("subject", subject::check),
    ("audience", audience::check),
    ("expiry", expiry::check),
    ("issued_at", issued_at::check),
    ("not_before", not_before::check),
    ("nonce", nonce::check),
    ("at_hash", at_hash::check),
    ("auth_time", auth_time::check),
    ("acr", acr::check),
    ("hosted_domain", hosted_domain::check),
];

/// Those that a log-out token is held against as well: whose it is and for whom, and whether it is good now.
pub(super) const OF_LOGOUT: &[(&str, Rule)] = &[
    ("tenant", tenant::check),
    ("issuer", issuer::check),
    ("audience", audience::check),
    ("issued_at", issued_at::check),
    ("not_before", not_before::check),
];

/// A claim of another type than the standard says is refused by name.
fn named(claim: &'static str) -> impl Fn(OtherType) -> IdTokenError {
    move |OtherType| IdTokenError::Claim(claim)
}

/// A time that must not lie ahead of now by more than clocks may differ.
fn is_not_ahead(judged: &Judged<'_>, claim: &'static str) -> Result<bool, IdTokenError> {
    let Some(time) = judged.claims.time(claim).map_err(named(claim))? else { return Ok(false) };
    let now = judged.expected.now;
    if time > now + SKEW { Err(IdTokenError::Ahead { claim, by: time.since(now) }) } else { Ok(true) }
}
