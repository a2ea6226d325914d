//! “What is your e-mail address?”

use flows::Complaint;
use model::identifier::NotAnIdentifier;
use pages::{
    Href, Page,
    sign_in::{EmailError, EmailPage},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn email(&self) -> String {
        let (action, company) = (self.action(), self.with("by=company"));
        let chrome = self.theme.chrome();
        let error = match self.complaint {
            Some(Complaint::Email(NotAnIdentifier::Empty)) => Some(EmailError::Missing),
            Some(_) => Some(EmailError::Malformed),
            None => None,
        };
        let page = EmailPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::EMAIL)]),
            application: self.application(),
            email: self.identifier(),
            remember: self.remember(),
            error,
            by_company: self.view.organisation.is_none().then(|| Href::own(&company)),
            first_time: None,
            providers: &[],
        };
        page.html()
    }
}
