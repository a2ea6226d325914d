//! The other ways that a page for a second factor offers.

use model::Authenticator;
use pages::{Href, sign_in::Instead};

use super::page::Sheet;

/// The authenticator that a link to another way names.
pub(super) fn named(word: &str) -> Option<Authenticator> {
    match word {
        "recovery_code" => Some(Authenticator::RecoveryCode),
        "totp" => Some(Authenticator::Totp),
        "sms" => Some(Authenticator::Sms),
        "email" => Some(Authenticator::EmailCode),
        _ => None,
    }
}

/// The addresses of the other ways.
pub(super) struct Links {
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
            app: way("totp"),
            text: way("sms"),
            email: way("email"),
            recovery: way("recovery_code"),
            change: sheet.with("change=yes"),
        }
    }

    /// Those of `any_of` that have a page, but for the one whose page this is.
    pub(super) fn instead<'l>(
        &'l self,
        sheet: &Sheet<'_>,
        any_of: &[Authenticator],
        this: Authenticator,
    ) -> Instead<'l> {
        let offered =
            |way, href: &'l str| (way != this && sheet.has_page(way) && any_of.contains(&way)).then(|| Href::own(href));
        Instead {
            app: offered(Authenticator::Totp, &self.app),
            text: offered(Authenticator::Sms, &self.text),
            email: offered(Authenticator::EmailCode, &self.email),
            recovery: offered(Authenticator::RecoveryCode, &self.recovery),
            change: sheet.change(&self.change),
            ..Instead::default()
        }
    }
}
