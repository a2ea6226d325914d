//! The application's addresses. Each reads what came, calls one verb of [`Party`] and answers with one page.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    extract::{DefaultBodyLimit, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware,
    response::{AppendHeaders, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use url::{Url, form_urlencoded};

use super::{
    party::{Answer, Confidential, Look, Party, Wishes},
    refused::Refused,
    view,
};
use crate::{
    cookies,
    guard::{Guard, stand},
    look,
    reader::{self, Reader},
};

/// Parameters of the authorization request that `/sign-in` passes on when it is asked with them.
const PASSED_ON: [&str; 6] = ["organization", "login_hint", "prompt", "max_age", "ui_locales", "acr_values"];

/// What a parameter may weigh.
const PARAMETER_BYTES: usize = 320;

/// What stands in the address of the page behind the API once Doorward was asked for what the API wants.
const ASKED: &str = "asked";
const CONFIDENTIAL_ASKED: &str = "/confidential?asked";

#[derive(Clone)]
struct Shared {
    party: Arc<Party>,
    guard: Arc<Guard>,
}

pub(super) fn router(party: Party) -> Router {
    let issuer = Url::parse(&party.application.issuer).map(|url| url.origin().ascii_serialization());
    let guard = Guard::new(&party.application.origin, issuer.as_deref().ok().as_slice());
    let logo = party.application.logo;
    let brand = look::brand(party.application.accent);
    let shared = Shared { party: Arc::new(party), guard: guard.clone() };
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(sign_in))
        .route("/callback", get(callback))
        .route("/refresh", post(refresh))
        .route("/confidential", get(confidential))
        .route("/api/confidential", get(api_confidential))
        .route("/sign-out", post(sign_out))
        .route("/signed-out", get(signed_out))
        .route("/backchannel-logout", post(backchannel_logout))
        .merge(reader::routes(guard.clone()))
        .with_state(shared)
        .merge(look::assets(brand, logo))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .layer(middleware::from_fn_with_state(guard, stand))
}

impl Shared {
    fn cookie_name(&self, what: &str) -> String {
        format!("{}_{what}", self.party.application.key)
    }

    fn cookie<'a>(&self, headers: &'a HeaderMap, what: &str) -> Option<&'a str> {
        cookies::read(headers, &self.cookie_name(what)).filter(|value| !value.is_empty())
    }

    fn set(&self, what: &str, value: &str) -> (header::HeaderName, HeaderValue) {
        (header::SET_COOKIE, cookies::set(&self.cookie_name(what), value))
    }

    fn clear(&self, what: &str) -> (header::HeaderName, HeaderValue) {
        (header::SET_COOKIE, cookies::clear(&self.cookie_name(what)))
    }

    /// Sends the browser to Doorward with these wishes, to come back to this page.
    async fn leave(&self, headers: &HeaderMap, wishes: &Wishes, to: &'static str) -> Result<Response, Refused> {
        // One cookie for all tabs of this browser; each tab's sign-in has its own state.
        let browser = self.cookie(headers, "browser").map_or_else(|| self.party.random(), str::to_owned);
        let url = self.party.begin(browser.clone(), wishes, to).await?;
        Ok((AppendHeaders([self.set("browser", &browser)]), Redirect::to(url.as_str())).into_response())
    }

    fn refuse(&self, reader: &Reader, refused: &Refused) -> Response {
        (refused.status(), view::refused(reader, &self.party.application, refused)).into_response()
    }
}

