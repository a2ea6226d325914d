//! “Set up your authenticator app”.

use flows::TotpEnrolment;
use model::{
    Time,
    sign_in::{Enrolment, Step},
};
use pages::{Href, Page, sign_in::EnrolTotpPage};

use super::{
    answer,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn enrol_totp(&self, enrolment: &TotpEnrolment) -> String {
        let (action, change, number) = (self.action(), self.with("change=yes"), self.with("next=yes&way=sms"));
        let chrome = self.theme.chrome();
        let (until, why) = match self.view.step {
            Step::Enrol { postpone_until, why, .. } => (postpone_until, Some(why)),
            _ => (None, None),
        };
        let (hidden, later) = (
            [("answer", answer::ENROL_TOTP), ("enrolment", enrolment.sealed.as_str())],
            [("answer", answer::POSTPONE)],
        );
        let page = EnrolTotpPage {
            chrome: &chrome,
            form: form(&action, &hidden),
            uri: &enrolment.uri,
            key: &enrolment.key,
            user_name: &enrolment.user_name,
            apps: &self.view.recommended_apps,
            is_wrong: self.complaint.is_some(),
            later: until.map(|_| form(&action, &later)),
            later_until: until.filter(|until| *until != Time::NEVER),
            number: self.view.texted.as_ref().map(|_| Href::own(&number)),
            change: Some(Href::own(&change)),
            cancel: None,
            is_lost: why == Some(Enrolment::RecoveryCodeUsed),
        };
        page.html()
    }
}
