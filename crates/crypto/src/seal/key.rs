//! The key of the configuration: 256 bits, as hexadecimal or base64 text.

use std::fmt;

use aws_lc_rs::digest;
use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::URL_SAFE_NO_PAD},
};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::entropy::Entropy;

/// The text is not a sealing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealing key is 32 random bytes, written as 64 hexadecimal digits or 43 characters of base64")]
pub struct NotAKey;

/// Names a key without telling anything about it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub(super) [u8; Self::LENGTH]);

impl KeyId {
    pub(super) const LENGTH: usize = 4;
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key that secrets at rest are sealed under. Lives outside the database.
#[derive(Clone, ZeroizeOnDrop)]
pub struct SealingKey([u8; 32]);

impl SealingKey {
    /// A new key.
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut key = Self([0; 32]);
        entropy.fill(&mut key.0);
        key
    }

    /// The key of this text: hexadecimal, base64 or base64url, with or without padding; white space around it is dropped,
    /// since files end in a newline.
    ///
    /// # Errors
    /// When it is not 32 bytes, or one byte over and over, as a placeholder is.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim_ascii();
        let bytes = if text.len() == 64 { from_hexadecimal(text) } else { from_base64(text) }.ok_or(NotAKey)?;
        let mut key = Self([0; 32]);
        if bytes.len() != key.0.len() || bytes.iter().all(|byte| *byte == bytes[0]) {
            return Err(NotAKey);
        }
        key.0.copy_from_slice(&bytes);
        Ok(key)
    }

    /// The text of the key, for the one file it is kept in.
    pub fn expose(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0))
    }

    /// The name of the key, as it stands in what it sealed.
    pub fn id(&self) -> KeyId {
        let mut context = digest::Context::new(&digest::SHA256);
        context.update(b"doorward sealing key id");
        context.update(&self.0);
        let mut id = [0; KeyId::LENGTH];
        id.copy_from_slice(&context.finish().as_ref()[..KeyId::LENGTH]);
        KeyId(id)
    }

    pub(super) const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.id())
    }
}

fn from_hexadecimal(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(32));
    for pair in text.as_bytes().chunks_exact(2) {
        let [high, low] = [pair[0], pair[1]].map(|digit| char::from(digit).to_digit(16));
        bytes.push(u8::try_from(high? << 4 | low?).ok()?);
    }
    Some(bytes)
}

fn from_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    const EITHER: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [&STANDARD, &URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, EITHER).decode(text).ok())
        .map(Zeroizing::new)
}