/// Who is signed in and what Doorward says of them; asked anew each time, so that a sign-out elsewhere shows at once.
async fn home(State(shared): State<Shared>, headers: HeaderMap, reader: Reader) -> Response {
    let party = &shared.party;
    let found =
        shared.cookie(&headers, "session").and_then(|cookie| Some((cookie, party.sessions.find(cookie, party.now())?)));
    let Some((cookie, session)) = found else {
        return view::signed_out(&reader, &party.application, view::Why::NotSignedIn).into_response();
    };
    let mut session = session.lock().await;
    match party.look(&mut session).await {
        Ok(Look::Holds(userinfo)) => {
            view::signed_in(&reader, &party.application, &session, &userinfo, party.now()).into_response()
        }
        Ok(Look::Over) => {
            party.sessions.end(cookie);
            let page = view::signed_out(&reader, &party.application, view::Why::EndedAtDoorward);
            (AppendHeaders([shared.clear("session")]), page).into_response()
        }
        Err(refused) => shared.refuse(&reader, &refused),
    }
}

/// Begins a sign-in. Other sites may begin one too (Core §4): it only leads to Doorward.
async fn sign_in(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    reader: Reader,
) -> Response {
    let begun = async {
        let mut asked = once(query.as_deref().unwrap_or_default())?;
        if let Some(issuer) = asked.remove("iss").filter(|issuer| *issuer != shared.party.application.issuer) {
            return Err(Refused::OtherIssuer(issuer));
        }
        // Whoever reads the application in German reads Doorward in German.
        asked.entry("ui_locales".to_owned()).or_insert_with(|| reader.tag().to_owned());
        let wishes: Wishes = PASSED_ON
            .into_iter()
            .filter_map(|name| Some((name, asked.remove(name)?)))
            .filter(|(_, value)| !value.is_empty() && value.len() <= PARAMETER_BYTES)
            .collect();
        shared.leave(&headers, &wishes, "/").await
    };
    begun.await.unwrap_or_else(|refused| shared.refuse(&reader, &refused))
}

async fn callback(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    reader: Reader,
) -> Response {
    let party = &shared.party;
    let finished = async {
        let mut came = once(query.as_deref().unwrap_or_default())?;
        let mut take = |name| came.remove(name);
        let answer = Answer {
            code: take("code"),
            state: take("state"),
            iss: take("iss"),
            error: take("error"),
            error_description: take("error_description"),
        };
        party.finish(shared.cookie(&headers, "browser"), &answer).await
    };
    match finished.await {
        Ok((session, to)) => {
            if let Some(old) = shared.cookie(&headers, "session") {
                party.sessions.end(old);
            }
            let cookie = party.random();
            party.sessions.begin(cookie.clone(), session, party.now());
            (AppendHeaders([shared.set("session", &cookie)]), Redirect::to(to)).into_response()
        }
        // Back, or a reload, after it worked: the browser is signed in already, so it simply goes on.
        Err(Refused::NotWaiting) if signed_in(&shared, &headers) => Redirect::to("/").into_response(),
        Err(refused) => shared.refuse(&reader, &refused),
    }
}

fn signed_in(shared: &Shared, headers: &HeaderMap) -> bool {
    let party = &shared.party;
    shared.cookie(headers, "session").is_some_and(|cookie| party.sessions.find(cookie, party.now()).is_some())
}

/// What only a recent sign-in with two factors opens. Whoever comes with a lesser one is sent to Doorward for that, once.
async fn confidential(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    reader: Reader,
) -> Response {
    let party = &shared.party;
    let found = shared.cookie(&headers, "session").and_then(|cookie| party.sessions.find(cookie, party.now()));
    let Some(session) = found else { return Redirect::to("/").into_response() };
    let asked = async {
        match party.ask_api(&mut *session.lock().await).await? {
            Confidential::Said(said) => Ok(view::confidential(&reader, &party.application, &said)),
            Confidential::Over => Ok(Redirect::to("/").into_response()),
            Confidential::Wanted(_) if query.as_deref() == Some(ASKED) => {
                Ok(view::not_enough(&reader, &party.application))
            }
            Confidential::Wanted(wanted) => {
                let language = reader.tag().to_owned();
                let wishes =
                    vec![("acr_values", wanted.acr_values), ("max_age", wanted.max_age), ("ui_locales", language)];
                shared.leave(&headers, &wishes, CONFIDENTIAL_ASKED).await
            }
        }
    };
    asked.await.unwrap_or_else(|refused| shared.refuse(&reader, &refused))
}

