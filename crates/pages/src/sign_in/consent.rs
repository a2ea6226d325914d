//! “Allow Field Notes to use your account?”: an application's request, in words.

use askama::Template;

use crate::{Application, Chrome, Form, Href, Page};

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
    /// What a scope means for the person (OpenID Connect Core §5.4, §11).
    fn words(&self, scope: &str) -> String {
        let text = self.chrome.text;
        let known = match scope {
            "openid" => text.scope_openid(),
            "profile" => text.scope_profile(),
            "email" => text.scope_email(),
            "phone" => text.scope_phone(),
            "address" => text.scope_address(),
            "groups" => text.scope_groups(),
            "offline_access" => text.scope_offline(),
            other => return text.scope_other(other),
        };
        known.to_owned()
    }
}

impl Page for ConsentPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.consent(self.application.name)
    }
}
