//! “Enter a recovery code”.

use model::Authenticator;
use pages::{Page, sign_in::RecoveryCodePage};

use super::{
    answer,
    instead::Links,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn recovery_code(&self, any_of: &[Authenticator]) -> String {
        let (action, links) = (self.action(), Links::of(self));
        let chrome = self.theme.chrome();
        let page = RecoveryCodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::RECOVERY_CODE)]),
            is_wrong: self.complaint.is_some(),
            instead: links.instead(self, any_of, Authenticator::RecoveryCode),
            cancel: self.cancel(),
            confirms: self.confirms(),
        };
        page.html()
    }
}
