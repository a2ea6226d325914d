//! The authorization endpoint: a request from an application, by way of the browser.

use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use flows::Authorization;
use http::StatusCode;
use oidc::authorize::{AuthorizationResponse, Delivery, PageError};
use pages::{Chrome, FormPost, Href, Page, Problem, ProblemPage, Way};

use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{FormAction, FormPairs, Refusal, Visit, pairs, respond},
    failure::answered,
};

/// The longest request that a POST may hand on to a GET, in bytes: it has to fit into an address.
pub(crate) const LONGEST: usize = 7 * 1024;

/// GET: judged at once.
pub(crate) async fn get(State(web): State<Web>, visit: Visit, RawQuery(query): RawQuery) -> Response {
    answered(&visit, async {
        let encoded = query.unwrap_or_default();
        let caller = caller(&visit);
        Ok(match web.doorward.authorize(&caller, encoded.as_bytes()).await? {
            Authorization::Page(error) => problem(&web, &visit, error, &encoded).await,
            Authorization::Answer(response, cookies) => {
                keep(&visit, &cookies);
                deliver(&web, &visit, response)
            }
            Authorization::SignIn(at, cookie) => {
                keep(&visit, &cookie);
                respond::see_other(&address::sign_in(&at))
            }
        })
    })
    .await
}

/// POST: comes from another site, so the browser kept our cookies back. The same request as a GET has them.
pub(crate) async fn post(FormPairs(form): FormPairs) -> Response {
    let encoded = pairs::encode(form.iter());
    if encoded.len() > LONGEST {
        return Refusal::UriTooLong.into_response();
    }
    respond::see_other(&format!("/oauth/authorize?{encoded}"))
}

/// Sends an answer to the application.
pub(crate) fn deliver(web: &Web, visit: &Visit, response: AuthorizationResponse) -> Response {
    match response.deliver() {
        Delivery::Redirect(url) => respond::see_other(&url),
        Delivery::FormPost { action, fields } => {
            let look = web.looks.of(visit, &web.doorward, None);
            // This page is left at once, and its address is not the one to come back to.
            let chrome = Chrome { languages: None, ..look.chrome() };
            let Some(href) = Href::application(&action) else { return Refusal::Broken.into_response() };
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let application = host(&action);
            let page = FormPost { chrome: &chrome, application, action: href, fields: &fields };
            (FormAction::of_redirect_uri(&action), respond::page(page.html())).into_response()
        }
    }
}

/// The host of an address, as a name for whoever is there.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// What people call the application of this client identifier. A page about an error is shown without it, should it not be found.
pub(crate) async fn name_of(web: &Web, client_id: &str) -> Option<String> {
    let application = web.doorward.application(client_id).await.ok()??;
    Some(application.name.clone())
}

/// A request that nobody may be sent back with.
async fn problem(web: &Web, visit: &Visit, error: PageError, encoded: &str) -> Response {
    let look = web.looks.of(visit, &web.doorward, None);
    let chrome = look.chrome();
    let parameters = pairs::Pairs::decode(encoded.as_bytes()).ok();
    let sent = |name: &str| {
        let found = parameters.as_ref().and_then(|pairs| pairs.iter().find(|(known, _)| *known == name));
        found.map(|(_, value)| value)
    };
    let client = sent("client_id");
    let name = name_of(web, client.unwrap_or_default()).await;
    let application = name.as_deref().or(client).unwrap_or_default();
    let problem = match error {
        PageError::ClientMissing | PageError::ClientUnknown => Problem::UnknownApplication { client_id: client },
        PageError::ClientNotForThis => Problem::NotForPeople { application },
        PageError::RedirectUriMissing => Problem::AddressMissing { application },
        PageError::RedirectUriUnregistered => {
            Problem::AddressUnregistered { application, address: sent("redirect_uri").unwrap_or_default() }
        }
        PageError::Repeated => Problem::ParameterRepeated { parameter: "client_id, redirect_uri" },
        PageError::Unreadable(_) => Problem::RequestUnreadable { application: name.as_deref() },
    };
    let way = Some(Way::Start(Href::own("/")));
    let page = ProblemPage { chrome: &chrome, problem, way, request: visit.id() };
    respond::page_with(StatusCode::BAD_REQUEST, page.html())
}
