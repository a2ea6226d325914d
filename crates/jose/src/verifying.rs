//! Keys that judge signatures: parsed once, each good for the algorithms its JSON allows and for no other.

use std::{fmt, sync::Arc};

use aws_lc_rs::signature::{self, ParsedPublicKey, RsaParameters, RsaPublicKeyComponents};

use crate::{
    Algorithm, Jwk, JwkError, JwkSet, KeyUse,
    jwk::Material,
    seen::{self, Seen},
};

/// A public key, ready to verify.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: Option<String>,
    /// One parsed key for each algorithm that the key may be used with.
    parsed: Vec<(Algorithm, ParsedPublicKey)>,
}

impl VerifyingKey {
    /// Parses the key. A key for encryption, or one whose `alg` does not fit its type, is unsupported.
    pub fn from_jwk(jwk: &Jwk) -> Result<Self, JwkError> {
        if jwk.key_use == Some(KeyUse::Encryption) {
            return Err(JwkError::Unsupported);
        }
        let able: &[Algorithm] = match jwk.material {
            Material::Rsa { .. } => &[Algorithm::RS256, Algorithm::PS256],
            Material::P256 { .. } => &[Algorithm::ES256],
            Material::Ed25519 { .. } => &[Algorithm::EdDSA],
        };
        let mut parsed = Vec::with_capacity(able.len());
        for &algorithm in able {
            if jwk.algorithm.is_none_or(|only| only == algorithm) {
                parsed.push((algorithm, parse(&jwk.material, algorithm)?));
            }
        }
        if parsed.is_empty() {
            return Err(JwkError::Unsupported);
        }
        Ok(Self { kid: jwk.kid.clone(), parsed })
    }

    /// The name by which tokens refer to it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Whether this is the signature of `message` by this key with `algorithm`. An algorithm that the key is not for
    /// is no signature.
    pub fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        self.parsed
            .iter()
            .find(|(able, _)| *able == algorithm)
            .is_some_and(|(_, key)| key.verify_sig(message, signature).is_ok())
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithms: Vec<_> = self.parsed.iter().map(|(algorithm, _)| algorithm).collect();
        f.debug_struct("VerifyingKey").field("kid", &self.kid).field("algorithms", &algorithms).finish()
    }
}

fn parse(material: &Material, algorithm: Algorithm) -> Result<ParsedPublicKey, JwkError> {
    match material {
        Material::Rsa { n, e } => {
            let parameters: &'static RsaParameters = match algorithm {
                Algorithm::PS256 => &signature::RSA_PSS_2048_8192_SHA256,
                _ => &signature::RSA_PKCS1_2048_8192_SHA256,
            };
            RsaPublicKeyComponents { n, e }.to_parsed_public_key(parameters).map_err(|_| JwkError::Malformed)
        }
        Material::P256 { x, y } => {
            let mut point = Vec::with_capacity(65);
            point.push(4);
            point.extend_from_slice(x);
            point.extend_from_slice(y);
            ParsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).map_err(|_| JwkError::Malformed)
        }
        Material::Ed25519 { x } => ParsedPublicKey::new(&signature::ED25519, x).map_err(|_| JwkError::Malformed),
    }
}

/// The keys of one party.
#[derive(Debug, Clone, Default)]
pub struct VerifyingKeys {
    keys: Vec<VerifyingKey>,
    /// Signatures that these keys found right, where tokens come more than once.
    seen: Option<Arc<Seen>>,
}

impl VerifyingKeys {
    /// These keys.
    pub fn new(keys: Vec<VerifyingKey>) -> Self {
        Self { keys, seen: None }
    }

    /// The same keys, which remember the newest signatures that they found right: for tokens that are shown again and
    /// again. The memory is this set's alone, so that it ends with the set.
    pub fn remembering(self) -> Self {
        Self { seen: Some(Arc::default()), ..self }
    }

    /// Parses a set. Keys that are not for signatures are passed over; a broken one spoils the set.
    pub fn from_set(set: &JwkSet) -> Result<Self, JwkError> {
        let mut keys = Vec::with_capacity(set.keys.len());
        for jwk in &set.keys {
            match VerifyingKey::from_jwk(jwk) {
                Ok(key) => keys.push(key),
                Err(JwkError::Unsupported) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Self::new(keys))
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether there is a key of this name; an unknown name is a reason to look for newer keys.
    pub fn knows(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.kid() == Some(kid))
    }

    /// The keys that a token with this `kid` may have been signed with: those of that name and those without a name;
    /// all of them when the token names none.
    fn candidates<'a>(&'a self, kid: Option<&'a str>) -> impl Iterator<Item = &'a VerifyingKey> {
        self.keys.iter().filter(move |key| kid.is_none() || key.kid.is_none() || key.kid() == kid)
    }

    /// Whether one of the keys that a token with this `kid` may have been signed with made this signature.
    pub(crate) fn signed(&self, algorithm: Algorithm, kid: Option<&str>, signed: &str, signature: &[u8]) -> bool {
        let judged = || self.candidates(kid).any(|key| key.verify(algorithm, signed.as_bytes(), signature));
        let Some(seen) = &self.seen else { return judged() };
        // Algorithm and name of the key are in the signed part.
        let digest = seen::digest(signed, signature);
        if seen.knows(&digest) {
            return true;
        }
        let right = judged();
        if right {
            seen.keep(digest);
        }
        right
    }
}
