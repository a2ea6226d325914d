//! SHA-256 where the protocols name it, and the half hashes that bind tokens to each other.

use aws_lc_rs::{constant_time, digest};

use crate::{Algorithm, base64url};

/// SHA-256 of the bytes.
pub fn sha256(bytes: impl AsRef<[u8]>) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes.as_ref()).as_ref());
    out
}

/// `at_hash` and `c_hash`: the left half of the hash that belongs to the ID token's algorithm (OIDC Core §3.1.3.6).
/// Ed25519 hashes with SHA-512, so that is what `EdDSA` takes.
pub fn left_half(algorithm: Algorithm, token: &str) -> String {
    let hash = match algorithm {
        Algorithm::EdDSA => &digest::SHA512,
        Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 => &digest::SHA256,
    };
    let whole = digest::digest(hash, token.as_bytes());
    base64url::encode(&whole.as_ref()[..whole.as_ref().len() / 2])
}

/// Whether both are the same, in a time that depends on their lengths only.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    constant_time::verify_slices_are_equal(a, b).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_hashes() {
        // OIDC Core, appendix A.4: c_hash and at_hash of the hybrid example.
        assert_eq!(
            left_half(Algorithm::RS256, "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
        assert_eq!(left_half(Algorithm::EdDSA, "abc").len(), 43);
    }
}
