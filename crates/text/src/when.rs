//! How dates and times are said on a page: today by the hour, yesterday by its name, everything else by its date.

use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
use model::{
    Span, Time,
    reader::{DateFormat, Formats, TimeFormat},
};

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

/// The present, where the reader is, and how they want dates and times to look.
#[derive(Debug, Clone)]
pub struct Clock {
    /// When the page is made.
    pub now: Time,
    /// The reader's time zone, or that of the organisation when nobody is signed in.
    pub zone: Zone,
    /// How dates and times look.
    pub formats: Formats,
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
            Day::Today(at) => texts.since_today(&self.time_of_day(texts, &at)),
            Day::Yesterday(_) => texts.since_yesterday().to_owned(),
            day => texts.since_date(&self.near_date(texts, &day)),
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
            Day::Today(at) => texts.active_today(&self.time_of_day(texts, &at)),
            Day::Yesterday(at) => texts.active_yesterday(&self.time_of_day(texts, &at)),
            day => texts.active_date(&self.near_date(texts, &day)),
        }
    }

    /// The hour and minute with the zone when it is today, else with its date: “08:45 CET”, “23 November, 08:45 CET”.
    pub fn at(&self, texts: Texts, time: Time) -> String {
        let day = self.day(time);
        let at = day.moment();
        let clock = format!("{} {}", self.hour_and_minute(texts, at), zone_name(at));
        match day {
            Day::Today(_) => clock,
            day => texts.date_and_time(&self.near_date(texts, &day), &clock),
        }
    }

    /// To the second and with its zone, as a service desk wants it: “22 Nov 2026, 08:41:07 CET”.
    pub fn exact(&self, texts: Texts, time: Time) -> String {
        let (at, clock) = (self.local(time), self.to_the_second(texts, time));
        match numeric(self.formats.date, &at) {
            None => texts.exact_time(at.day().into(), at.month().into(), &at.year().to_string(), &clock),
            Some(date) => texts.date_and_time(&date, &clock),
        }
    }

    /// The time of the day, to the second and with its zone: “08:41:07 CET”.
    pub fn to_the_second(&self, texts: Texts, time: Time) -> String {
        let at = self.local(time);
        let clock = match self.formats.time {
            TimeFormat::Hours24 => at.strftime("%H:%M:%S").to_string(),
            TimeFormat::Hours12 => texts.time_12_hours(&at.strftime("%-I:%M:%S").to_string(), half(&at)),
        };
        format!("{clock} {}", zone_name(&at))
    }

    /// The date, with its year: “22 November 2026”.
    pub fn date(&self, texts: Texts, time: Time) -> String {
        let at = self.local(time);
        numeric(self.formats.date, &at)
            .unwrap_or_else(|| texts.date_with_year(at.day().into(), at.month().into(), &at.year().to_string()))
    }

    /// The hour and minute: “08:41”, “8:41 am”.
    pub fn time(&self, texts: Texts, time: Time) -> String {
        self.hour_and_minute(texts, &self.local(time))
    }

    /// An example whose day is no month and whose hour is no other half's: half past eight in the evening of the year's last day.
    pub fn example(&self) -> Time {
        let now = self.local(self.now);
        let at = jiff::civil::date(now.year(), 12, 31).at(20, 30, 0, 0).to_zoned(self.zone.0.clone());
        at.map_or(self.now, |at| Time::from_millis(at.timestamp().as_millisecond()))
    }

    /// The time for `datetime`, RFC 3339 with the zone's offset.
    pub fn machine(&self, time: Time) -> String {
        self.local(time).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// What the zone is called: “CET”; by how far it is ahead of UTC where it has no name of letters: “UTC-03:00”.
    pub fn zone_name(&self) -> String {
        zone_name(&self.local(self.now))
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

    /// The date; in words it has its year only when it is another one.
    fn near_date(&self, texts: Texts, day: &Day) -> String {
        let at = day.moment();
        numeric(self.formats.date, at).unwrap_or_else(|| match day {
            Day::AnotherYear(at) => texts.date_with_year(at.day().into(), at.month().into(), &at.year().to_string()),
            Day::Today(at) | Day::Yesterday(at) | Day::ThisYear(at) => texts.date(at.day().into(), at.month().into()),
        })
    }

    fn hour_and_minute(&self, texts: Texts, at: &Zoned) -> String {
        match self.formats.time {
            TimeFormat::Hours24 => at.strftime("%H:%M").to_string(),
            TimeFormat::Hours12 => texts.time_12_hours(&at.strftime("%-I:%M").to_string(), half(at)),
        }
    }

    /// The hour and minute as they stand in a sentence: “8:41 Uhr” where the language says so.
    fn time_of_day(&self, texts: Texts, at: &Zoned) -> String {
        let clock = self.hour_and_minute(texts, at);
        match self.formats.time {
            TimeFormat::Hours24 => texts.time_24_hours(&clock),
            TimeFormat::Hours12 => clock,
        }
    }
}

impl Day {
    const fn moment(&self) -> &Zoned {
        match self {
            Self::Today(at) | Self::Yesterday(at) | Self::ThisYear(at) | Self::AnotherYear(at) => at,
        }
    }
}

/// The half of the day, as the texts know it.
fn half(at: &Zoned) -> &'static str {
    if at.hour() < 12 { "am" } else { "pm" }
}

