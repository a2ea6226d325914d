//! Settings: how the person wants to read (J1.20).

use askama::Template;
use model::reader::{DateFormat, Formats, TimeFormat};
use text::{
    Clock, Language,
    zones::{self, ZoneChoice},
};

use super::{Account, Tab};
use crate::{Chrome, Form, Page};

/// Shows language, time zone and formats to be changed. Posts `language`, `zoneinfo`, `date_format`, `time_format`.
#[derive(Debug, Template)]
#[template(path = "account/settings.html", whitespace = "minimize")]
pub struct SettingsPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The chosen language.
    pub language: Language,
    /// The chosen zone, by its name in the list.
    pub zone: &'a str,
    /// The chosen formats.
    pub formats: Formats,
    /// Whether they were just saved.
    pub saved: bool,
}

impl SettingsPage<'_> {
    const TAB: Tab = Tab::Settings;

    /// The zones by region.
    fn zones(&self) -> Vec<(&'static str, Vec<ZoneChoice>)> {
        zones::by_region(self.chrome.text, self.chrome.clock.now)
    }

    /// Each date format with an example.
    fn dates(&self) -> [(DateFormat, String); 5] {
        DateFormat::ALL.map(|date| {
            let formats = Formats { date, ..self.formats };
            (date, self.in_formats(formats).date(self.chrome.text, self.chrome.clock.example()))
        })
    }

    /// Each time format with an example.
    fn times(&self) -> [(TimeFormat, String); 2] {
        TimeFormat::ALL.map(|time| {
            let formats = Formats { time, ..self.formats };
            (time, self.in_formats(formats).time(self.chrome.text, self.chrome.clock.example()))
        })
    }

    fn in_formats(&self, formats: Formats) -> Clock {
        Clock { formats, ..self.chrome.clock.clone() }
    }
}

impl Page for SettingsPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.settings().to_owned()
    }
}
