//! The application's pages.

use askama::Template;
use axum::response::Response;
use jose::Jws;
use model::Time;
use serde_json::{Map, Value};

use super::{
    Application,
    claims::{Claim, explain, explain_header},
    refused::Refused,
    sessions::Session,
};
use crate::{
    reader::Reader,
    view::{date, page},
};

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// Nobody was.
    NotSignedIn,
    /// The user signed out here.
    SignedOut,
    /// The session at Doorward ended, so this one ended with it.
    EndedAtDoorward,
}

#[derive(Template)]
#[template(path = "application/signed_out.html")]
struct SignedOut<'a> {
    reader: &'a Reader,
    app: &'a Application,
    why: Why,
}

#[derive(Template)]
#[template(path = "application/refused.html")]
struct RefusedPage<'a> {
    reader: &'a Reader,
    app: &'a Application,
    title: &'a str,
    what: String,
    said: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "application/confidential.html")]
struct ConfidentialPage<'a> {
    reader: &'a Reader,
    app: &'a Application,
    /// None where the sign-in was not enough.
    said: Option<Vec<Claim>>,
}

#[derive(Template)]
#[template(path = "application/signed_in.html")]
struct SignedIn<'a> {
    reader: &'a Reader,
    app: &'a Application,
    name: &'a str,
    email: Option<&'a str>,
    authentication: &'static str,
    header: Vec<Claim>,
    id_token: Vec<Claim>,
    userinfo: Vec<Claim>,
    access_token: Vec<Claim>,
    scope: &'a str,
    expires: Option<String>,
    has_refresh_token: bool,
    refreshed: Option<RefreshedView>,
    raw_id_token: &'a str,
    raw_access_token: &'a str,
}

struct RefreshedView {
    at: String,
    before: String,
    after: String,
    rotated: bool,
}

/// Nobody is signed in: the way in.
pub(crate) fn signed_out(reader: &Reader, app: &Application, why: Why) -> Response {
    page(&SignedOut { reader, app, why })
}

/// What kept somebody out, and the way back in.
pub(crate) fn refused(reader: &Reader, app: &Application, refused: &Refused) -> Response {
    let text = reader.text;
    page(&RefusedPage { reader, app, title: refused.title(text), what: refused.text(text), said: refused.said(text) })
}

/// What the application's API answered.
pub(crate) fn confidential(reader: &Reader, app: &Application, said: &Value) -> Response {
    let said = said.as_object().map(|said| explain(reader.text, said)).unwrap_or_default();
    page(&ConfidentialPage { reader, app, said: Some(said) })
}

/// The API wants more than Doorward could get of this person.
pub(crate) fn not_enough(reader: &Reader, app: &Application) -> Response {
    page(&ConfidentialPage { reader, app, said: None })
}

/// Somebody is signed in: all that Doorward said, explained.
pub(crate) fn signed_in(
    reader: &Reader,
    app: &Application,
    session: &Session,
    userinfo: &Map<String, Value>,
    now: Time,
) -> Response {
    let texts = reader.text;
    let text = |claim: &str| userinfo.get(claim).or_else(|| session.claims().get(claim)).and_then(Value::as_str);
    let name = text("name").or_else(|| text("preferred_username")).or_else(|| text("email")).or_else(|| text("sub"));
    let or_unknown = |time: Option<Time>| time.map_or_else(|| texts.not_said().to_owned(), |time| date(texts, time));
    // A look only: an application has no business inside an access token, which is for Doorward's and other APIs.
    let access_token = Jws::parse(&session.tokens.access_token).and_then(|jws| jws.unverified_claims());
    page(&SignedIn {
        reader,
        app,
        name: name.unwrap_or_default(),
        email: text("email"),
        authentication: app.authentication.name(),
        header: explain_header(texts, &session.id_token.header),
        id_token: explain(texts, session.claims()),
        userinfo: explain(texts, userinfo),
        access_token: access_token.map(|claims| explain(texts, &claims)).unwrap_or_default(),
        scope: session.tokens.scope.as_deref().unwrap_or(&app.scope),
        expires: session.tokens.expires_at.map(|at| texts.ends_in(at.since(now).as_seconds(), &date(texts, at))),
        has_refresh_token: session.tokens.refresh_token.is_some(),
        refreshed: session.refreshed.map(|refreshed| RefreshedView {
            at: date(texts, refreshed.at),
            before: or_unknown(refreshed.before),
            after: or_unknown(refreshed.after),
            rotated: refreshed.rotated,
        }),
        raw_id_token: &session.id_token.raw,
        raw_access_token: &session.tokens.access_token,
    })
}
