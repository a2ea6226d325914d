//! “Read the privacy notice”: the organisation's notice, to be accepted before anything else.

use askama::Template;

use crate::{Chrome, Form, Href, Page};

/// Asks to accept the organisation's notice. Posts `accept=yes` when it is ticked.
#[derive(Debug, Template)]
#[template(path = "sign_in/notice.html", whitespace = "minimize")]
pub struct NoticePage<'a> {
    /// What stands around; the notice opens at its `privacy`.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Whether it was sent without the tick.
    pub is_missing: bool,
    /// Out of this sign-in and into another person's.
    pub change: Option<Href<'a>>,
}

impl Page for NoticePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.accept_notice().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.is_missing
    }
}
