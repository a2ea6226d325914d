//! “Enter your password”.

use flows::Complaint;
use model::sign_in::Purpose;
use pages::{
    Href, Page, Who,
    sign_in::{PasswordError, PasswordPage},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn password(&self) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        // One way leads to a forgotten password and to the first one, where the policy has both.
        let offers = self.view.offers;
        let way = self.instead(if offers.restore { Purpose::Recover } else { Purpose::Register });
        let register = self.instead(Purpose::Register);
        let chrome = self.theme.chrome();
        let providers = self.provider_buttons();
        let page = PasswordPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::PASSWORD)]),
            who: match (self.view.identifier.as_str(), &self.view.name) {
                ("", Some(name)) => Who::Person(name),
                (typed, _) => Who::Email(typed),
            },
            change: self.change(&change),
            cancel: self.cancel(),
            confirms: self.confirms(),
            is_saved: self.view.is_password_set && self.complaint.is_none(),
            error: match self.complaint {
                Some(Complaint::PasswordMissing) => Some(PasswordError::Missing),
                Some(Complaint::ServiceSilent) => Some(PasswordError::Silent),
                Some(Complaint::PasswordNotCarried) => Some(PasswordError::NotCarried),
                Some(Complaint::PasswordExpiredThere) => Some(PasswordError::ExpiredThere),
                Some(_) => Some(PasswordError::Mismatch),
                None => None,
            },
            tries_left: None,
            restore: (offers.restore || offers.first_sign_in).then(|| Href::own(&way)),
            first_time: offers.first_sign_in,
            register: offers.register.then(|| Href::own(&register)),
            another_way: None,
            providers: &providers,
            links: self.view.provider.as_deref(),
        };
        page.html()
    }
}
