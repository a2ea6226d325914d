//! Signing out: the question, the answer, and applications that ask for it (OIDC RP-Initiated Logout 1.0).

use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use flows::{Cookie, Logout, Open, SignedIn, There};
use http::{HeaderName, HeaderValue, StatusCode};
use oidc::logout::{LogoutError, Then};
use pages::{
    Application, Farewell, Form, Href, OpenApplication, Page, Problem, ProblemPage, ReturnTo, SignOut, SignedOut,
    ToldApplication, Way, sign_in::LeavingPage,
};

use crate::{
    Web, authorize,
    caller::{caller, keep, signed_in},
    chassis::{Form as Posted, FormAction, FormPairs, Query, RequestContext, pairs, respond},
    deliver,
    failure::{answered, failed},
    theme::{Theme, logo},
};

/// Where requests of applications come.
const PATH: &str = "/oauth/logout";

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");

/// GET `/sign-out`: the question.
pub(crate) async fn ask(State(web): State<Web>, context: RequestContext) -> Response {
    logout(&web, &context, "", false).await
}

/// POST `/sign-out`: the answer. `request` is what an application asked for.
pub(crate) async fn submit(State(web): State<Web>, context: RequestContext, Posted(fields): Posted) -> Response {
    let request = fields.get("request").unwrap_or_default().to_owned();
    logout(&web, &context, &request, true).await
}

/// GET `/oauth/logout`.
pub(crate) async fn get(State(web): State<Web>, context: RequestContext, RawQuery(query): RawQuery) -> Response {
    match authorize::requested(&web, &context, PATH, query.unwrap_or_default()).await {
        Ok(Some(request)) => logout(&web, &context, &request, false).await,
        Ok(None) => problem(&web, &context, LogoutError::Malformed, "", None).await,
        Err(error) => failed(&context, &error),
    }
}

/// POST `/oauth/logout`: from another site, so it comes again as a GET that has our cookies.
pub(crate) async fn post(State(web): State<Web>, context: RequestContext, FormPairs(form): FormPairs) -> Response {
    authorize::again_by_get(&web, &context, PATH, &pairs::encode(form.iter())).await
}

/// GET `/signed-out`; `state` is what was sent along with whoever signed out at an identity provider.
pub(crate) async fn signed_out(State(web): State<Web>, context: RequestContext, Query(query): Query) -> Response {
    if let Some(url) = query.get("state").and_then(|state| web.doorward.back_from_there(&caller(&context), state)) {
        return deliver::onward_signed_out(&web, &context, &url);
    }
    done(&web, &context, None, &[], None)
}

async fn logout(web: &Web, context: &RequestContext, encoded: &str, confirmed: bool) -> Response {
    answered(context, async {
        let (caller, who) = signed_in(web, context).await?;
        Ok(match web.doorward.logout(&caller, who, encoded.as_bytes(), confirmed).await? {
            Logout::Page { error, application } => {
                let name = application.map(|application| application.name.clone());
                problem(web, context, error, encoded, name).await
            }
            Logout::Ask { who, open, then } => {
                let target = match &then {
                    Then::Offer(uri) | Then::Redirect(uri) => FormAction::of_redirect_uri(uri),
                    Then::Page => None,
                };
                (target, question(web, context, &who, &open, encoded)).into_response()
            }
            Logout::Done { who: Some(who), cookie, there: Some(there), .. } => {
                let theme = web.themes.for_user(context, &web.doorward, &who);
                (forgotten(context, cookie), leaving(&theme, &there)).into_response()
            }
            Logout::Done { told, who, cookie, then, application, .. } => {
                let name = application.map(|application| application.name.clone()).unwrap_or_default();
                let response = match then {
                    Then::Redirect(url) => respond::see_other(&url),
                    Then::Page => done(web, context, who.as_deref(), &told, None),
                    Then::Offer(url) => done(web, context, who.as_deref(), &told, Some((&name, &url))),
                };
                (forgotten(context, cookie), response).into_response()
            }
        })
    })
    .await
}

/// The page that leads to the provider, to sign out there as well.
fn leaving(theme: &Theme, there: &There) -> Response {
    let (chrome, provider) = (theme.chrome(), there.provider.as_str());
    match Href::site(&there.address) {
        Some(href) => {
            respond::page(LeavingPage { chrome: &chrome, provider, signs_out: true, href }.html()).into_response()
        }
        None => respond::see_other("/signed-out"),
    }
}

