//! Query strings, read by the same strict rules as forms.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{
    pairs::{Fields, Pairs},
    request_error::RequestError,
};

/// A query string in which every parameter comes at most once; empty when there is none.
#[derive(Debug)]
pub struct Query(pub Fields);

/// A query string with repeats, for the parameters that may be repeated (`resource`, RFC 8707 §2).
#[derive(Debug)]
pub struct QueryPairs(pub Pairs);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, RequestError> {
        let QueryPairs(pairs) = QueryPairs::from_request_parts(parts, state).await?;
        pairs.unique().map(Self).map_err(RequestError::BadQuery)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QueryPairs {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestError> {
        let query = parts.uri.query().unwrap_or_default();
        Pairs::decode(query.as_bytes()).map(Self).map_err(RequestError::BadQuery)
    }
}
