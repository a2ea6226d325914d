//! Sealing: what must be read again but by nobody else. Secrets in the database, and requests that travel in a URL.
//!
//! AES-256-GCM under a key of the configuration. A sealed value is
//! `version (1) ‖ key id (4) ‖ salt (12) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`.
//! The key of each message is HKDF-Expand (RFC 5869 §2.3) of the configured key over purpose and salt, so that purposes
//! never share a key, and 192 random bits stand between two messages: no number of messages that a server can write
//! brings a nonce back under its key. Where the value belongs is associated data: moved elsewhere, it does not open.

use std::fmt;

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hkdf::{HKDF_SHA256, Prk},
    hmac,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::entropy::{self, Entropy};

mod key;

pub use key::{KeyId, NotAKey, SealingKey};

const VERSION: u8 = 1;
const SALT: usize = 12;
const NONCE: usize = 12;
const TAG: usize = 16;
const HEADER: usize = 1 + KeyId::LENGTH + SALT + NONCE;

/// The purpose of what lies in the database; those of texts and of keyed hashes can not be equal to it.
const AT_REST: &str = "at rest";

/// Where a sealed value lies. It opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct SealContext<'a> {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The primary key of the row.
    pub row: &'a [u8],
}

/// Why a value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsealable {
    /// Cut short, of a version that is not ours, or not base64url.
    #[error("not a sealed value")]
    Malformed,
    /// Sealed under a key that is not configured.
    #[error("sealed under an unknown key")]
    UnknownKey,
    /// Changed, moved from another context or purpose, or made by somebody else.
    #[error("altered or moved")]
    Altered,
}

/// What sealed a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SealedBy {
    /// The key that seals now.
    Current,
    /// A key that only opens.
    Former,
    /// A key that is not configured, or nothing of ours.
    Unknown,
}

/// Seals and opens. Seals under the current key, opens under the previous ones as well.
pub struct Sealer {
    current: Derivation,
    previous: Vec<Derivation>,
}

impl Sealer {
    /// A sealer that writes with `current` and still reads what `previous` keys wrote.
    pub fn new(current: &SealingKey, previous: &[SealingKey]) -> Self {
        Self { current: Derivation::new(current), previous: previous.iter().map(Derivation::new).collect() }
    }

    /// The id of the key that seals.
    pub const fn key_id(&self) -> KeyId {
        self.current.id
    }

    /// Seals what is written to this context.
    pub fn seal(&self, entropy: &dyn Entropy, context: SealContext<'_>, plain: &[u8]) -> Vec<u8> {
        self.current.seal(entropy, &["seal", AT_REST], &context.associated(), plain)
    }

    /// Opens what was read from this context.
    ///
    /// # Errors
    /// Says why it does not open. None of the reasons may be passed over: the value is not what was written there.
    pub fn open(&self, context: SealContext<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        self.open_as(&["seal", AT_REST], &context.associated(), sealed)
    }

    /// Whether the value should be sealed again: it was not sealed under the current key.
    pub fn is_stale(&self, sealed: &[u8]) -> bool {
        Parts::of(sealed).is_none_or(|parts| parts.key != self.current.id)
    }

    /// Which of the keys sealed this value, by its header; whether it opens is another question.
    pub fn sealed_by(&self, sealed: &[u8]) -> SealedBy {
        match Parts::of(sealed) {
            Some(parts) if parts.key == self.current.id => SealedBy::Current,
            Some(parts) if self.previous.iter().any(|key| key.id == parts.key) => SealedBy::Former,
            _ => SealedBy::Unknown,
        }
    }

    /// Seals what travels through a browser, as base64url for a URL. `bound_to` is what must be there again when it comes
    /// back, as the browser's cookie. The end of its life belongs into `plain`.
    pub fn seal_text(&self, entropy: &dyn Entropy, purpose: &'static str, bound_to: &[u8], plain: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.current.seal(entropy, &["text", purpose], bound_to, plain))
    }

