//! “Add a passkey”.

use askama::Template;
use model::Time;

use super::Instead;
use crate::{Chrome, Form, Href, Page, PasskeyForm};

/// Makes a passkey, from the account or on the way in. Posts `credential`, `challenge` and `label`.
#[derive(Debug, Template)]
#[template(path = "sign_in/add_passkey.html", whitespace = "minimize")]
pub struct AddPasskeyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What the new passkey answers.
    pub passkey: PasskeyForm<'a>,
    /// What it is called unless its owner says otherwise.
    pub label: &'a str,
    /// The form that puts it off, where that is possible.
    pub later: Option<Form<'a>>,
    /// Until when it can be put off; no end is said where there is none.
    pub later_until: Option<Time>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// The way back to the account, where it was begun there.
    pub cancel: Option<Href<'a>>,
}

impl AddPasskeyPage<'_> {
    fn later_words(&self) -> Option<String> {
        let Chrome { text, clock, .. } = self.chrome;
        self.later_until.map(|until| text.enrol_later_until(&clock.at(*text, until)))
    }
}

impl Page for AddPasskeyPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.add_passkey().to_owned()
    }
}
