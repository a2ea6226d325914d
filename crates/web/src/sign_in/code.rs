//! “Enter the code from your app”.

use model::Authenticator;
use pages::{
    Href, Page,
    sign_in::{CodeError, CodePage, Trust},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn code(&self, any_of: &[Authenticator]) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let recovery = self.with("next=yes&way=recovery_code");
        let chrome = self.theme.chrome();
        let days = self.view.trust_days.and_then(|days| u32::try_from(days).ok());
        let issuer = self.view.organisation.as_ref().map(|organisation| {
            Some(organisation.branding.product_name.as_str())
                .filter(|name| !name.is_empty())
                .unwrap_or(&organisation.name)
        });
        let page = CodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::CODE)]),
            issuer: issuer.unwrap_or(chrome.organisation),
            trust: days.map(|days| Trust { days, checked: false }),
            error: self.complaint.map(|_| CodeError::Mismatch),
            tries_left: None,
            recovery: any_of.contains(&Authenticator::RecoveryCode).then(|| Href::own(&recovery)),
            another_way: None,
            change: self.change(&change),
            cancel: self.cancel(),
        };
        page.html()
    }
}