    /// Opens what came back.
    ///
    /// # Errors
    /// Says why it does not open.
    pub fn open_text(
        &self,
        purpose: &'static str,
        bound_to: &[u8],
        text: &str,
    ) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let sealed = URL_SAFE_NO_PAD.decode(text).map_err(|_| Unsealable::Malformed)?;
        self.open_as(&["text", purpose], bound_to, &sealed)
    }

    /// A keyed hash (HMAC-SHA-256 under a key of this purpose) of these parts, each taken with its length. For what nobody
    /// outside must be able to compute: form tokens. It changes with the current key.
    pub fn mac(&self, purpose: &'static str, parts: &[&[u8]]) -> [u8; 32] {
        self.current.mac(purpose, parts)
    }

    /// Whether this is the keyed hash of these parts, under the current key or a previous one. In constant time.
    pub fn is_mac(&self, purpose: &'static str, parts: &[&[u8]], mac: &[u8]) -> bool {
        self.keys().any(|key| key.mac(purpose, parts).as_slice().ct_eq(mac).into())
    }

    fn open_as(&self, purpose: &[&str; 2], bound_to: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let parts = Parts::of(sealed).ok_or(Unsealable::Malformed)?;
        let key = self.keys().find(|key| key.id == parts.key).ok_or(Unsealable::UnknownKey)?;
        key.open(purpose, bound_to, &parts)
    }

    fn keys(&self) -> impl Iterator<Item = &Derivation> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let previous = self.previous.iter().map(|key| key.id).collect::<Vec<_>>();
        f.debug_struct("Sealer").field("current", &self.current.id).field("previous", &previous).finish_non_exhaustive()
    }
}

impl SealContext<'_> {
    fn associated(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for part in [self.table.as_bytes(), self.column.as_bytes(), self.row] {
            append(&mut bytes, part);
        }
        bytes
    }
}

/// Appends a part with its length before it, so that parts can not run into each other.
fn append(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
    bytes.extend_from_slice(part);
}

/// A sealed value, taken apart.
struct Parts<'a> {
    key: KeyId,
    salt: &'a [u8],
    nonce: [u8; NONCE],
    ciphertext: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(sealed: &'a [u8]) -> Option<Self> {
        let (&[version], rest) = sealed.split_first_chunk()?;
        let (&key, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_at_checked(SALT)?;
        let (&nonce, ciphertext) = rest.split_first_chunk()?;
        (version == VERSION && ciphertext.len() >= TAG).then_some(Self { key: KeyId(key), salt, nonce, ciphertext })
    }
}

/// A configured key, ready to give the keys of messages.
struct Derivation {
    id: KeyId,
    root: Prk,
}

#[expect(clippy::expect_used, reason = "AWS-LC refuses wrong lengths only, and all of them are constants here")]
impl Derivation {
    fn new(key: &SealingKey) -> Self {
        Self { id: key.id(), root: Prk::new_less_safe(HKDF_SHA256, key.bytes()) }
    }

    fn derive(&self, purpose: &[&str; 2], salt: &[u8]) -> Zeroizing<[u8; 32]> {
        let mut info = Vec::with_capacity(64);
        for part in [purpose[0].as_bytes(), purpose[1].as_bytes(), salt] {
            append(&mut info, part);
        }
        let mut key = Zeroizing::new([0; 32]);
        let info = [info.as_slice()];
        let output = self.root.expand(&info, HKDF_SHA256).expect("32 bytes are not too many");
        output.fill(key.as_mut_slice()).expect("32 bytes were asked for");
        key
    }

    fn cipher(&self, purpose: &[&str; 2], salt: &[u8]) -> LessSafeKey {
        let key = self.derive(purpose, salt);
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_slice()).expect("a key has 32 bytes"))
    }

    fn seal(&self, entropy: &dyn Entropy, purpose: &[&str; 2], bound_to: &[u8], plain: &[u8]) -> Vec<u8> {
        let salt: [u8; SALT] = entropy::bytes(entropy);
        let nonce: [u8; NONCE] = entropy::bytes(entropy);
        let mut sealed = Vec::with_capacity(HEADER + plain.len() + TAG);
        sealed.push(VERSION);
        sealed.extend_from_slice(&self.id.0);
        sealed.extend_from_slice(&salt);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        let tag = self
            .cipher(purpose, &salt)
            .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(bound_to), &mut sealed[HEADER..])
            .expect("less than 64 GiB");
        sealed.extend_from_slice(tag.as_ref());
        sealed
    }

    fn open(&self, purpose: &[&str; 2], bound_to: &[u8], parts: &Parts<'_>) -> Result<Zeroizing<Vec<u8>>, Unsealable> {
        let mut plain = Zeroizing::new(parts.ciphertext.to_vec());
        let length = self
            .cipher(purpose, parts.salt)
            .open_in_place(Nonce::assume_unique_for_key(parts.nonce), Aad::from(bound_to), &mut plain)
            .map_err(|_| Unsealable::Altered)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.derive(&["mac", purpose], &[]).as_slice());
        let mut context = hmac::Context::with_key(&key);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut mac = [0; 32];
        mac.copy_from_slice(context.sign().as_ref());
        mac
    }
}

#[cfg(test)]
mod tests;
