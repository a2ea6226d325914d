//! What the browser says of a ceremony (WebAuthn §5.8.1). Its hash is signed, so it is believed once the signature is right.

use jose::{base64url, digest};
use serde::Deserialize;

use crate::{Expected, Refused};

/// The longest that is looked at: type, challenge and origin, and what browsers add for later.
const MAX_LENGTH: usize = 4096;

/// Which ceremony.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ceremony {
    Registration,
    Authentication,
}

impl Ceremony {
    const fn name(self) -> &'static str {
        match self {
            Self::Registration => "webauthn.create",
            Self::Authentication => "webauthn.get",
        }
    }
}

/// Unknown members may come at any time (WebAuthn §5.8.1), so they are passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    ceremony: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: Option<bool>,
    #[serde(default)]
    top_origin: Option<String>,
}

/// Holds what the browser said against what was asked, and answers its hash.
pub(crate) fn check(json: &[u8], ceremony: Ceremony, expected: &Expected<'_>) -> Result<[u8; 32], Refused> {
    if json.len() > MAX_LENGTH {
        return Err(Refused::Malformed("client data"));
    }
    let data: ClientData = serde_json::from_slice(json).map_err(|_| Refused::Malformed("client data"))?;
    if data.ceremony != ceremony.name() {
        return Err(Refused::Type);
    }
    let answered = base64url::decode(&data.challenge).unwrap_or_default();
    if !digest::equal(&answered, expected.challenge) {
        return Err(Refused::Challenge);
    }
    // Nobody frames our pages, so an answer from inside another site's is none of ours.
    if data.origin != expected.origin || data.cross_origin == Some(true) || data.top_origin.is_some() {
        return Err(Refused::Origin);
    }
    Ok(digest::sha256(json))
}
