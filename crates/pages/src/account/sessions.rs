//! Sessions: where the user is signed in, and how to end that.

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Chrome, Form, Page, device::Device};

/// Lists the user's sessions. Posts `end=<id>` or `end=others`.
#[derive(Debug, Template)]
#[template(path = "account/sessions.html", whitespace = "minimize")]
pub struct SessionsPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The sessions, this browser's first.
    pub sessions: &'a [SessionRow<'a>],
    /// What was just done.
    pub done: Option<SessionsDone>,
}

/// One session.
#[derive(Debug, Clone, Copy)]
pub struct SessionRow<'a> {
    /// The value that its button posts as `end`.
    pub id: &'a str,
    /// Browser and system.
    pub device: Device,
    /// The place, where one is known, else the network address.
    pub place: Option<&'a str>,
    /// When it began.
    pub since: Time,
    /// When it was last used.
    pub last_seen: Time,
    /// Whether it is this browser's.
    pub current: bool,
    /// Names of the applications that joined it.
    pub applications: &'a [&'a str],
}

/// What came of ending a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionsDone {
    /// The one that was named has ended.
    One,
    /// All but this browser's have ended.
    Others,
    /// It was gone already.
    Gone,
}

impl SessionsPage<'_> {
    const TAB: Tab = Tab::Sessions;

    fn others(&self) -> usize {
        self.sessions.iter().filter(|session| !session.current).count()
    }

    fn done_words(&self) -> Option<&'static str> {
        let text = self.chrome.text;
        Some(match self.done? {
            SessionsDone::One => text.session_ended(),
            SessionsDone::Others => text.sessions_ended(),
            SessionsDone::Gone => text.session_gone(),
        })
    }
}

impl SessionRow<'_> {
    fn device_words(&self, chrome: &Chrome) -> String {
        self.device.words(chrome.text)
    }

    fn end_words(&self, chrome: &Chrome) -> String {
        chrome.text.end_session(&self.device_words(chrome), &self.place_words(chrome))
    }

    fn place_words(&self, chrome: &Chrome) -> String {
        self.place.unwrap_or(chrome.text.place_unknown()).to_owned()
    }
}

impl Page for SessionsPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.sessions().to_owned()
    }
}
