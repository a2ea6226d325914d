//! “Set up your authenticator app”.

use flows::TotpEnrolment;
use model::{
    Authenticator, Time,
    sign_in::{Enrolment, Step},
};
use pages::{Page, sign_in::EnrolTotpPage};

use super::{
    answer,
    instead::Links,
    page::{Sheet, form},
};

impl Sheet<'_> {
    pub(super) fn enrol_totp(&self, enrolment: &TotpEnrolment) -> String {
        let (action, links) = (self.action(), Links::of(self));
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
            instead: links.set_up_instead(self, Authenticator::Totp),
            cancel: None,
            is_lost: why == Some(Enrolment::RecoveryCodeUsed),
        };
        page.html()
    }
}
