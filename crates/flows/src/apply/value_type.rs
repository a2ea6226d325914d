//! What the value of a key must be, and how a value that is something else is told: under its own place, with what to write.

use model::web_address;
use serde_json::{Map, Value};

use super::{
    node::Node,
    reader::{Problems, join, unknown, unknown_word},
};

/// The keys of a table, and what each holds.
pub(super) type Keys = &'static [(&'static str, ValueType)];

/// What a value must be.
#[derive(Debug, Clone, Copy)]
pub(super) enum ValueType {
    Text,
    Bool,
    /// A whole number in these bounds.
    Whole(i64, i64),
    /// A time in seconds since 1970, kept in milliseconds.
    Seconds,
    /// A span of time with its unit, kept in milliseconds.
    Span,
    /// The address of a web page, which somebody may be shown or follow.
    WebAddress,
    /// One of these words.
    Word(&'static [&'static str]),
    List(&'static ValueType),
    /// A table that replaces what was there.
    Table(Keys),
    /// A table that is laid over what was there, key by key.
    Section(Keys),
    /// One of these words, or a table with exactly one of these keys.
    WordOrTable(&'static [&'static str], Keys),
    /// Anything, to be judged by what it is read into.
    Other,
}

/// Reads a value as JSON. `None` when it is something else, which is noted.
pub(super) fn read(kind: ValueType, node: &Node, place: &str, problems: &Problems) -> Option<Value> {
    let wrong = |text: String| {
        problems.add(place, text);
        None
    };
    match (kind, node) {
        (_, Node::Text(text)) if text.contains('\0') => wrong("holds a NUL, which nothing can store".to_owned()),
        (ValueType::Text, Node::Text(_)) | (ValueType::Bool, Node::Bool(_)) => Some(node.to_json()),
        (ValueType::Word(words), Node::Text(text)) if !words.contains(&text.as_str()) => {
            wrong(unknown_word(text, words))
        }
        (ValueType::Word(_), Node::Text(_)) => Some(node.to_json()),
        (ValueType::WebAddress, Node::Text(text)) if web_address::is_web(text) => Some(node.to_json()),
        (ValueType::WebAddress, Node::Text(_)) => {
            wrong("is no web address: it must begin with https:// or http://".to_owned())
        }
        (
            ValueType::Text | ValueType::Word(_) | ValueType::WebAddress,
            Node::Int(_) | Node::Float(_) | Node::Bool(_),
        ) => wrong("is no text: put it in quotes".to_owned()),
        (ValueType::Whole(least, most), Node::Int(number)) if (least..=most).contains(number) => Some(node.to_json()),
        (ValueType::Whole(least, most), Node::Int(_)) => wrong(format!("must be {least} to {most}")),
        (ValueType::Seconds, Node::Int(seconds)) => Some(Value::from(seconds.saturating_mul(1000))),
        (ValueType::Seconds, Node::Text(text)) => wrong(in_seconds(text)),
        (ValueType::Span, Node::Text(text)) => span(text)
            .map(Value::from)
            .or_else(|| wrong("is no span of time: write a number and a unit, as 90s, 15m, 12h or 30d".to_owned())),
        (ValueType::Span, Node::Int(_) | Node::Float(_)) => {
            wrong("has no unit: write it as 90s, 15m, 12h or 30d".to_owned())
        }
        (ValueType::List(of), Node::List(items)) => list(*of, items, place, problems),
        (ValueType::Table(keys) | ValueType::Section(keys), Node::Map(entries)) => {
            table(keys, entries, place, problems)
        }
        (ValueType::WordOrTable(words, _), Node::Text(text)) => {
            read(ValueType::Word(words), &Node::Text(text.clone()), place, problems)
        }
        (ValueType::WordOrTable(_, keys), Node::Map(entries)) if entries.len() == 1 => {
            table(keys, entries, place, problems)
        }
        (ValueType::Other, _) => Some(node.to_json()),
        (wanted, _) => wrong(format!("is {}, but {}", node.kind(), wanted.needed())),
    }
}

