//! What scripts of other sites may read (Fetch §3.2): by default nothing. Never with cookies (OAU-50, WEB-15).

use std::{pin::Pin, sync::Arc};

use axum::{
    body::Body,
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
    },
};

/// Who may read the answers of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Our own pages only.
    Own,
    /// Anybody: what is public anyway.
    Anybody,
    /// Sites where an application lives in the browser.
    Applications,
}

/// Tells whether an application lives in the browser at this origin.
pub type IsApplication = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// What a request says of the site whose script sent it.
pub(crate) struct Asking {
    readers: Readers,
    origin: Option<HeaderValue>,
    /// A question before the request (Fetch §3.2.2), with no effect.
    pub(crate) is_preflight: bool,
}

impl Asking {
    pub(crate) fn of(request: &Request<Body>, readers: Readers) -> Self {
        let headers = request.headers();
        let mut origins = headers.get_all(ORIGIN).iter();
        let origin = match (origins.next(), origins.next()) {
            (Some(origin), None) => Some(origin.clone()),
            _ => None,
        };
        let asks = headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        let is_preflight = readers != Readers::Own && request.method() == Method::OPTIONS && origin.is_some() && asks;
        Self { readers, origin, is_preflight }
    }

    /// Who may read the answer. `null` is nobody's origin (WEB-15).
    pub(crate) async fn reader(self, is_application: Option<&IsApplication>) -> Reader {
        let allowed = match (self.readers, self.origin, is_application) {
            (Readers::Anybody, ..) => Some(HeaderValue::from_static("*")),
            (Readers::Applications, Some(origin), Some(is_application)) => match origin.to_str() {
                Ok(text) if is_application(text.to_owned()).await => Some(origin),
                _ => None,
            },
            _ => None,
        };
        Reader { allowed, varies: self.readers == Readers::Applications }
    }
}

/// A handler's word that scripts of other sites may not read this answer after all: it belongs to another application.
#[derive(Debug, Clone, Copy)]
pub struct OwnOnly;

/// The site that may read an answer.
pub(crate) struct Reader {
    allowed: Option<HeaderValue>,
    varies: bool,
}

impl Reader {
    /// The answer to a preflight.
    pub(crate) fn preflight(&self) -> Response {
        let mut response = StatusCode::NO_CONTENT.into_response();
        if self.allowed.is_some() {
            let headers = response.headers_mut();
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type"));
            headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
        response
    }

    /// Writes the headers of an answer.
    pub(crate) fn write(self, response: &mut Response) {
        let withheld = response.extensions_mut().remove::<OwnOnly>().is_some();
        let headers = response.headers_mut();
        if self.varies {
            headers.append(VARY, HeaderValue::from(ORIGIN));
        }
        if let Some(origin) = self.allowed.filter(|_| !withheld) {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        }
    }
}

/// Headers that a script needs to understand a refusal.
const EXPOSED: &str = "www-authenticate, retry-after, x-request-id";

/// The site whose script sent a request, if it says so.
pub fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(ORIGIN)?.to_str().ok()
}
