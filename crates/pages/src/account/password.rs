//! Password: choosing another one (J1.18).

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Chrome, Form, NewPasswordFields, Page};

/// Shows the form for another password. Posts `current`, `password` and `repeat`, or nothing where the questions follow one by one.
#[derive(Debug, Template)]
#[template(path = "account/password.html", whitespace = "minimize")]
pub struct PasswordTab<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What they sign in with, for password managers.
    pub user_name: &'a str,
    /// When the password was chosen.
    pub changed_at: Option<Time>,
    /// The fields of the new one; none where the questions follow one by one.
    pub fields: Option<NewPasswordFields<'a>>,
    /// What came of it.
    pub outcome: Option<PasswordOutcome>,
}

/// Says who judges the password, where it is not kept here (J3.6).
#[derive(Debug, Template)]
#[template(path = "account/password_elsewhere.html", whitespace = "minimize")]
pub struct PasswordElsewhere<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// What judges it.
    pub service: &'a str,
}

impl PasswordElsewhere<'_> {
    const TAB: Tab = Tab::Password;
}

impl Page for PasswordElsewhere<'_> {
    fn heading(&self) -> String {
        self.chrome.text.password().to_owned()
    }
}

/// What came of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordOutcome {
    /// The password was changed.
    Changed,
    /// The present password was not typed.
    CurrentMissing,
    /// That is not the present password.
    CurrentWrong,
}

impl PasswordTab<'_> {
    const TAB: Tab = Tab::Password;

    fn current_error(&self) -> Option<&'static str> {
        match self.outcome? {
            PasswordOutcome::Changed => None,
            PasswordOutcome::CurrentMissing => Some(self.chrome.text.current_password_missing()),
            PasswordOutcome::CurrentWrong => Some(self.chrome.text.current_password_wrong()),
        }
    }

    fn changed_words(&self) -> Option<String> {
        let Chrome { text, clock, .. } = self.chrome;
        self.changed_at.map(|at| text.password_last_changed(&clock.date(*text, at)))
    }
}

impl Page for PasswordTab<'_> {
    fn heading(&self) -> String {
        self.chrome.text.password().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.current_error().is_some() || self.fields.is_some_and(|fields| fields.error.is_some())
    }
}
