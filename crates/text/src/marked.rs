//! Sentences with a part that stands out: a name in bold, a link.
//!
//! The catalogue marks the part by `<b>…</b>`; the page decides what the mark looks like and escapes both. So a translator
//! can move the name to where the grammar wants it, and no markup ever comes out of a catalogue or an argument.

/// A sentence in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked(Vec<Part>);

/// A piece of a [`Marked`] sentence: plain words, or the words of the mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words around the mark.
    Plain(String),
    /// The words between `<b>` and `</b>`.
    Mark(String),
}

impl Marked {
    pub(crate) fn new(text: &str) -> Self {
        let mut parts = Vec::new();
        for (place, piece) in text.split(['\u{e000}', '\u{e001}']).enumerate() {
            if !piece.is_empty() {
                let part = if place % 2 == 0 { Part::Plain } else { Part::Mark };
                parts.push(part(piece.to_owned()));
            }
        }
        Self(parts)
    }

    /// The parts, in the order of the sentence.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// The whole sentence without its mark, for titles and plain text.
    pub fn plain(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Part::Plain(words) | Part::Mark(words) => words.as_str(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Texts};

    #[test]
    fn a_name_can_not_move_the_mark() {
        let texts = Texts::new(Language::English);
        let sentence = texts.continue_to("A\u{e001}B<b>C</b>");
        assert_eq!(sentence.parts(), [Part::Plain("to continue to ".into()), Part::Mark("AB<b>C</b>".into())]);
        assert_eq!(sentence.plain(), "to continue to AB<b>C</b>");
    }
}
