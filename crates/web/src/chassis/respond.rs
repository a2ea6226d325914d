//! The few shapes of an answer. Cookies and form targets go in front, in a tuple: `(cookie, see_other("/"))`.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, LOCATION},
};
use serde::Serialize;

use super::request_error::RequestError;

/// A page.
pub fn page(html: String) -> Response {
    page_with(StatusCode::OK, html)
}

/// A page that is no success.
pub fn page_with(status: StatusCode, html: String) -> Response {
    with_type(status, "text/html; charset=utf-8", html)
}

/// Sends the browser on with a GET (303), after a form as well as from a link. The URL must be checked by the flow that
/// made it, and encoded: one that can not stand in a header is our own mistake.
pub fn see_other(url: &str) -> Response {
    match HeaderValue::try_from(url) {
        Ok(location) if url.bytes().all(|byte| (b'!'..=b'~').contains(&byte)) => {
            (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
        }
        _ => RequestError::Broken.into_response(),
    }
}

/// A JSON document.
pub fn json<T: Serialize + ?Sized>(status: StatusCode, document: &T) -> Response {
    match serde_json::to_vec(document) {
        Ok(text) => with_type(status, "application/json", text),
        Err(_) => RequestError::Broken.into_response(),
    }
}

/// A JSON document that was written out before, and is not copied.
pub fn json_document(document: Arc<[u8]>) -> Response {
    with_type(StatusCode::OK, "application/json", Bytes::from_owner(document))
}

/// Text in another format: a signed JWT as `application/jwt`, a metadata document.
pub fn text(status: StatusCode, content_type: &'static str, text: String) -> Response {
    with_type(status, content_type, text)
}

/// A status and nothing else.
pub fn empty(status: StatusCode) -> Response {
    status.into_response()
}

fn with_type(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static(content_type))], body.into()).into_response()
}
