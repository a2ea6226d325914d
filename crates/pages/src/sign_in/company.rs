//! “Sign in” with company ID, user name and password on one page (J2.3).

use askama::Template;

use super::Provider;
use crate::{Application, Chrome, Form, Href, Page};

/// Asks for company ID, user name and password at once.
///
/// Posts `organisation`, `user`, `password` and, when ticked, `remember=yes`.
#[derive(Debug, Template)]
#[template(path = "sign_in/company.html", whitespace = "minimize")]
pub struct CompanyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The application that asked, if one did.
    pub application: Option<Application<'a>>,
    /// The company ID: what was typed, or the organisation's slug where it is known.
    pub organisation: &'a str,
    /// The user name that was typed.
    pub user: &'a str,
    /// Whether “Remember my login” is ticked; `None` where policy does not offer it.
    pub remember: Option<bool>,
    /// What to correct.
    pub errors: CompanyErrors,
    /// To restoring the password.
    pub restore: Option<Href<'a>>,
    /// To the form with an e-mail address.
    pub by_email: Option<Href<'a>>,
    /// To the first sign-in.
    pub first_time: Option<Href<'a>>,
    /// Other ways in, by a button each.
    pub providers: &'a [Provider<'a>],
}

/// What is to be corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompanyErrors {
    /// The company ID is empty.
    pub organisation_missing: bool,
    /// The user name is empty.
    pub user_missing: bool,
    /// The password is empty.
    pub password_missing: bool,
    /// The three do not belong together. Never says which.
    pub mismatch: bool,
    /// The organisation's own service, which judges passwords, does not answer.
    pub silent: bool,
    /// The organisation's own service can't be told such a password.
    pub not_carried: bool,
    /// It is right, and has to be changed in the organisation's own directory first.
    pub expired_there: bool,
    /// Tries that are left, where the page is to say so.
    pub tries_left: Option<u32>,
}

impl CompanyErrors {
    /// Whether there is an error beside the password.
    const fn is_of_password(self) -> bool {
        self.password_missing || self.mismatch || self.silent || self.not_carried || self.expired_there
    }

    /// How many fields have an error beside them.
    pub(crate) fn count(self) -> i64 {
        [self.organisation_missing, self.user_missing, self.is_of_password()].map(i64::from).iter().sum()
    }
}

/// The field that the cursor starts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Summary,
    Organisation,
    User,
    Password,
}

impl CompanyPage<'_> {
    fn start(&self) -> Start {
        let errors = self.errors;
        match () {
            () if errors.count() > 1 => Start::Summary,
            () if errors.organisation_missing => Start::Organisation,
            () if errors.user_missing => Start::User,
            () if errors.count() == 1 => Start::Password,
            () if self.organisation.is_empty() => Start::Organisation,
            () if self.user.is_empty() => Start::User,
            () => Start::Password,
        }
    }

    fn password_error(&self) -> Option<String> {
        let text = self.chrome.text;
        let words = match (self.errors.password_missing, self.errors.mismatch, self.restore) {
            (true, ..) => text.password_missing(),
            _ if self.errors.silent => text.service_silent(),
            _ if self.errors.not_carried => text.password_not_carried(),
            _ if self.errors.expired_there => text.password_expired_there(),
            (_, true, Some(_)) => text.user_mismatch_restore(),
            (_, true, None) => text.user_mismatch(),
            _ => return None,
        };
        Some(self.chrome.with_tries(words, self.errors.tries_left))
    }
}

impl Page for CompanyPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.sign_in().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.errors.count() > 0
    }

    fn keeps_what_was_typed(&self) -> bool {
        true
    }
}
