//! Company ID, user name and password on one page.

use flows::Complaint;
use model::{identifier::NotAnIdentifier, sign_in::Purpose};
use pages::{
    Href, Page,
    sign_in::{CompanyErrors, CompanyPage},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn company(&self) -> String {
        let (action, email) = (self.action(), self.with("by=email"));
        let (restore, first_time) = (self.instead(Purpose::Recover), self.instead(Purpose::Register));
        let (chrome, providers) = (self.theme.chrome(), self.provider_buttons());
        let slug = self.view.organisation.as_ref().map(|organisation| organisation.slug.as_str());
        let typed = self.typed.organisation.as_deref();
        let page = CompanyPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::COMPANY)]),
            application: self.application(),
            organisation: typed.or(slug).unwrap_or_default(),
            user: self.identifier(),
            remember: self.remember(),
            errors: self.company_errors(),
            restore: self.view.offers.restore.then(|| Href::own(&restore)),
            by_email: self.view.organisation.is_none().then(|| Href::own(&email)),
            first_time: self.offers_first_time().then(|| Href::own(&first_time)),
            providers: &providers,
        };
        page.html()
    }

    fn company_errors(&self) -> CompanyErrors {
        let Some(complaint) = self.complaint else { return CompanyErrors::default() };
        let typed = self.typed.organisation.as_deref().map(str::trim);
        CompanyErrors {
            organisation_missing: typed == Some(""),
            user_missing: complaint == Complaint::User(NotAnIdentifier::Empty),
            password_missing: complaint == Complaint::PasswordMissing,
            mismatch: match complaint {
                Complaint::PasswordWrong => true,
                Complaint::Organisation => typed.is_some_and(|typed| !typed.is_empty()),
                Complaint::User(why) => why != NotAnIdentifier::Empty,
                _ => false,
            },
            silent: complaint == Complaint::ServiceSilent,
            not_carried: complaint == Complaint::PasswordNotCarried,
            expired_there: complaint == Complaint::PasswordExpiredThere,
            tries_left: None,
        }
    }
}
