//! Texts that the other side wrote, as they are shown to an administrator.

use std::fmt;

/// The most characters that are kept.
const MOST: usize = 300;

/// What the other side said: at most 300 characters, controls left out. For administrators only, never for the person who
/// signs in (RFC 6749 §4.1.2.1: it is meant for the client's developer).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said(String);

impl Said {
    /// The text, cut to what is kept.
    pub fn new(text: &str) -> Self {
        Self(text.chars().filter(|letter| !letter.is_control()).take(MOST).collect())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounded_and_without_controls() {
        assert_eq!(Said::new("a\r\nb\u{1b}[31m").as_str(), "ab[31m");
        assert_eq!(Said::new(&"é".repeat(MOST + 1)).as_str().chars().count(), MOST);
    }
}
