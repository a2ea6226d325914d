//! What users type to be found, in one canonical form. E-mail addresses and user names are one namespace: two spellings
//! that people or mail systems take for the same have the same [`Key`], and share one counter of wrong attempts.
//!
//! The form is NFKC, lower case, NFKC again (UAX 15); case folding is ours, for databases fold ASCII only.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The longest key, in bytes (RFC 5321 §4.5.3.1 allows a path of 256 octets, brackets included).
pub const MAX_BYTES: usize = 254;

/// An e-mail address or a user name in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Key(String);

/// Why a text is no identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum NotAnIdentifier {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// Longer than [`MAX_BYTES`].
    #[error("longer than 254 bytes")]
    TooLong,
    /// A space, a control character, or one that is not seen.
    #[error("holds a space, a control character or an invisible one")]
    BadCharacter,
    /// Not exactly one `@` with something on both sides, or a domain that can not be one.
    #[error("not an e-mail address")]
    NotAnEmail,
    /// A user name may not hold an `@`: it could be taken for somebody's address.
    #[error("a user name may not hold an @")]
    AtSign,
}

impl Key {
    /// The key of an e-mail address.
    ///
    /// # Errors
    /// When it is not one: see [`NotAnIdentifier`].
    pub fn email(text: &str) -> Result<Self, NotAnIdentifier> {
        let key = canonical(text)?;
        let (local, domain) = key.split_once('@').ok_or(NotAnIdentifier::NotAnEmail)?;
        let domain = readable(domain).ok_or(NotAnIdentifier::NotAnEmail)?;
        let sound = is_local(local) && domain.split('.').all(is_label);
        let key = canonical(&format!("{local}@{domain}"))?;
        if sound { Ok(Self(key)) } else { Err(NotAnIdentifier::NotAnEmail) }
    }

    /// The key of a user name: anything without an `@`.
    ///
    /// # Errors
    /// When it is not one: see [`NotAnIdentifier`].
    pub fn user_name(text: &str) -> Result<Self, NotAnIdentifier> {
        let key = canonical(text)?;
        if key.contains('@') { Err(NotAnIdentifier::AtSign) } else { Ok(Self(key)) }
    }

    /// The key of whatever was typed: an e-mail address if it holds an `@`, else a user name.
    ///
    /// # Errors
    /// When it is neither: see [`NotAnIdentifier`].
    pub fn typed(text: &str) -> Result<Self, NotAnIdentifier> {
        let key = Self::user_name(text);
        if key == Err(NotAnIdentifier::AtSign) { Self::email(text) } else { key }
    }

    /// The canonical text, as the database keeps it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain of an e-mail address; none for a user name.
    pub fn domain(&self) -> Option<&str> {
        self.0.split_once('@').map(|(_, domain)| domain)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::typed(&text).map_err(serde::de::Error::custom)
    }
}

/// A domain with its labels as people read them, if it is a valid one (UTS 46): `xn--mnchen-3ya` is `münchen`.
fn readable(domain: &str) -> Option<String> {
    let (text, valid) = idna::domain_to_unicode(domain);
    valid.ok().map(|()| text)
}

/// What may stand before the `@`: RFC 5322's `atext` and dots, and letters of all scripts (RFC 6531). Quoted forms are not
/// taken: nobody has one, and mail software disagrees on them.
fn is_local(local: &str) -> bool {
    let plain = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    (1..=64).contains(&local.len()) && local.chars().all(plain)
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c == '-' || c.is_alphanumeric() || !c.is_ascii())
}

fn canonical(text: &str) -> Result<String, NotAnIdentifier> {
    let text = text.trim();
    // Normalisation can grow a text up to eighteenfold: look at its length first.
    if text.len() > MAX_BYTES {
        return Err(NotAnIdentifier::TooLong);
    }
    let fold = |text: &str| text.nfkc().flat_map(char::to_lowercase).nfkc().collect::<String>();
    let mut key = fold(text);
    // Some letters take a second round to settle; the form must be a fixed point, or it would not be one form.
    for _ in 0..4 {
        let again = fold(&key);
        if again == key {
            break;
        }
        key = again;
    }
    match () {
        () if key.is_empty() => Err(NotAnIdentifier::Empty),
        () if key.len() > MAX_BYTES => Err(NotAnIdentifier::TooLong),
        () if key.chars().any(|c| c.is_control() || c.is_whitespace() || is_unseen(c)) => {
            Err(NotAnIdentifier::BadCharacter)
        }
        () => Ok(key),
    }
}

/// Characters that are not seen (Unicode's Default_Ignorable_Code_Point), private ones, and the replacement character.
fn is_unseen(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x17b4..=0x17b5 | 0x180b..=0x180f | 0x200b..=0x200f | 0x202a..=0x202e
        | 0x2060..=0x206f | 0x3164 | 0xe000..=0xf8ff | 0xfe00..=0xfe0f | 0xfeff | 0xffa0 | 0xfff0..=0xfffd
        | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0x10_ffff)
}

/// An organisation's slug ("company ID"): lower-case letters, digits and inner hyphens, 2 to 40 of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Slug(String);

/// The text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a company ID is 2 to 40 letters, digits and hyphens, and begins and ends with a letter or digit")]
pub struct NotASlug;

impl Slug {
    /// The slug that was typed; case and surrounding spaces do not matter.
    ///
    /// # Errors
    /// When it is none.
    pub fn typed(text: &str) -> Result<Self, NotASlug> {
        let text = text.trim().to_ascii_lowercase();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let sound =
            (2..=40).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-');
        if sound { Ok(Self(text)) } else { Err(NotASlug) }
    }

    /// The slug's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::typed(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
