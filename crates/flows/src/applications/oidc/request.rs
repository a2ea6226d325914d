//! An authorization request on its way through a sign-in: what it wants, and how it is answered.

use crypto::token::Token;
use model::{
    Span,
    sign_in::{self, Consented, Level, Refusal, Requirements, StepKind},
};
use oidc::{
    Issuer,
    authorize::{AuthorizationResponse, Valid},
    error::ErrorCode,
};
use serde::{Deserialize, Serialize};
use store::{
    Change, Json, JsonText,
    applications::AccessRow,
    grants::{self, GrantRow},
};

use super::GrantRequest;
use crate::{
    Application, Result,
    applications::asked::{ApplicationResponse, Known, Opening, Request},
    new_id,
};

/// How long a code may be exchanged (OAU-08).
const CODE: Span = Span::seconds(60);

/// How long what was given for use without the user lasts at most (OAU-19). All else ends with the session.
const GRANT: Span = Span::days(90);

/// A valid authorization request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OidcRequest(Box<Valid>);

impl OidcRequest {
    pub(crate) fn new(request: Valid) -> Self {
        Self(Box::new(request))
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

    fn refusal(&self, error: ErrorCode, description: &'static str, issuer: &Issuer) -> ApplicationResponse {
        ApplicationResponse::Oidc(AuthorizationResponse::refusal(&self.0.refuse(error, description), issuer))
    }

    /// The grant of somebody who arrives.
    fn grant(&self, opening: &Opening<'_>) -> GrantRow<Json<GrantRequest>> {
        let Opening { doorward, caller, application, session, app_session, arrival } = *opening;
        let granted = GrantRequest {
            request: (*self.0).clone(),
            auth_time: arrival.auth_time,
            acr: arrival.level.acr().to_owned(),
            amr: arrival.amr.iter().map(|&amr| amr.to_owned()).collect(),
        };
        let offline = self.0.is_offline();
        GrantRow {
            org: session.org,
            id: new_id(doorward, caller.now),
            app_session,
            session: session.id,
            session_created_at: session.created_at,
            session_seen_at: session.seen_at,
            session_remembered: session.remembered,
            app: application.id,
            user: session.user,
            request: Json::new(granted),
            code_expires_at: caller.now + CODE,
            used_at: None,
            created_at: caller.now,
            ends_at: if offline { caller.now + GRANT } else { session.ends_at },
            offline,
            stands: true,
            subject: String::new(),
            profile: JsonText::from(&Json::<model::release::Profile>::default()),
            access: AccessRow::default(),
        }
    }
}

impl Request for OidcRequest {
    fn client_id(&self) -> &str {
        &self.0.client_id
    }

    fn still_holds(&self, application: &Application) -> bool {
        application.settings.client().is_some_and(|client| self.0.is_allowed_to(client))
    }

    /// By `id_token_hint`, or the claim `sub` (OIDC Core §3.1.2.1, §5.5.1).
    fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    fn idp_hint(&self) -> Option<&str> {
        self.0.idp_hint.as_deref()
    }

    fn ui_locales(&self) -> &[String] {
        &self.0.ui_locales
    }

    fn answered_at(&self) -> &str {
        &self.0.redirect_uri
    }

    fn outlives_session(&self) -> bool {
        self.0.is_offline()
    }

    fn requirements(&self, application: &Application, known: &Known<'_>) -> Requirements {
        let request = &self.0;
        // In order of preference (OIDC Core §3.1.2.1); of those that are essential any one will do (§5.5.1.1).
        let mut wanted = request.acr.values.iter().filter_map(|acr| Level::from_acr(acr));
        let access = known.access;
        let given = known.consented.filter(|_| access.granted());
        Requirements {
            level: match request.acr.essential {
                true => application.settings.level.max(wanted.clone().min().unwrap_or_default()),
                false => application.settings.level,
            },
            preferred: wanted.next().unwrap_or_default(),
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

    fn asks_consent(&self, application: &Application) -> bool {
        // Access beyond the session is never given unasked (OIDC Core §11).
        application.settings.asks_consent || self.0.prompt.consent || self.0.is_offline()
    }

    /// A code.
    fn granted(&self, opening: &Opening<'_>, change: &mut Change) -> Result<ApplicationResponse> {
        let code = Token::mint(&*opening.doorward.entropy);
        grants::insert(change, &self.grant(opening), code.hash().as_bytes());
        let issuer = &opening.doorward.instance.issuer;
        Ok(ApplicationResponse::Oidc(AuthorizationResponse::code(&self.0, issuer, code.expose())))
    }

    /// OIDC Core §3.1.2.6.
    fn refused(&self, refusal: Refusal, issuer: &Issuer) -> Option<ApplicationResponse> {
        let (error, description) = match refusal {
            // OpenID Connect Unmet Authentication Requirements 1.0.
            Refusal::LevelOutOfReach if self.0.acr.essential || self.0.prompt.none => {
                (ErrorCode::UnmetAuthenticationRequirements, "the user can not reach the level that is demanded")
            }
            _ if !self.0.prompt.none => return None,
            Refusal::Silent(StepKind::Identify | StepKind::Prove) | Refusal::OtherUser => {
                (ErrorCode::LoginRequired, "the user must sign in")
            }
            Refusal::Silent(StepKind::Consent) => (ErrorCode::ConsentRequired, "the user must consent"),
            Refusal::Silent(_) => (ErrorCode::InteractionRequired, "the user must complete a step"),
            Refusal::NoAccess(_) => (ErrorCode::AccessDenied, "the user may not open this application"),
            _ => (ErrorCode::LoginRequired, "the user can not be signed in"),
        };
        Some(self.refusal(error, description, issuer))
    }

    fn denied(&self, issuer: &Issuer) -> ApplicationResponse {
        self.refusal(ErrorCode::AccessDenied, "the user did not consent", issuer)
    }
}
