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

static CATALOGUES: [LazyLock<Catalogue>; Language::ALL.len()] = [LazyLock::new(|| Catalogue::read(Language::English))];

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
mod tests {
    use super::*;

    /// Every sentence that a message can become, in every language: with a name, and with the numbers that languages treat
    /// differently.
    fn sentences() -> Vec<(&'static str, String)> {
        let mut sentences = Vec::new();
        for language in Language::ALL {
            for (id, shape) in ARGUMENTS {
                for number in [0, 1, 2, 3, 5, 7, 10, 11, 12, 101] {
                    let mut arguments = FluentArgs::new();
                    for (name, is_number) in *shape {
                        let value: FluentValue = if *is_number { number.into() } else { "Name".into() };
                        arguments.set(*name, value);
                    }
                    let bundle = &Texts::new(language).catalogue().bundle;
                    let pattern = bundle.get_message(id).unwrap().value().unwrap();
                    let mut errors = Vec::new();
                    let sentence = bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
                    assert!(errors.is_empty(), "{language:?}: {id}: {errors:?}");
                    sentences.push((*id, sentence));
                }
            }
        }
        sentences
    }

    #[test]
    fn every_message_becomes_a_whole_sentence() {
        for (id, sentence) in sentences() {
            assert!(!sentence.trim().is_empty() && !sentence.contains(['{', '}', '\u{2068}']), "{id}: {sentence}");
            assert!(!sentence.contains("  "), "{id}: {sentence}");
        }
    }

    #[test]
    fn no_sentence_has_a_forbidden_word() {
        // The design's list (§5): words that blame, beg, shout, or that only we understand.
        const FORBIDDEN: [&str; 15] = [
            "invalid",
            "failed",
            "failure",
            "authenticate",
            "authentication",
            "credential",
            "credentials",
            "mfa",
            "2fa",
            "oops",
            "please",
            "sorry",
            "forbidden",
            "unauthorized",
            "submit",
        ];
        for (id, sentence) in sentences() {
            let lower = sentence.to_lowercase();
            let found = lower.split(|letter: char| !letter.is_alphanumeric()).find(|word| FORBIDDEN.contains(word));
            assert_eq!(found, None, "{id}: {sentence}");
            assert!(!sentence.contains(['!', '\'', '"']) && !sentence.contains("(s)"), "{id}: {sentence}");
        }
    }

    #[test]
    fn texts_without_arguments_are_ready() {
        for (place, (id, fixed)) in MESSAGES.iter().enumerate() {
            assert_eq!(*fixed, !Texts::new(Language::English).fixed(place).is_empty(), "{id}");
        }
    }
}
