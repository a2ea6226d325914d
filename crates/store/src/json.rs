//! Reading what is stored as JSON, tolerantly: while nodes are upgraded one after the other, a newer one has written fields
//! and words that this one does not know.
//!
//! An unknown field is left out. An unknown word in a list leaves out the element of the list. Elsewhere it is read as the word
//! that `INSTEAD` has for its type, the one that allows least; a type that has none can't be read, and what depends on
//! it is refused. A stricter rule would be weaker where it is left out, so a release writes one only once no node runs that does
//! not know it ([`crate::Migration`] names the oldest). What is typed by people (`apply`) is read strictly, by serde itself.

mod merge;
mod reader;

use std::sync::Arc;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Column, FromColumn, Value as Parameter};

use reader::{Key, Reader, Unreadable};

/// For each type of words, the known word that an unknown one is read as.
const INSTEAD: &[(&str, &str)] = &[
    ("CharacterSet", "ascii_without_space"),
    ("EmailChange", "nobody"),
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

/// A column that is a value as JSON, with its text, in which a newer node may have written what this one does not know.
#[derive(Debug, Clone)]
pub struct Json<T> {
    value: Arc<T>,
    text: Arc<str>,
}

impl<T: Serialize> Json<T> {
    /// A value that is not stored yet. What can't be written as JSON has no text, which no such column takes.
    pub fn new(value: T) -> Self {
        let text = serde_json::to_string(&value).unwrap_or_default().into();
        Self { value: Arc::new(value), text }
    }
}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq> Json<T> {
    /// Another value in the place of this one. What this node does not know of the stored one stays.
    #[must_use]
    pub fn replaced(&self, value: T) -> Self {
        if value == *self.value {
            return self.clone();
        }
        let read = |json: Result<Value, _>| json.unwrap_or_default();
        let stored = read(serde_json::from_str(&self.text));
        let [was, is] = [&*self.value, &value].map(|value| read(serde_json::to_value(value)));
        Self { text: merge::changed(stored, &was, is).to_string().into(), value: Arc::new(value) }
    }
}

impl<T: Clone> Json<T> {
    /// The value alone.
    pub fn into_inner(self) -> T {
        Arc::unwrap_or_clone(self.value)
    }
}

impl<T> Json<T> {
    /// As it is stored.
    pub fn as_text(&self) -> &str {
        &self.text
    }
}

impl<T> std::ops::Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Json<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Serialize + Default> Default for Json<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: DeserializeOwned> FromColumn for Json<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("JSON text") };
        let value = read(text).map_err(|_| "JSON of what it should be")?;
        Ok(Self { value: Arc::new(value), text: text.into() })
    }
}

/// The text of a column that is a value as JSON, which is read where somebody wants to know.
#[derive(Debug, Clone)]
pub struct JsonText<T> {
    text: Box<str>,
    read_as: std::marker::PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> JsonText<T> {
    /// The value, read now.
    pub fn read(&self) -> Result<T, NotReadable> {
        read(&self.text)
    }
}

impl<T> From<&Json<T>> for JsonText<T> {
    fn from(json: &Json<T>) -> Self {
        Self { text: json.as_text().into(), read_as: std::marker::PhantomData }
    }
}

impl<T> FromColumn for JsonText<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("JSON text") };
        Ok(Self { text: text.into(), read_as: std::marker::PhantomData })
    }
}

/// A column whose row is of use also where this value can't be read.
pub type Readable<T> = Result<Json<T>, NotReadable>;

impl<T: DeserializeOwned> FromColumn for Readable<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("JSON text") };
        Ok(read(text).map(|value| Json { value: Arc::new(value), text: text.into() }))
    }
}

impl<T> From<&Json<T>> for Parameter {
    fn from(json: &Json<T>) -> Self {
        Self::Text(Some(&*json.text).filter(|text| !text.is_empty()).map(str::to_owned))
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
