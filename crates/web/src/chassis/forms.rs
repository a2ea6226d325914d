//! Forms as browsers and OAuth clients send them: `application/x-www-form-urlencoded`, read strictly.

use axum::{
    body::Body,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, header::CONTENT_TYPE};

use super::{
    body,
    pairs::{Fields, Pairs},
    request_error::RequestError,
};

/// A form in which every field comes at most once.
#[derive(Debug)]
pub struct Form(pub Fields);

/// A form with repeats, for the parameters that may be repeated (`resource`, RFC 8707 §2).
#[derive(Debug)]
pub struct FormPairs(pub Pairs);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = RequestError;

    async fn from_request(request: Request, state: &S) -> Result<Self, RequestError> {
        let FormPairs(pairs) = FormPairs::from_request(request, state).await?;
        pairs.unique().map(Self).map_err(RequestError::BadForm)
    }
}

impl<S: Send + Sync> FromRequest<S> for FormPairs {
    type Rejection = RequestError;

    async fn from_request(request: Request, _: &S) -> Result<Self, RequestError> {
        let (parts, body): (_, Body) = request.into_parts();
        if !has_content_type(&parts.headers, "application/x-www-form-urlencoded") {
            return Err(RequestError::WrongContentType);
        }
        Pairs::decode(&body::read(body).await?).map(Self).map_err(RequestError::BadForm)
    }
}

/// Whether the one `Content-Type` is this one, without parameters but perhaps `charset=utf-8`.
pub(crate) fn has_content_type(headers: &HeaderMap, wanted: &str) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let Ok(text) = value.to_str() else { return false };
    let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
    let parameters = parameters.trim();
    essence.trim().eq_ignore_ascii_case(wanted)
        && (parameters.is_empty()
            || parameters.eq_ignore_ascii_case("charset=utf-8")
            || parameters.eq_ignore_ascii_case("charset=\"utf-8\""))
}
