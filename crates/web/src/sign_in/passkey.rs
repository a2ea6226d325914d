//! “Use your passkey or security key”, “Add a passkey”, and another challenge before one ends.

use axum::{extract::State, response::Response};
use flows::{Complaint, PasskeyProblem, PasskeyRequest};
use http::StatusCode;
use model::{
    Authenticator, Time,
    sign_in::{Part, Step},
};
use pages::{
    Form, Href, Page, PasskeyError, PasskeyForm,
    device::Device,
    sign_in::{AddPasskeyPage, PasskeyPage, Trust},
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
        let days = self.view.trust_days.filter(|_| beside).and_then(|days| u32::try_from(days).ok());
        let page = PasskeyPage {
            chrome: &chrome,
            passkey: self.passkey_form(form(&action, &[("answer", answer::PASSKEY)]), request, &renew),
            trust: days.map(|days| Trust { days, checked: false }),
            instead: links.instead(self, any_of, Authenticator::Passkey),
            cancel: self.cancel(),
        };
        Some(page.html())
    }

    pub(super) fn add_passkey(&self) -> Option<String> {
        let request = self.view.new_passkey.as_ref()?;
        let (action, links, renew) = (self.action(), Links::of(self), self.renew());
        let chrome = self.theme.chrome();
        let until = match self.view.step {
            Step::Enrol { postpone_until, .. } => postpone_until,
            _ => None,
        };
        let label = default_label(self.context, &chrome);
        let later = [("answer", answer::POSTPONE)];
        let page = AddPasskeyPage {
            chrome: &chrome,
            passkey: self.passkey_form(form(&action, &[("answer", answer::ENROL_PASSKEY)]), request, &renew),
            label: &label,
            later: until.map(|_| form(&action, &later)),
            later_until: until.filter(|until| *until != Time::NEVER),
            instead: links.set_up_instead(self, Authenticator::Passkey),
            cancel: None,
        };
        Some(page.html())
    }
}

/// What a passkey is called unless its owner says otherwise: what the browser calls itself.
pub(crate) fn default_label(context: &RequestContext, chrome: &pages::Chrome<'_>) -> String {
    Device::of_user_agent(&caller(context).agent).words(chrome.text)
}
