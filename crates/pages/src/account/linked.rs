//! Accounts at identity providers that are linked with one's own (J1.15).

use askama::Template;
use model::Time;

use super::{Account, Tab};
use crate::{Chrome, Form, Href, Page, sign_in::Provider};

/// A provider of the organisation, and whether an account there is linked.
#[derive(Debug, Clone, Copy)]
pub struct LinkedAccount<'a> {
    /// The provider.
    pub provider: Provider<'a>,
    /// When an account there was linked, and when it was last signed in by; none where none is.
    pub linked: Option<(Time, Option<Time>)>,
    /// Whether the person may detach it.
    pub may_detach: bool,
}

impl LinkedAccount<'_> {
    pub(super) fn words(&self, chrome: &Chrome) -> String {
        let Chrome { text, clock, .. } = chrome;
        match self.linked {
            None => text.account_not_linked().to_owned(),
            Some((linked, None)) => text.account_linked(&clock.date(*text, linked)),
            Some((linked, Some(used))) => {
                text.account_linked_and_used(&clock.date(*text, linked), &clock.at(*text, used))
            }
        }
    }
}

/// What came of linking or detaching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOutcome {
    /// It is linked.
    Attached,
    /// It is detached.
    Detached,
    /// It is linked with somebody else's account.
    Taken,
    /// It is the only way in.
    OnlyWayIn,
    /// The provider, or a rule of the organisation, says no.
    Refused,
    /// Something is set up wrongly.
    Misconfigured,
    /// The provider does not answer.
    Silent,
    /// Nothing was done.
    Nothing,
}

impl LinkOutcome {
    pub(super) fn words(self, chrome: &Chrome, provider: &str) -> String {
        let text = chrome.text;
        match self {
            Self::Attached => text.account_attached(provider),
            Self::Detached => text.account_detached(provider),
            Self::Taken => text.account_taken(provider),
            Self::OnlyWayIn => text.account_only_way_in(provider),
            Self::Refused => text.provider_refused_lead(provider),
            Self::Misconfigured => text.provider_misconfigured_lead(provider),
            Self::Silent => text.provider_silent_lead(provider),
            Self::Nothing => text.nothing_was_changed().to_owned(),
        }
    }

    /// How its note looks.
    pub(super) const fn tone(self) -> &'static str {
        match self {
            Self::Attached | Self::Detached => " good",
            Self::Nothing => "",
            _ => " warn",
        }
    }
}

/// Asks before somebody is sent to a provider whose account is to be linked.
#[derive(Debug, Template)]
#[template(path = "account/attach.html", whitespace = "minimize")]
pub struct AttachPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What people call the provider.
    pub provider: &'a str,
    /// Back to the profile.
    pub cancel: Href<'a>,
}

impl AttachPage<'_> {
    const TAB: Tab = Tab::Profile;
}

impl Page for AttachPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.attach_heading(self.provider)
    }
}

/// Asks before an account at a provider is detached.
#[derive(Debug, Template)]
#[template(path = "account/detach.html", whitespace = "minimize")]
pub struct DetachPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// What people call the provider.
    pub provider: &'a str,
    /// Back to the profile.
    pub keep: Href<'a>,
}

impl DetachPage<'_> {
    const TAB: Tab = Tab::Profile;
}

impl Page for DetachPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.detach_heading(self.provider)
    }
}
