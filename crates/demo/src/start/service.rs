//! The pages of the organisation's own service: the one that Doorward asks, and the log of what it was asked.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;

use super::Start;
use crate::{
    CHECK,
    guard::Guard,
    reader::Reader,
    view::{date, page},
};

/// The log.
pub(super) const PAGE: &str = "/service";
/// The longest question, in bytes.
const BODY_BYTES: usize = 16 * 1024;

#[derive(Template)]
#[template(path = "service.html")]
struct ServicePage {
    reader: Reader,
    is_out: bool,
    questions: Vec<Line>,
}

/// A question in the log.
struct Line {
    login: String,
    status: u16,
    when: String,
}

/// What Doorward asks.
#[derive(Deserialize)]
struct Asked {
    login: String,
    password: String,
}

pub(super) fn routes(guard: Arc<Guard>) -> Router<Arc<Start>> {
    let switch = async move |State(start): State<Arc<Start>>, headers: HeaderMap| match guard.is_from_here(&headers) {
        true => {
            start.service.switch();
            Redirect::to(PAGE).into_response()
        }
        false => StatusCode::FORBIDDEN.into_response(),
    };
    Router::new()
        .route(PAGE, get(log))
        .route("/service/switch", post(switch))
        .route(CHECK, post(check).layer(DefaultBodyLimit::max(BODY_BYTES)))
}

/// 200 for who has this password, 401 for everybody else, 503 while it is out of order.
async fn check(State(start): State<Arc<Start>>, Json(asked): Json<Asked>) -> StatusCode {
    let mut people = start.seed.organisations.iter().flat_map(|organisation| &organisation.users);
    let right = people.any(|user| user.email == Some(&asked.login) && user.elsewhere == Some(&asked.password));
    let status = start.service.answer((start.clock)(), &asked.login, right);
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

async fn log(State(start): State<Arc<Start>>, reader: Reader) -> Response {
    let asked = start.service.asked();
    let line = |one: &crate::service::Question| Line {
        login: one.login.clone(),
        status: one.status,
        when: date(reader.text, one.at),
    };
    let questions = asked.iter().map(line).collect();
    page(&ServicePage { is_out: start.service.is_out(), questions, reader })
}
