//! “Enter your password”.

use askama::Template;
use model::sign_in::Action;

use super::Provider;
use crate::{Chrome, Form, Href, Page, Who};

/// Asks for the password of whom the page before named.
///
/// Posts `password`. The identifier goes along in a hidden field for password managers; the server knows it already and
/// takes nothing from there.
#[derive(Debug, Template)]
#[template(path = "sign_in/password.html", whitespace = "minimize")]
pub struct PasswordPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Who is signing in.
    pub who: Who<'a>,
    /// Back to the question before.
    pub change: Option<Href<'a>>,
    /// What to correct.
    pub error: Option<PasswordError>,
    /// Tries that are left, where the page is to say so.
    pub tries_left: Option<u32>,
    /// To restoring the password.
    pub restore: Option<Href<'a>>,
    /// Whether the same way leads to a first password (J5.2).
    pub first_time: bool,
    /// To an account of one's own.
    pub register: Option<Href<'a>>,
    /// To the choice of other ways.
    pub another_way: Option<Href<'a>>,
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
    /// Whether it was set just now, and is asked for to sign in with it.
    pub is_saved: bool,
    /// Other ways in, by a button each.
    pub providers: &'a [Provider<'a>],
    /// The provider that will be linked with whoever proves to be the account.
    pub links: Option<&'a str>,
}

/// What is to be corrected in a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// Nothing was typed.
    Missing,
    /// Identifier and password do not belong together. Never says which.
    Mismatch,
    /// The organisation's own service, which judges passwords, does not answer.
    Silent,
    /// The organisation's own service can't be told such a password.
    NotCarried,
    /// It is right, and has to be changed in the organisation's own directory first.
    ExpiredThere,
}

impl PasswordPage<'_> {
    fn error_words(&self) -> Option<String> {
        let text = self.chrome.text;
        let words = match (self.error?, self.who, self.restore) {
            (PasswordError::Missing, ..) => text.password_missing(),
            (PasswordError::Silent, ..) => text.service_silent(),
            (PasswordError::NotCarried, ..) => text.password_not_carried(),
            (PasswordError::ExpiredThere, ..) => text.password_expired_there(),
            (PasswordError::Mismatch, Who::Email(_) | Who::Person(_), Some(_)) => text.email_mismatch_restore(),
            (PasswordError::Mismatch, Who::Email(_) | Who::Person(_), None) => text.email_mismatch(),
            (PasswordError::Mismatch, Who::User { .. }, Some(_)) => text.user_mismatch_restore(),
            (PasswordError::Mismatch, Who::User { .. }, None) => text.user_mismatch(),
        };
        Some(self.chrome.with_tries(words, self.tries_left))
    }
}

impl Page for PasswordPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.enter_password().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }
}
