//! “Record your recovery codes”.

use pages::{Page, sign_in::RecordCodesPage};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn record_codes(&self) -> String {
        let action = self.action();
        let chrome = self.theme.chrome();
        let page = RecordCodesPage {
            chrome: &chrome,
            form: form(&action, &[("answer", answer::RECORD_CODES)]),
            codes: &self.view.codes,
            ticks: self.view.ticks_codes,
            is_missing: self.complaint.is_some(),
            cancel: None,
        };
        page.html()
    }
}
