//! What an application asked for, in whichever protocol, from the request to the answer. Each protocol has a file for it.

use model::{
    Id,
    access::Access,
    id::{AppSession, User},
    sign_in::{Arrival, Refusal, Requirements},
};
use oidc::{Issuer, authorize::AuthorizationResponse};
use serde::{Deserialize, Serialize};
use store::{Change, sessions::SessionRow};

use super::{Application, oidc::request::OidcRequest};
use crate::{Caller, Doorward, Result};

/// A valid request of an application, answered or refused when the sign-in ends. It travels sealed with the sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// An authorization request (OIDC Core §3.1.2.1).
    Oidc(OidcRequest),
}

/// What the browser takes to the application.
#[derive(Debug, Clone)]
pub enum ApplicationResponse {
    /// An authorization response (OIDC Core §3.1.2.5, §3.1.2.6).
    Oidc(AuthorizationResponse),
}

/// What a sign-in has to know of a request, whatever its protocol.
pub(crate) trait Request {
    /// What the application calls itself.
    fn client_id(&self) -> &str;

    /// Whether the application would still be answered where and as it asked.
    fn still_holds(&self, application: &Application) -> bool;

    /// The subject that it must be, if the request says so.
    fn subject(&self) -> Option<&str>;

    /// The key of the identity provider that whoever signs in is to be led to.
    fn idp_hint(&self) -> Option<&str>;

    /// The languages that it asks for, the best first.
    fn ui_locales(&self) -> &[String];

    /// Where the browser takes the answer.
    fn answered_at(&self) -> &str;

    /// Whether what is given outlives the session.
    fn outlives_session(&self) -> bool;

    /// What the request and its application want of the sign-in.
    fn requirements(&self, application: &Application, known: &Known<'_>) -> Requirements;

    /// Whether the user may have to consent, so that what they consented to before is worth reading.
    fn asks_consent(&self, application: &Application) -> bool;

    /// The answer for somebody who arrives; `change` gets what is written for it.
    fn granted(&self, opening: &Opening<'_>, change: &mut Change) -> Result<ApplicationResponse>;

    /// The answer to a request that can't be granted and may show no page; none to one that may.
    fn refused(&self, refusal: Refusal, issuer: &Issuer) -> Option<ApplicationResponse>;

    /// The answer where the user did not consent.
    fn denied(&self, issuer: &Issuer) -> ApplicationResponse;
}

impl Asked {
    /// The request, whatever its protocol.
    pub(crate) fn request(&self) -> &dyn Request {
        match self {
            Self::Oidc(request) => request,
        }
    }
}

/// What is known of the user and the application.
pub(crate) struct Known<'a> {
    /// Who it must be, if the request says so.
    pub(crate) wanted: Option<Id<User>>,
    /// Whether the user may open the application.
    pub(crate) access: Access,
    /// The scopes that the user let the application have, separated by spaces.
    pub(crate) consented: Option<&'a str>,
}

/// Somebody arrives at an application: what its answer is made from.
pub(crate) struct Opening<'a> {
    pub(crate) doorward: &'a Doorward,
    pub(crate) caller: &'a Caller,
    pub(crate) application: &'a Application,
    /// The session that they arrive in.
    pub(crate) session: &'a SessionRow,
    /// The application's part of it.
    pub(crate) app_session: Id<AppSession>,
    /// How they signed in.
    pub(crate) arrival: &'a Arrival,
}