impl ValueType {
    /// What is needed, in words that follow "but".
    fn needed(self) -> String {
        let names = |keys: Keys| keys.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(", ");
        match self {
            Self::Text | Self::Word(_) | Self::WebAddress => "text is needed".to_owned(),
            Self::Bool => "must be true or false".to_owned(),
            Self::Whole(..) => "a whole number is needed".to_owned(),
            Self::Seconds => "a time in seconds since 1970 is needed".to_owned(),
            Self::Span => "a span of time is needed, as 90s, 15m, 12h or 30d".to_owned(),
            Self::List(_) => "a list is needed".to_owned(),
            Self::Table(keys) | Self::Section(keys) => format!("a table of keys is needed: {}", names(keys)),
            Self::WordOrTable(words, keys) => {
                format!("one of these words is needed: {}; or a table of one key: {}", words.join(", "), names(keys))
            }
            Self::Other => "something else is needed".to_owned(),
        }
    }
}

fn list(of: ValueType, items: &[Node], place: &str, problems: &Problems) -> Option<Value> {
    let read: Vec<Option<Value>> =
        items.iter().enumerate().map(|(at, item)| read(of, item, &format!("{place}[{at}]"), problems)).collect();
    read.into_iter().collect::<Option<Vec<_>>>().map(Value::Array)
}

/// A table whose keys are known; what is `null` in it is left out.
fn table(keys: Keys, entries: &[(String, Node)], place: &str, problems: &Problems) -> Option<Value> {
    let mut read_all = Some(Map::new());
    for (key, node) in entries.iter().filter(|(_, node)| !matches!(node, Node::Null)) {
        let place = join(place, key);
        let value = known(keys, key, &place, problems).and_then(|kind| read(kind, node, &place, problems));
        read_all = read_all.zip(value).map(|(mut all, value)| {
            all.insert(key.clone(), value);
            all
        });
    }
    read_all.map(Value::Object)
}

/// What this key holds; one that is not known is noted.
pub(super) fn known(keys: Keys, key: &str, place: &str, problems: &Problems) -> Option<ValueType> {
    let found = keys.iter().find(|(known, _)| *known == key).map(|(_, kind)| *kind);
    if found.is_none() {
        let names: Vec<&str> = keys.iter().map(|(known, _)| *known).collect();
        problems.add(place, unknown(key, &names));
    }
    found
}

/// What to say of a text where seconds are needed; a time is converted.
fn in_seconds(text: &str) -> String {
    let example = text.parse::<jiff::Timestamp>().map_or(1_715_947_200, jiff::Timestamp::as_second);
    format!("is a time in seconds since 1970: write {example}, without quotes")
}

const UNITS: [(char, i64); 4] = [('d', 86_400_000), ('h', 3_600_000), ('m', 60_000), ('s', 1000)];

/// Milliseconds of `30d`, `12h`, `15m`, `90s`.
fn span(text: &str) -> Option<i64> {
    let unit = text.trim().chars().last()?;
    let (_, millis) = UNITS.iter().find(|(known, _)| *known == unit)?;
    let number = text.trim().strip_suffix(unit)?.trim_end();
    let digits = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| number.parse::<i64>().ok()?.checked_mul(*millis)).flatten()
}

/// A span as it is written.
pub(super) fn span_text(millis: i64) -> String {
    let whole = UNITS.iter().find(|(_, unit)| millis != 0 && millis % unit == 0);
    whole.map_or_else(|| format!("{millis} ms"), |(unit, of)| format!("{}{unit}", millis / of))
}

