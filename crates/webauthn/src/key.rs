//! A credential's public key: COSE_Key (RFC 9052 §7), of the three algorithms that are offered.

use std::fmt;

use aws_lc_rs::signature::{self, ParsedPublicKey, RsaPublicKeyComponents};

use crate::{
    Refused,
    cbor::{self, Value},
};

/// An algorithm of signatures, by its number at IANA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// Ed25519 (-8).
    EdDsa,
    /// ECDSA on P-256 with SHA-256 (-7).
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (-257): keys in older TPMs.
    Rs256,
}

impl Algorithm {
    /// Those that are offered, best first. What was not offered is not taken (WebAuthn §7.1).
    pub const OFFERED: [Self; 3] = [Self::EdDsa, Self::Es256, Self::Rs256];

    /// Its number (COSE Algorithms).
    pub const fn number(self) -> i64 {
        match self {
            Self::EdDsa => -8,
            Self::Es256 => -7,
            Self::Rs256 => -257,
        }
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        Self::OFFERED.into_iter().find(|one| one.number() == number)
    }
}

/// A public key, ready to verify.
pub struct PublicKey {
    algorithm: Algorithm,
    parsed: ParsedPublicKey,
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PublicKey").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// Labels of parameters (RFC 9053 §7.1, RFC 8230 §4).
mod label {
    pub(super) const TYPE: i64 = 1;
    pub(super) const ALGORITHM: i64 = 3;
    pub(super) const CURVE_OR_N: i64 = -1;
    pub(super) const X_OR_E: i64 = -2;
    pub(super) const Y: i64 = -3;
}

impl PublicKey {
    /// The key in these bytes.
    ///
    /// # Errors
    /// When they are no key, or one of an algorithm that is not offered.
    pub fn from_cose(bytes: &[u8]) -> Result<Self, Refused> {
        Self::of_value(&cbor::read(bytes).map_err(|_| MALFORMED)?)
    }

    pub(crate) fn of_value(key: &Value<'_>) -> Result<Self, Refused> {
        let integer = |number| key.numbered(number).and_then(Value::integer);
        let bytes = |number| key.numbered(number).and_then(Value::bytes).ok_or(MALFORMED);
        let named = integer(label::ALGORITHM).ok_or(MALFORMED)?;
        let algorithm = Algorithm::of_number(named).ok_or(Refused::Algorithm)?;
        let kind = (integer(label::TYPE), integer(label::CURVE_OR_N));
        let parsed = match (algorithm, kind) {
            (Algorithm::EdDsa, (Some(1), Some(6))) => {
                ParsedPublicKey::new(&signature::ED25519, sized(bytes(label::X_OR_E)?)?)
            }
            (Algorithm::Es256, (Some(2), Some(1))) => {
                let point = [&[4][..], sized(bytes(label::X_OR_E)?)?, sized(bytes(label::Y)?)?].concat();
                ParsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point)
            }
            (Algorithm::Rs256, (Some(3), None)) => {
                let key = RsaPublicKeyComponents { n: bytes(label::CURVE_OR_N)?, e: bytes(label::X_OR_E)? };
                return match key.to_parsed_public_key(&signature::RSA_PKCS1_2048_8192_SHA256) {
                    Ok(parsed) => Ok(Self { algorithm, parsed }),
                    Err(_) => Err(MALFORMED),
                };
            }
            _ => return Err(MALFORMED),
        };
        Ok(Self { algorithm, parsed: parsed.map_err(|_| MALFORMED)? })
    }

    /// Whether this is the key's signature of `message`. ECDSA signatures are ASN.1 (WebAuthn §6.5.5).
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

const MALFORMED: Refused = Refused::Malformed("public key");

/// A coordinate of a curve of 256 bits.
fn sized(bytes: &[u8]) -> Result<&[u8], Refused> {
    if bytes.len() == 32 { Ok(bytes) } else { Err(MALFORMED) }
}
