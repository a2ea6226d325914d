//! Two-factor: the authenticator app, the telephone, passkeys and the recovery codes (J1.19, J4.3, J4.5, J4.6).

use askama::Template;
use model::Time;

use super::{Account, Passkey, Tab};
use crate::{Chrome, Form, Href, Page, device::Device};

/// Shows what there is beside the password. Posts `act`: `set_up`, `remove`, `set_up_number`, `remove_number`, `add_passkey`
/// or `codes`; or `distrust`, a browser or `all`.
#[derive(Debug, Template)]
#[template(path = "account/two_factor.html", whitespace = "minimize")]
pub struct TwoFactorPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// The app, where one is set up.
    pub app: Option<App>,
    /// Whether one may be set up.
    pub offers_app: bool,
    /// The telephone that codes are sent to, where one is set up.
    pub number: Option<Number<'a>>,
    /// Whether one may be set up.
    pub offers_number: bool,
    /// The passkeys.
    pub passkeys: &'a [Passkey<'a>],
    /// Whether one may be added.
    pub offers_passkeys: bool,
    /// Whether passkeys count as a second factor.
    pub passkeys_count: bool,
    /// What browsers are told of them.
    pub signal: Option<PasskeySignal<'a>>,
    /// The browsers that are not asked for it now.
    pub trusted: &'a [TrustedBrowser<'a>],
    /// How many recovery codes were not used yet; none where the organisation gives out none.
    pub codes: Option<u32>,
    /// Whether the organisation asks everybody for it.
    pub is_required: bool,
    /// Whether a code is mailed at sign-ins.
    pub by_mail: bool,
    /// Whether the app may go.
    pub may_remove: bool,
    /// Whether the telephone may.
    pub may_remove_number: bool,
    /// What was just done.
    pub done: Option<TwoFactorDone>,
    /// Whether recovery codes were recorded with it.
    pub with_codes: bool,
}

/// An authenticator app.
#[derive(Debug, Clone, Copy)]
pub struct App {
    /// When it was set up.
    pub added_at: Time,
    /// When a code of it was last used.
    pub used_at: Option<Time>,
}

/// A telephone that codes are sent to.
#[derive(Debug, Clone, Copy)]
pub struct Number<'a> {
    /// The last two digits of its number.
    pub last_digits: &'a str,
    /// When it was set up.
    pub added_at: Time,
    /// When a code was last used.
    pub used_at: Option<Time>,
}

/// A browser that is not asked for the second factor.
#[derive(Debug, Clone, Copy)]
pub struct TrustedBrowser<'a> {
    /// The value that its button posts as `distrust`.
    pub id: &'a str,
    /// Browser and system.
    pub device: Device,
    /// The network address that it was last seen at.
    pub place: &'a str,
    /// Since when it is trusted.
    pub since: Time,
    /// Until when.
    pub until: Time,
    /// When it was last used to sign in.
    pub seen_at: Time,
    /// Whether it is this browser.
    pub current: bool,
}

impl TrustedBrowser<'_> {
    fn device_words(&self, chrome: &Chrome) -> String {
        self.device.words(chrome.text)
    }

    fn words(&self, chrome: &Chrome) -> String {
        let Chrome { text, clock, .. } = chrome;
        text.trusted_between(&clock.date(*text, self.since), &clock.date(*text, self.until))
    }

    fn used_words(&self, chrome: &Chrome) -> String {
        chrome.text.trusted_used(&chrome.clock.at(chrome.text, self.seen_at))
    }

    fn distrust_words(&self, chrome: &Chrome) -> String {
        chrome.text.distrust_browser(&self.device_words(chrome), self.place)
    }
}

/// Which passkeys a browser's person has here, for a browser that forgets the others.
#[derive(Debug, Clone, Copy)]
pub struct PasskeySignal<'a> {
    /// The domain.
    pub rp_id: &'a str,
    /// The user handle, as base64url.
    pub user: &'a str,
    /// Their IDs, as base64url, with blanks between.
    pub accepted: &'a str,
}

/// The icon's path on the 20 px grid.
const PASSKEY_ICON: &str = "M6.75 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM10.2 10H17.5v3M14.5 10v2.5";

