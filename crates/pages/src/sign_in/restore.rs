//! “Restore your password”, and “Set up your account”: who it is about, before anything is sent (J1.10, J5.2).

use askama::Template;

use super::EmailError;
use crate::{Application, Chrome, Form, Href, Page};

/// Asks whose password is to be restored, or whose account set up. Says nothing about whether there is one.
///
/// Posts `email`; or `organisation` and `user`.
#[derive(Debug, Template)]
#[template(path = "sign_in/restore.html", whitespace = "minimize")]
pub struct RestorePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The application that asked, if one did.
    pub application: Option<Application<'a>>,
    /// Whether it is about an account that nobody has used yet.
    pub first_time: bool,
    /// The organisation's own service, which keeps the password and is asked to reset it.
    pub service: Option<&'a str>,
    /// What is asked, with what was typed.
    pub named: Named<'a>,
    /// To the form with the other way to be found: company ID and user name, or e-mail address.
    pub by_other: Option<Href<'a>>,
    /// Back to the sign-in.
    pub back: Href<'a>,
}

/// What somebody is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named<'a> {
    /// An e-mail address.
    Email {
        /// As it was typed.
        email: &'a str,
        /// What to correct.
        error: Option<EmailError>,
    },
    /// A user name within an organisation.
    User {
        /// The company ID.
        organisation: &'a str,
        /// The user name.
        user: &'a str,
        /// Whether there can be no such company ID.
        organisation_wrong: bool,
        /// Whether nobody can be called so.
        user_wrong: bool,
    },
}

impl Named<'_> {
    /// How many fields have an error beside them.
    fn errors(&self) -> i64 {
        match self {
            Self::Email { error, .. } => error.is_some().into(),
            Self::User { organisation_wrong, user_wrong, .. } => {
                i64::from(*organisation_wrong) + i64::from(*user_wrong)
            }
        }
    }
}

impl RestorePage<'_> {
    fn lead(&self) -> String {
        let text = self.chrome.text;
        match self.service {
            _ if self.first_time => text.set_up_account_lead().to_owned(),
            Some(service) => text.restore_lead_elsewhere(service),
            None => text.restore_lead().to_owned(),
        }
    }
}

impl Page for RestorePage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        if self.first_time { text.set_up_account() } else { text.restore_password() }.to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.named.errors() > 0
    }
}
