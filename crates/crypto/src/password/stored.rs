//! A password hash as the database keeps it, or as another server's export gives it.

use std::{fmt, ops::RangeInclusive, time::Duration};

use base64::{
    Engine as _,
    alphabet::{Alphabet, STANDARD},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use subtle::ConstantTimeEq as _;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use super::{
    argon::{Argon, Cost, Memory},
    imports::{Bcrypt, Pbkdf2, SaltedSha, Scrypt},
};

/// Why a text is no hash that is verified here. `Display` goes on from the name of what holds the text, and holds nothing of
/// salt or hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAHash {
    /// No form that is known.
    #[error(
        "is no password hash that is known here; known: Argon2, bcrypt, scrypt, PBKDF2 (PHC, Django, passlib, Keycloak), SSHA"
    )]
    Unknown,
    /// It begins as a known form does, but does not go on so.
    #[error("begins like a password hash, but is damaged: copy it whole, with nothing added")]
    Damaged,
    /// Verifying it would take more than a sign-in may.
    #[error("costs too much to be verified: {scheme} with {has}; taken: {most}. Let the user set another password")]
    TooCostly {
        /// What it was made with.
        scheme: &'static str,
        /// Its parameters.
        has: String,
        /// The bounds.
        most: &'static str,
    },
    /// `$2x$` marks hashes that an erroneous bcrypt made, which ignores letters outside ASCII and some before them.
    #[error(
        "is of bcrypt's `$2x$`, made by an erroneous version (crypt_blowfish before 1.1) in which other passwords match \
         too: it is not taken. Let the user set another password"
    )]
    ErroneousBcrypt,
}

/// A password hash. Ours is Argon2id; the others come with an import and are replaced at the next sign-in.
///
/// | form | written by |
/// |---|---|
/// | `$argon2id$…`, `$argon2i$…`, `$argon2d$…` (PHC), with `argon2` before it | ours; everybody; Django |
/// | `$2a$…`, `$2b$…`, `$2y$…`, with `bcrypt$` or `bcrypt_sha256$` before it | everybody; Django |
/// | `$scrypt$ln=…,r=…,p=…$salt$hash` | PHC, passlib, Authelia |
/// | `scrypt$n$salt$r$p$hash` | Django |
/// | `pbkdf2_sha256$…`, `pbkdf2_sha1$…` | Django |
/// | `$pbkdf2$…`, `$pbkdf2-sha256$…`, `$pbkdf2-sha512$…` | passlib, Authelia |
/// | `$keycloak$pbkdf2-sha512$iterations$salt$hash` (also `pbkdf2`, `pbkdf2-sha256`) | ours, see [`crate::keycloak`] |
/// | `{SSHA}…`, `{SSHA256}…`, `{SSHA512}…` | LDAP servers |
#[derive(Clone)]
pub struct Stored {
    text: Zeroizing<String>,
    scheme: Scheme,
}

#[derive(Clone)]
enum Scheme {
    Argon(Argon),
    Bcrypt(Bcrypt),
    Scrypt(Scrypt),
    Pbkdf2(Pbkdf2),
    SaltedSha(SaltedSha),
}

impl Stored {
    /// The longest hash that is read, in bytes.
    pub const MAX_BYTES: usize = 1024;

    /// Reads a hash.
    ///
    /// # Errors
    /// When it is none that we verify. At an import that is a reason to refuse the row; at a sign-in the account has no
    /// password that could match.
    pub fn parse(text: &str) -> Result<Self, NotAHash> {
        if text.len() > Self::MAX_BYTES {
            return Err(NotAHash::Unknown);
        }
        let scheme = Self::scheme(text)?;
        Ok(Self { text: Zeroizing::new(text.to_owned()), scheme })
    }

    fn scheme(text: &str) -> Result<Scheme, NotAHash> {
        if text.starts_with('{') {
            return SaltedSha::parse(text).map(Scheme::SaltedSha);
        }
        // What stands before the first dollar is the name that Django gives the scheme, or nothing.
        let (django, rest) = text.split_at(text.find('$').ok_or(NotAHash::Unknown)?);
        match django {
            "" => match rest.split('$').nth(1).unwrap_or_default() {
                name if name.starts_with("argon2") => Argon::parse(rest).map(Scheme::Argon),
                "2a" | "2b" | "2x" | "2y" => Bcrypt::parse(rest).map(Scheme::Bcrypt),
                "scrypt" => Scrypt::parse_phc(rest).map(Scheme::Scrypt),
                "keycloak" => Pbkdf2::parse_keycloak(rest).map(Scheme::Pbkdf2),
                _ => Pbkdf2::parse_passlib(rest).map(Scheme::Pbkdf2),
            },
            "argon2" => Argon::parse(rest).map(Scheme::Argon),
            "bcrypt" => Bcrypt::parse(&rest[1..]).map(Scheme::Bcrypt),
            "bcrypt_sha256" => Bcrypt::parse_over_sha256(&rest[1..]).map(Scheme::Bcrypt),
            "scrypt" => Scrypt::parse_django(rest).map(Scheme::Scrypt),
            _ => Pbkdf2::parse_django(text).map(Scheme::Pbkdf2),
        }
    }

