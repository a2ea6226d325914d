//! “Use your passkey or security key”, “Add a passkey”, and another challenge before one ends.

use axum::{extract::State, response::Response};
use flows::{Complaint, PasskeyProblem, PasskeyRequest};
use http::StatusCode;
use model::{
    Authenticator, Policy, Time,
    sign_in::{Enrolment, Part, Step},
};
use pages::{
    Form, Href, Page, PasskeyError, PasskeyForm,
    device::Device,
    sign_in::{AddPasskeyPage, OfferPasskeyPage, PasskeyNote, PasskeyPage, Trust},
};

use super::{
    answer,
    instead::Links,
    page::{Sheet, form},
};
use crate::{
    Web,
    caller::caller,
    chassis::{Query, RequestContext, pairs, respond},
    failure::answered,
};

/// GET `/sign-in/passkey?at=…`: what a passkey is asked for now, as JSON, for a page that has stood open for long. Writes nothing.
pub(crate) async fn renew(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    answered(&context, async {
        let at = query.get("at").unwrap_or_default();
        Ok(match web.doorward.passkey_again(&caller(&context), at).await? {
            Some(PasskeyRequest { options, challenge }) => {
                respond::json(StatusCode::OK, &serde_json::json!({ "options": options, "challenge": challenge }))
            }
            None => respond::json(StatusCode::NOT_FOUND, &serde_json::json!({})),
        })
    })
    .await
}

/// What a page says of a problem.
pub(crate) const fn error(problem: PasskeyProblem) -> PasskeyError {
    match problem {
        PasskeyProblem::Wrong => PasskeyError::Wrong,
        PasskeyProblem::Late => PasskeyError::Late,
        PasskeyProblem::Unknown => PasskeyError::Unknown,
        PasskeyProblem::NotVerified => PasskeyError::NotVerified,
        PasskeyProblem::BackupChanged => PasskeyError::BackupChanged,
        PasskeyProblem::Exists => PasskeyError::Exists,
        PasskeyProblem::TooMany => PasskeyError::TooMany,
        PasskeyProblem::ModelNotTaken => PasskeyError::ModelNotTaken,
    }
}

impl Sheet<'_> {
    fn passkey_error(&self) -> Option<PasskeyError> {
        match self.complaint {
            Some(Complaint::Passkey(problem)) => Some(error(problem)),
            _ => None,
        }
    }

    /// The address of another challenge.
    pub(super) fn renew(&self) -> String {
        format!("/sign-in/passkey?{}", pairs::encode([("at", self.at)]))
    }

    /// The form that a passkey answers.
    pub(super) fn passkey_form<'f>(
        &'f self,
        form: Form<'f>,
        request: &'f PasskeyRequest,
        renew: &'f str,
    ) -> PasskeyForm<'f> {
        PasskeyForm {
            form,
            options: &request.options,
            challenge: &request.challenge,
            renew: Some(Href::own(renew)),
            error: self.passkey_error(),
            unknown: self.view.unknown_passkey.as_ref().map(|(rp_id, id)| (rp_id.as_str(), id.as_str())),
        }
    }

    pub(super) fn passkey(&self, any_of: &[Authenticator]) -> Option<String> {
        let request = self.view.passkey.as_ref()?;
        let (action, links, renew) = (self.action(), Links::of(self), self.renew());
        let chrome = self.theme.chrome();
        let beside = matches!(self.view.step, Step::Prove { part: Part::Second, .. });
        let trust = self.view.trust.filter(|_| beside);
        let page = PasskeyPage {
            chrome: &chrome,
            passkey: self.passkey_form(form(&action, &[("answer", answer::PASSKEY)]), request, &renew),
            trust: trust.map(|span| Trust { span, checked: self.typed.trust }),
            instead: links.instead(self, any_of, Authenticator::Passkey),
            cancel: self.cancel(),
            confirms: self.confirms(),
        };
        Some(page.html())
    }

    /// The offer after a sign-in with the password.
    pub(super) fn offer_passkey(&self) -> Option<String> {
        let request = self.view.new_passkey.as_ref()?;
        let (action, renew, chrome) = (self.action(), self.renew(), self.theme.chrome());
        let page = OfferPasskeyPage {
            chrome: &chrome,
            passkey: self.passkey_form(form(&action, &[("answer", answer::ENROL_PASSKEY)]), request, &renew),
            label: &default_label(self.context, &chrome),
            later: form(&action, &[("answer", answer::POSTPONE)]),
        };
        Some(page.html())
    }

    pub(super) fn add_passkey(&self) -> Option<String> {
        let request = self.view.new_passkey.as_ref()?;
        let (action, links, renew) = (self.action(), Links::of(self), self.renew());
        let chrome = self.theme.chrome();
        let (until, why) = match self.view.step {
            Step::Enrol { postpone_until, why, .. } => (postpone_until, Some(why)),
            _ => (None, None),
        };
        let models = self.view.organisation.as_ref().and_then(|home| model_note(&home.policy));
        let label = default_label(self.context, &chrome);
        let later = [("answer", answer::POSTPONE)];
        let page = AddPasskeyPage {
            chrome: &chrome,
            passkey: self.passkey_form(form(&action, &[("answer", answer::ENROL_PASSKEY)]), request, &renew),
            label: &label,
            note: match why {
                Some(Enrolment::ModelNotTaken) => Some(PasskeyNote::OtherModel),
                Some(Enrolment::RecoveryCodeUsed) => Some(PasskeyNote::Lost),
                Some(Enrolment::LevelDemanded) if models.is_none() => Some(PasskeyNote::Demanded),
                _ => models,
            },
            later: until.map(|_| form(&action, &later)),
            later_until: until.filter(|until| *until != Time::NEVER),
            instead: links.set_up_instead(self, Authenticator::Passkey),
            cancel: self.cancel(),
        };
        Some(page.html())
    }
}

/// What a page says of the models that the organisation takes; nothing where it takes any.
pub(crate) fn model_note(policy: &Policy) -> Option<PasskeyNote> {
    policy.passkey_models.is_restricted().then_some(PasskeyNote::CertainModels)
}

/// What a passkey is called unless its owner says otherwise: what the browser calls itself.
pub(crate) fn default_label(context: &RequestContext, chrome: &pages::Chrome<'_>) -> String {
    Device::of_user_agent(&caller(context).agent).words(chrome.text)
}
