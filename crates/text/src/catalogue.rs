//! The texts of one language, formatted by Fluent.
//!
//! A catalogue is read once, when its language is first used. Messages without arguments are formatted then, so that asking
//! for one is a look into a list.

use std::sync::OnceLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use miniz_oxide::inflate::decompress_to_vec;

use crate::{Language, Marked};

/// The catalogues of a crate, one for each language. `build.rs` makes what they hold, and one method of the crate's own
/// `Texts` for each message.
pub struct Catalogues {
    /// In the order of [`Language`].
    sources: [&'static [u8]; Language::ALL.len()],
    messages: &'static [(&'static str, bool)],
    read: [OnceLock<Catalogue>; Language::ALL.len()],
}

pub(crate) struct Catalogue {
    pub(crate) bundle: FluentBundle<FluentResource>,
    fixed: Vec<String>,
}

impl Catalogue {
    fn read(language: Language, source: &[u8], messages: &[(&str, bool)]) -> Self {
        // build.rs compressed a text that parses, so nothing is lost in any of these.
        let source = decompress_to_vec(source).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let source = source.replace("<b>", "\u{e000}").replace("</b>", "\u{e001}");
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, _)| resource);
        let mut bundle = FluentBundle::new_concurrent(language.tag().parse().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        // NUMBER; it can not be there already.
        let _ = bundle.add_builtins();
        let mut catalogue = Self { bundle, fixed: Vec::new() };
        catalogue.fixed = messages
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

impl Catalogues {
    /// Of these compressed sources (RFC 1951), with their messages by number: the name, and whether it is the same every time.
    pub const fn new(sources: [&'static [u8]; Language::ALL.len()], messages: &'static [(&'static str, bool)]) -> Self {
        Self { sources, messages, read: [const { OnceLock::new() }; Language::ALL.len()] }
    }

    pub(crate) fn of(&self, language: Language) -> &Catalogue {
        let place = language as usize;
        self.read[place].get_or_init(|| Catalogue::read(language, self.sources[place], self.messages))
    }

    /// A message that is the same every time.
    pub fn fixed(&'static self, language: Language, place: usize) -> &'static str {
        self.of(language).fixed.get(place).map_or("", String::as_str)
    }

    /// A message with something in its places.
    pub fn formatted(&self, language: Language, place: usize, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(*name, value.0.clone());
        }
        self.messages.get(place).map_or_else(String::new, |(id, _)| self.of(language).format(id, &given))
    }

    /// A message with a part that stands out.
    pub fn marked(&self, language: Language, place: usize, arguments: &[(&'static str, Argument<'_>)]) -> Marked {
        Marked::new(&self.formatted(language, place, arguments))
    }

    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn messages(&self) -> &'static [(&'static str, bool)] {
        self.messages
    }
}

/// A value for a place in a message.
pub struct Argument<'a>(FluentValue<'a>);

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
