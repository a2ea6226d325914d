//! Application access: what may use the account, and how to end that.

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Application, Chrome, Form, Page, scopes};

/// Lists the applications that may use the account. Posts `withdraw=<id>`.
#[derive(Debug, Template)]
#[template(path = "account/access.html", whitespace = "minimize")]
pub struct AccessPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The applications, by name.
    pub rows: &'a [AccessRow<'a>],
    /// What was just done.
    pub done: Option<AccessDone>,
}

/// An application that may use the account.
#[derive(Debug, Clone, Copy)]
pub struct AccessRow<'a> {
    /// The value that its button posts as `withdraw`.
    pub id: &'a str,
    /// The application.
    pub application: Application<'a>,
    /// The scopes that the person allowed it, by their names; none where the organisation lets it in without asking.
    pub scopes: &'a [&'a str],
    /// When the person allowed it.
    pub since: Option<Time>,
}

/// What came of withdrawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessDone {
    /// The access has ended.
    Withdrawn,
    /// It had ended already.
    Gone,
}

impl AccessPage<'_> {
    const TAB: Tab = Tab::Applications;

    fn done_words(&self) -> Option<&'static str> {
        let text = self.chrome.text;
        Some(match self.done? {
            AccessDone::Withdrawn => text.access_withdrawn(),
            AccessDone::Gone => text.access_gone(),
        })
    }
}

impl AccessRow<'_> {
    fn since_words(&self, chrome: &Chrome) -> String {
        let text = chrome.text;
        let allowed = self.since.map(|since| text.access_since(&chrome.clock.date(text, since)));
        allowed.unwrap_or_else(|| text.access_by_organisation().to_owned())
    }

    fn words(&self, scope: &str, chrome: &Chrome) -> String {
        scopes::words(chrome.text, scope)
    }
}

impl Page for AccessPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.application_access().to_owned()
    }
}
