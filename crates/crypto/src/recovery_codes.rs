//! Recovery codes: ten secrets on paper, for the day the second factor is lost. Each replaces it once.
//!
//! 75 random bits each, so what is stored is a plain SHA-256 (see [`crate::token`]).

use std::fmt;

use zeroize::Zeroizing;

use crate::{
    entropy::{self, Entropy},
    seal::Sealer,
    token::TokenHash,
};

/// Crockford's letters: no `i`, `l`, `o`, so nothing looks like `1` or `0`, and no `u`, so fewer words.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LETTERS: usize = 15;
const GROUP: usize = 5;

/// A recovery code: shown once, stored as its hash.
#[derive(Clone)]
pub struct RecoveryCode(Zeroizing<[u8; LETTERS]>);

/// How many codes make a set.
pub const SET: usize = 10;

/// A new set of codes.
pub fn generate(entropy: &dyn Entropy) -> [RecoveryCode; SET] {
    std::array::from_fn(|_| RecoveryCode::generate(entropy))
}

/// The set that belongs to these parts, of which one at least is random: always the same under the same key, so that a page that is
/// loaded again shows it again, and nobody computes it without.
pub fn derived(key: &Sealer, parts: &[&[u8]]) -> [RecoveryCode; SET] {
    std::array::from_fn(|place| {
        let place = [u8::try_from(place).unwrap_or_default()];
        let parts: Vec<&[u8]> = parts.iter().copied().chain([&place[..]]).collect();
        let mac = Zeroizing::new(key.mac("recovery code", &parts));
        RecoveryCode::of(std::array::from_fn(|letter| mac[letter]))
    })
}

impl RecoveryCode {
    fn generate(entropy: &dyn Entropy) -> Self {
        Self::of(entropy::bytes::<LETTERS>(entropy))
    }

    /// The code of these random bytes.
    fn of(bytes: [u8; LETTERS]) -> Self {
        let mut letters = Zeroizing::new(bytes);
        for letter in letters.iter_mut() {
            // 256 is a multiple of 32, so every letter is as likely.
            *letter = ALPHABET[usize::from(*letter & 31)];
        }
        Self(letters)
    }

    /// The code that somebody typed from paper: in any case, with spaces and dashes anywhere, `o` for `0` and `i` or `l` for
    /// `1`. `None` when it can be none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut letters = Zeroizing::new([0; LETTERS]);
        let mut typed = text.chars().filter(|letter| !is_separator(*letter));
        for letter in letters.iter_mut() {
            *letter = match typed.next()?.to_ascii_lowercase() {
                'o' => b'0',
                'i' | 'l' => b'1',
                other => u8::try_from(other).ok().filter(|other| ALPHABET.contains(other))?,
            };
        }
        typed.next().is_none().then_some(Self(letters))
    }

    /// The code in groups, as it is shown once: `4k7mf-2q9xr-0hd3w`.
    pub fn to_groups(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(LETTERS + LETTERS / GROUP));
        for (place, letter) in self.0.iter().enumerate() {
            if place > 0 && place % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(*letter));
        }
        text
    }

    /// What is stored of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash::of(self.0.as_slice())
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Spaces, and the dashes that keyboards and word processors make.
fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || letter == '-' || ('\u{2010}'..='\u{2015}').contains(&letter) || letter == '\u{2212}'
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::entropy::Seeded;

    #[test]
    fn a_derived_set_is_the_same_for_the_same_key_and_parts_only() {
        let keys = [1, 2].map(|seed| Sealer::new(&crate::seal::SealingKey::generate(&Seeded::new(seed)), &[]));
        let shown = |key: &Sealer, parts: &[&[u8]]| derived(key, parts).map(|code| code.to_groups().to_string());
        let one = shown(&keys[0], &[b"a", b"b"]);
        assert_eq!(one.iter().collect::<HashSet<_>>().len(), SET);
        assert_eq!(one, shown(&keys[0], &[b"a", b"b"]));
        for other in [shown(&keys[0], &[b"ab"]), shown(&keys[0], &[b"a", b"c"]), shown(&keys[1], &[b"a", b"b"])] {
            assert!(other.iter().all(|code| !one.contains(code)));
        }
    }

    #[test]
    fn a_set_is_ten_different_codes_of_75_bits() {
        let codes = generate(&Seeded::new(1));
        let shown: HashSet<String> = codes.iter().map(|code| code.to_groups().to_string()).collect();
        assert_eq!(shown.len(), 10);
        for code in &shown {
            assert_eq!(code.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5], "{code}");
            assert!(!code.contains(['i', 'l', 'o', 'u']), "{code}");
        }
        const { assert!(LETTERS * 5 >= 64) };
        let letters: HashSet<u8> =
            (0..100).flat_map(|seed| generate(&Seeded::new(seed))).flat_map(|code| *code.0).collect();
        assert_eq!(letters.len(), ALPHABET.len(), "every letter comes");
    }

    #[test]
    fn read_as_people_type_it() {
        let code = RecoveryCode::parse("01234-56789-abcde").expect("a code");
        for typed in [
            "0123456789abcde",
            " 01234 56789 ABCDE ",
            "oI234-56789-aBcDe",
            "Ol234–56789—abcde",
            "0-1-2-3-4-5-6-7-8-9-a-b-c-d-e\n",
        ] {
            assert_eq!(RecoveryCode::parse(typed).map(|typed| typed.hash()), Some(code.hash()), "{typed:?}");
        }
        for wrong in ["", "01234-56789-abcd", "01234-56789-abcdef", "01234-56789-abcdu", "01234-56789-abcdé", "-----"]
        {
            assert!(RecoveryCode::parse(wrong).is_none(), "{wrong:?}");
        }
        assert_ne!(RecoveryCode::parse("01234-56789-abcdf").map(|other| other.hash()), Some(code.hash()));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", generate(&Seeded::new(1))[0]), "RecoveryCode(…)");
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_panic(text in ".{0,40}") {
            if let Some(code) = RecoveryCode::parse(&text) {
                let again = RecoveryCode::parse(&code.to_groups()).map(|code| code.hash());
                prop_assert_eq!(again, Some(code.hash()));
            }
        }
    }
}
