//! How dates and times are said on a page: today by the hour, yesterday by its name, everything else by its date.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use model::{Span, Time};

use crate::Texts;

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone with this name (`Europe/Copenhagen`), if the database of this machine knows it.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().map(Self)
    }
}

/// The present, where the reader is.
#[derive(Debug, Clone)]
pub struct Clock {
    /// When the page is made.
    pub now: Time,
    /// The reader's time zone, or that of the organisation when nobody is signed in.
    pub zone: Zone,
}

/// A day as seen from the present.
enum Day {
    Today(Zoned),
    Yesterday(Zoned),
    ThisYear(Zoned),
    AnotherYear(Zoned),
}

impl Clock {
    /// “Since 08:02”, “Since yesterday”, “Since 14 November”.
    pub fn since(&self, texts: Texts, time: Time) -> String {
        match self.day(time) {
            Day::Today(at) => texts.since_today(&clock_time(&at)),
            Day::Yesterday(_) => texts.since_yesterday().to_owned(),
            day => texts.since_date(&day.date(texts)),
        }
    }

    /// “Active now”, “Active 20 minutes ago”, “Active yesterday at 16:48”, “Active 14 November”.
    pub fn active(&self, texts: Texts, time: Time) -> String {
        let ago = self.now.since(time);
        if ago < Span::minutes(2) {
            return texts.active_now().to_owned();
        }
        if ago < Span::hours(1) {
            return texts.active_minutes_ago(ago.as_seconds() / 60);
        }
        match self.day(time) {
            Day::Today(at) => texts.active_today(&clock_time(&at)),
            Day::Yesterday(at) => texts.active_yesterday(&clock_time(&at)),
            day => texts.active_date(&day.date(texts)),
        }
    }

    /// The hour and minute with the zone when it is today, else with its date: “08:45 CET”, “23 November, 08:45 CET”.
    pub fn at(&self, texts: Texts, time: Time) -> String {
        match self.day(time) {
            Day::Today(at) => time_and_zone(&at),
            Day::Yesterday(ref at) | Day::ThisYear(ref at) | Day::AnotherYear(ref at) => {
                texts.date_and_time(&self.day(time).date(texts), &time_and_zone(at))
            }
        }
    }

    /// To the second and with its zone, as a service desk wants it: “22 Nov 2026, 08:41:07 CET”.
    pub fn exact(&self, texts: Texts, time: Time) -> String {
        let at = self.local(time);
        let clock = at.strftime("%H:%M:%S %Z").to_string();
        texts.exact_time(at.day().into(), at.month().into(), &at.year().to_string(), &clock)
    }

