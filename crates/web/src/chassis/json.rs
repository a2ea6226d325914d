//! JSON bodies: the right content type, one document, bounded depth (serde_json stops at 128), no field twice.

use axum::extract::{FromRequest, Request};
use serde::de::DeserializeOwned;

use super::{body, forms::has_content_type, request_error::RequestError};

/// A JSON body as a `T`. That it is JSON and not a form is also a guard: no HTML form of another site can send it (WEB-02).
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = RequestError;

    async fn from_request(request: Request, _: &S) -> Result<Self, RequestError> {
        let (parts, body) = request.into_parts();
        if !has_content_type(&parts.headers, "application/json") {
            return Err(RequestError::WrongContentType);
        }
        let bytes = body::read(body).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|_| RequestError::BadJson)
    }
}
