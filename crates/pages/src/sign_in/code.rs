//! “Enter the code from your app”: the second step by authenticator app.

use askama::Template;
use model::{Span, sign_in::Action};
use text::Texts;

use super::Instead;
use crate::{Chrome, Form, Href, Page};

/// Asks for the code of the authenticator app.
///
/// Posts `code` and, when ticked, `trust=yes`. Spaces in the code are typed by people and taken out by the server.
#[derive(Debug, Template)]
#[template(path = "sign_in/code.html", whitespace = "minimize")]
pub struct CodePage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The name that the app shows the code under.
    pub issuer: &'a str,
    /// The offer to trust this device, where policy makes it.
    pub trust: Option<Trust>,
    /// Whether the code was not the one of this moment, or none.
    pub is_wrong: bool,
    /// The other ways out.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
}

/// The offer not to ask for a code on this device for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trust {
    /// For how long, which is an hour at least.
    pub span: Span,
    /// Whether it is ticked.
    pub checked: bool,
}

impl Trust {
    /// The offer where a code is asked for: in days, or in hours where it is not whole days.
    pub(super) fn words(&self, text: Texts) -> String {
        match self.days() {
            Some(days) => text.trust_device(days),
            None => text.trust_device_hours(self.hours()),
        }
    }

    /// The same where a passkey is asked for.
    pub(super) fn words_of_passkey(&self, text: Texts) -> String {
        match self.days() {
            Some(days) => text.trust_device_passkey(days),
            None => text.trust_device_passkey_hours(self.hours()),
        }
    }

    fn hours(&self) -> i64 {
        self.span.as_seconds() / 3600
    }

    fn days(&self) -> Option<i64> {
        let hours = self.hours();
        (hours % 24 == 0).then_some(hours / 24)
    }
}

impl CodePage<'_> {
    fn trust_words(&self, trust: &Trust) -> String {
        trust.words(self.chrome.text)
    }
}

impl Page for CodePage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.enter_code().to_owned()
    }

    fn is_wrong(&self) -> bool {
        self.is_wrong
    }
}
