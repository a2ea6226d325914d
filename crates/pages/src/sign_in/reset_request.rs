//! A password that the organisation's own service keeps: asking it for a reset, and that it was asked (J3.5).

use askama::Template;

use crate::{Chrome, Form, Href, Page, Who};

/// Says that the service was asked, whether it knows anybody or not; or offers to ask it.
#[derive(Debug, Template)]
#[template(path = "sign_in/reset_request.html", whitespace = "minimize")]
pub struct ResetRequestPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where it is asked for, and asked for again.
    pub form: Form<'a>,
    /// What the organisation calls its service.
    pub service: &'a str,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// Whether it was asked for.
    pub requested: bool,
    /// Back to the sign-in.
    pub back: Href<'a>,
}

impl Page for ResetRequestPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        if self.requested { text.reset_requested() } else { text.restore_password() }.to_owned()
    }
}
