//! “Sign out?” and “You are signed out”.

use askama::Template;
use model::Time;

use crate::{Application, Chrome, Form, Href, Page};

/// Asks before the session ends, and says what was opened with it. Posts `logout=yes`.
#[derive(Debug, Template)]
#[template(path = "sign_out/question.html", whitespace = "minimize")]
pub struct SignOut<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The way back.
    pub stay: Href<'a>,
    /// The applications that joined this session.
    pub applications: &'a [OpenApplication<'a>],
}

/// An application that joined the session.
#[derive(Debug, Clone, Copy)]
pub struct OpenApplication<'a> {
    /// The application.
    pub application: Application<'a>,
    /// Since when it is open.
    pub since: Time,
}

impl Page for SignOut<'_> {
    fn heading(&self) -> String {
        self.chrome.text.sign_out_question().to_owned()
    }
}

/// Says that the session ended, and which applications may still be open.
#[derive(Debug, Template)]
#[template(path = "sign_out/done.html", whitespace = "minimize")]
pub struct SignedOut<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// The applications that joined the session, and what came of telling them.
    pub applications: &'a [ToldApplication<'a>],
    /// The application to return to, by an address it registered.
    pub return_to: Option<ReturnTo<'a>>,
    /// To sign in again.
    pub sign_in: Href<'a>,
}

/// An application that joined the session, and whether it closed its own.
#[derive(Debug, Clone, Copy)]
pub struct ToldApplication<'a> {
    /// The application.
    pub application: Application<'a>,
    /// What came of telling it.
    pub farewell: Farewell,
}

/// What came of telling an application that the session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Farewell {
    /// It closed its own.
    Closed,
    /// It did not answer yet, and is told again.
    Pending,
    /// It can't be told.
    Untold,
}

impl SignedOut<'_> {
    fn lead(&self) -> &str {
        let text = self.chrome.text;
        if self.applications.is_empty() {
            return text.signed_out_lead_none();
        }
        let closed = self.applications.iter().all(|told| told.farewell == Farewell::Closed);
        if closed { text.signed_out_lead_closed() } else { text.signed_out_lead() }
    }
}

/// An application to return to.
#[derive(Debug, Clone, Copy)]
pub struct ReturnTo<'a> {
    /// Its name.
    pub application: &'a str,
    /// Where it wants people back.
    pub href: Href<'a>,
}

impl Page for SignedOut<'_> {
    fn heading(&self) -> String {
        self.chrome.text.signed_out().to_owned()
    }
}
