//! “Choose another password”.

use flows::{Complaint, people::JudgedRule};
use model::{password::Rule, sign_in::NewPassword};
use pages::{NewPasswordError, NewPasswordFields, Page, sign_in::SetPasswordPage};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn set_password(&self, why: NewPassword) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let page = SetPasswordPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::NEW_PASSWORD)]),
            why,
            user_name: &self.view.identifier,
            fields: NewPasswordFields { rules: &rules(&self.view.rules), error: self.complaint.map(error) },
            change: self.change(&change),
            cancel: self.cancel(),
        };
        page.html()
    }
}

/// The rules as a page lists them.
pub(crate) fn rules(judged: &[JudgedRule]) -> Vec<(Rule, Option<bool>)> {
    judged.iter().map(|one| (one.rule, one.met)).collect()
}

pub(crate) const fn error(complaint: Complaint) -> NewPasswordError {
    match complaint {
        Complaint::NewPasswordMissing => NewPasswordError::Missing,
        Complaint::NewPasswordNotRepeated => NewPasswordError::NotRepeated,
        _ => NewPasswordError::Rules,
    }
}
