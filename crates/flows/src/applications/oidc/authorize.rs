//! Authorization requests: from bytes to an answer, a page, or a sign-in.

use model::sign_in::{Level, Purpose};
use oidc::{
    ErrorCode,
    authorize::{AuthorizationResponse, PageError, Refusal, Surroundings, Unidentified, Valid},
};

use crate::{
    Caller, Cookie, Doorward, Result,
    sign_in::{Arrived, Asked, Destination, Pending, Turn},
};

/// The longest sealed request, in bytes: it has to fit into the address of the sign-in.
const LONGEST: usize = 7 * 1024;

/// What becomes of an authorization request.
pub enum Authorization {
    /// Nobody knows whose it is, or where an answer may go: a page, never a redirect.
    Page(PageError),
    /// The answer for the application.
    Answer(AuthorizationResponse, Vec<Cookie>),
    /// Somebody must sign in, or do something else first: send the browser to the sign-in with this text.
    SignIn(String, Option<Cookie>),
}

impl Doorward {
    /// Judges an authorization request (RFC 6749 §4.1.1): the query of a GET, or the body of a POST.
    pub async fn authorize(&self, caller: &Caller, encoded: &[u8]) -> Result<Authorization> {
        let unidentified = match Unidentified::parse(encoded) {
            Ok(unidentified) => unidentified,
            Err(error) => return Ok(Authorization::Page(error)),
        };
        let application = match unidentified.client_id() {
            Ok(client_id) => self.application(client_id).await?,
            Err(error) => return Ok(Authorization::Page(error)),
        };
        let client = application.as_ref().map(|application| &application.settings.client);
        let identified = match unidentified.identify(client) {
            Ok(identified) => identified,
            Err(error) => return Ok(Authorization::Page(error)),
        };
        let keys = self.keys(caller.now).await?;
        let surroundings = Surroundings { issuer: &self.instance.issuer, keyring: &keys.keyring };
        let request = match identified.validate(surroundings) {
            Ok(request) => request,
            Err(refusal) => {
                let response = AuthorizationResponse::refusal(&refusal, &self.instance.issuer);
                return Ok(Authorization::Answer(response, Vec::new()));
            }
        };
        if let Err(refusal) = self.can_be_met(&request).await? {
            let response = AuthorizationResponse::refusal(&refusal, &self.instance.issuer);
            return Ok(Authorization::Answer(response, Vec::new()));
        }
        let organisation = request.organization.clone();
        let too_large = request.refuse(ErrorCode::InvalidRequest, "the request is too large");
        let (hint, silent) = (request.login_hint.clone(), request.prompt.none);
        let destination = Destination::Application(Asked::new(request));
        let (pending, cookie) = self.new_pending(caller, Purpose::SignIn, destination, organisation, hint);
        let at = self.seal_pending(&pending);
        if at.len() > LONGEST {
            let response = AuthorizationResponse::refusal(&too_large, &self.instance.issuer);
            return Ok(Authorization::Answer(response, Vec::new()));
        }
        if caller.session.is_none() && !silent {
            // Nothing to look up: somebody must sign in. Nothing was written.
            return Ok(Authorization::SignIn(at, cookie));
        }
        Box::pin(self.at_once(caller, pending, at, cookie)).await
    }

    /// Whether anybody could meet the request: its organisation is one of ours, and the level that it can't do without is
    /// one that we know (OIDC Core §5.5.1.1).
    async fn can_be_met(&self, request: &Valid) -> Result<std::result::Result<(), Refusal>> {
        if let Some(slug) = &request.organization
            && self.organisation_by_slug(slug).await?.is_none_or(|organisation| !organisation.active)
        {
            return Ok(Err(request.refuse(ErrorCode::InvalidRequest, "organization is not known")));
        }
        let known = request.acr.values.iter().any(|acr| Level::from_acr(acr).is_some());
        if request.acr.essential && !request.acr.values.is_empty() && !known {
            let error = ErrorCode::UnmetAuthenticationRequirements;
            return Ok(Err(request.refuse(error, "no such level can be reached here")));
        }
        Ok(Ok(()))
    }

    /// Answers without a page where the session is enough, or where none may be shown.
    /// `at`: the sign-in that it is otherwise.
    async fn at_once(
        &self,
        caller: &Caller,
        pending: Pending,
        at: String,
        cookie: Option<Cookie>,
    ) -> Result<Authorization> {
        let mut bound = caller.clone();
        if let Some(Cookie::Browser(token)) = &cookie {
            bound.browser = Some(token.clone());
        }
        match Box::pin(self.conclude(&bound, pending)).await? {
            Turn::Arrived(Arrived::Application(response), cookies) => Ok(Authorization::Answer(response, cookies)),
            // Another tab opened the application at the same moment: once more, with what it wrote.
            Turn::NextStep | Turn::Show(..) | Turn::Completed(_) | Turn::NotPending(_) | Turn::Arrived(..) => {
                Ok(Authorization::SignIn(at, cookie))
            }
        }
    }
}
