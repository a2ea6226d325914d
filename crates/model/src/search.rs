//! By which words people are found: those of their names, and what they type to be found.

use unicode_normalization::UnicodeNormalization;

use crate::release::Profile;

/// The longest word that is kept or asked for, in bytes.
pub const MAX_BYTES: usize = 254;

/// Somebody with more words than this is found by the first of them.
const MOST: usize = 32;

/// A word as it is kept and asked for: NFKC, lower case, as identifiers are.
pub fn folded(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// The words that find a person, each once, in order: identifiers whole, and each part of the names.
pub fn words<'a>(profile: &Profile, identifiers: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names = [
        &profile.given_name,
        &profile.family_name,
        &profile.middle_name,
        &profile.nickname,
        &profile.name,
        &profile.preferred_username,
        &profile.email,
    ];
    let mut words: Vec<String> = identifiers.into_iter().map(folded).collect();
    for name in names.into_iter().flatten() {
        let name = folded(name);
        words.extend(name.split(|c: char| c.is_whitespace() || c == ',').map(str::to_owned));
    }
    words.retain(|word| !word.is_empty() && word.len() <= MAX_BYTES && !word.contains('\0'));
    let mut seen = std::collections::HashSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words.truncate(MOST);
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_identifiers_each_once() {
        let text = |text: &str| Some(text.to_owned());
        let profile = Profile {
            given_name: text("Inès Marit"),
            family_name: text("Halvorsen"),
            name: text("Halvorsen, Inès"),
            email: text("Ines@Northwind.example"),
            ..Profile::default()
        };
        let words = words(&profile, ["ines@northwind.example", "ines.h"]);
        assert_eq!(words, ["halvorsen", "ines.h", "ines@northwind.example", "inès", "marit"]);
    }

    #[test]
    fn nobody_fills_the_index() {
        let name = (0..1000).map(|number| format!("n{number}")).collect::<Vec<_>>().join(" ");
        let profile = Profile { name: Some(name), nickname: Some("x".repeat(300)), ..Profile::default() };
        let words = words(&profile, []);
        assert_eq!(words.len(), MOST);
        assert_eq!(folded("  ﬁN\u{212a} "), "fink");
    }
}
