//! What the demonstration's pages say, in the languages of Doorward.

use text::{Catalogues, Language, Marked};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Every sentence, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(Language);

/// A sentence that is the same every time, in whichever language.
pub type Say = fn(Texts) -> &'static str;

static CATALOGUES: Catalogues = Catalogues::new(SOURCES, MESSAGES);

impl Texts {
    /// The texts in this language.
    pub const fn new(language: Language) -> Self {
        Self(language)
    }

    /// The language they are in.
    pub const fn language(self) -> Language {
        self.0
    }
}

#[cfg(test)]
mod tests;
