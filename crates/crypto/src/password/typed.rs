//! A password as somebody typed it.

use std::{fmt, sync::Arc};

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};
use zeroize::Zeroizing;

/// The password has more than [`Password::MAX_BYTES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("longer than any password may be")]
pub struct TooLong;

/// A password as somebody typed it, in Unicode's normal form C (UAX #15): the one place where a password is changed, so
/// that `é` is `é` on every keyboard. Nothing is trimmed, folded or cut. Wiped when the last copy is dropped.
#[derive(Clone)]
pub struct Password(Arc<Forms>);

struct Forms {
    normal: Zeroizing<String>,
    /// What was typed, where that is something else.
    typed: Option<Zeroizing<String>>,
}

impl Password {
    /// The longest input that is taken, in bytes.
    pub const MAX_BYTES: usize = 1024;

    /// The password of this input.
    ///
    /// # Errors
    /// When it is longer than [`Self::MAX_BYTES`]; nothing was computed then.
    pub fn new(input: &str) -> Result<Self, TooLong> {
        if input.len() > Self::MAX_BYTES {
            return Err(TooLong);
        }
        let typed = || Zeroizing::new(input.to_owned());
        if is_nfc_quick(input.chars()) == IsNormalized::Yes {
            return Ok(Self(Arc::new(Forms { normal: typed(), typed: None })));
        }
        // Three times is the most that normal form C grows by; a string that grew would leave its old bytes behind.
        let mut normal = Zeroizing::new(String::with_capacity(3 * input.len()));
        normal.extend(input.nfc());
        let typed = (normal.as_str() != input).then(typed);
        Ok(Self(Arc::new(Forms { normal, typed })))
    }

    /// The text, for the rules a new password is judged by. Length is counted on this, in characters.
    pub fn expose(&self) -> &str {
        &self.0.normal
    }

    /// How many times verifying a wrong password computes the hash: once for each form.
    pub fn computations(&self) -> u32 {
        u32::try_from(self.forms().count()).unwrap_or(u32::MAX)
    }

    /// What a stored hash may have been made of. Ours are made of the first; a hash from elsewhere perhaps of what was
    /// typed, which comes second where it differs.
    pub(super) fn forms(&self) -> impl Iterator<Item = &[u8]> {
        std::iter::once(&self.0.normal).chain(&self.0.typed).map(|form| form.as_bytes())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(input: &str) -> Vec<String> {
        let password = Password::new(input).expect("short");
        password.forms().map(|form| String::from_utf8_lossy(form).into_owned()).collect()
    }

    #[test]
    fn composed_and_decomposed_are_one_password() {
        let (composed, decomposed) = ("\u{e9}".repeat(64), "e\u{301}".repeat(64));
        assert_eq!(Password::new(&decomposed).expect("short").expose(), composed);
        assert_eq!(forms(&composed), [composed.as_str()]);
        assert_eq!(forms(&decomposed), [composed, decomposed]);
    }

    #[test]
    fn nothing_else_is_changed() {
        for input in ["", " a ", "Straße\t", "ﬁ½", "\0", "パスワード", "a\u{301}\u{327}"] {
            let taken = Password::new(input).expect("short");
            assert_eq!(taken.expose(), input.nfc().collect::<String>(), "{input:?}");
        }
        assert_eq!(forms(" pass word "), [" pass word "]);
    }

    #[test]
    fn the_longest_and_one_more() {
        assert!(Password::new(&"a".repeat(1024)).is_ok());
        assert_eq!(Password::new(&"a".repeat(1025)).map(drop), Err(TooLong));
        // Grows by three in normal form C, which is no reason to refuse it.
        let grows = "\u{1d160}".repeat(256);
        let taken = Password::new(&grows).expect("1024 bytes");
        assert!(taken.expose().len() > 1024 && taken.expose().len() <= 3 * 1024);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Password::new("hunter2")), "Ok(Password(…))");
    }
}
