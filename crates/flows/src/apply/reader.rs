//! Reads a document key by key, and collects everything that is wrong with it: where, what, and what to do.

use std::{cell::RefCell, fmt, ops::RangeInclusive};

use model::Time;
use zeroize::Zeroizing;

use super::node::Node;

/// Something that is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Where: `organisations[1].users[0].email`.
    pub place: String,
    /// What is wrong, and what to do about it.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "the document {}", self.text)
        } else {
            write!(f, "{}: {}", self.place, self.text)
        }
    }
}

/// Where secrets that a document only names are found.
pub trait Secrets {
    /// The value of an environment variable.
    fn variable(&self, name: &str) -> Option<String>;

    /// The content of a file; its path may be relative to the document.
    ///
    /// # Errors
    /// What the operating system said.
    fn file(&self, path: &str) -> Result<String, String>;
}

/// For documents that hold their secrets themselves: nothing is found anywhere else.
pub struct NoSecrets;

impl Secrets for NoSecrets {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, path: &str) -> Result<String, String> {
        Err(format!("{path} is not looked for"))
    }
}

/// A secret that a document gives.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Secret(Zeroizing<String>);

impl Secret {
    pub(super) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// A line of text, without the line end that files and YAML's `|` leave.
    fn line(text: &str) -> Self {
        let line = text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line));
        Self::new(line.to_owned())
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What was found wrong so far.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn add(&self, place: impl Into<String>, text: impl Into<String>) {
        self.0.borrow_mut().push(Problem { place: place.into(), text: text.into() });
    }

    pub(super) fn extend(&self, more: Vec<Problem>) {
        self.0.borrow_mut().extend(more);
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// The keys of one table of a document.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    place: &'a str,
    entries: &'a [(String, Node)],
    problems: &'a Problems,
}

