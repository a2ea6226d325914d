//! “Choose how to confirm it’s you”.

use askama::Template;

use crate::{Chrome, Form, Href, Page};

/// Lists the ways that this sign-in accepts. Posts `way`.
#[derive(Debug, Template)]
#[template(path = "sign_in/ways.html", whitespace = "minimize")]
pub struct WaysPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Who is signing in.
    pub who: &'a str,
    /// Back to the first question.
    pub change: Option<Href<'a>>,
    /// The ways, best first; the flag is “used last time”.
    pub ways: &'a [(Way<'a>, bool)],
}

/// A way to prove who one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'a> {
    /// Password.
    Password,
    /// Code of an authenticator app.
    Totp,
    /// Passkey or security key.
    Passkey,
    /// Text message to the number that ends in these digits.
    Sms(&'a str),
    /// Code by e-mail.
    Email,
    /// Recovery code.
    Recovery,
}

impl Way<'_> {
    /// The value that the button posts.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::Passkey => "passkey",
            Self::Sms(_) => "sms",
            Self::Email => "email",
            Self::Recovery => "recovery_code",
        }
    }

    fn name(self, chrome: &Chrome) -> &'static str {
        let text = chrome.text;
        match self {
            Self::Password => text.way_password(),
            Self::Totp => text.way_app(),
            Self::Passkey => text.way_passkey(),
            Self::Sms(_) => text.way_sms(),
            Self::Email => text.way_email(),
            Self::Recovery => text.way_recovery(),
        }
    }

    fn hint(self, last_used: &bool, chrome: &Chrome) -> Option<String> {
        let text = chrome.text;
        match self {
            _ if *last_used => Some(text.way_last_used().to_owned()),
            Self::Sms(digits) => Some(text.way_sms_hint(digits)),
            Self::Email => Some(text.way_email_hint().to_owned()),
            Self::Recovery => Some(text.way_recovery_hint().to_owned()),
            _ => None,
        }
    }

    /// The icon's path on the 20 px grid.
    const fn icon(self) -> &'static str {
        match self {
            Self::Password => "M4.5 9h11v8h-11zM6.5 9V6.5a3.5 3.5 0 0 1 7 0V9",
            Self::Totp => "M6 2.5h8v15H6zM9 15h2",
            Self::Passkey => "M6.75 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.2 10H17.5v3M14.5 10v2.5",
            Self::Sms(_) => "M3 4h14v9.5H9L5.5 17v-3.5H3z",
            Self::Email => "M2.5 5h15v10h-15zM2.5 5.5l7.5 5.5 7.5-5.5",
            Self::Recovery => "M5 2.5h7l3.5 3.5v11.5H5zM8 9h4.5M8 12h4.5M8 15h2.5",
        }
    }
}

impl Page for WaysPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.choose_way().to_owned()
    }
}
