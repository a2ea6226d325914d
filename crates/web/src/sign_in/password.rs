//! “Enter your password”.

use flows::Complaint;
use pages::{
    Page, Who,
    sign_in::{PasswordError, PasswordPage},
};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn password(&self) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let page = PasswordPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::PASSWORD)]),
            who: Who::Email(&self.view.identifier),
            change: self.change(&change),
            cancel: self.cancel(),
            error: match self.complaint {
                Some(Complaint::PasswordMissing) => Some(PasswordError::Missing),
                Some(_) => Some(PasswordError::Mismatch),
                None => None,
            },
            tries_left: None,
            restore: None,
            another_way: None,
        };
        page.html()
    }
}
