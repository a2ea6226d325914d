//! Salted SHA, as LDAP servers keep it (RFC 2307 §5.3 with a salt): `{SSHA}` with base64 of hash and salt.
//!
//! AttemptKey at billions a second, so it is here only to be replaced at the first sign-in.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use crate::password::stored::{NotAHash, Tag, base64_bytes};

/// Hashes a password and a salt.
type Salted = fn(&[u8], &[u8]) -> Tag;

#[derive(Clone)]
pub(in crate::password) struct SaltedSha {
    digest: Salted,
    salt: Vec<u8>,
    tag: Tag,
}

impl SaltedSha {
    /// Reads `{SSHA}…`, `{SSHA256}…`, `{SSHA512}…`; the name in any case, as LDAP has it.
    pub(in crate::password) fn parse(text: &str) -> Result<Self, NotAHash> {
        let (name, both) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or(NotAHash::Unknown)?;
        let (digest, length): (Salted, _) = match name.to_ascii_uppercase().as_str() {
            "SSHA" => (salted::<Sha1>, 20),
            "SSHA256" => (salted::<Sha256>, 32),
            "SSHA512" => (salted::<Sha512>, 64),
            _ => return Err(NotAHash::Unknown),
        };
        let mut tag = base64_bytes(both, length + 1..=length + 64)?;
        let salt = tag.split_off(length);
        Ok(Self { digest, salt, tag: Tag::new(tag) })
    }

    pub(in crate::password) fn matches(&self, form: &[u8]) -> bool {
        (self.digest)(form, &self.salt) == self.tag
    }
}

fn salted<D: Digest>(form: &[u8], salt: &[u8]) -> Tag {
    Tag::new(D::new().chain_update(form).chain_update(salt).finalize().to_vec())
}
