//! Signed tokens: read, and their signatures verified with the keys that Doorward publishes.

use jose::{Algorithm, Header, JwkSet, Jws, JwsError, Typ, VerifyingKeys};
use serde_json::{Map, Value};

use super::id_token::Distrust;

/// What an ID token may call itself (`typ`).
pub(crate) const ID_TOKEN: Typ = Typ { names: &["JWT"], absent: true };

/// What a log-out token may call itself (Back-Channel Logout 1.0 §2.4).
pub(crate) const LOGOUT_TOKEN: Typ = Typ { names: &["logout+jwt", "JWT"], absent: true };

/// A token whose signature was verified. Its claims are still to be judged.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    /// The token as it came; it is the hint at sign-out.
    pub(crate) raw: String,
    pub(crate) header: Header,
    pub(crate) claims: Map<String, Value>,
}

/// The key that a token names, before anything about the token is believed.
pub(crate) fn named_key(token: &str) -> Result<Option<String>, Distrust> {
    Ok(Jws::parse(token)?.unverified_header().kid.clone())
}

/// Verifies the signature; only the algorithms that the keys are for count, whatever the token says.
pub(crate) fn verify(token: &str, keys: &VerifyingKeys, typ: Typ) -> Result<Signed, Distrust> {
    let jws = Jws::parse(token)?;
    if let Some(kid) = &jws.unverified_header().kid
        && !keys.knows(kid)
    {
        return Err(Distrust::UnknownKey(kid.clone()));
    }
    let verified = jws.verify(keys, &Algorithm::ALL, typ)?;
    Ok(Signed { raw: token.to_owned(), claims: verified.claims()?, header: verified.header })
}

/// The keys of a JSON Web Key Set.
pub(crate) fn read(document: &JwkSet) -> Option<VerifyingKeys> {
    VerifyingKeys::from_set(document).ok()
}

impl From<JwsError> for Distrust {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Signature => Self::Signature,
            JwsError::Algorithm => Self::Algorithm,
            JwsError::Typ => Self::Kind,
            JwsError::TooLong | JwsError::Malformed | JwsError::Header | JwsError::Claims => Self::Malformed,
        }
    }
}
