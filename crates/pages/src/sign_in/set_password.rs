//! “Choose another password”: a step of the sign-in, after the old one was right, or was forgotten, or where there was none.

use askama::Template;
use model::sign_in::NewPassword;

use crate::{Chrome, Form, Href, NewPasswordFields, Page};

/// Asks for a new password, twice. Posts `password` and `repeat`.
#[derive(Debug, Template)]
#[template(path = "sign_in/set_password.html", whitespace = "minimize")]
pub struct SetPasswordPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Why.
    pub why: NewPassword,
    /// What they sign in with, for password managers; perhaps empty.
    pub user_name: &'a str,
    /// The fields.
    pub fields: NewPasswordFields<'a>,
    /// Out of this sign-in and into another person's.
    pub change: Option<Href<'a>>,
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
}

impl SetPasswordPage<'_> {
    fn lead(&self) -> String {
        let (text, organisation) = (self.chrome.text, self.chrome.organisation);
        match self.why {
            NewPassword::First => text.password_first_lead().to_owned(),
            NewPassword::Broken => text.password_broken_lead(organisation),
            NewPassword::Expired => text.password_expired_lead(organisation),
            NewPassword::Demanded => text.password_demanded_lead(organisation),
            NewPassword::Recovered => text.password_recovered_lead().to_owned(),
            NewPassword::Changed => text.password_changed_page_lead().to_owned(),
        }
    }

    fn ends_others(&self) -> bool {
        self.why != NewPassword::First
    }
}

impl Page for SetPasswordPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        if self.why == NewPassword::First { text.choose_password() } else { text.choose_other_password() }.to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.fields.error.is_some()
    }
}
