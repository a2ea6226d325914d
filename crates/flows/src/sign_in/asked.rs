//! The request of an application that a sign-in leads back to, and what it wants of the sign-in.

use model::{
    Id, Span,
    access::Access,
    id::User,
    sign_in::{self, Consented, Level, Refusal, Requirements, StepKind},
};
use oidc::{
    Issuer,
    authorize::{AuthorizationResponse, Valid},
    error::ErrorCode,
};
use serde::{Deserialize, Serialize};

use crate::Application;

/// A valid request, to be answered or refused when the sign-in ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asked(Box<Valid>);

/// What is known of the user and the application.
pub(super) struct Known<'a> {
    /// Who it must be, if the request says so.
    pub(super) wanted: Option<Id<User>>,
    /// Whether the user may open the application.
    pub(super) access: Access,
    /// The scopes that the user let the application have, separated by spaces.
    pub(super) consented: Option<&'a str>,
}

impl Asked {
    pub(crate) fn new(request: Valid) -> Self {
        Self(Box::new(request))
    }

    pub(crate) fn request(&self) -> &Valid {
        &self.0
    }

    pub(super) fn client_id(&self) -> &str {
        &self.0.client_id
    }

    /// Whether the application would still be answered where and as it asked.
    pub(super) fn still_holds(&self, application: &Application) -> bool {
        self.0.is_allowed_to(&application.settings.client)
    }

    /// The subject that it must be, if the request says so (OIDC `id_token_hint`, the claim `sub`).
    pub(super) fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    pub(super) fn ui_locales(&self) -> &[String] {
        &self.0.ui_locales
    }

    /// What the request and its application want of the sign-in.
    pub(super) fn requirements(&self, application: &Application, known: &Known<'_>) -> Requirements {
        let request = &self.0;
        let wanted = request.acr.values.iter().filter_map(|acr| Level::from_acr(acr));
        let access = known.access;
        let given = known.consented.filter(|_| access.granted());
        Requirements {
            level: match request.acr.essential {
                true => application.settings.level.max(wanted.clone().min().unwrap_or_default()),
                false => application.settings.level,
            },
            preferred: wanted.max().unwrap_or_default(),
            max_age: request.max_age.map(|seconds| Span::seconds(i64::from(seconds))),
            login: request.prompt.login,
            select_account: request.prompt.select_account,
            silent: request.prompt.none,
            user: known.wanted,
            login_hint: request.login_hint.clone(),
            application: Some(sign_in::Application { id: application.id, access }),
            consent: self.consent_needed(application, given),
        }
    }

    /// Whether the user may have to consent, so that what they consented to before is worth reading.
    pub(super) fn asks_consent(&self, application: &Application) -> bool {
        // Access beyond the session is never given unasked (OIDC Core §11).
        application.settings.asks_consent || self.0.prompt.consent || self.0.is_offline()
    }

    /// What the user must consent to, unless `given` covers it.
    fn consent_needed(&self, application: &Application, given: Option<&str>) -> Option<Consented> {
        if !self.asks_consent(application) {
            return None;
        }
        let singly = oidc::userinfo::scopes_of(&self.0.claims).map(str::to_owned);
        let mut scopes: Vec<String> = self.0.scope.iter().map(str::to_owned).chain(singly).collect();
        scopes.sort_unstable();
        scopes.dedup();
        let covers = |given: &str| scopes.iter().all(|scope| given.split(' ').any(|known| known == scope));
        if !self.0.prompt.consent && given.is_some_and(covers) {
            return None;
        }
        Some(Consented { application: application.id, scopes })
    }

    /// The answer to the application where the user did not consent.
    pub(super) fn denied(&self, issuer: &Issuer) -> AuthorizationResponse {
        let refusal = self.0.refuse(ErrorCode::AccessDenied, "the user did not consent");
        AuthorizationResponse::refusal(&refusal, issuer)
    }

    /// The answer to a silent request that can't be granted (OIDC Core §3.1.2.6); none to one that may show a page.
    pub(super) fn refused(&self, refusal: Refusal, issuer: &Issuer) -> Option<AuthorizationResponse> {
        let (error, description) = match refusal {
            _ if !self.0.prompt.none => return None,
            Refusal::Silent(StepKind::Identify | StepKind::Prove) | Refusal::OtherUser => {
                (ErrorCode::LoginRequired, "the user must sign in")
            }
            Refusal::Silent(StepKind::Consent) => (ErrorCode::ConsentRequired, "the user must consent"),
            Refusal::Silent(_) => (ErrorCode::InteractionRequired, "the user must complete a step"),
            Refusal::NoAccess(_) => (ErrorCode::AccessDenied, "the user may not open this application"),
            _ => (ErrorCode::LoginRequired, "the user can not be signed in"),
        };
        Some(AuthorizationResponse::refusal(&self.0.refuse(error, description), issuer))
    }
}
