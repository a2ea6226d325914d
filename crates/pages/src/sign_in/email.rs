//! “Sign in”: the e-mail address first (J1.6, J5.1).

use askama::Template;

use crate::{Application, Chrome, Form, Href, Page, PasskeyForm};

/// Asks for the e-mail address.
///
/// Posts `email` and, when ticked, `remember=yes`; a provider's button posts `provider` instead.
#[derive(Debug, Template)]
#[template(path = "sign_in/email.html", whitespace = "minimize")]
pub struct EmailPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The application that asked, if one did.
    pub application: Option<Application<'a>>,
    /// What was typed, or `login_hint`.
    pub email: &'a str,
    /// Whether “Remember my login” is ticked; `None` where policy does not offer it.
    pub remember: Option<bool>,
    /// What to correct.
    pub error: Option<EmailError>,
    /// To the form with company ID and user name.
    pub by_company: Option<Href<'a>>,
    /// To the first sign-in (J5.2).
    pub first_time: Option<Href<'a>>,
    /// A passkey in place of all that, where policy lets it sign in alone.
    pub passkey: Option<PasskeyForm<'a>>,
    /// Other ways in, by a button each (J1.6).
    pub providers: &'a [Provider<'a>],
}

/// What is to be corrected in an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Missing,
    /// It has not the form of an address.
    Malformed,
}

impl EmailError {
    pub(crate) fn words(self, chrome: &Chrome) -> &'static str {
        let text = chrome.text;
        match self {
            Self::Missing => text.email_missing(),
            Self::Malformed => text.email_malformed(),
        }
    }
}

/// An upstream that people can sign in with.
#[derive(Debug, Clone, Copy)]
pub struct Provider<'a> {
    /// The value that its button posts as `provider`.
    pub id: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its mark.
    pub mark: Mark,
}

/// A mark of our own drawing, in the colour of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Four squares.
    Microsoft,
    /// A framed `in`.
    LinkedIn,
    /// A ring.
    Okta,
    /// The initial of any other.
    Initial,
}

impl Provider<'_> {
    /// Whether these want a list: from four on, or when a name is too long for half a row.
    pub(crate) fn want_list(providers: &[Self]) -> bool {
        providers.len() > 3 || providers.iter().any(|provider| provider.name.chars().count() > 12)
    }

    pub(crate) fn initial(&self) -> String {
        self.name
            .chars()
            .find(|letter| letter.is_alphanumeric())
            .map(|letter| letter.to_uppercase().to_string())
            .unwrap_or_default()
    }
}

impl Page for EmailPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.sign_in().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.error.is_some()
    }

    fn keeps_what_was_typed(&self) -> bool {
        true
    }
}
