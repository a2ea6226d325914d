//! Texts with placeholders: `{{USEREMAIL}}`.

use crate::value::{NotCarried, Placeholder, Values};

/// The names that may stand between two pairs of braces.
pub(crate) const PLACEHOLDERS: [&str; 8] = {
    let mut names = [""; 8];
    let mut at = 0;
    while at < 8 {
        names[at] = Placeholder::ALL[at].0;
        at += 1;
    }
    names
};

/// Stands for a value while a template's own syntax is looked at. No template may hold it.
pub(crate) const MARK: char = '\u{E000}';

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Value(Placeholder),
}

/// A text with placeholders, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template(pub(crate) Vec<Piece>);

impl Template {
    /// Reads it, or says what is wrong with it, in words that follow the field's name. There is no other language in it (EXT-07).
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.contains([MARK, '\0']) {
            return Err("holds a character that no request can carry".to_owned());
        }
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some(open) = rest.find("{{") {
            let after = &rest[open + 2..];
            let name = after.split_once("}}").map(|(name, _)| name);
            let name = name.ok_or_else(|| format!("has `{{{{` without `}}}}`: {}", known()))?;
            let found = Placeholder::ALL.iter().find(|(word, _)| *word == name);
            let (_, placeholder) = found.ok_or_else(|| unknown(name))?;
            pieces.push(Piece::Text(rest[..open].to_owned()));
            pieces.push(Piece::Value(*placeholder));
            rest = &after[name.len() + 2..];
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        match pieces.iter().find_map(half_open) {
            Some(word) => Err(format!("has `{word}` with a brace too few: write {{{{{word}}}}}")),
            None => Ok(Self(pieces)),
        }
    }

    /// Whether the value has a place in it.
    pub(crate) fn has(&self, placeholder: Placeholder) -> bool {
        self.0.contains(&Piece::Value(placeholder))
    }

    /// The text with this for every value.
    pub(crate) fn with(&self, value: &str) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Value(_) => value.to_owned(),
        };
        self.0.iter().map(text).collect()
    }

    /// The text with each value as `encode` writes it. What was filled in is not looked at again (EXT-06).
    pub(crate) fn fill(
        &self,
        values: &Values<'_>,
        encode: impl Fn(&str, &mut String) -> Result<(), NotCarried>,
    ) -> Result<String, NotCarried> {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Value(placeholder) => encode(values.of(*placeholder), &mut filled)?,
            }
        }
        Ok(filled)
    }
}

/// A placeholder's name beside a single brace, which was to be one.
fn half_open(piece: &Piece) -> Option<&'static str> {
    let Piece::Text(text) = piece else { return None };
    PLACEHOLDERS.into_iter().find(|word| text.contains(&format!("{{{word}")) || text.contains(&format!("{word}}}")))
}

fn unknown(name: &str) -> String {
    let shown: String = name.chars().take(40).collect();
    format!("has the placeholder `{{{{{shown}}}}}`, which is unknown: {}", known())
}

fn known() -> String {
    format!("there are {}", PLACEHOLDERS.map(|word| format!("{{{{{word}}}}}")).join(", "))
}

/// Percent-encoded but for what is unreserved (RFC 3986 §2.3). A blank is `%20` and a plus `%2B`, in paths, queries and forms alike.
pub(crate) fn percent(value: &str, to: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => to.push(char::from(byte)),
            _ => to.push_str(&format!("%{byte:02X}")),
        }
    }
}
