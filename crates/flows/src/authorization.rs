//! Authorization requests: from bytes to an answer, a page, or a sign-in.

use model::sign_in::{Level, Purpose};
use oidc::{
    ErrorCode,
    authorize::{AuthorizationResponse, ErrorResponse, PageError, Surroundings, Unidentified, Valid},
};

use crate::{
    Caller, Cookie, Doorward, Result,
    applications::{
        asked::{ApplicationResponse, Asked},
        oidc::request::OidcRequest,
    },
    refusals,
    sign_in::{Arrived, Destination, Pending, Turn},
};

/// The longest sealed request, in bytes: it has to fit into the address of the sign-in.
const LONGEST: usize = 7 * 1024;

/// What becomes of an authorization request.
pub enum Authorization {
    /// Nobody knows whose it is, or where an answer may go: a page, never a redirect.
    Page(PageError),
    /// The answer for the application.
    Answer(ApplicationResponse, Vec<Cookie>),
    /// Somebody must sign in, or do something else first: send the browser to the sign-in with this text.
    SignIn(String, Option<Cookie>),
}

/// What an authorization request is by itself, whoever sends it.
enum Judged {
    Page(PageError),
    Refused(ErrorResponse),
    Valid(Box<Valid>),
}

impl Doorward {
    /// Judges an authorization request (RFC 6749 §4.1.1): the query of a GET, or the body of a POST.
    pub async fn authorize(&self, caller: &Caller, encoded: &[u8]) -> Result<Authorization> {
        let unidentified = match Unidentified::parse(encoded) {
            Ok(unidentified) => unidentified,
            Err(error) => {
                refusals::log(caller.request, "authorization", None, &error.to_string());
                return Ok(Authorization::Page(error));
            }
        };
        let client_id = unidentified.client_id().map(str::to_owned).ok();
        match judge(self, caller, unidentified).await? {
            Judged::Page(error) => {
                refusals::log(caller.request, "authorization", client_id.as_deref(), &error.to_string());
                Ok(Authorization::Page(error))
            }
            Judged::Refused(refusal) => {
                let reason = format!("{}: {}", refusal.error, refusal.description);
                refusals::log(caller.request, "authorization", client_id.as_deref(), &reason);
                Ok(refused(self, &refusal))
            }
            Judged::Valid(request) => begin_or_answer(self, caller, *request).await,
        }
    }
}

/// The answer that tells the application of a refusal.
fn refused(doorward: &Doorward, refusal: &ErrorResponse) -> Authorization {
    let response = AuthorizationResponse::refusal(refusal, &doorward.instance.issuer);
    Authorization::Answer(ApplicationResponse::Oidc(response), Vec::new())
}

/// Judges the request by itself.
async fn judge(doorward: &Doorward, caller: &Caller, unidentified: Unidentified) -> Result<Judged> {
    let application = match unidentified.client_id() {
        Ok(client_id) => doorward.application(client_id).await?,
        Err(error) => return Ok(Judged::Page(error)),
    };
    let client = application.as_ref().and_then(|application| application.settings.client());
    let identified = match unidentified.identify(client) {
        Ok(identified) => identified,
        Err(error) => return Ok(Judged::Page(error)),
    };
    let keys = doorward.keys(caller.now).await?;
    let surroundings = Surroundings { issuer: &doorward.instance.issuer, keyring: &keys.keyring };
    let request = match identified.validate(surroundings) {
        Ok(request) => request,
        Err(refusal) => return Ok(Judged::Refused(refusal)),
    };
    Ok(match can_be_met(doorward, &request).await? {
        Ok(()) => Judged::Valid(Box::new(request)),
        Err(refusal) => Judged::Refused(refusal),
    })
}

/// Sends the browser to the sign-in, or answers at once where the session is enough.
async fn begin_or_answer(doorward: &Doorward, caller: &Caller, request: Valid) -> Result<Authorization> {
    let organisation = request.organization.clone();
    let too_large = request.refuse(ErrorCode::InvalidRequest, "the request is too large");
    let (hint, silent) = (request.login_hint.clone(), request.prompt.none);
    let purpose = if request.prompt.create { Purpose::Register } else { Purpose::SignIn };
    let destination = Destination::Application(Asked::Oidc(OidcRequest::new(request)));
    let (pending, cookie) = Pending::new(doorward, caller, purpose, destination, organisation, hint);
    let at = pending.seal(doorward);
    if at.len() > LONGEST {
        return Ok(refused(doorward, &too_large));
    }
    if caller.session.is_none() && !silent {
        // Nothing to look up: somebody must sign in. Nothing was written.
        return Ok(Authorization::SignIn(at, cookie));
    }
    Box::pin(at_once(doorward, caller, pending, at, cookie)).await
}

/// Whether anybody could meet the request: its organisation is one of ours, and the level that it can't do without is
/// one that we know (OIDC Core §5.5.1.1).
async fn can_be_met(doorward: &Doorward, request: &Valid) -> Result<std::result::Result<(), ErrorResponse>> {
    if let Some(slug) = &request.organization
        && doorward.organisation_by_slug(slug).await?.is_none_or(|organisation| !organisation.active)
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
    doorward: &Doorward,
    caller: &Caller,
    pending: Pending,
    at: String,
    cookie: Option<Cookie>,
) -> Result<Authorization> {
    let mut bound = caller.clone();
    if let Some(Cookie::Browser(token)) = &cookie {
        bound.browser = Some(token.clone());
    }
    match Box::pin(pending.conclude(doorward, &bound)).await? {
        Turn::Arrived(Arrived::Application(response), cookies) => Ok(Authorization::Answer(response, cookies)),
        // Another tab opened the application at the same moment: once more, with what it wrote.
        Turn::NextStep
        | Turn::Show(..)
        | Turn::Elsewhere(_)
        | Turn::Completed(_)
        | Turn::NotPending(_)
        | Turn::Arrived(..) => Ok(Authorization::SignIn(at, cookie)),
    }
}
