//! Every sentence of the product.

use crate::{Catalogues, Language, Marked};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Every sentence, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(Language);

pub(crate) static CATALOGUES: Catalogues = Catalogues::new(SOURCES, MESSAGES);

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
