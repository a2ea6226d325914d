//! A link by e-mail: asking for it, and that it is on its way (J1.10, J4.2).

use askama::Template;

use crate::{Chrome, Form, Href, Page, Who};

/// Offers to send a link. Nothing is sent before its button is pressed.
#[derive(Debug, Template)]
#[template(path = "sign_in/send_link.html", whitespace = "minimize")]
pub struct SendLinkPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// Whether a link was opened that holds no more.
    pub expired: bool,
    /// Back to the sign-in.
    pub back: Option<Href<'a>>,
    /// Back to where it was asked for, for whoever is signed in.
    pub cancel: Option<Href<'a>>,
}

impl Page for SendLinkPage<'_> {
    fn heading(&self) -> String {
        let text = self.chrome.text;
        if self.expired { text.link_expired() } else { text.new_password_by_link() }.to_owned()
    }
}

/// Says that a link is on its way, whether anybody got one or not.
#[derive(Debug, Template)]
#[template(path = "sign_in/link_sent.html", whitespace = "minimize")]
pub struct LinkSentPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where it is asked for again.
    pub again: Form<'a>,
    /// Who it is about, as typed.
    pub who: Who<'a>,
    /// Back to the sign-in.
    pub back: Option<Href<'a>>,
    /// Back to where it was asked for, for whoever is signed in.
    pub cancel: Option<Href<'a>>,
}

impl Page for LinkSentPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.link_sent().to_owned()
    }
}