/// The application's API (RFC 6750 §2.1, RFC 9470 §3).
async fn api_confidential(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    match shared.party.api(bearer).await {
        Ok(Ok(said)) => axum::Json(said).into_response(),
        Ok(Err(unauthorized)) => {
            let challenge = AppendHeaders([(header::WWW_AUTHENTICATE, unauthorized.challenge())]);
            (StatusCode::UNAUTHORIZED, challenge).into_response()
        }
        Err(refused) => {
            let error = serde_json::json!({"error": refused.in_english()});
            (StatusCode::BAD_GATEWAY, axum::Json(error)).into_response()
        }
    }
}

async fn refresh(State(shared): State<Shared>, headers: HeaderMap, reader: Reader) -> Response {
    let party = &shared.party;
    if !shared.guard.is_from_here(&headers) {
        return shared.refuse(&reader, &Refused::NotFromHere);
    }
    let session = shared.cookie(&headers, "session").and_then(|cookie| party.sessions.find(cookie, party.now()));
    if let Some(session) = session
        && let Err(refused) = party.refresh(&mut *session.lock().await).await
    {
        return shared.refuse(&reader, &refused);
    }
    Redirect::to("/").into_response()
}

/// Signs out here first, then asks Doorward to do so for all applications.
async fn sign_out(State(shared): State<Shared>, headers: HeaderMap, reader: Reader) -> Response {
    let party = &shared.party;
    if !shared.guard.is_from_here(&headers) {
        return shared.refuse(&reader, &Refused::NotFromHere);
    }
    let found =
        shared.cookie(&headers, "session").and_then(|cookie| Some((cookie, party.sessions.find(cookie, party.now())?)));
    let Some((cookie, session)) = found else { return Redirect::to("/signed-out").into_response() };
    party.sessions.end(cookie);
    let state = party.random();
    let url = match party.sign_out(&*session.lock().await, &state, reader.tag()).await {
        Ok(url) => url,
        Err(refused) => return shared.refuse(&reader, &refused),
    };
    let headers = AppendHeaders([shared.clear("session"), shared.set("sign_out", &state)]);
    match url {
        Some(url) => (headers, Redirect::to(url.as_str())).into_response(),
        None => (headers, Redirect::to("/signed-out")).into_response(),
    }
}

/// The way back from Doorward after signing out. Only its answer to our own request is called that.
async fn signed_out(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    reader: Reader,
) -> Response {
    let state = once(query.as_deref().unwrap_or_default()).ok().and_then(|mut came| came.remove("state"));
    let ours = state.is_some_and(|state| Some(state.as_str()) == shared.cookie(&headers, "sign_out"));
    let why = if ours { view::Why::SignedOut } else { view::Why::NotSignedIn };
    (AppendHeaders([shared.clear("sign_out")]), view::signed_out(&reader, &shared.party.application, why))
        .into_response()
}

/// A log-out from Doorward, server to server (Back-Channel Logout 1.0 §2.5 to §2.8).
async fn backchannel_logout(State(shared): State<Shared>, form: String) -> Response {
    let obeyed = async {
        let token = once(&form)?.remove("logout_token").unwrap_or_default();
        shared.party.log_out(&token).await
    };
    match obeyed.await {
        Ok(_) => StatusCode::OK.into_response(),
        Err(refused) => {
            let error = serde_json::json!({"error": "invalid_request", "error_description": refused.in_english()});
            (StatusCode::BAD_REQUEST, axum::Json(error)).into_response()
        }
    }
}

/// Parameters by name; one that comes twice is refused (RFC 6749 §3.1).
fn once(query: &str) -> Result<HashMap<String, String>, Refused> {
    let mut parameters = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if parameters.insert(name.to_string(), value.into_owned()).is_some() {
            return Err(Refused::Twice(name.into_owned()));
        }
    }
    Ok(parameters)
}