/// What was just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TwoFactorDone {
    /// An app was set up.
    SetUp,
    /// It was removed.
    Removed,
    /// A telephone was set up.
    NumberSetUp,
    /// It gets no more codes.
    NumberRemoved,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// A passkey is called otherwise.
    PasskeyRenamed,
    /// One browser is asked again.
    Distrusted,
    /// All are.
    AllDistrusted,
    /// New recovery codes are recorded.
    Codes,
    /// Nothing: it was too late, or something else came first.
    Nothing,
}

/// From so few recovery codes on, new ones should be made.
const FEW: u32 = 3;

impl TwoFactorPage<'_> {
    const TAB: Tab = Tab::TwoFactor;

    /// What was done, and that recovery codes came with it.
    fn done_words(&self) -> Option<String> {
        let text = self.chrome.text;
        let words = match self.done? {
            TwoFactorDone::SetUp => text.two_factor_set_up(),
            TwoFactorDone::Removed | TwoFactorDone::NumberRemoved if !self.is_on() => text.two_factor_removed(),
            TwoFactorDone::Removed => text.app_removed_done(),
            TwoFactorDone::NumberSetUp => text.number_set_up_done(),
            TwoFactorDone::NumberRemoved => text.number_removed_done(),
            TwoFactorDone::PasskeyAdded => text.passkey_is_added(),
            TwoFactorDone::PasskeyRemoved => text.passkey_is_removed(),
            TwoFactorDone::PasskeyRenamed => text.passkey_is_renamed(),
            TwoFactorDone::Distrusted => text.browser_distrusted(),
            TwoFactorDone::AllDistrusted => text.browsers_distrusted(),
            TwoFactorDone::Codes => text.recovery_codes_recorded(),
            TwoFactorDone::Nothing => text.nothing_was_changed(),
        };
        Some(match self.with_codes && self.done != Some(TwoFactorDone::Codes) {
            true => format!("{words} {}", text.recovery_codes_recorded()),
            false => words.to_owned(),
        })
    }

    /// Whether there is a second factor, and no recovery code that stands in for it.
    fn lacks_codes(&self) -> bool {
        self.is_on() && self.codes == Some(0)
    }

    /// Whether there is a second factor.
    const fn is_on(&self) -> bool {
        self.app.is_some() || self.number.is_some() || (self.passkeys_count && !self.passkeys.is_empty())
    }

    fn app_words(&self, app: &App) -> String {
        let Chrome { text, clock, .. } = self.chrome;
        let added = clock.date(*text, app.added_at);
        match app.used_at {
            Some(used) => text.app_added_and_used(&added, &clock.at(*text, used)),
            None => text.app_added(&added),
        }
    }

    fn number_words(&self, number: &Number<'_>) -> String {
        let Chrome { text, clock, .. } = self.chrome;
        let added = clock.date(*text, number.added_at);
        match number.used_at {
            Some(used) => text.number_added_and_used(number.last_digits, &added, &clock.at(*text, used)),
            None => text.number_added(number.last_digits, &added),
        }
    }

    fn are_few(&self, left: &u32) -> bool {
        *left <= FEW
    }
}

impl Page for TwoFactorPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.two_factor().to_owned()
    }
}

/// “Switch two-factor off?”
#[derive(Debug, Template)]
#[template(path = "account/remove_app.html", whitespace = "minimize")]
pub struct RemoveAppPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Whether nothing else is left beside the password.
    pub is_last: bool,
    /// The way back.
    pub keep: Href<'a>,
}

impl RemoveAppPage<'_> {
    const TAB: Tab = Tab::TwoFactor;
}

impl Page for RemoveAppPage<'_> {
    fn heading(&self) -> String {
        match self.is_last {
            true => self.chrome.text.remove_app().to_owned(),
            false => self.chrome.text.remove_app_beside().to_owned(),
        }
    }
}

/// “Send no more codes to your phone?”
#[derive(Debug, Template)]
#[template(path = "account/remove_number.html", whitespace = "minimize")]
pub struct RemoveNumberPage<'a> {
    /// What stands around.
    pub chrome: &'a Chrome<'a>,
    /// Whose account it is.
    pub account: Account<'a>,
    /// Where the form goes.
    pub form: Form<'a>,
    /// Whether nothing else is left beside the password.
    pub is_last: bool,
    /// The way back.
    pub keep: Href<'a>,
}

impl RemoveNumberPage<'_> {
    const TAB: Tab = Tab::TwoFactor;
}

impl Page for RemoveNumberPage<'_> {
    fn heading(&self) -> String {
        self.chrome.text.remove_number().to_owned()
    }
}
