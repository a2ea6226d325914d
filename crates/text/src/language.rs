//! The languages Doorward speaks, and which of them a person gets.

/// A language with a complete catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// German, „Sie“.
    German,
    /// French, « vous ».
    French,
    /// Dutch, ‘u’.
    Dutch,
    /// Swedish, ”du”.
    Swedish,
}

impl Language {
    /// All languages, in the order in which pages offer them.
    pub const ALL: [Self; 5] = [Self::English, Self::German, Self::French, Self::Dutch, Self::Swedish];

    /// The BCP 47 tag, as `lang` and `ui_locales` have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Dutch => "nl",
            Self::Swedish => "sv",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Dutch => "Nederlands",
            Self::Swedish => "Svenska",
        }
    }

    /// The language of this BCP 47 tag, by its first subtag: `en-GB` is English.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }
}

/// Everything that says in which language somebody wants to read; what is `None` or empty says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wishes<'a> {
    /// What was chosen in the language menu, in this browser.
    pub chosen: Option<&'a str>,
    /// The signed-in user's own setting (`locale` of their profile).
    pub user: Option<&'a str>,
    /// What the application asked for, tags separated by spaces (OpenID Connect Core §3.1.2.1).
    pub ui_locales: &'a str,
    /// What the browser prefers (RFC 9110 §12.5.4).
    pub accept_language: &'a str,
    /// The organisation's language.
    pub organisation: Option<&'a str>,
}

impl Wishes<'_> {
    /// The language, by the wish that stands nearest to the person: their choice on a page holds for this browser until they
    /// choose again, before their setting, which is made once for all browsers; then what the application, the browser and
    /// the organisation say. A wish for a language that we do not speak is passed over, and where none is left it is English.
    pub fn language(&self) -> Language {
        let spoken = |tag: Option<&str>| tag.and_then(Language::of_tag);
        spoken(self.chosen)
            .or_else(|| spoken(self.user))
            .or_else(|| self.ui_locales.split_ascii_whitespace().take(MOST).find_map(Language::of_tag))
            .or_else(|| preferred(self.accept_language))
            .or_else(|| spoken(self.organisation))
            .unwrap_or(Language::English)
    }
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
    fn the_first_of_equal_weights_and_the_heaviest_of_others() {
        assert_eq!(preferred("fr, de"), Some(Language::French));
        assert_eq!(preferred("fr;q=0.5, de;q=0.8, nl;q=0.8"), Some(Language::German));
        assert_eq!(preferred("de-CH, de;q=0.9, en;q=0.5"), Some(Language::German));
    }

    #[test]
    fn the_nearest_wish_wins() {
        let mut wishes = Wishes {
            chosen: Some("sv"),
            user: Some("nl-BE"),
            ui_locales: "tlh fr de",
            accept_language: "de",
            organisation: Some("en-GB"),
        };
        assert_eq!(wishes.language(), Language::Swedish, "a choice on the page");
        wishes.chosen = Some("tlh");
        assert_eq!(wishes.language(), Language::Dutch, "the user's setting");
        wishes.user = None;
        assert_eq!(wishes.language(), Language::French, "the application's, the first that we speak");
        wishes.ui_locales = "tlh";
        assert_eq!(wishes.language(), Language::German, "the browser's");
        wishes.accept_language = "*";
        assert_eq!(wishes.language(), Language::English, "the organisation's");
        wishes.organisation = Some("fr");
        assert_eq!(wishes.language(), Language::French, "the organisation's");
        assert_eq!(Wishes::default().language(), Language::English);
    }
}
