//! “Your account is ready”: where somebody arrives who has registered (J1.5).

use askama::Template;

use super::Gifts;
use crate::{Chrome, Href, Page};

/// Says that the account is there, and what comes next.
#[derive(Debug, Template)]
#[template(path = "account/registered.html", whitespace = "minimize")]
pub struct RegisteredPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What to call them.
    pub name: &'a str,
    /// The application that they were invited for: its name, and where it opens.
    pub application: Option<(&'a str, Href<'a>)>,
    /// Whether there are applications that they may open.
    pub has_applications: bool,
    /// What of their invitation could not be given.
    pub left_out: Gifts<'a>,
}

impl RegisteredPage<'_> {
    fn lead(&self) -> String {
        let text = self.chrome.text;
        if self.has_applications { text.account_ready_open(self.name) } else { text.account_ready_lead(self.name) }
    }
}

impl Page for RegisteredPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.account_ready().to_owned()
    }
}
