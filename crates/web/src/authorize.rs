//! The authorization endpoint: a request from an application, by way of the browser.

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use flows::Authorization;
use http::StatusCode;
use oidc::authorize::PageError;
use pages::{Href, Page, Problem, ProblemPage, Way};

use crate::{
    Web, address,
    caller::{caller, keep},
    chassis::{FormPairs, RequestContext, pairs, respond},
    deliver,
    failure::answered,
};

/// The longest request that a POST may hand on to a GET, in bytes: it has to fit into an address.
pub(crate) const LONGEST: usize = 7 * 1024;

/// Where requests come.
const PATH: &str = "/oauth/authorize";

/// The parameter of an address whose request was parked.
const PARKED: &str = "parked";

/// GET: judged at once.
pub(crate) async fn get(State(web): State<Web>, context: RequestContext, RawQuery(query): RawQuery) -> Response {
    answered(&context, async {
        let Some(encoded) = requested(&web, &context, PATH, query.unwrap_or_default()).await? else {
            return Ok(problem_page(&web, &context, Problem::RequestUnreadable { application: None }));
        };
        let caller = caller(&context);
        Ok(match web.doorward.authorize(&caller, encoded.as_bytes()).await? {
            Authorization::Page(error) => problem(&web, &context, error, &encoded).await,
            Authorization::Answer(response, cookies) => {
                keep(&context, &cookies);
                deliver::to_application(&web, &context, response)
            }
            Authorization::SignIn(at, cookie) => {
                keep(&context, &cookie);
                respond::see_other(&address::sign_in(&at))
            }
        })
    })
    .await
}

/// POST: comes from another site, so the browser kept our cookies back. The same request as a GET has them.
pub(crate) async fn post(State(web): State<Web>, context: RequestContext, FormPairs(form): FormPairs) -> Response {
    again_by_get(&web, &context, PATH, &pairs::encode(form.iter())).await
}

/// Sends the browser to the same path by GET: with the request in its address, or, where that is too long, with a text that
/// takes it up.
pub(crate) async fn again_by_get(web: &Web, context: &RequestContext, path: &'static str, encoded: &str) -> Response {
    if encoded.len() <= LONGEST {
        return respond::see_other(&format!("{path}?{encoded}"));
    }
    answered(context, async {
        let text = web.doorward.park(&caller(context), path, encoded.as_bytes()).await?;
        Ok(respond::see_other(&format!("{path}?{}", pairs::encode([(PARKED, text.as_str())]))))
    })
    .await
}

/// The request of a GET: what is in its address, or what was parked for it. Nothing when that was taken up, or is too old.
pub(crate) async fn requested(
    web: &Web,
    context: &RequestContext,
    path: &'static str,
    query: String,
) -> flows::Result<Option<String>> {
    let parked = match pairs::Pairs::decode(query.as_bytes()) {
        Ok(pairs) => pairs.iter().find(|(name, _)| *name == PARKED).map(|(_, text)| text.to_owned()),
        Err(_) => None,
    };
    let Some(text) = parked else { return Ok(Some(query)) };
    let taken = web.doorward.take_parked(&caller(context), path, &text).await?;
    Ok(taken.and_then(|request| String::from_utf8(request).ok()))
}

/// What people call the application of this client identifier. A page about an error is shown without it, should it not be found.
pub(crate) async fn name_of(web: &Web, client_id: &str) -> Option<String> {
    let application = web.doorward.application(client_id).await.ok()??;
    Some(application.name.clone())
}

/// A request that nobody may be sent back with.
async fn problem(web: &Web, context: &RequestContext, error: PageError, encoded: &str) -> Response {
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
    problem_page(web, context, problem)
}

fn problem_page(web: &Web, context: &RequestContext, problem: Problem<'_>) -> Response {
    let theme = web.themes.of(context, &web.doorward, None);
    let chrome = theme.chrome();
    let way = Some(Way::Start(Href::own("/")));
    let page = ProblemPage { chrome: &chrome, problem, way, request: context.id() };
    respond::page_with(StatusCode::BAD_REQUEST, page.html())
}
