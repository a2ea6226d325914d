//! “Allow Field Notes to use your account?”: an application's request, in words.

use askama::Template;

use crate::{Application, Chrome, Form, Href, Page, scopes};

/// Asks whether an application may have what it asks for. Posts `consent=allow` or `consent=deny`.
#[derive(Debug, Template)]
#[template(path = "sign_in/consent.html", whitespace = "minimize")]
pub struct ConsentPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The application.
    pub application: Application<'a>,
    /// The scopes it asks for and has not yet, by their names (`openid`, `email`, `offline_access`).
    pub scopes: &'a [&'a str],
    /// Who is signed in.
    pub who: &'a str,
    /// To sign in as somebody else.
    pub change: Option<Href<'a>>,
}

impl ConsentPage<'_> {
    fn words(&self, scope: &str) -> String {
        scopes::words(self.chrome.text, scope)
    }
}

impl Page for ConsentPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.consent(self.application.name)
    }
}
