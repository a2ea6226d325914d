//! ID tokens (OIDC Core §3.1.3.7): the signature by one of the provider's keys, then the table of rules.

mod error;
mod logout;
mod rules;

pub use error::IdTokenError;
pub use logout::LogoutToken;

use jose::{Algorithm, Jws, JwsError, Typ, VerifyingKeys};
use model::{Span, Time, openid_connect::OpenidConnect};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Claims, issuer::issuer_of};

/// How far clocks may differ (O10).
const SKEW: Span = Span::seconds(60);
/// No other kind of token has this type, and most providers leave it out.
const ID_TOKEN: Typ = Typ { names: &["JWT"], absent: true };
/// The longest subject, in characters (OIDC Core §2).
pub(crate) const MAX_SUBJECT: usize = 255;

/// Whether that is how a provider may call a person or a session: a text that can be kept, and told from another by whoever reads it.
pub(crate) fn is_subject(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_SUBJECT && !text.chars().any(char::is_control)
}

/// How old a sign-in at the provider may be (`max_age`, OIDC Core §3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MaxAge {
    /// At most.
    pub at_most: Span,
    /// Whether it has to be told when the sign-in was. Where a sign-in of now was asked (`prompt=login`), whoever does not say when it was
    /// is believed to have done that: many providers never say.
    pub must_be_told: bool,
}

/// What a token is held against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Whose provider it is.
    pub connector: &'a OpenidConnect,
    /// The algorithms that the provider's tokens may have.
    pub algorithms: &'a [Algorithm],
    /// What was sent with the request.
    pub nonce: &'a str,
    /// What came beside it, to be bound by `at_hash`.
    pub access_token: Option<&'a str>,
    /// How old the sign-in there may be, where that was asked.
    pub max_age: Option<MaxAge>,
    /// Now.
    pub now: Time,
}

/// A token that was found right.
#[derive(Debug, Clone, PartialEq)]
pub struct IdToken {
    /// The issuer that it is of, as it is set: a template is filled.
    pub issuer: String,
    /// The person, as this client knows them.
    pub subject: String,
    /// What it was signed with.
    pub algorithm: Algorithm,
    /// All it says.
    pub claims: Claims,
}

impl IdToken {
    /// Judges a token.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn verify(token: &str, keys: &VerifyingKeys, expected: &Expected<'_>) -> Result<Self, IdTokenError> {
        let jws = Jws::parse(token).map_err(IdTokenError::Token)?;
        let algorithm = jws.unverified_header().algorithm;
        let unknown = jws.unverified_header().kid.as_deref().is_none_or(|kid| !keys.knows(kid));
        let verified = jws.verify(keys, expected.algorithms, ID_TOKEN).map_err(|error| match error {
            JwsError::Signature if unknown => IdTokenError::UnknownKey,
            other => IdTokenError::Token(other),
        })?;
        let claims: Map<String, Value> = verified.claims().map_err(IdTokenError::Token)?;
        let judged = rules::Judged { claims: &Claims::new(claims), algorithm, expected };
        for (_, rule) in rules::RULES {
            rule(&judged)?;
        }
        let issuer = issuer_of(expected.connector, judged.claims.text("tid")).unwrap_or_default().into_owned();
        let subject = judged.claims.text("sub").unwrap_or_default().to_owned();
        Ok(Self { issuer, subject, algorithm, claims: judged.claims.clone() })
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