    /// The time for `datetime`, RFC 3339 with the zone's offset.
    pub fn machine(&self, time: Time) -> String {
        self.local(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// What the zone is called: “CET”.
    pub fn zone_name(&self) -> String {
        self.local(self.now).strftime("%Z").to_string()
    }

    fn local(&self, time: Time) -> Zoned {
        // A time outside jiff's years (−9999 to 9999) is not a time of ours; the nearest one stands for it.
        let bound = if time.millis() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Timestamp::from_millisecond(time.millis()).unwrap_or(bound).to_zoned(self.zone.0.clone())
    }

    fn day(&self, time: Time) -> Day {
        let (now, at) = (self.local(self.now).date(), self.local(time));
        let yesterday: Option<Date> = now.yesterday().ok();
        match at.date() {
            day if day == now => Day::Today(at),
            day if Some(day) == yesterday => Day::Yesterday(at),
            day if day.year() == now.year() => Day::ThisYear(at),
            _ => Day::AnotherYear(at),
        }
    }
}

impl Day {
    fn date(&self, texts: Texts) -> String {
        match self {
            Self::AnotherYear(at) => texts.date_with_year(at.day().into(), at.month().into(), &at.year().to_string()),
            Self::Today(at) | Self::Yesterday(at) | Self::ThisYear(at) => {
                texts.date(at.day().into(), at.month().into())
            }
        }
    }
}

fn clock_time(at: &Zoned) -> String {
    at.strftime("%H:%M").to_string()
}

fn time_and_zone(at: &Zoned) -> String {
    at.strftime("%H:%M %Z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    const TEXTS: Texts = Texts::new(Language::English);

    /// 2026-11-22, 08:41:07 in Copenhagen.
    fn clock() -> Clock {
        Clock { now: Time::from_seconds(1_795_333_267), zone: Zone::named("Europe/Copenhagen").unwrap() }
    }

    fn before(span: Span) -> Time {
        clock().now - span
    }

    #[test]
    fn nearness_is_said_in_words() {
        let active = |span| clock().active(TEXTS, before(span));
        assert_eq!(active(Span::seconds(119)), "Active now");
        assert_eq!(active(Span::minutes(2)), "Active 2 minutes ago");
        assert_eq!(active(Span::hours(8)), "Active today at 00:41");
        assert_eq!(active(Span::hours(9)), "Active yesterday at 23:41", "the day is the reader's, not UTC's");
        assert_eq!(active(Span::days(8)), "Active 14 November");
        assert_eq!(active(Span::days(365)), "Active 22 November 2025");
        assert_eq!(clock().since(TEXTS, before(Span::days(1))), "Since yesterday");
        assert_eq!(clock().since(TEXTS, before(Span::minutes(39))), "Since 08:02");
    }

    #[test]
    fn exact_times_have_their_zone() {
        assert_eq!(clock().exact(TEXTS, clock().now), "22 Nov 2026, 08:41:07 CET");
        assert_eq!(clock().machine(clock().now), "2026-11-22T08:41:07+01:00");
        assert_eq!(clock().at(TEXTS, clock().now + Span::days(1)), "23 November, 08:41 CET");
        assert_eq!(clock().zone_name(), "CET");
        assert_eq!(Zone::named("Europe/Atlantis"), None);
    }

    #[test]
    fn every_language_says_times_its_own_way() {
        let said = |language| {
            let (clock, texts) = (clock(), Texts::new(language));
            [
                clock.active(texts, before(Span::minutes(20))),
                clock.active(texts, before(Span::hours(9))),
                clock.active(texts, before(Span::days(8))),
                clock.since(texts, before(Span::days(386))),
                clock.at(texts, clock.now + Span::days(1)),
                clock.exact(texts, clock.now),
            ]
        };
        assert_eq!(
            said(Language::German),
            [
                "Vor 20 Minuten aktiv",
                "Gestern um 23:41 Uhr aktiv",
                "Am 14. November aktiv",
                "Seit 1. November 2025",
                "23. November, 08:41 CET",
                "22. Nov. 2026, 08:41:07 CET",
            ]
        );
        assert_eq!(
            said(Language::French),
            [
                "Active il y a 20 minutes",
                "Active hier à 23:41",
                "Active le 14 novembre",
                "Depuis le 1er novembre 2025",
                "23 novembre à 08:41 CET",
                "22 nov. 2026, 08:41:07 CET",
            ]
        );
        assert_eq!(
            said(Language::Dutch),
            [
                "20 minuten geleden actief",
                "Gisteren om 23:41 uur actief",
                "Op 14 november actief",
                "Sinds 1 november 2025",
                "23 november om 08:41 CET",
                "22 nov. 2026, 08:41:07 CET",
            ]
        );
        assert_eq!(
            said(Language::Swedish),
            [
                "Aktiv för 20 minuter sedan",
                "Aktiv i går kl. 23:41",
                "Aktiv 14 november",
                "Sedan 1 november 2025",
                "23 november 08:41 CET",
                "22 nov. 2026, 08:41:07 CET",
            ]
        );
    }

    #[test]
    fn no_time_is_too_far() {
        for time in [Time::NEVER, Time::from_millis(i64::MIN)] {
            assert!(!clock().exact(TEXTS, time).is_empty());
        }
    }
}
