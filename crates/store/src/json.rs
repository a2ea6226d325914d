//! Reading what is stored as JSON, tolerantly: while nodes are upgraded one after the other, a newer one has written fields
//! and words that this one does not know.
//!
//! An unknown field is left out. An unknown word in a list leaves out the element of the list. Elsewhere it is read as the word
//! that `INSTEAD` has for its type, the one that allows least; a type that has none can't be read, and what depends on
//! it is refused. A stricter rule would be weaker where it is left out, so a release writes one only once no node runs that does
//! not know it ([`crate::Migration`] names the oldest). What is typed by people (`apply`) is read strictly, by serde itself.

mod reader;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Column, FromColumn, Value as Parameter};

use reader::{Key, Reader, Unreadable};

/// For each type of words, the known word that an unknown one is read as.
const INSTEAD: &[(&str, &str)] = &[
    ("CharacterSet", "ascii_without_space"),
    ("IdentifyBy", "email"),
    ("JoinedBy", "administrator"),
    ("Level", "phishing_resistant"),
    ("Opens", "until_unlocked"),
    ("PasswordChange", "current_password"),
    ("RecoverBy", "nobody"),
    ("RecoverWithFactor", "administrator_only"),
    ("Registration", "closed"),
    ("Remember", "never"),
    ("SecondFactor", "required"),
    ("SignInBy", "providers"),
    ("UpstreamFactor", "required"),
];

/// What is stored can't be read as what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("what is stored can't be read: {0}")]
pub struct NotReadable(String);

/// A column, or a parameter, that is a value as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromColumn for Json<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("JSON text") };
        read(text).map(Self).map_err(|_| "JSON of what it should be")
    }
}

impl<T: Serialize> From<Json<&T>> for Parameter {
    /// What can't be written as JSON is null, which no such column takes.
    fn from(json: Json<&T>) -> Self {
        Self::Text(serde_json::to_string(json.0).ok())
    }
}

/// Reads what was stored as JSON text.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, NotReadable> {
    read_bytes(json.as_bytes())
}

/// The same of bytes.
pub fn read_bytes<T: DeserializeOwned>(json: &[u8]) -> Result<T, NotReadable> {
    // Nearly always everything is known, and serde alone is several times as fast.
    if let Ok(value) = serde_json::from_slice(json) {
        return Ok(value);
    }
    let mut value: Value = serde_json::from_slice(json).map_err(|error| NotReadable(error.to_string()))?;
    loop {
        match T::deserialize(Reader::new(&value)) {
            Ok(read) => return Ok(read),
            Err(Unreadable::Element(path)) if remove(&mut value, &path) => {}
            Err(error) => return Err(NotReadable(error.to_string())),
        }
    }
}

/// Removes the element of a list that the path leads to. Says whether it was there.
fn remove(value: &mut Value, path: &[Key]) -> bool {
    let Some((Key::Index(last), inner)) = path.split_last() else { return false };
    let list = inner.iter().try_fold(value, |value, key| match key {
        Key::Index(index) => value.get_mut(index),
        Key::Name(name) => value.get_mut(name),
    });
    match list {
        Some(Value::Array(elements)) if *last < elements.len() => {
            elements.remove(*last);
            true
        }
        _ => false,
    }
}

#[cfg(test)]
mod rules;
#[cfg(test)]
mod tests;
