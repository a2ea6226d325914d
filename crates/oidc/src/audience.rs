//! `aud`: one name or several (RFC 7519 §4.1.3).

use serde::{Deserialize, Serialize};

/// For whom a token is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Audience {
    /// The names.
    pub fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }

    /// Whether the name is among them, compared whole.
    pub fn contains(&self, name: &str) -> bool {
        self.names().iter().any(|known| known == name)
    }
}
