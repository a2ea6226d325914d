//! The names of countries, as the Unicode CLDR has them.

use crate::Language;

/// A country a line: its ISO 3166 code, and its name in each language, in the order of [`Language::ALL`].
const TABLE: &str = include_str!("countries.txt");

/// What a country is called; its code, where no name is known.
pub fn name(language: Language, code: &str) -> &str {
    let place = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    let line = TABLE.lines().find(|line| line.split('\t').next() == Some(code));
    line.and_then(|line| line.split('\t').nth(1 + place)).unwrap_or(code)
}

/// What a name is sorted by: without its accents, and in one case.
pub fn sorted_as(name: &str) -> String {
    let plain = |letter: char| match letter {
        'À'..='Æ' | 'à'..='æ' => 'a',
        'Ç' | 'ç' => 'c',
        'È'..='Ë' | 'è'..='ë' => 'e',
        'Ì'..='Ï' | 'ì'..='ï' => 'i',
        'Ñ' | 'ñ' => 'n',
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' => 'o',
        'Ù'..='Ü' | 'ù'..='ü' => 'u',
        other => other.to_ascii_lowercase(),
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use model::phone::Country;

    use super::*;

    #[test]
    fn every_country_has_a_name_in_every_language() {
        for country in Country::all() {
            for language in Language::ALL {
                assert!(name(language, country.code).chars().count() > 2, "{language:?} {}", country.code);
            }
        }
        assert_eq!(name(Language::Swedish, "GB"), "Storbritannien");
        assert_eq!(name(Language::English, "ZZ"), "ZZ");
        assert!(sorted_as("Österreich") < sorted_as("Polen"));
    }
}
