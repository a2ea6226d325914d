//! Keys that sign. Each is decoded once and kept: decoding an RSA key for each signature would cost more than half of
//! the signature itself.

use std::fmt;

use aws_lc_rs::{
    encoding::{AsDer, Pkcs8V1Der},
    rand::SystemRandom,
    rsa::KeySize,
    signature::{self, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair},
};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::{Algorithm, Jwk, JwkError, VerifyingKey, base64url, jwk::Material};

/// A signing key could not be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The document is not a PKCS#8 private key for this algorithm.
    #[error("not a private key for this algorithm")]
    Rejected,
    /// The library could not make or write a key.
    #[error("the key could not be made")]
    Failed,
}

impl From<JwkError> for KeyError {
    fn from(_: JwkError) -> Self {
        Self::Rejected
    }
}

/// A token could not be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The claims are no JSON object.
    #[error("the claims are not a JSON object")]
    Claims,
    /// The library refused to sign.
    #[error("the key could not sign")]
    Key,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
    Ed25519(Box<Ed25519KeyPair>),
}

/// A private key with its public half. Its `kid` is its thumbprint (RFC 7638).
pub struct SigningKey {
    algorithm: Algorithm,
    pair: Pair,
    public: Jwk,
    verifying: VerifyingKey,
}

impl SigningKey {
    /// Makes a new key; RSA keys have 2048 bits.
    pub fn generate(algorithm: Algorithm) -> Result<Self, KeyError> {
        let pair = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => {
                Pair::Rsa(Box::new(RsaKeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Failed)?))
            }
            Algorithm::ES256 => {
                let curve = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
                Pair::P256(Box::new(EcdsaKeyPair::generate(curve).map_err(|_| KeyError::Failed)?))
            }
            Algorithm::EdDSA => Pair::Ed25519(Box::new(Ed25519KeyPair::generate().map_err(|_| KeyError::Failed)?)),
        };
        Self::new(algorithm, pair)
    }

    /// Reads a key from an unencrypted PKCS#8 document (RFC 5208).
    pub fn from_pkcs8(algorithm: Algorithm, document: &[u8]) -> Result<Self, KeyError> {
        let pair = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => {
                Pair::Rsa(Box::new(RsaKeyPair::from_pkcs8(document).map_err(|_| KeyError::Rejected)?))
            }
            Algorithm::ES256 => {
                let curve = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
                Pair::P256(Box::new(EcdsaKeyPair::from_pkcs8(curve, document).map_err(|_| KeyError::Rejected)?))
            }
            Algorithm::EdDSA => {
                let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(document);
                Pair::Ed25519(Box::new(pair.map_err(|_| KeyError::Rejected)?))
            }
        };
        Self::new(algorithm, pair)
    }

    fn new(algorithm: Algorithm, pair: Pair) -> Result<Self, KeyError> {
        let public = Jwk::new(material(&pair)?, algorithm);
        let verifying = VerifyingKey::from_jwk(&public)?;
        Ok(Self { algorithm, pair, public, verifying })
    }

    /// The private key as a PKCS#8 document, to be sealed and stored.
    pub fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let failed = |_| KeyError::Failed;
        Ok(Zeroizing::new(match &self.pair {
            Pair::Rsa(pair) => AsDer::<Pkcs8V1Der<'_>>::as_der(&**pair).map_err(failed)?.as_ref().to_vec(),
            Pair::P256(pair) => pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(),
            Pair::Ed25519(pair) => pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(),
        }))
    }

    /// The algorithm it signs with; it has no other.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The name of the key: its thumbprint.
    pub fn kid(&self) -> &str {
        self.public.kid.as_deref().unwrap_or_default()
    }

    /// The public half, as it is published.
    pub fn public(&self) -> &Jwk {
        &self.public
    }

    /// The public half, ready to verify.
    pub fn verifying(&self) -> &VerifyingKey {
        &self.verifying
    }

    /// A compact JWS over the claims (RFC 7515 §3.1). `typ` says what kind of token it is, so that no kind can stand
    /// for another (RFC 8725 §3.11).
    pub fn sign(&self, typ: &str, claims: &impl Serialize) -> Result<String, SignError> {
        #[derive(Serialize)]
        struct Header<'a> {
            alg: &'a str,
            typ: &'a str,
            kid: &'a str,
        }
        let header = Header { alg: self.algorithm.name(), typ, kid: self.kid() };
        let header = serde_json::to_vec(&header).map_err(|_| SignError::Claims)?;
        let claims = serde_json::to_vec(claims).map_err(|_| SignError::Claims)?;
        if claims.first() != Some(&b'{') {
            return Err(SignError::Claims);
        }
        let mut token = String::with_capacity((header.len() + claims.len() + 256) * 4 / 3 + 8);
        base64url::encode_onto(header, &mut token);
        token.push('.');
        base64url::encode_onto(claims, &mut token);
        let signature = self.signature(token.as_bytes())?;
        token.push('.');
        base64url::encode_onto(signature, &mut token);
        Ok(token)
    }

    /// The bare signature over a message.
    pub fn signature(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rsa(pair) => {
                let encoding: &'static dyn RsaEncoding = match self.algorithm {
                    Algorithm::PS256 => &signature::RSA_PSS_SHA256,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut out = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &random, message, &mut out).map_err(|_| SignError::Key)?;
                Ok(out)
            }
            Pair::P256(pair) => Ok(pair.sign(&random, message).map_err(|_| SignError::Key)?.as_ref().to_vec()),
            Pair::Ed25519(pair) => Ok(pair.try_sign(message).map_err(|_| SignError::Key)?.as_ref().to_vec()),
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("algorithm", &self.algorithm)
            .field("kid", &self.kid())
            .finish_non_exhaustive()
    }
}

fn material(pair: &Pair) -> Result<Material, KeyError> {
    match pair {
        Pair::Rsa(pair) => {
            let (n, e) = rsa_numbers(pair.public_key().as_ref()).ok_or(KeyError::Rejected)?;
            Ok(Material::Rsa { n: n.to_vec(), e: e.to_vec() })
        }
        Pair::P256(pair) => {
            let point = pair.public_key().as_ref();
            let (Some(x), Some(y)) = (point.get(1..33), point.get(33..65)) else { return Err(KeyError::Rejected) };
            let array = |half: &[u8]| half.try_into().map_err(|_| KeyError::Rejected);
            Ok(Material::P256 { x: array(x)?, y: array(y)? })
        }
        Pair::Ed25519(pair) => {
            let x = pair.public_key().as_ref().try_into().map_err(|_| KeyError::Rejected)?;
            Ok(Material::Ed25519 { x })
        }
    }
}

/// Modulus and exponent out of a DER `RSAPublicKey` (RFC 8017 §A.1.1) that the library wrote.
fn rsa_numbers(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (sequence, _) = der_value(der, 0x30)?;
    let (n, rest) = der_value(sequence, 0x02)?;
    let (e, _) = der_value(rest, 0x02)?;
    // A leading zero byte only keeps the number positive.
    Some((n.strip_prefix(&[0]).unwrap_or(n), e.strip_prefix(&[0]).unwrap_or(e)))
}

/// The content of the first DER value, which must have this tag, and what follows it.
fn der_value(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&first, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(length), rest),
        0x81 | 0x82 => {
            let (digits, rest) = rest.split_at_checked(usize::from(length - 0x80))?;
            (digits.iter().fold(0, |sum, &digit| sum << 8 | usize::from(digit)), rest)
        }
        _ => return None,
    };
    if first == tag { rest.split_at_checked(length) } else { None }
}
