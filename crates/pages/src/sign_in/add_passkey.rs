//! “Add a passkey”.

use askama::Template;
use model::Time;

use super::Instead;
use crate::{Chrome, Form, Href, Page, PasskeyError, PasskeyForm};

/// Makes a passkey, from the account or on the way in. Posts `credential`, `challenge` and `label`.
#[derive(Debug, Template)]
#[template(path = "sign_in/add_passkey.html", whitespace = "minimize")]
pub struct AddPasskeyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// What the new passkey answers.
    pub passkey: PasskeyForm<'a>,
    /// What it is called unless its owner says otherwise.
    pub label: &'a str,
    /// Why it is asked for.
    pub note: Option<PasskeyNote>,
    /// The form that puts it off, where that is possible.
    pub later: Option<Form<'a>>,
    /// Until when it can be put off; no end is said where there is none.
    pub later_until: Option<Time>,
    /// Other ways.
    pub instead: Instead<'a>,
    /// The way back to the account, where it was begun there.
    pub cancel: Option<Href<'a>>,
}

/// Why it is asked for, where more has to be said than what a passkey is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyNote {
    /// The organisation takes certain models only.
    CertainModels,
    /// The passkey that was just used is of a model that it does not take.
    OtherModel,
    /// Nobody gets in without one.
    Demanded,
    /// A recovery code was used: what there was before is taken for lost.
    Lost,
}

impl AddPasskeyPage<'_> {
    fn note_words(&self) -> Option<&'static str> {
        let text = self.chrome.text;
        // What the answer is refused for says it, too.
        let note = self.note.filter(|_| self.passkey.error != Some(PasskeyError::ModelNotTaken));
        note.map(|note| match note {
            PasskeyNote::CertainModels => text.passkey_models_certain(),
            PasskeyNote::OtherModel => text.passkey_model_replaced(),
            PasskeyNote::Demanded => text.passkey_demanded(),
            PasskeyNote::Lost => text.recovery_code_taken(),
        })
    }

    /// Whom to ask who has nothing that could keep one, where nobody gets in without.
    fn ask_words(&self) -> Option<String> {
        let Chrome { text, support, .. } = self.chrome;
        let without = matches!(self.note, Some(PasskeyNote::Demanded | PasskeyNote::OtherModel));
        without.then(|| match support {
            Some(support) => text.passkey_no_device(support.name),
            None => text.passkey_no_device_no_contact().to_owned(),
        })
    }

    fn later_words(&self) -> Option<String> {
        let Chrome { text, clock, .. } = self.chrome;
        self.later_until.map(|until| text.enrol_later_until(&clock.at(*text, until)))
    }
}

impl Page for AddPasskeyPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.add_passkey().to_owned()
    }
}
