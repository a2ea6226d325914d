//! “Record your recovery codes”: shown once, with the tick that they are recorded (J4.5).

use askama::Template;

use crate::{Chrome, Form, Href, Page};

/// Shows ten recovery codes. Posts `recorded=yes` when it is ticked. They are good from then on.
#[derive(Debug, Template)]
#[template(path = "sign_in/record_codes.html", whitespace = "minimize")]
pub struct RecordCodesPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The codes, in groups.
    pub codes: &'a [String],
    /// Whether it has to be ticked that they are recorded.
    pub ticks: bool,
    /// Whether it was sent without the tick.
    pub is_missing: bool,
    /// Where somebody goes back to who wants none; none in a sign-in.
    pub cancel: Option<Href<'a>>,
}

impl RecordCodesPage<'_> {
    /// What is downloaded and printed, as a text of its own.
    fn lines(&self) -> String {
        self.codes.join("\n")
    }
}

impl Page for RecordCodesPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.record_codes().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.is_missing
    }
}
