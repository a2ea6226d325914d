//! “Read the privacy notice”.

use model::policy::Notice;
use pages::{Href, Page, sign_in::NoticePage};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn notice(&self, notice: &Notice) -> String {
        let (action, change) = (self.action(), self.with("change=yes"));
        let chrome = self.theme.chrome();
        let hidden =
            [("answer", answer::ACCEPT), ("notice", notice.text.as_str()), ("version", notice.version.as_str())];
        let page = NoticePage {
            chrome: &chrome,
            form: form(&action, &hidden),
            is_missing: self.complaint.is_some(),
            change: Some(Href::own(&change)),
        };
        page.html()
    }
}