impl<'a> Fields<'a> {
    /// The table at this place, in which only these keys are known.
    pub(super) fn of(node: &'a Node, place: &'a str, known: &[&str], problems: &'a Problems) -> Option<Self> {
        let Node::Map(entries) = node else {
            problems.add(place, format!("is {}, but a table of keys is needed", node.kind()));
            return None;
        };
        for (key, _) in entries.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            problems.add(join(place, key), unknown(key, known));
        }
        Some(Self { place, entries, problems })
    }

    /// Where this key is.
    pub(super) fn place(&self, key: &str) -> String {
        join(self.place, key)
    }

    /// Notes what is wrong with this key.
    pub(super) fn wrong(&self, key: &str, text: impl Into<String>) {
        self.problems.add(self.place(key), text);
    }

    /// What was written there; nothing for `null`.
    pub(super) fn get(&self, key: &str) -> Option<&'a Node> {
        self.written(key).filter(|node| !matches!(node, Node::Null))
    }

    /// What was written there, `null` included.
    pub(super) fn written(&self, key: &str) -> Option<&'a Node> {
        self.entries.iter().find(|(known, _)| known == key).map(|(_, node)| node)
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        match self.get(key)? {
            Node::Text(text) if text.contains('\0') => self.refuse(key, "holds a NUL, which nothing can store"),
            Node::Text(text) => Some(text),
            Node::Int(_) | Node::Float(_) | Node::Bool(_) => self.refuse(key, "is no text: put it in quotes"),
            other => self.refuse(key, format!("is {}, but text is needed", other.kind())),
        }
    }

    /// Text that is needed.
    pub(super) fn needed(&self, key: &str) -> Option<&'a str> {
        if self.get(key).is_none() {
            self.wrong(key, "is needed");
        }
        self.text(key)
    }

    pub(super) fn bool(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Node::Bool(value) => Some(*value),
            other => self.refuse(key, format!("is {}, but must be true or false", other.kind())),
        }
    }

    /// A whole number of these.
    pub(super) fn number(&self, key: &str, of: RangeInclusive<i64>) -> Option<i64> {
        match self.get(key)? {
            Node::Int(value) if of.contains(value) => Some(*value),
            _ => self.refuse(key, format!("must be a whole number from {} to {}", of.start(), of.end())),
        }
    }

    /// One of these words.
    pub(super) fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.wrong(key, unknown_word(text, &known));
        }
        found
    }

    /// A time as RFC 3339 has it.
    pub(super) fn time(&self, key: &str) -> Option<Time> {
        let text = self.text(key)?;
        match text.parse::<jiff::Timestamp>() {
            Ok(time) => Some(Time::from_millis(time.as_millisecond())),
            Err(_) => self.refuse(key, "is no time: write it as 2027-03-31T18:00:00Z"),
        }
    }

    /// The items of a list, each with its place; none where the key is not there.
    pub(super) fn list(&self, key: &str) -> Option<Vec<(String, &'a Node)>> {
        match self.get(key)? {
            Node::List(items) => {
                let place = self.place(key);
                Some(items.iter().enumerate().map(|(at, item)| (format!("{place}[{at}]"), item)).collect())
            }
            other => self.refuse(key, format!("is {}, but a list is needed", other.kind())),
        }
    }

    /// The texts of a list, each with its place.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<(String, &'a str)>> {
        let items = self.list(key)?;
        let texts = items.into_iter().filter_map(|(place, item)| match item {
            Node::Text(text) if !text.contains('\0') => Some((place, text.as_str())),
            Node::Text(_) => self.note(place, "holds a NUL, which nothing can store"),
            Node::Int(_) | Node::Float(_) | Node::Bool(_) => self.note(place, "is no text: put it in quotes"),
            other => self.note(place, format!("is {}, but text is needed", other.kind())),
        });
        Some(texts.collect())
    }

    /// A secret: as text, or `{ env = "NAME" }`, or `{ file = "path" }`. One line end behind it is dropped.
    pub(super) fn secret(&self, key: &str, secrets: &dyn Secrets) -> Option<Secret> {
        let node = self.get(key)?;
        if !matches!(node, Node::Map(_)) {
            return self.text(key).map(Secret::line);
        }
        let place = self.place(key);
        let fields = Fields::of(node, &place, &["env", "file"], self.problems)?;
        let found = match (fields.text("env"), fields.text("file")) {
            (Some(name), None) => secrets
                .variable(name)
                .ok_or_else(|| format!("the environment variable {name} is not set, or is no text: set it")),
            (None, Some(path)) => secrets.file(path).map_err(|why| format!("{path} can't be read: {why}")),
            _ => Err("names no place: write { env = \"NAME\" } or { file = \"path\" }".to_owned()),
        };
        match found {
            Ok(text) => Some(Secret::line(&text)),
            Err(why) => self.refuse(key, why),
        }
    }

    fn note<T>(&self, place: String, text: impl Into<String>) -> Option<T> {
        self.problems.add(place, text);
        None
    }

    fn refuse<T>(&self, key: &str, text: impl Into<String>) -> Option<T> {
        self.wrong(key, text);
        None
    }
}

/// A key's place.
pub(super) fn join(place: &str, key: &str) -> String {
    if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") }
}

/// What to say of a key that is not known.
pub(super) fn unknown(key: &str, known: &[&str]) -> String {
    match nearest(key, known) {
        Some(near) => format!("is an unknown key; did you mean `{near}`?"),
        None => format!("is an unknown key; known here: {}", known.join(", ")),
    }
}

/// What to say of a word that is not known.
pub(super) fn unknown_word(word: &str, known: &[&str]) -> String {
    match nearest(word, known) {
        Some(near) => format!("`{}` is unknown; did you mean `{near}`?", shortened(word)),
        None => format!("`{}` is unknown; known here: {}", shortened(word), known.join(", ")),
    }
}

fn shortened(word: &str) -> String {
    if word.chars().count() <= 60 { word.to_owned() } else { word.chars().take(60).chain(['…']).collect() }
}

fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase().replace('-', "_");
    let far = (word.chars().count() / 3).max(1);
    let near = known.iter().map(|known| (strsim::osa_distance(&word, known), *known));
    near.filter(|(distance, _)| *distance <= far).min().map(|(_, known)| known)
}
