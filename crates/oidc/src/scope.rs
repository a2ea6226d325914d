//! Scopes: small sets of names, kept in the order they were asked for.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most names in one scope parameter.
pub const MAX_SCOPES: usize = 64;
const MAX_NAME: usize = 128;

/// The text is not a scope parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a list of scopes")]
pub struct NotAScope;

/// A set of scope names (RFC 6749 §3.3). No name is in it twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// Reads names separated by spaces. Repeated names count once.
    pub fn parse(text: &str) -> Result<Self, NotAScope> {
        let mut names: Vec<String> = Vec::new();
        for name in text.split(' ').filter(|name| !name.is_empty()) {
            let token = name.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
            if !token || name.len() > MAX_NAME {
                return Err(NotAScope);
            }
            if names.iter().any(|known| known == name) {
                continue;
            }
            if names.len() == MAX_SCOPES {
                return Err(NotAScope);
            }
            names.push(name.to_owned());
        }
        Ok(Self(names))
    }

    /// Whether the name is in it.
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|known| known == name)
    }

    /// Whether all names are in `other` too.
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.iter().all(|name| other.contains(name))
    }

    /// The names for which `keep` says yes.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|name| keep(name)).cloned().collect())
    }

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_once_in_order() {
        let scopes = Scopes::parse(" openid  email openid ").unwrap();
        assert_eq!(scopes.to_string(), "openid email");
        assert!(scopes.contains("email") && !scopes.contains("mail"));
        assert!(Scopes::parse("email").unwrap().is_within(&scopes));
        assert!(!Scopes::parse("email phone").unwrap().is_within(&scopes));
    }

    #[test]
    fn oau_56_scopes_are_bounded() {
        let many = (0..100_000).map(|number| format!("s{number}")).collect::<Vec<_>>().join(" ");
        assert_eq!(Scopes::parse(&many), Err(NotAScope));
        assert_eq!(Scopes::parse(&"x".repeat(MAX_NAME + 1)), Err(NotAScope));
        for bad in ["a\"b", "a\\b", "a\tb", "é", "a\nb"] {
            assert_eq!(Scopes::parse(bad), Err(NotAScope), "{bad}");
        }
    }
}