/// The date in digits; none where it is said in words.
fn numeric(format: DateFormat, at: &Zoned) -> Option<String> {
    let pattern = match format {
        DateFormat::Words => return None,
        DateFormat::DaySlashMonth => "%d/%m/%Y",
        DateFormat::DayDotMonth => "%d.%m.%Y",
        DateFormat::MonthSlashDay => "%m/%d/%Y",
        DateFormat::YearMonthDay => "%Y-%m-%d",
    };
    Some(at.strftime(pattern).to_string())
}

fn zone_name(at: &Zoned) -> String {
    let name = at.strftime("%Z").to_string();
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { at.strftime("UTC%:z").to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Language;

    const TEXTS: Texts = Texts::new(Language::English);

    /// 2026-11-22, 08:41:07 in Copenhagen.
    fn clock() -> Clock {
        let zone = Zone::named("Europe/Copenhagen").unwrap();
        Clock { now: Time::from_seconds(1_795_333_267), zone, formats: Formats::default() }
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
        assert_eq!(clock().to_the_second(TEXTS, clock().now), "08:41:07 CET");
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

    /// Each language with a date in digits and a time of twelve hours, and with a time of twenty-four.
    #[test]
    fn formats_are_the_readers_own() {
        let said = |language, date, time| {
            let clock = Clock { formats: Formats { date, time }, ..clock() };
            let texts = Texts::new(language);
            [
                clock.since(texts, before(Span::minutes(39))),
                clock.active(texts, before(Span::hours(12))),
                clock.active(texts, before(Span::days(8))),
                clock.at(texts, clock.now + Span::days(1)),
                clock.exact(texts, clock.now),
                clock.date(texts, clock.now),
            ]
        };
        assert_eq!(
            said(Language::English, DateFormat::DaySlashMonth, TimeFormat::Hours12),
            [
                "Since 8:02\u{a0}am",
                "Active yesterday at 8:41\u{a0}pm",
                "Active 14/11/2026",
                "23/11/2026, 8:41\u{a0}am CET",
                "22/11/2026, 8:41:07\u{a0}am CET",
                "22/11/2026",
            ]
        );
        assert_eq!(
            said(Language::German, DateFormat::DayDotMonth, TimeFormat::Hours12)[..3],
            ["Seit 8:02\u{a0}AM", "Gestern um 8:41\u{a0}PM aktiv", "Am 14.11.2026 aktiv"]
        );
        assert_eq!(
            said(Language::Swedish, DateFormat::YearMonthDay, TimeFormat::Hours24)[..3],
            ["Sedan kl. 08:02", "Aktiv i går kl. 20:41", "Aktiv 2026-11-14"]
        );
        assert_eq!(said(Language::English, DateFormat::MonthSlashDay, TimeFormat::Hours24)[5], "11/22/2026");
        assert_eq!(said(Language::Dutch, DateFormat::Words, TimeFormat::Hours12)[5], "22 november 2026");
        assert_eq!(said(Language::French, DateFormat::Words, TimeFormat::Hours12)[0], "Depuis 8:02\u{a0}AM");
    }

    #[test]
    fn an_example_can_not_be_misread() {
        assert_eq!(clock().exact(TEXTS, clock().example()), "31 Dec 2026, 20:30:00 CET");
    }

    #[test]
    fn midnight_and_noon_are_twelve() {
        let clock = Clock { formats: Formats { time: TimeFormat::Hours12, ..Formats::default() }, ..clock() };
        // 00:05 in Copenhagen.
        let midnight = Time::from_seconds(1_795_302_300);
        assert_eq!(clock.time(TEXTS, midnight), "12:05\u{a0}am");
        assert_eq!(clock.time(TEXTS, midnight + Span::hours(12)), "12:05\u{a0}pm");
        assert_eq!(Clock { formats: Formats::default(), ..clock }.time(TEXTS, midnight), "00:05");
    }

    #[test]
    fn a_date_has_the_offset_of_its_day_and_every_zone_a_name() {
        let in_zone = |name| Clock { zone: Zone::named(name).unwrap(), ..clock() };
        assert_eq!(in_zone("Europe/Copenhagen").at(TEXTS, before(Span::days(120))), "25 July, 09:41 CEST");
        assert_eq!(in_zone("Asia/Calcutta").machine(clock().now), "2026-11-22T13:11:07+05:30");
        assert_eq!(in_zone("Asia/Kathmandu").zone_name(), "UTC+05:45");
        assert_eq!(in_zone("America/Sao_Paulo").zone_name(), "UTC-03:00");
        assert_eq!(in_zone("Etc/UTC").zone_name(), "UTC");
    }

    #[test]
    fn no_time_is_too_far() {
        for time in [Time::NEVER, Time::from_millis(i64::MIN)] {
            assert!(!clock().exact(TEXTS, time).is_empty());
        }
    }
}
