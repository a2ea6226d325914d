//! What all pages of the demonstration share: how a template becomes an answer, and how a time is said.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use model::{Time, reader::Formats};
use text::when;

use crate::Texts;

/// A page; one that can't be rendered is our own failure, and says so.
pub(crate) fn page(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made.\n").into_response(),
    }
}

/// A date to the second, with its zone.
pub(crate) fn date(texts: Texts, time: Time) -> String {
    let clock = when::Clock { now: time, zone: when::Zone::UTC, formats: Formats::default() };
    clock.exact(text::Texts::new(texts.language()), time)
}
