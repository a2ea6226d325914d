//! “Use your passkey or security key”.

use askama::Template;
use model::sign_in::Action;

use super::{Instead, Trust};
use crate::{Chrome, Href, Page, PasskeyForm};

/// Asks for a passkey: as the second step, or in place of the password. Posts `credential`, `challenge` and, when ticked, `trust=yes`.
#[derive(Debug, Template)]
#[template(path = "sign_in/passkey.html", whitespace = "minimize")]
pub struct PasskeyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What the passkey answers.
    pub passkey: PasskeyForm<'a>,
    /// The offer to trust this device, where policy makes it.
    pub trust: Option<Trust>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// Where somebody goes back to who only confirms an act of their own; none in a sign-in.
    pub cancel: Option<Href<'a>>,
    /// Which act that is.
    pub confirms: Option<Action>,
}

impl PasskeyPage<'_> {
    fn trust_words(&self, trust: &Trust) -> String {
        trust.words_of_passkey(self.chrome.text)
    }

    /// Whom to ask who lost it, where there is no other way on this page.
    fn lost_words(&self) -> Option<String> {
        let Chrome { text, support, .. } = self.chrome;
        let others = Instead { change: None, ..self.instead };
        let is_only = others.links(self.chrome).is_empty() && self.cancel.is_none();
        is_only.then(|| match support {
            Some(support) => text.passkey_lost(support.name),
            None => text.passkey_lost_no_contact().to_owned(),
        })
    }
}

impl Page for PasskeyPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.use_passkey().to_owned()
    }
}
