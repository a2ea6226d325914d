//! “What is your e-mail address?”

use model::sign_in::Purpose;
use pages::{Href, Page, sign_in::EmailPage};

use super::{
    answer,
    page::{Sheet, form},
    restore::email_error,
};

impl Sheet<'_> {
    pub(super) fn email(&self) -> String {
        let (action, company) = (self.action(), self.with("by=company"));
        let chrome = self.theme.chrome();
        let first_time = self.instead(Purpose::Register);
        let renew = self.renew();
        let hidden = [("answer", answer::PASSKEY)];
        let passkey = self.view.passkey.as_ref();
        let providers = self.provider_buttons();
        let page = EmailPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::EMAIL)]),
            application: self.application(),
            email: self.identifier(),
            remember: self.remember(),
            error: self.complaint.filter(|_| !self.is_about_passkey()).map(email_error),
            passkey: passkey.map(|request| self.passkey_form(form(&action, &hidden), request, &renew)),
            by_company: self.view.organisation.is_none().then(|| Href::own(&company)),
            first_time: self.offers_first_time().then(|| Href::own(&first_time)),
            providers: &providers,
        };
        page.html()
    }
}
