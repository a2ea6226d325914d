//! “Enter a recovery code”.

use model::Authenticator;
use pages::{Href, Page, sign_in::RecoveryCodePage};

use super::{
    answer,
    page::{Sheet, form},
};

/// The authenticator that a link to another way names.
pub(super) fn way(named: &str) -> Option<Authenticator> {
    match named {
        "recovery_code" => Some(Authenticator::RecoveryCode),
        "totp" => Some(Authenticator::Totp),
        "sms" => Some(Authenticator::Sms),
        "email" => Some(Authenticator::EmailCode),
        _ => None,
    }
}

impl Sheet<'_> {
    pub(super) fn recovery_code(&self, any_of: &[Authenticator]) -> String {
        let (action, change, app) = (self.action(), self.with("change=yes"), self.with("next=yes"));
        let chrome = self.theme.chrome();
        let page = RecoveryCodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::RECOVERY_CODE)]),
            is_wrong: self.complaint.is_some(),
            app: any_of.contains(&Authenticator::Totp).then(|| Href::own(&app)),
            change: self.change(&change),
            cancel: self.cancel(),
        };
        page.html()
    }
}
