//! What a page of the sign-in has to know.

use std::sync::Arc;

use model::{
    policy::Remember,
    sign_in::{Consented, Refusal, Step, StepKind},
};
use oidc::{
    authorize::{AuthorizationResponse, Valid},
    error::ErrorCode,
};

use super::{Arrived, Situation, Turn, pending::Destination, person::by_company};
use crate::{Application, Doorward, Organisation};

/// What a page of the sign-in has to know.
#[derive(Debug, Clone)]
pub struct View {
    /// Whose look and words; the instance's where no organisation is known.
    pub organisation: Option<Arc<Organisation>>,
    /// The application that asked.
    pub application: Option<ApplicationView>,
    /// Languages that the application asked for.
    pub ui_locales: Vec<String>,
    /// The language that the person has set, once they have proven something.
    pub locale: Option<String>,
    /// What was typed as identifier, or what to begin with.
    pub identifier: String,
    /// What to call the person, once they have proven something.
    pub name: Option<String>,
    /// The step.
    pub step: Step,
    /// Whether company ID and user name are asked for.
    pub by_company: bool,
    /// Whether "Remember my login" is offered, and was ticked.
    pub remember: Option<bool>,
    /// For how many days "Don't ask on this device" lasts, where it is offered.
    pub trust_days: Option<i64>,
    /// Whether the password can be restored by its owner.
    pub offers_recovery: bool,
    /// Whom and what a question for consent is about; it comes back with the answer.
    pub consent_for: String,
    /// For refusals: how many wrong passwords lock.
    pub attempts: u32,
}

/// The application that asked.
#[derive(Debug, Clone)]
pub struct ApplicationView {
    /// What people call it.
    pub name: String,
    /// Its picture.
    pub logo: Option<String>,
    /// Where the answer goes: its origin must be allowed as target of forms.
    pub redirect_uri: String,
    /// Where it begins, for those who arrive by the back button.
    pub launch_url: Option<String>,
    /// Its privacy notice.
    pub policy_uri: Option<String>,
    /// Its terms.
    pub tos_uri: Option<String>,
}

impl ApplicationView {
    /// What a page says of this application and its request.
    pub fn new(application: &Application, request: &Valid) -> Self {
        let client = &application.settings.client;
        Self {
            name: application.name.clone(),
            logo: application.settings.logo.clone(),
            redirect_uri: request.redirect_uri.clone(),
            launch_url: application.settings.launch_url.clone().or_else(|| client.initiate_login_uri.clone()),
            policy_uri: client.policy_uri.clone(),
            tos_uri: client.tos_uri.clone(),
        }
    }
}

impl Doorward {
    /// The page of a step.
    pub(crate) fn view(&self, situation: &Situation, step: Step) -> View {
        let policy = situation.policy(self);
        let demanded = situation.requirements.level > model::sign_in::Level::One;
        let application = match (&situation.application, &situation.pending.destination) {
            (Some(application), Destination::Application(request)) => Some(ApplicationView::new(application, request)),
            _ => None,
        };
        let typed = Some(situation.kept.typed.clone()).filter(|typed| !typed.is_empty());
        let proven = !situation.kept.progress.proofs.is_empty() || situation.kept.progress.identifier.is_none();
        let hint = || situation.pending.hint.clone().or_else(|| situation.requirements.login_hint.clone());
        View {
            organisation: situation.organisation.clone(),
            application,
            ui_locales: match &situation.pending.destination {
                Destination::Application(request) => request.ui_locales.clone(),
                Destination::Home => Vec::new(),
            },
            identifier: typed.or_else(hint).unwrap_or_default(),
            locale: situation.person.as_ref().filter(|_| proven).and_then(|person| person.profile.locale.clone()),
            name: situation.person.as_ref().filter(|_| proven).map(super::person::Person::name),
            by_company: by_company(policy),
            remember: match policy.remember {
                Remember::Never => None,
                Remember::Choice { .. } => Some(situation.kept.progress.remember),
            },
            trust_days: policy.second_factor.trust.filter(|_| !demanded).map(|span| span.as_seconds() / 86_400),
            offers_recovery: policy.offers_recovery(),
            consent_for: match &step {
                Step::Consent(asked) => self.consent_for(situation, asked),
                _ => String::new(),
            },
            attempts: policy.lock_out.attempts,
            step,
        }
    }

    /// Ties a question for consent to this person, application and scopes.
    pub(crate) fn consent_for(&self, situation: &Situation, asked: &Consented) -> String {
        let user = situation.person.as_ref().map(|person| *person.row.id.as_bytes()).unwrap_or_default();
        let scopes = asked.scopes.join(" ");
        let parts: [&[u8]; 4] =
            [situation.pending.handle.as_bytes(), &user, asked.application.as_bytes(), scopes.as_bytes()];
        jose::base64url::encode(self.sealer.mac("consent", &parts))
    }

    /// The page for a sign-in that was completed before: the back button, or a second tab.
    pub(crate) fn completed(&self, situation: &Situation) -> Turn {
        let step = Step::Refuse(Refusal::SignInFirst);
        Turn::Completed(Box::new(self.view(situation, step)))
    }

    /// What becomes of a refusal: silent requests are answered to the application, the rest is told to the person.
    pub(crate) fn refuse(&self, situation: &Situation, refusal: Refusal) -> Turn {
        let silent = situation.requirements.silent;
        match &situation.pending.destination {
            Destination::Application(request) if silent => {
                let (error, description) = silent_error(refusal);
                let refusal = request.refuse(error, description);
                let response = AuthorizationResponse::refusal(&refusal, &self.instance.issuer);
                Turn::Arrived(Arrived::Application(response), Vec::new())
            }
            _ => {
                let view = self.view(situation, Step::Refuse(refusal));
                Turn::Show(Box::new(view), None)
            }
        }
    }
}

/// What a silent request is answered when it can't be granted (OIDC Core §3.1.2.6).
fn silent_error(refusal: Refusal) -> (ErrorCode, &'static str) {
    match refusal {
        Refusal::Silent(StepKind::Identify | StepKind::Prove) | Refusal::OtherUser => {
            (ErrorCode::LoginRequired, "the user must sign in")
        }
        Refusal::Silent(StepKind::Consent) => (ErrorCode::ConsentRequired, "the user must consent"),
        Refusal::Silent(_) => (ErrorCode::InteractionRequired, "the user must complete a step"),
        Refusal::NoAccess(_) => (ErrorCode::AccessDenied, "the user may not open this application"),
        _ => (ErrorCode::LoginRequired, "the user can not be signed in"),
    }
}
