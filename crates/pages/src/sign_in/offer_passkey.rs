//! “Sign in faster next time”.

use askama::Template;

use crate::{Chrome, Form, Page, PasskeyForm};

/// Offers a passkey after a sign-in with the password. Posts `credential`, `challenge` and `label`.
#[derive(Debug, Template)]
#[template(path = "sign_in/offer_passkey.html", whitespace = "minimize")]
pub struct OfferPasskeyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What the new passkey answers.
    pub passkey: PasskeyForm<'a>,
    /// What it is called.
    pub label: &'a str,
    /// The form that declines.
    pub later: Form<'a>,
}

impl Page for OfferPasskeyPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.offer_passkey().to_owned()
    }
}
