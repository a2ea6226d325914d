//! Columns that are words of an enumeration. A newer node may have written one that this node does not know.

use model::{Availability, Permission, account::State};

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

/// Several words in one column, separated by spaces. Those that this node does not know are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordList<T>(Vec<Word<T>>);

/// None.
impl<T> Default for WordList<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Words> WordList<T> {
    /// The values of those that this node knows.
    pub fn known(&self) -> impl Iterator<Item = T> {
        self.0.iter().filter_map(Word::known)
    }

    /// All of them, as they are stored.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(Word::as_str)
    }
}

/// Each value once, in the order of their words.
impl<T: Words> FromIterator<T> for WordList<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut values: Vec<T> = values.into_iter().collect();
        values.sort_unstable_by_key(|value| value.word());
        values.dedup_by_key(|value| value.word());
        Self(values.into_iter().map(Word::Known).collect())
    }
}

impl<T: Words> FromColumn for WordList<T> {
    fn from_column(column: Column<'_>) -> Result<Self, &'static str> {
        let Column::Text(text) = column else { return Err("words") };
        let words = text.split(' ').filter(|word| !word.is_empty());
        words.map(|word| Word::from_column(Column::Text(word))).collect::<Result<_, _>>().map(Self)
    }
}

impl<T: Words> From<&WordList<T>> for Value {
    fn from(list: &WordList<T>) -> Self {
        let words: Vec<&str> = list.0.iter().map(Word::as_str).collect();
        Self::Text(Some(words.join(" ")))
    }
}

impl Words for Permission {
    const ALL: &'static [Self] = Self::ALL;

    fn word(self) -> &'static str {
        self.as_str()
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

    #[test]
    fn unknown_words_of_a_list_are_kept_and_mean_nothing() {
        let read = WordList::<Permission>::from_column(Column::Text("users:read users:whistle")).unwrap();
        assert_eq!(read.known().collect::<Vec<_>>(), [Permission::UsersRead]);
        assert!(Value::from(&read) == Value::from("users:read users:whistle"));
        let made: WordList<_> =
            [Permission::UsersRead, Permission::EventsRead, Permission::UsersRead].into_iter().collect();
        assert!(Value::from(&made) == Value::from("events:read users:read"));
        assert_eq!(WordList::<Permission>::from_column(Column::Text("")).unwrap(), WordList::default());
    }
}
