//! Reading compact JWS (RFC 7515 §7.1): bounded, strict, and useless until verified.

use serde::{Deserialize, de::DeserializeOwned};

use crate::{Algorithm, VerifyingKeys, base64url, jwk::present};

/// The longest token that is read, in bytes.
pub const MAX_LENGTH: usize = 16 * 1024;
const MAX_HEADER: usize = 2 * 1024;
const MAX_KID: usize = 256;

/// Why a token is refused. It says nothing about the token's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Longer than [`MAX_LENGTH`].
    #[error("the token is too long")]
    TooLong,
    /// Not three parts of canonical base64url with a JSON header.
    #[error("the token is malformed")]
    Malformed,
    /// `none`, a shared-secret algorithm, or one that is not allowed here.
    #[error("the token's algorithm is not allowed")]
    Algorithm,
    /// A header member that would change the rules: `crit`, `b64`, `jwk`, `jku`, `x5u`, `x5c`, `zip`, `enc`.
    #[error("the token's header asks for what is not allowed")]
    Header,
    /// Another kind of token (`typ`).
    #[error("the token is of another kind")]
    Typ,
    /// No key of that name for that algorithm, or a wrong signature.
    #[error("the token's signature does not verify")]
    Signature,
    /// The signed content is not what was expected.
    #[error("the token's claims are malformed")]
    Claims,
}

/// The kinds of token that a place takes: names of `typ` without the prefix `application/`, and whether a token
/// without `typ` is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typ {
    /// Compared without regard to case (RFC 7515 §4.1.9).
    pub names: &'static [&'static str],
    /// Whether `typ` may be missing.
    pub absent: bool,
}

impl Typ {
    fn takes(self, typ: Option<&str>) -> bool {
        let Some(typ) = typ else { return self.absent };
        let prefix = "application/";
        let name = match typ.get(..prefix.len()) {
            Some(start) if start.eq_ignore_ascii_case(prefix) => &typ[prefix.len()..],
            _ => typ,
        };
        self.names.iter().any(|taken| taken.eq_ignore_ascii_case(name))
    }
}

/// What a token's header says. Not to be believed before [`Jws::verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The algorithm it claims.
    pub algorithm: Algorithm,
    /// The key it names.
    pub kid: Option<String>,
    /// The kind of token it claims to be.
    pub typ: Option<String>,
}

/// A token that was read, not yet verified.
#[derive(Debug, Clone)]
pub struct Jws<'a> {
    header: Header,
    signed: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// The content of a token whose signature, algorithm and kind were found right.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The header.
    pub header: Header,
    payload: Vec<u8>,
}

#[derive(Deserialize)]
struct WireHeader {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    #[serde(default, deserialize_with = "present")]
    crit: bool,
    #[serde(default, deserialize_with = "present")]
    b64: bool,
    #[serde(default, deserialize_with = "present")]
    jwk: bool,
    #[serde(default, deserialize_with = "present")]
    jku: bool,
    #[serde(default, deserialize_with = "present")]
    x5u: bool,
    #[serde(default, deserialize_with = "present")]
    x5c: bool,
    #[serde(default, deserialize_with = "present")]
    zip: bool,
    #[serde(default, deserialize_with = "present")]
    enc: bool,
}

impl WireHeader {
    fn asks_for_too_much(&self) -> bool {
        self.crit || self.b64 || self.jwk || self.jku || self.x5u || self.x5c || self.zip || self.enc
    }
}

impl<'a> Jws<'a> {
    /// Reads a token. Its content stays unreachable until [`verify`](Self::verify), save what the name warns of.
    pub fn parse(token: &'a str) -> Result<Self, JwsError> {
        if token.len() > MAX_LENGTH {
            return Err(JwsError::TooLong);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(JwsError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(JwsError::Malformed)?;
        if header.len() > MAX_HEADER {
            return Err(JwsError::TooLong);
        }
        let decode = |part: &str| base64url::decode(part).map_err(|_| JwsError::Malformed);
        let header: WireHeader = object(&decode(header)?).ok_or(JwsError::Malformed)?;
        if header.asks_for_too_much() {
            return Err(JwsError::Header);
        }
        if header.kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID) {
            return Err(JwsError::TooLong);
        }
        let algorithm = header.alg.parse().map_err(|_| JwsError::Algorithm)?;
        Ok(Self {
            header: Header { algorithm, kid: header.kid, typ: header.typ },
            signed,
            payload: decode(payload)?,
            signature: decode(signature)?,
        })
    }

    /// The header, to look for keys with. Anybody may have written it.
    pub fn unverified_header(&self) -> &Header {
        &self.header
    }

    /// The claims, to find out whose keys to verify with. Anybody may have written them.
    pub fn unverified_claims<T: DeserializeOwned>(&self) -> Result<T, JwsError> {
        object(&self.payload).ok_or(JwsError::Claims)
    }

    /// Judges the token: its algorithm is one of `algorithms` and of the key, its kind is `typ`, its signature is by
    /// one of `keys`. Times, issuer and audience are left to the caller.
    pub fn verify(self, keys: &VerifyingKeys, algorithms: &[Algorithm], typ: Typ) -> Result<Verified, JwsError> {
        let algorithm = self.header.algorithm;
        if !algorithms.contains(&algorithm) {
            return Err(JwsError::Algorithm);
        }
        if !typ.takes(self.header.typ.as_deref()) {
            return Err(JwsError::Typ);
        }
        if !keys.signed(algorithm, self.header.kid.as_deref(), self.signed, &self.signature) {
            return Err(JwsError::Signature);
        }
        Ok(Verified { header: self.header, payload: self.payload })
    }
}

impl Verified {
    /// The claims.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, JwsError> {
        object(&self.payload).ok_or(JwsError::Claims)
    }
}

/// A JSON object in UTF-8. Without the look at its first byte an array would do for any struct.
fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    let text = str::from_utf8(json).ok()?;
    if text.trim_ascii_start().starts_with('{') { serde_json::from_str(text).ok() } else { None }
}
