//! The languages Doorward speaks, and which of them a person gets.

/// A language with a complete catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
}

impl Language {
    /// All languages, in the order in which pages offer them.
    pub const ALL: [Self; 1] = [Self::English];

    /// The BCP 47 tag, as `lang` and `ui_locales` have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
        }
    }

    /// The language of this BCP 47 tag, by its first subtag: `en-GB` is English.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    pub(crate) const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("../locales/en.ftl"),
        }
    }
}

/// The language for a page: the first we speak of what the application asked for (`ui_locales`, OpenID Connect Core §3.1.2.1,
/// tags separated by spaces), then of what the browser prefers (`Accept-Language`, RFC 9110 §12.5.4), then the organisation's.
pub fn negotiate(ui_locales: Option<&str>, accept_language: Option<&str>, organisation: Language) -> Language {
    let asked = ui_locales.unwrap_or_default().split_ascii_whitespace().take(MOST).find_map(Language::of_tag);
    asked.or_else(|| preferred(accept_language.unwrap_or_default())).unwrap_or(organisation)
}

/// More tags than anybody speaks are not looked at.
const MOST: usize = 32;

fn preferred(header: &str) -> Option<Language> {
    let mut best: Option<(u16, Language)> = None;
    for item in header.split(',').take(MOST) {
        let mut pieces = item.split(';').map(str::trim);
        let Some(language) = pieces.next().and_then(Language::of_tag) else { continue };
        let weight = pieces.find_map(|piece| piece.strip_prefix("q=")).map_or(Some(1000), thousandths);
        let Some(weight) = weight.filter(|weight| *weight > 0) else { continue };
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// A weight of RFC 9110 §12.4.2 (`0`, `0.5`, `1.000`) in thousandths.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, digits) = weight.split_once('.').unwrap_or((weight, ""));
    if digits.len() > 3 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part: u16 = format!("{digits:0<3}").parse().ok()?;
    match whole {
        "0" => Some(part),
        "1" if part == 0 => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_matched_by_their_first_part() {
        assert_eq!(Language::of_tag("EN-gb"), Some(Language::English));
        assert_eq!(Language::of_tag("tlh"), None);
        assert_eq!(Language::of_tag(""), None);
    }

    #[test]
    fn weights_are_read_as_the_standard_says() {
        assert_eq!(
            ["0", "0.5", "0.25", "1", "1.000", "1.1", "0.1234", "x", ""].map(thousandths),
            [Some(0), Some(500), Some(250), Some(1000), Some(1000), None, None, None, None,]
        );
        assert_eq!(preferred("en;q=0"), None, "refused by the browser");
        assert_eq!(preferred("tlh, en;q=0.3"), Some(Language::English));
        assert_eq!(preferred("en; q=0.9"), Some(Language::English));
    }

    #[test]
    fn nothing_understood_is_the_organisations_language() {
        assert_eq!(negotiate(Some("tlh"), Some("*"), Language::English), Language::English);
        assert_eq!(negotiate(None, None, Language::English), Language::English);
    }
}
