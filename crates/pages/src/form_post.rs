//! The page that carries an answer to the application by a form (OAuth 2.0 Form Post Response Mode).

use askama::Template;

use crate::{Chrome, Href, Page};

/// Posts `fields` to the application: at once by a module, or by its button without script.
#[derive(Debug, Template)]
#[template(path = "answers/form_post.html", whitespace = "minimize")]
pub struct FormPost<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// The application's name.
    pub application: &'a str,
    /// The registered address; the caller checked that it is `https:` or `http:`.
    pub action: Href<'a>,
    /// Names and values.
    pub fields: &'a [(&'a str, &'a str)],
}

impl Page for FormPost<'_> {
    fn heading(&self) -> String {
        self.chrome.text.going_on(self.application)
    }
}

/// Leads on to an application at once. It is a page and no redirect where somebody comes from a form of another server: browsers hold
/// every redirect that follows against that form's own policy, which knows of us alone.
#[derive(Debug, Template)]
#[template(path = "answers/onward.html", whitespace = "minimize")]
pub struct OnwardPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// The application's name.
    pub application: &'a str,
    /// Where it leads; the caller checked that it is registered.
    pub href: Href<'a>,
    /// Whether they signed out, and are not signed in.
    pub signed_out: bool,
}

impl Page for OnwardPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.going_on(self.application)
    }
}
