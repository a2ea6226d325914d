//! Public keys as JSON (RFC 7517). A private key in JSON is not a value of these types: it is refused when read.

use serde::{Deserialize, Deserializer, Serialize, de::IgnoredAny};

use crate::{Algorithm, base64url, digest};

/// How many keys a set may hold.
pub const MAX_KEYS: usize = 32;
const MAX_KID: usize = 256;

/// Why a JSON key is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// It holds private or symmetric key material.
    #[error("the key holds private members")]
    Private,
    /// Its type, curve or algorithm is none of ours.
    #[error("the key type or algorithm is not supported")]
    Unsupported,
    /// RSA under 2048 or over 4096 bits, or with a useless exponent.
    #[error("the key is too weak or too large")]
    Strength,
    /// A member is missing, of the wrong length or not canonical.
    #[error("the key is malformed")]
    Malformed,
}

/// What a key is for (RFC 7517 §4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// `sig`
    Signature,
    /// `enc`
    Encryption,
}

/// The numbers of a public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Material {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256 { x: [u8; 32], y: [u8; 32] },
    Ed25519 { x: [u8; 32] },
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Jwk {
    pub(crate) kid: Option<String>,
    pub(crate) algorithm: Option<Algorithm>,
    pub(crate) key_use: Option<KeyUse>,
    pub(crate) material: Material,
}

impl Jwk {
    pub(crate) fn new(material: Material, algorithm: Algorithm) -> Self {
        let mut key = Self { kid: None, algorithm: Some(algorithm), key_use: Some(KeyUse::Signature), material };
        key.kid = Some(key.thumbprint());
        key
    }

    /// The name by which tokens refer to it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The one algorithm it is for, when it says so.
    pub fn algorithm(&self) -> Option<Algorithm> {
        self.algorithm
    }

    /// What it is for, when it says so.
    pub fn key_use(&self) -> Option<KeyUse> {
        self.key_use
    }

    /// SHA-256 over the required members in order (RFC 7638 §3).
    pub fn thumbprint(&self) -> String {
        let b64 = |bytes: &[u8]| base64url::encode(bytes);
        let canonical = match &self.material {
            Material::Rsa { n, e } => format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, b64(e), b64(n)),
            Material::P256 { x, y } => {
                format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, b64(x), b64(y))
            }
            Material::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, b64(x)),
        };
        base64url::encode(digest::sha256(canonical))
    }
}

/// A set of public keys (RFC 7517 §5). Keys of a type that we do not know are passed over, as the RFC asks; a private
/// or broken key spoils the set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct JwkSet {
    /// At most [`MAX_KEYS`].
    pub keys: Vec<Jwk>,
}

impl<'de> Deserialize<'de> for JwkSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Wire>,
        }
        let set = Set::deserialize(deserializer)?;
        if set.keys.len() > MAX_KEYS {
            return Err(serde::de::Error::custom("too many keys"));
        }
        let mut keys = Vec::with_capacity(set.keys.len());
        for wire in set.keys {
            match Jwk::try_from(wire) {
                Ok(key) => keys.push(key),
                Err(JwkError::Unsupported) => {}
                Err(error) => return Err(serde::de::Error::custom(error)),
            }
        }
        Ok(Self { keys })
    }
}

/// A key as it is written. `n`, `x`, … stay text until the type is known.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Wire {
    kty: String,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    key_use: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    #[serde(skip_serializing, deserialize_with = "present")]
    d: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    p: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    q: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    dp: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    dq: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    qi: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    oth: bool,
    #[serde(skip_serializing, deserialize_with = "present")]
    k: bool,
}

/// True for a member that is there, whatever it holds.
pub(crate) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(deserializer).map(|_| true)
}

impl Wire {
    fn holds_a_secret(&self) -> bool {
        self.d || self.p || self.q || self.dp || self.dq || self.qi || self.oth || self.k
    }
}

impl TryFrom<Wire> for Jwk {
    type Error = JwkError;

    fn try_from(wire: Wire) -> Result<Self, JwkError> {
        if wire.holds_a_secret() {
            return Err(JwkError::Private);
        }
        let algorithm = match &wire.alg {
            None => None,
            // Ed25519 is the newer name for the same thing (RFC 9864 §2.2).
            Some(name) if name == "Ed25519" => Some(Algorithm::EdDSA),
            Some(name) => Some(name.parse().map_err(|_| JwkError::Unsupported)?),
        };
        let key_use = match wire.key_use.as_deref() {
            None => None,
            Some("sig") => Some(KeyUse::Signature),
            Some("enc") => Some(KeyUse::Encryption),
            Some(_) => return Err(JwkError::Unsupported),
        };
        let material = match (wire.kty.as_str(), wire.crv.as_deref()) {
            ("RSA", _) => rsa(&wire)?,
            ("EC", Some("P-256")) => Material::P256 { x: coordinate(&wire.x)?, y: coordinate(&wire.y)? },
            ("OKP", Some("Ed25519")) => Material::Ed25519 { x: coordinate(&wire.x)? },
            _ => return Err(JwkError::Unsupported),
        };
        if wire.kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID) {
            return Err(JwkError::Malformed);
        }
        Ok(Self { kid: wire.kid, algorithm, key_use, material })
    }
}

fn rsa(wire: &Wire) -> Result<Material, JwkError> {
    let (n, e) = (number(&wire.n)?, number(&wire.e)?);
    let bits = n.len() * 8 - n[0].leading_zeros() as usize;
    let odd_and_above_one = e.last().is_some_and(|last| last % 2 == 1) && e != [1];
    if !(2048..=4096).contains(&bits) || e.len() > 4 || !odd_and_above_one {
        return Err(JwkError::Strength);
    }
    Ok(Material::Rsa { n, e })
}

/// A positive number without leading zeros (RFC 7518 §2, Base64urlUInt).
fn number(text: &Option<String>) -> Result<Vec<u8>, JwkError> {
    let bytes = text.as_ref().and_then(|text| base64url::decode(text).ok()).ok_or(JwkError::Malformed)?;
    if bytes.first().is_none_or(|&first| first == 0) { Err(JwkError::Malformed) } else { Ok(bytes) }
}

/// Exactly 32 bytes, leading zeros kept (RFC 7518 §6.2.1.2).
fn coordinate(text: &Option<String>) -> Result<[u8; 32], JwkError> {
    let bytes = text.as_ref().and_then(|text| base64url::decode(text).ok()).ok_or(JwkError::Malformed)?;
    bytes.try_into().map_err(|_| JwkError::Malformed)
}

impl From<Jwk> for Wire {
    fn from(key: Jwk) -> Self {
        let mut wire = Self {
            kid: key.kid,
            alg: key.algorithm.map(|algorithm| algorithm.name().to_owned()),
            key_use: key.key_use.map(|key_use| match key_use {
                KeyUse::Signature => "sig".to_owned(),
                KeyUse::Encryption => "enc".to_owned(),
            }),
            ..Self::default()
        };
        match key.material {
            Material::Rsa { n, e } => {
                wire.kty = "RSA".to_owned();
                wire.n = Some(base64url::encode(n));
                wire.e = Some(base64url::encode(e));
            }
            Material::P256 { x, y } => {
                wire.kty = "EC".to_owned();
                wire.crv = Some("P-256".to_owned());
                wire.x = Some(base64url::encode(x));
                wire.y = Some(base64url::encode(y));
            }
            Material::Ed25519 { x } => {
                wire.kty = "OKP".to_owned();
                wire.crv = Some("Ed25519".to_owned());
                wire.x = Some(base64url::encode(x));
            }
        }
        wire
    }
}
