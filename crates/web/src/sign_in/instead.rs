//! The other ways that a page for a second factor offers: the one that there is, or the choice between several.

use model::{
    Authenticator,
    sign_in::{Part, Step},
};
use pages::{Href, sign_in::Instead};

use super::{page::Sheet, ways::CHOOSE};

/// The authenticator that a link or a button names.
pub(super) fn named(word: &str) -> Option<Authenticator> {
    match word {
        "password" => Some(Authenticator::Password),
        "passkey" => Some(Authenticator::Passkey),
        "totp" => Some(Authenticator::Totp),
        "sms" => Some(Authenticator::Sms),
        "email" => Some(Authenticator::EmailCode),
        "recovery_code" => Some(Authenticator::RecoveryCode),
        _ => None,
    }
}

/// The addresses of the other ways.
pub(super) struct Links {
    choose: String,
    passkey: String,
    app: String,
    text: String,
    email: String,
    recovery: String,
    change: String,
}

impl Links {
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        let way = |word: &str| sheet.with(&format!("next=yes&way={word}"));
        Self {
            choose: way(CHOOSE),
            passkey: way("passkey"),
            app: way("totp"),
            text: way("sms"),
            email: way("email"),
            recovery: way("recovery_code"),
            change: sheet.with("change=yes"),
        }
    }

    /// From the page of `this`: to the other one of `any_of` that has a page, or to the choice where there are several.
    pub(super) fn instead<'l>(
        &'l self,
        sheet: &Sheet<'_>,
        any_of: &[Authenticator],
        this: Authenticator,
    ) -> Instead<'l> {
        let change = sheet.change(&self.change);
        if sheet.has_choice(any_of) {
            return Instead { choose: Some(Href::own(&self.choose)), change, ..Instead::default() };
        }
        let offered =
            |way, href: &'l str| (way != this && sheet.has_page(way) && any_of.contains(&way)).then(|| Href::own(href));
        Instead {
            passkey: offered(Authenticator::Passkey, &self.passkey),
            app: offered(Authenticator::Totp, &self.app),
            text: offered(Authenticator::Sms, &self.text),
            email: offered(Authenticator::EmailCode, &self.email),
            recovery: offered(Authenticator::RecoveryCode, &self.recovery),
            change,
            ..Instead::default()
        }
    }

    /// From a page that sets up `this`: to setting up something else.
    pub(super) fn set_up_instead(&self, sheet: &Sheet<'_>, this: Authenticator) -> Instead<'_> {
        let offered = |way, href| (way != this && sheet.sets_up(way)).then(|| Href::own(href));
        Instead {
            passkey: offered(Authenticator::Passkey, &self.passkey),
            set_up_app: offered(Authenticator::Totp, &self.app),
            set_up_number: offered(Authenticator::Sms, &self.text),
            change: Some(Href::own(&self.change)),
            ..Instead::default()
        }
    }
}

impl Sheet<'_> {
    /// Whether there is a choice between more than the page that is shown and one other.
    pub(super) fn has_choice(&self, any_of: &[Authenticator]) -> bool {
        let second = matches!(self.view.step, Step::Prove { part: Part::Second, .. });
        second && self.with_page(any_of).count() > 2
    }
}
