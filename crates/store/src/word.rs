//! Columns that are words of an enumeration. A newer node may have written one that this node does not know.

use model::{Availability, account::State};

use crate::{Column, FromColumn, Value};

/// An enumeration whose values are stored as words.
pub trait Words: Copy + Sized + 'static {
    /// Every value.
    const ALL: &'static [Self];

    /// The stored word.
    fn word(self) -> &'static str;
}

/// A word as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word<T> {
    /// One that this node knows.
    Known(T),
    /// One that it does not: nothing follows from it here, and it is written back as it was.
    Unknown(String),
}

impl<T: Words> Word<T> {
    /// The value, unless this node does not know the word.
    pub const fn known(&self) -> Option<T> {
        match self {
            Self::Known(value) => Some(*value),
            Self::Unknown(_) => None,
        }
    }

    /// As it is stored.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(value) => value.word(),
            Self::Unknown(word) => word,
        }
    }
}

impl<T> From<T> for Word<T> {
    fn from(value: T) -> Self {
        Self::Known(value)
    }
}

impl<T: PartialEq> PartialEq<T> for Word<T> {
    fn eq(&self, other: &T) -> bool {
        matches!(self, Self::Known(value) if value == other)
    }
}

impl<T: Words> FromColumn for Word<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("a word") };
        let known = T::ALL.iter().find(|value| value.word() == text);
        Ok(known.map_or_else(|| Self::Unknown(text.to_owned()), |value| Self::Known(*value)))
    }
}

impl<T: Words> From<&Word<T>> for Value {
    fn from(word: &Word<T>) -> Self {
        Self::Text(Some(word.as_str().to_owned()))
    }
}

impl Words for State {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

impl Words for Availability {
    const ALL: &'static [Self] = &Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_kept_and_means_nothing() {
        let read = |word| Word::<State>::from_column(Column::Text(word)).unwrap();
        assert_eq!((read("locked").known(), read("locked") == State::Locked), (Some(State::Locked), true));
        let new = read("hibernating");
        assert_eq!((new.known(), new == State::Active, new.as_str()), (None, false, "hibernating"));
        assert!(Value::from(&new) == Value::from("hibernating"));
    }
}