/// Asserts that these are the keys of the table, in its sections as well.
#[cfg(test)]
pub(super) fn assert_keys(keys: Keys, table: &Value) {
    let sorted = |mut names: Vec<String>| {
        names.sort_unstable();
        names
    };
    let ours = sorted(keys.iter().map(|(key, _)| (*key).to_owned()).collect());
    let theirs = sorted(table.as_object().expect("a table").keys().cloned().collect());
    assert_eq!(ours, theirs);
    for (key, kind) in keys {
        if let ValueType::Section(inner) = kind {
            assert_keys(inner, &table[*key]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: Keys = &[("word", ValueType::Word(&["one", "two"])), ("names", ValueType::List(&ValueType::Text))];

    fn told(kind: ValueType, node: Value) -> Vec<String> {
        let problems = Problems::default();
        let node: Node = serde_json::from_value(node).expect("JSON is a document");
        let value = read(kind, &node, "at", &problems);
        let told: Vec<String> = problems.into_vec().iter().map(ToString::to_string).collect();
        assert_eq!(value.is_none(), !told.is_empty(), "a value or a problem: {value:?}");
        told
    }

    #[test]
    fn each_kind_says_what_to_write() {
        use serde_json::json;
        for (kind, node, words) in [
            (ValueType::Text, json!(1067.0), "at: is no text: put it in quotes"),
            (ValueType::Text, json!(["a"]), "at: is a list, but text is needed"),
            (ValueType::Text, json!("a\0"), "at: holds a NUL, which nothing can store"),
            (ValueType::Bool, json!("yes"), "at: is text, but must be true or false"),
            (ValueType::Whole(3, 100), json!(2), "at: must be 3 to 100"),
            (ValueType::Whole(3, 100), json!(2.5), "at: is a number, but a whole number is needed"),
            (
                ValueType::Seconds,
                json!("2024-05-17T12:00:00Z"),
                "at: is a time in seconds since 1970: write 1715947200, without quotes",
            ),
            (ValueType::Span, json!(5), "at: has no unit: write it as 90s, 15m, 12h or 30d"),
            (
                ValueType::Span,
                json!("5 days"),
                "at: is no span of time: write a number and a unit, as 90s, 15m, 12h or 30d",
            ),
            (
                ValueType::WebAddress,
                json!("javascript:alert(1)"),
                "at: is no web address: it must begin with https:// or http://",
            ),
            (ValueType::Word(&["one", "two"]), json!("tow"), "at: `tow` is unknown; did you mean `two`?"),
            (ValueType::List(&ValueType::Text), json!("a"), "at: is text, but a list is needed"),
            (ValueType::List(&ValueType::Text), json!(["a", null]), "at[1]: is nothing, but text is needed"),
            (ValueType::Table(KEYS), json!("a"), "at: is text, but a table of keys is needed: word, names"),
            (ValueType::Table(KEYS), json!({ "name": [] }), "at.name: is an unknown key; did you mean `names`?"),
            (ValueType::Table(KEYS), json!({ "names": [1] }), "at.names[0]: is no text: put it in quotes"),
            (
                ValueType::WordOrTable(&["never"], KEYS),
                json!({ "word": "one", "names": [] }),
                "at: is a table of keys, but one of these words is needed: never; or a table of one key: word, names",
            ),
        ] {
            assert_eq!(told(kind, node), [words]);
        }
    }

    #[test]
    fn every_problem_of_a_table_is_told() {
        let found = told(ValueType::Table(KEYS), serde_json::json!({ "word": 1, "names": [1, 2], "x": 1 }));
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn spans_have_units() {
        for (text, millis) in [("90s", 90_000), ("15m", 900_000), ("12 h", 43_200_000), (" 30d", 2_592_000_000)] {
            assert_eq!(span(text), Some(millis), "{text}");
        }
        for text in ["", "d", "30", "-1d", "1.5h", "30 days", "99999999999999999d", "3d12h", "\u{661}d"] {
            assert_eq!(span(text), None, "{text}");
        }
        assert_eq!([86_400_000, 5_400_000, 1, 0].map(span_text), ["1d", "90m", "1 ms", "0 ms"]);
    }
}
