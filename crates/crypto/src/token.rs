//! Minted tokens: session cookies, codes, refresh tokens, client secrets. 256 random bits each, stored as SHA-256 only.
//!
//! A plain hash is enough, because nobody can run through 2²⁵⁶ inputs; a password hash on a token path would only be slow.

use std::fmt;

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::ConstantTimeEq as _;
use zeroize::ZeroizeOnDrop;

use crate::{
    entropy::{self, Entropy},
    seal::Sealer,
};

/// A secret that we made and handed out. Whoever shows it has it.
#[derive(Clone, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl Token {
    /// How long the text of a token is.
    pub const TEXT_LENGTH: usize = 43;

    /// A new token.
    pub fn mint(entropy: &dyn Entropy) -> Self {
        Self(entropy::bytes(entropy))
    }

    /// The token that follows this one: always the same under the same key, and nobody computes it without. `bound_to` is
    /// what it belongs to.
    pub fn successor(&self, key: &Sealer, purpose: &'static str, bound_to: &[u8]) -> Self {
        Self(key.mac(purpose, &[bound_to, &self.0]))
    }

    /// The token that belongs to something: always the same under the same key, and nobody computes it without. So what is
    /// handed out can be handed out again, though only its hash is stored.
    pub fn of(key: &Sealer, purpose: &'static str, bound_to: &[u8]) -> Self {
        Self(key.mac(purpose, &[bound_to]))
    }

    /// The text that is handed out: 43 characters of base64url (RFC 4648 §5).
    pub fn expose(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// The token of this text; `None` for everything that [`Self::expose`] does not write.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != Self::TEXT_LENGTH {
            return None;
        }
        let mut bytes = [0; 32];
        let length = URL_SAFE_NO_PAD.decode_slice_unchecked(text, &mut bytes).ok()?;
        (length == bytes.len()).then_some(Self(bytes))
    }

    /// What is stored of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What is stored of a secret with at least 64 random bits: its SHA-256. Compared in constant time.
#[derive(Clone, Copy)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// The hash of these bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
        Self(hash)
    }

    /// The hash as read from the database.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, as written to the database.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}
impl Eq for TokenHash {}

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// What is stored of a secret that arrives as text, as a client secret does. The text needs 256 random bits of its own:
/// this is no password hash.
pub fn hash_secret(secret: &str) -> TokenHash {
    TokenHash::of(secret.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{entropy::Seeded, seal::SealingKey};

    #[test]
    fn handed_out_and_shown_again() {
        let entropy = Seeded::new(1);
        let [token, other] = [(); 2].map(|()| Token::mint(&entropy));
        let text = token.expose();
        assert_eq!(text.len(), Token::TEXT_LENGTH);
        assert_eq!(Token::parse(&text).map(|token| token.hash()), Some(token.hash()));
        assert_ne!(token.hash(), other.hash());
    }

    #[test]
    fn a_successor_is_the_same_for_the_same_key_purpose_and_owner_only() {
        let entropy = Seeded::new(1);
        let [token, other] = [(); 2].map(|()| Token::mint(&entropy));
        let [key, another] = [(); 2].map(|()| Sealer::new(&SealingKey::generate(&entropy), &[]));
        let expected = token.successor(&key, "session", b"one");
        assert_eq!(token.clone().successor(&key, "session", b"one").hash(), expected.hash());
        for differing in [
            other.successor(&key, "session", b"one"),
            token.successor(&another, "session", b"one"),
            token.successor(&key, "device", b"one"),
            token.successor(&key, "session", b"two"),
            expected.successor(&key, "session", b"one"),
            token,
        ] {
            assert_ne!(differing.hash(), expected.hash());
        }
    }

    #[test]
    fn what_belongs_to_something_is_the_same_for_the_same_key_and_purpose_only() {
        let entropy = Seeded::new(1);
        let [key, another] = [(); 2].map(|()| Sealer::new(&SealingKey::generate(&entropy), &[]));
        let expected = Token::of(&key, "link", b"one").hash();
        assert_eq!(Token::of(&key, "link", b"one").hash(), expected);
        for differing in
            [Token::of(&another, "link", b"one"), Token::of(&key, "code", b"one"), Token::of(&key, "link", b"two")]
        {
            assert_ne!(differing.hash(), expected);
        }
    }

    #[test]
    fn only_the_canonical_text_is_a_token() {
        let text = Token::mint(&Seeded::new(1)).expose();
        // The last character carries four bits; its two low ones must be zero, or sixteen bytes had four texts.
        let twin = match text.as_bytes()[42] {
            b'A'..=b'Y' | b'a'..=b'y' | b'0'..=b'8' => char::from(text.as_bytes()[42] + 1),
            other => panic!("the seed ends in {other}"),
        };
        for wrong in [
            String::new(),
            format!("{}{twin}", &text[..42]),
            format!("{text}="),
            format!("{text} "),
            format!(" {}", &text[1..]),
            text[..42].to_owned(),
            format!("{text}A"),
            format!("+{}", &text[1..]),
            format!("{}é", &text[..41]),
        ] {
            assert!(Token::parse(&wrong).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn a_secret_is_hashed_as_the_world_does() {
        // FIPS 180-4, example "abc".
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03,
            0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(hash_secret("abc").as_bytes(), &expected);
        assert_eq!(hash_secret("abc"), TokenHash::from_bytes(expected));
        assert_ne!(hash_secret("abd"), TokenHash::from_bytes(expected));
    }

    #[test]
    fn debug_shows_nothing() {
        let token = Token::mint(&Seeded::new(1));
        assert_eq!(format!("{token:?} {:?}", token.hash()), "Token(…) TokenHash(…)");
    }
}
