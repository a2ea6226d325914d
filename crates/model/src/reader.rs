//! How somebody wants to read: in which language and time zone, and how dates and times look.

use crate::release::Profile;

/// How a date looks. Stored and posted as a pattern of Unicode TR 35.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DateFormat {
    /// The month as a word, in the order of the language: 22 November 2026.
    #[default]
    Words,
    /// 22/11/2026.
    DaySlashMonth,
    /// 22.11.2026.
    DayDotMonth,
    /// 11/22/2026.
    MonthSlashDay,
    /// 2026-11-22 (ISO 8601).
    YearMonthDay,
}

/// How a time of the day looks. Stored and posted as a pattern of Unicode TR 35.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TimeFormat {
    /// 20:41.
    #[default]
    Hours24,
    /// 8:41 pm.
    Hours12,
}

/// How dates and times look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Formats {
    /// Dates.
    pub date: DateFormat,
    /// Times of the day.
    pub time: TimeFormat,
}

/// Everything that a profile says of how its owner wants to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reader {
    /// The language (BCP 47).
    pub locale: Option<String>,
    /// The time zone (IANA name).
    pub zoneinfo: Option<String>,
    /// Dates and times.
    pub formats: Formats,
}

impl DateFormat {
    /// Every format, in the order of the form.
    pub const ALL: [Self; 5] =
        [Self::Words, Self::DaySlashMonth, Self::DayDotMonth, Self::MonthSlashDay, Self::YearMonthDay];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Words => "d MMMM y",
            Self::DaySlashMonth => "dd/MM/y",
            Self::DayDotMonth => "dd.MM.y",
            Self::MonthSlashDay => "MM/dd/y",
            Self::YearMonthDay => "y-MM-dd",
        }
    }

    /// The format that is stored as this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

impl TimeFormat {
    /// Every format, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Hours24, Self::Hours12];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hours24 => "HH:mm",
            Self::Hours12 => "h:mm a",
        }
    }

    /// The format that is stored as this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == word)
    }
}

impl Formats {
    /// The formats that are stored as these words; what is absent or unknown is the default.
    pub fn of(date: Option<&str>, time: Option<&str>) -> Self {
        Self {
            date: date.and_then(DateFormat::parse).unwrap_or_default(),
            time: time.and_then(TimeFormat::parse).unwrap_or_default(),
        }
    }
}

impl Reader {
    /// What a profile says.
    pub fn of(profile: &Profile) -> Self {
        Self {
            locale: profile.locale.clone(),
            zoneinfo: profile.zoneinfo.clone(),
            formats: Formats::of(profile.date_format.as_deref(), profile.time_format.as_deref()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_stored_as_patterns() {
        for format in DateFormat::ALL {
            assert_eq!(DateFormat::parse(format.as_str()), Some(format));
        }
        for format in TimeFormat::ALL {
            assert_eq!(TimeFormat::parse(format.as_str()), Some(format));
        }
        let known = Formats { date: DateFormat::YearMonthDay, time: TimeFormat::Hours12 };
        assert_eq!(Formats::of(Some("y-MM-dd"), Some("h:mm a")), known);
        assert_eq!(Formats::of(Some("yyyy"), None), Formats::default());
    }

    #[test]
    fn a_reader_is_what_the_profile_says() {
        let text = |text: &str| Some(text.to_owned());
        let profile = Profile {
            locale: text("de-CH"),
            zoneinfo: text("Europe/Zurich"),
            date_format: text("dd.MM.y"),
            ..Profile::default()
        };
        let formats = Formats { date: DateFormat::DayDotMonth, time: TimeFormat::Hours24 };
        assert_eq!(Reader::of(&profile), Reader { locale: text("de-CH"), zoneinfo: text("Europe/Zurich"), formats });
        assert_eq!(Reader::of(&Profile::default()), Reader::default());
    }
}