    /// The text, as it is stored.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn new(argon: Argon) -> Self {
        Self { text: Zeroizing::new(argon.to_phc()), scheme: Scheme::Argon(argon) }
    }

    pub(super) fn matches(&self, form: &[u8], keep: Cost, memory: &mut Memory) -> bool {
        match &self.scheme {
            Scheme::Argon(argon) => argon.matches(form, keep, memory),
            Scheme::Bcrypt(bcrypt) => bcrypt.matches(form),
            Scheme::Scrypt(scrypt) => scrypt.matches(form),
            Scheme::Pbkdf2(pbkdf2) => pbkdf2.matches(form),
            Scheme::SaltedSha(sha) => sha.matches(form),
        }
    }

    /// How long verifying it takes on a core of today, about.
    pub fn takes(&self) -> Duration {
        Duration::from_micros(match &self.scheme {
            Scheme::Argon(argon) => argon.micros(),
            Scheme::Bcrypt(bcrypt) => bcrypt.micros(),
            Scheme::Scrypt(scrypt) => scrypt.micros(),
            Scheme::Pbkdf2(pbkdf2) => pbkdf2.micros(),
            Scheme::SaltedSha(_) => 1,
        })
    }

    /// Whether it is the hash of this password, without the permit that requests need.
    #[cfg(test)]
    pub(crate) fn matches_once(&self, password: &super::Password) -> bool {
        let mut memory = Memory::default();
        password.forms().any(|form| self.matches(form, Cost::default(), &mut memory))
    }

    /// Whether the password should be hashed again at a sign-in that it was right in: a new hash is harder to guess from.
    pub fn is_weaker_than(&self, cost: Cost) -> bool {
        match &self.scheme {
            Scheme::Argon(argon) => argon.is_weaker_than(cost),
            _ => true,
        }
    }
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.scheme {
            Scheme::Argon(_) => "Stored(Argon2 …)",
            Scheme::Bcrypt(_) => "Stored(bcrypt …)",
            Scheme::Scrypt(_) => "Stored(scrypt …)",
            Scheme::Pbkdf2(_) => "Stored(PBKDF2 …)",
            Scheme::SaltedSha(_) => "Stored(salted SHA …)",
        })
    }
}

/// What comes out of a hash function. Compared in constant time.
#[derive(Clone, ZeroizeOnDrop)]
pub(super) struct Tag(Vec<u8>);

impl Tag {
    pub(super) const fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn zero(length: usize) -> Self {
        Self(vec![0; length])
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn bytes(&mut self) -> &mut [u8] {
        &mut self.0
    }

    pub(super) fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Tag {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// A number in decimal digits and nothing else (`str::parse` takes a sign).
pub(super) fn decimal(text: &str) -> Result<u32, NotAHash> {
    if !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(NotAHash::Damaged);
    }
    text.parse().map_err(|_| NotAHash::Damaged)
}

/// Bytes in base64, padded or not, of a length in these bounds.
pub(crate) fn base64_bytes(text: &str, lengths: RangeInclusive<usize>) -> Result<Vec<u8>, NotAHash> {
    decode(&STANDARD, text, lengths)
}

/// Bytes in the base64 of PHC strings: never padded.
pub(super) fn phc_bytes(text: &str, lengths: RangeInclusive<usize>) -> Result<Vec<u8>, NotAHash> {
    if text.ends_with('=') { Err(NotAHash::Damaged) } else { base64_bytes(text, lengths) }
}

/// Bytes in some alphabet of base64. Bits that are left over in the last character may be set: some libraries did that.
pub(super) fn decode(alphabet: &Alphabet, text: &str, lengths: RangeInclusive<usize>) -> Result<Vec<u8>, NotAHash> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let bytes = GeneralPurpose::new(alphabet, LENIENT).decode(text).map_err(|_| NotAHash::Damaged)?;
    if lengths.contains(&bytes.len()) { Ok(bytes) } else { Err(NotAHash::Damaged) }
}