/// Removes the session's cookie, and with it what the browser kept of pages, which is nobody's any more (SES-07). Cookies are
/// removed one by one.
fn forgotten(context: &RequestContext, cookie: Option<Cookie>) -> Option<[(HeaderName, HeaderValue); 1]> {
    keep(context, &cookie);
    cookie.map(|_| [(CLEAR_SITE_DATA, HeaderValue::from_static("\"cache\""))])
}

fn question(web: &Web, context: &RequestContext, who: &SignedIn, open: &[Open], encoded: &str) -> Response {
    let theme = web.themes.for_user(context, &web.doorward, who);
    let chrome = theme.chrome();
    let applications: Vec<OpenApplication<'_>> =
        open.iter().map(|open| OpenApplication { application: application(open), since: open.since }).collect();
    let page = SignOut {
        chrome: &chrome,
        form: Form { action: Href::own("/sign-out"), hidden: &[("request", encoded)] },
        stay: Href::own("/"),
        applications: &applications,
    };
    respond::page(page.html())
}

/// The page that says that the session ended; `back` is an application's name, and where it wants people back.
fn done(
    web: &Web,
    context: &RequestContext,
    who: Option<&SignedIn>,
    told: &[flows::ToldApplication],
    back: Option<(&str, &str)>,
) -> Response {
    let theme = match who {
        Some(who) => web.themes.for_user(context, &web.doorward, who),
        None => web.themes.of(context, &web.doorward, None),
    };
    let chrome = theme.chrome();
    let applications: Vec<ToldApplication<'_>> = told
        .iter()
        .map(|told| ToldApplication { application: application(&told.open), farewell: farewell(told) })
        .collect();
    let asked = back.and_then(|(application, url)| Some(ReturnTo { application, href: Href::application(url)? }));
    let return_to = asked.or_else(|| opened_last(told));
    let page = SignedOut { chrome: &chrome, applications: &applications, return_to, sign_in: Href::own("/") };
    respond::page(page.html())
}

/// The application that was opened last, of those that people begin somewhere: where they most likely came from (J1.21).
fn opened_last(told: &[flows::ToldApplication]) -> Option<ReturnTo<'_>> {
    let mut opened: Vec<_> = told.iter().map(|told| &told.open).collect();
    opened.sort_by_key(|open| std::cmp::Reverse(open.since));
    opened.into_iter().find_map(|open| {
        let href = Href::site(open.begins_at.as_deref()?)?;
        Some(ReturnTo { application: &open.name, href })
    })
}

fn farewell(told: &flows::ToldApplication) -> Farewell {
    match told.farewell {
        flows::Farewell::Closed => Farewell::Closed,
        flows::Farewell::Pending => Farewell::Pending,
        flows::Farewell::Untold => Farewell::Untold,
    }
}

fn application(open: &Open) -> Application<'_> {
    Application { name: &open.name, logo: logo(open.logo.as_deref()) }
}

/// A request to log out that can't be followed; `name` is that of the application, where the request itself could be read.
async fn problem(
    web: &Web,
    context: &RequestContext,
    error: LogoutError,
    encoded: &str,
    name: Option<String>,
) -> Response {
    let theme = web.themes.of(context, &web.doorward, None);
    let chrome = theme.chrome();
    let parameters = pairs::Pairs::decode(encoded.as_bytes()).ok();
    let sent = |name: &str| {
        let found = parameters.as_ref().and_then(|pairs| pairs.iter().find(|(known, _)| *known == name));
        found.map(|(_, value)| value).unwrap_or_default()
    };
    let name = match name {
        None => authorize::name_of(web, sent("client_id")).await,
        known => known,
    };
    let problem = match error {
        LogoutError::RedirectUri => Problem::AddressUnregistered {
            application: name.as_deref().unwrap_or(sent("client_id")),
            address: sent("post_logout_redirect_uri"),
        },
        _ => Problem::RequestUnreadable { application: name.as_deref() },
    };
    let way = Some(Way::Home(Href::own("/")));
    let page = ProblemPage { chrome: &chrome, problem, way, request: context.id() };
    respond::page_with(StatusCode::BAD_REQUEST, page.html())
}
