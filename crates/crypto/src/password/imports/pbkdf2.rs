//! PBKDF2 (RFC 8018 §5.2) as Django, Keycloak and passlib write it.

use base64::alphabet::{Alphabet, STANDARD};

use crate::password::stored::{NotAHash, Tag, base64_bytes, decimal, decode};

/// Iterations times blocks of output, weighed by hash: about a second and a half.
const MAX_WORK: u32 = 10_000_000;

#[derive(Clone)]
pub(in crate::password) struct Pbkdf2 {
    hash: Hash,
    iterations: u32,
    salt: Vec<u8>,
    tag: Tag,
}

#[derive(Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }

    /// How many times longer a block takes than with SHA-256.
    const fn weight(self) -> u32 {
        match self {
            Self::Sha1 | Self::Sha256 => 1,
            Self::Sha512 => 4,
        }
    }
}

impl Pbkdf2 {
    /// Reads `pbkdf2_sha256$iterations$salt$hash`. The salt is text in Django's form.
    pub(in crate::password) fn parse_django(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let hash = match fields[0] {
            "pbkdf2_sha1" => Hash::Sha1,
            "pbkdf2_sha256" => Hash::Sha256,
            _ => return Err(NotAHash::Unknown),
        };
        let [_, iterations, salt, tag] = fields[..] else { return Err(NotAHash::Damaged) };
        if salt.is_empty() {
            return Err(NotAHash::Damaged);
        }
        Self::new(hash, iterations, salt.as_bytes().to_vec(), base64_bytes(tag, 16..=128)?)
    }

    /// Reads `$keycloak$pbkdf2-sha512$iterations$salt$hash`, the line we make of Keycloak's two JSON texts.
    pub(in crate::password) fn parse_keycloak(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let ["", "keycloak", name, iterations, salt, tag] = fields[..] else { return Err(NotAHash::Damaged) };
        let hash = dashed(name)?;
        Self::new(hash, iterations, base64_bytes(salt, 1..=128)?, base64_bytes(tag, 16..=128)?)
    }

    /// Reads `$pbkdf2-sha256$iterations$salt$hash`, in base64 with `.` for `+`.
    pub(in crate::password) fn parse_passlib(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let hash = dashed(fields.get(1).copied().unwrap_or_default())?;
        let ["", _, iterations, salt, tag] = fields[..] else { return Err(NotAHash::Damaged) };
        let alphabet = Alphabet::new(&STANDARD.as_str().replace('+', ".")).map_err(|_| NotAHash::Damaged)?;
        let bytes = |text: &str, lengths| decode(&alphabet, text, lengths);
        Self::new(hash, iterations, bytes(salt, 1..=128)?, bytes(tag, 16..=128)?)
    }

    fn new(hash: Hash, iterations: &str, salt: Vec<u8>, tag: Vec<u8>) -> Result<Self, NotAHash> {
        let iterations = decimal(iterations)?;
        let blocks = u32::try_from(tag.len().div_ceil(hash.length())).map_err(|_| NotAHash::Damaged)?;
        if iterations == 0 {
            return Err(NotAHash::Damaged);
        }
        if iterations.saturating_mul(blocks * hash.weight()) > MAX_WORK {
            return Err(NotAHash::TooCostly {
                scheme: "PBKDF2",
                has: format!("{iterations} iterations of {blocks} blocks of {}", hash.name()),
                most: "iterations × blocks up to 10 000 000, or 2 500 000 with SHA-512",
            });
        }
        Ok(Self { hash, iterations, salt, tag: Tag::new(tag) })
    }

    pub(in crate::password) fn matches(&self, form: &[u8]) -> bool {
        let compute = match self.hash {
            Hash::Sha1 => ::pbkdf2::pbkdf2_hmac::<sha1::Sha1>,
            Hash::Sha256 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha256>,
            Hash::Sha512 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha512>,
        };
        let mut tag = Tag::zero(self.tag.len());
        compute(form, &self.salt, self.iterations, tag.bytes());
        tag == self.tag
    }

    /// How long that takes on a core of today, in microseconds.
    pub(in crate::password) fn micros(&self) -> u64 {
        let blocks = self.tag.len().div_ceil(self.hash.length()) as u64;
        u64::from(self.iterations) * blocks * u64::from(self.hash.weight()) * 3 / 20
    }
}

/// The names that Keycloak and passlib share; without a suffix it is SHA-1.
fn dashed(name: &str) -> Result<Hash, NotAHash> {
    match name {
        "pbkdf2" => Ok(Hash::Sha1),
        "pbkdf2-sha256" => Ok(Hash::Sha256),
        "pbkdf2-sha512" => Ok(Hash::Sha512),
        _ => Err(NotAHash::Unknown),
    }
}
