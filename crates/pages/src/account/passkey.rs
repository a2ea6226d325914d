//! One passkey: what it is called, and removing it.

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Chrome, Form, Href, Page};

/// A passkey or security key.
#[derive(Debug, Clone, Copy)]
pub struct Passkey<'a> {
    /// The page on which it is looked after.
    pub page: Href<'a>,
    /// What its owner calls it; perhaps nothing.
    pub label: &'a str,
    /// When it was added.
    pub added_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
    /// The domain that it was made for, where it is of no use here.
    pub other_domain: Option<&'a str>,
    /// Whether it is of a model that the organisation does not take.
    pub other_model: bool,
}

impl Passkey<'_> {
    pub(super) fn name(&self, chrome: &Chrome) -> String {
        match self.label {
            "" => chrome.text.passkey_unnamed().to_owned(),
            label => chrome.text.passkey_named(label),
        }
    }

    pub(super) fn words(&self, chrome: &Chrome) -> String {
        let Chrome { text, clock, .. } = chrome;
        if let Some(domain) = self.other_domain {
            return text.passkey_other_domain(domain);
        }
        if self.other_model {
            return text.passkey_other_model().to_owned();
        }
        let added = clock.date(*text, self.added_at);
        match self.used_at {
            Some(used) => text.app_added_and_used(&added, &clock.at(*text, used)),
            None => text.app_added(&added),
        }
    }
}

/// Why a passkey was not removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyKept {
    /// It is the last factor, which the organisation wants everybody to have.
    Last,
    /// There would be no way in.
    OnlyWayIn,
}

/// Shows one passkey. Posts `label`; the other form asks to remove it.
#[derive(Debug, Template)]
#[template(path = "account/passkey.html", whitespace = "minimize")]
pub struct PasskeyTab<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form with its name goes.
    pub form: Form<'a>,
    /// The form that asks to remove it.
    pub remove: Form<'a>,
    /// Which.
    pub passkey: Passkey<'a>,
    /// Whether it was to have no name.
    pub is_nameless: bool,
    /// Why it was not removed just now.
    pub kept: Option<PasskeyKept>,
    /// To the tab.
    pub back: Href<'a>,
}

impl PasskeyTab<'_> {
    const TAB: Tab = Tab::TwoFactor;

    fn kept_words(&self) -> Option<String> {
        let Chrome { text, organisation, .. } = self.chrome;
        Some(match self.kept? {
            PasskeyKept::Last => text.passkey_is_last(organisation),
            PasskeyKept::OnlyWayIn => text.passkey_is_only_way_in().to_owned(),
        })
    }
}

impl Page for PasskeyTab<'_> {
    fn heading(&self) -> String {
        self.passkey.name(self.chrome)
    }

    fn is_wrong(&self) -> bool {
        self.is_nameless
    }
}

/// “Remove this passkey?”
#[derive(Debug, Template)]
#[template(path = "account/remove_passkey.html", whitespace = "minimize")]
pub struct RemovePasskeyPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What it is called; perhaps nothing.
    pub label: &'a str,
    /// The way back.
    pub keep: Href<'a>,
}

impl RemovePasskeyPage<'_> {
    const TAB: Tab = Tab::TwoFactor;
}

impl Page for RemovePasskeyPage<'_> {
    fn heading(&self) -> String {
        match self.label {
            "" => self.chrome.text.remove_a_passkey().to_owned(),
            label => self.chrome.text.remove_named_passkey(label),
        }
    }
}
