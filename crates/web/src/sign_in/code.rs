//! “Enter the code from your app”.

use model::Authenticator;
use pages::{
    Page,
    sign_in::{CodePage, Trust},
};

use super::{
    answer,
    instead::Links,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn code(&self, any_of: &[Authenticator]) -> String {
        let (action, links) = (self.action(), Links::of(self));
        let chrome = self.theme.chrome();
        let issuer = self.view.organisation.as_ref().map(|organisation| {
            Some(organisation.branding.product_name.as_str())
                .filter(|name| !name.is_empty())
                .unwrap_or(&organisation.name)
        });
        let page = CodePage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::CODE)]),
            issuer: issuer.unwrap_or(chrome.organisation),
            trust: self.view.trust.map(|span| Trust { span, checked: self.typed.trust }),
            is_wrong: self.complaint.is_some(),
            instead: links.instead(self, any_of, Authenticator::Totp),
            cancel: self.cancel(),
            confirms: self.confirms(),
        };
        page.html()
    }
}
