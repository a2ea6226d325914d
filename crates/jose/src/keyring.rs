//! Our own keys at one moment: which one signs for each algorithm, and which ones are published and believed.

use std::sync::Arc;

use crate::{Algorithm, Jwk, JwkError, JwkSet, SigningKey, VerifyingKeys};

/// The signing key for each algorithm and every key whose signatures still count. Built anew when keys change or one
/// of their times passes; cheap to share.
#[derive(Debug, Clone, Default)]
pub struct Keyring {
    signing: Vec<Arc<SigningKey>>,
    verifying: VerifyingKeys,
    published: JwkSet,
}

impl Keyring {
    /// `signing`: at most one key for each algorithm counts, the first. `published`: all keys to publish and to believe,
    /// the signing ones among them.
    pub fn new(signing: Vec<Arc<SigningKey>>, published: Vec<Jwk>) -> Result<Self, JwkError> {
        let published = JwkSet { keys: published };
        Ok(Self { signing, verifying: VerifyingKeys::from_set(&published)?.remembering(), published })
    }

    /// The key that signs with this algorithm now.
    pub fn signing(&self, algorithm: Algorithm) -> Option<&SigningKey> {
        self.signing.iter().find(|key| key.algorithm() == algorithm).map(Arc::as_ref)
    }

    /// The algorithms that can be signed with now, in the order of [`Algorithm::ALL`].
    pub fn algorithms(&self) -> Vec<Algorithm> {
        Algorithm::ALL.into_iter().filter(|&algorithm| self.signing(algorithm).is_some()).collect()
    }

    /// The keys to judge our own tokens with.
    pub fn verifying(&self) -> &VerifyingKeys {
        &self.verifying
    }

    /// What the JWKS endpoint answers.
    pub fn published(&self) -> &JwkSet {
        &self.published
    }
}
