//! Files that browsers may keep: stylesheet, scripts, logos. Their name holds their hash, so they never change under it.

use axum::{
    extract::FromRequestParts,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
    request::Parts,
};

use super::request_error::RequestError;

/// One file.
#[derive(Debug, Clone)]
pub struct Asset {
    /// What is in it.
    pub bytes: Bytes,
    /// Its media type, with the charset where it is text.
    pub content_type: &'static str,
    /// The hash of the bytes, as hexadecimal or base64url text: the entity tag without its quotes.
    pub hash: String,
    /// Whether the address contains the hash: kept for a year without asking. Else it is asked for each time.
    pub immutable: bool,
}

/// What the browser has already (`If-None-Match`, RFC 9110 §13.1.2).
#[derive(Debug, Clone)]
pub struct Conditional(Option<HeaderValue>);

impl<S: Send + Sync> FromRequestParts<S> for Conditional {
    type Rejection = RequestError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, RequestError> {
        Ok(Self(parts.headers.get(IF_NONE_MATCH).cloned()))
    }
}

impl Conditional {
    /// The file, or 304 when the browser has it.
    pub fn answer(&self, asset: &Asset) -> Response {
        let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", asset.hash)) else {
            return RequestError::Broken.into_response();
        };
        let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, no-cache" };
        let headers = [(ETAG, tag.clone()), (CACHE_CONTROL, HeaderValue::from_static(keep))];
        if self.has(&tag) {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        let content_type = [(CONTENT_TYPE, HeaderValue::from_static(asset.content_type))];
        (headers, content_type, asset.bytes.clone()).into_response()
    }

    /// Weak comparison against each tag of the list, or `*`.
    fn has(&self, tag: &HeaderValue) -> bool {
        let Some(list) = self.0.as_ref().map(HeaderValue::as_bytes) else { return false };
        list.trim_ascii() == b"*"
            || list.split(|&byte| byte == b',').any(|sent| {
                let sent = sent.trim_ascii();
                sent.strip_prefix(b"W/").unwrap_or(sent) == tag.as_bytes()
            })
    }
}
