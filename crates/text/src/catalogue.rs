//! The texts of one language, formatted by Fluent.
//!
//! A catalogue is read once, when its language is first used. Messages without arguments are formatted then, so that asking
//! for one is a look into a list.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use crate::{Language, Marked};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Every sentence, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts(Language);

struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    fixed: Vec<String>,
}

/// In the order of [`Language`].
static CATALOGUES: [LazyLock<Catalogue>; Language::ALL.len()] = [
    LazyLock::new(|| Catalogue::read(Language::English)),
    LazyLock::new(|| Catalogue::read(Language::German)),
    LazyLock::new(|| Catalogue::read(Language::French)),
    LazyLock::new(|| Catalogue::read(Language::Dutch)),
    LazyLock::new(|| Catalogue::read(Language::Swedish)),
];

impl Catalogue {
    fn read(language: Language) -> Self {
        let source = language.source().replace("<b>", "\u{e000}").replace("</b>", "\u{e001}");
        // build.rs refuses a catalogue that does not parse, so nothing is lost in either of these.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        // NUMBER; it can not be there already.
        let _ = bundle.add_builtins();
        let mut catalogue = Self { bundle, fixed: Vec::new() };
        catalogue.fixed = MESSAGES
            .iter()
            .map(|&(id, fixed)| if fixed { catalogue.format(id, &FluentArgs::new()) } else { String::new() })
            .collect();
        catalogue
    }

    fn format(&self, id: &str, arguments: &FluentArgs) -> String {
        let pattern = self.bundle.get_message(id).and_then(|message| message.value());
        pattern.map_or_else(String::new, |pattern| {
            self.bundle.format_pattern(pattern, Some(arguments), &mut Vec::new()).into_owned()
        })
    }
}

impl Texts {
    /// The texts in this language.
    pub const fn new(language: Language) -> Self {
        Self(language)
    }

    /// The language they are in.
    pub const fn language(self) -> Language {
        self.0
    }

    fn catalogue(self) -> &'static Catalogue {
        &CATALOGUES[self.0 as usize]
    }

    fn fixed(self, place: usize) -> &'static str {
        self.catalogue().fixed.get(place).map_or("", String::as_str)
    }

    fn formatted<const N: usize>(self, place: usize, arguments: [(&'static str, Argument<'_>); N]) -> String {
        let mut given = FluentArgs::with_capacity(N);
        for (name, value) in arguments {
            given.set(name, value.0);
        }
        MESSAGES.get(place).map_or_else(String::new, |(id, _)| self.catalogue().format(id, &given))
    }

    fn marked<const N: usize>(self, place: usize, arguments: [(&'static str, Argument<'_>); N]) -> Marked {
        Marked::new(&self.formatted(place, arguments))
    }
}

/// A value for a place in a message.
struct Argument<'a>(FluentValue<'a>);

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        // The two signs that stand for marks mean nothing when they come from outside.
        if text.contains(['\u{e000}', '\u{e001}']) {
            return Self(text.replace(['\u{e000}', '\u{e001}'], "").into());
        }
        Self(text.into())
    }
}

impl From<i64> for Argument<'_> {
    fn from(number: i64) -> Self {
        Self(number.into())
    }
}

#[cfg(test)]
mod tests;
