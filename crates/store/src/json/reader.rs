//! A deserializer over a JSON value that hides unknown fields, and knows where an unknown word stands.

use std::fmt;

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor},
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::INSTEAD;

/// One step of a path into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Index(usize),
    Name(String),
}

/// Why a value can't be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// An unknown word in this element of a list, which can be left out.
    Element(Vec<Key>),
    Other(String),
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(path) => write!(f, "an unknown word at {path:?}"),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Position<'a> {
    parent: &'a Position<'a>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Index(usize),
    Name(&'a str),
}

static ROOT: Position<'static> = Position { parent: &ROOT, step: Step::Root };

impl Position<'_> {
    /// The path to the innermost element of a list that this lies in.
    fn element(&self) -> Option<Vec<Key>> {
        let mut path = Vec::new();
        let mut at = self;
        loop {
            match at.step {
                Step::Root => break,
                Step::Index(index) => path.push(Key::Index(index)),
                Step::Name(name) if !path.is_empty() => path.push(Key::Name(name.to_owned())),
                Step::Name(_) => {}
            }
            at = at.parent;
        }
        path.reverse();
        (!path.is_empty()).then_some(path)
    }
}

/// Reads one value.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    value: &'a Value,
    at: &'a Position<'a>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(value: &'a Value) -> Self {
        Self { value, at: &ROOT }
    }

    /// The word itself, or the one that stands in for it.
    fn word(self, name: &str, word: &'a str, known: &[&str]) -> Result<&'a str, Unreadable> {
        if known.contains(&word) {
            return Ok(word);
        }
        if let Some(path) = self.at.element() {
            return Err(Unreadable::Element(path));
        }
        let instead = INSTEAD.iter().find(|(of, word)| *of == name && known.contains(word));
        instead.map(|(_, word)| *word).ok_or_else(|| Unreadable::Other(format!("an unknown word of {name}")))
    }
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => number.deserialize_any(visitor).map_err(de::Error::custom),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(elements) => visitor.visit_seq(Elements { elements, taken: 0, at: self.at }),
            Value::Object(entries) => visitor.visit_map(Entries::new(entries, None, self.at)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.value {
            Value::Object(entries) => visitor.visit_map(Entries::new(entries, Some(fields), self.at)),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let (word, content) = match self.value {
            Value::String(word) => (word, None),
            Value::Object(entries) => {
                let known = entries.iter().find(|(word, _)| variants.contains(&word.as_str()));
                match known.or_else(|| entries.iter().next()) {
                    Some((word, content)) => (word, Some(content)),
                    None => return self.deserialize_any(visitor),
                }
            }
            _ => return self.deserialize_any(visitor),
        };
        let known = self.word(name, word, variants)?;
        let content = content.filter(|_| known == word);
        visitor.visit_enum(Word { word: known, content, at: self.at })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

struct Elements<'a> {
    elements: &'a [Value],
    taken: usize,
    at: &'a Position<'a>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        let Some(value) = self.elements.get(self.taken) else { return Ok(None) };
        let at = Position { parent: self.at, step: Step::Index(self.taken) };
        self.taken += 1;
        seed.deserialize(Reader { value, at: &at }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len() - self.taken)
    }
}

/// The entries of an object; of a struct, only those of its fields.
struct Entries<'a> {
    left: serde_json::map::Iter<'a>,
    fields: Option<&'static [&'static str]>,
    next: Option<(&'a str, &'a Value)>,
    at: &'a Position<'a>,
}

impl<'a> Entries<'a> {
    fn new(
        entries: &'a serde_json::Map<String, Value>,
        fields: Option<&'static [&'static str]>,
        at: &'a Position<'a>,
    ) -> Self {
        Self { left: entries.iter(), fields, next: None, at }
    }
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let fields = self.fields;
        let known = |name: &str| fields.is_none_or(|fields| fields.contains(&name));
        let Some((name, value)) = self.left.find(|(name, _)| known(name)) else { return Ok(None) };
        self.next = Some((name, value));
        seed.deserialize(IntoDeserializer::<Unreadable>::into_deserializer(name.as_str())).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unreadable> {
        let (name, value) = self.next.take().ok_or_else(|| Unreadable::Other("a value without a name".to_owned()))?;
        let at = Position { parent: self.at, step: Step::Name(name) };
        seed.deserialize(Reader { value, at: &at })
    }
}

/// A word of an enumeration, and what comes with it.
struct Word<'a> {
    word: &'a str,
    content: Option<&'a Value>,
    at: &'a Position<'a>,
}

impl<'de, 'a> EnumAccess<'de> for Word<'a> {
    type Error = Unreadable;
    type Variant = Content<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Content<'a>), Unreadable> {
        let word = seed.deserialize(IntoDeserializer::<Unreadable>::into_deserializer(self.word))?;
        Ok((word, Content(self)))
    }
}

struct Content<'a>(Word<'a>);

impl<'a> Content<'a> {
    fn read<T>(self, read: impl FnOnce(Reader<'_>) -> Result<T, Unreadable>) -> Result<T, Unreadable> {
        let Word { word, content, at } = self.0;
        let value = content.ok_or_else(|| Unreadable::Other(format!("{word} comes with nothing")))?;
        let at = Position { parent: at, step: Step::Name(word) };
        read(Reader { value, at: &at })
    }
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Unreadable;

    /// What comes with a word that stands alone here is an addition, and left out.
    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        self.read(|reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.read(|reader| reader.deserialize_any(visitor))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.read(|reader| reader.deserialize_struct("", fields, visitor))
    }
}
