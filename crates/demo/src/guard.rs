//! What stands before every page of the demonstration: the host is checked, and each answer carries its protections.
//!
//! These pages show passwords and tokens on loopback. A foreign site could reach them by giving its own name our address
//! (DNS rebinding), so only the address that was announced is answered.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

/// Where the pages are, and what they may load.
#[derive(Debug)]
pub(crate) struct Guard {
    origin: String,
    policy: HeaderValue,
}

impl Guard {
    /// For pages at `origin` whose forms may lead to `form_targets` beside themselves.
    pub(crate) fn new(origin: &str, form_targets: &[&str]) -> Arc<Self> {
        let mut policy = String::from(
            "default-src 'none'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; \
             frame-ancestors 'none'; form-action 'self'",
        );
        for target in form_targets {
            policy.push(' ');
            policy.push_str(target);
        }
        let policy = HeaderValue::try_from(policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
        Arc::new(Self { origin: origin.to_owned(), policy })
    }

    fn is_addressed(&self, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        host.is_some_and(|host| self.origin.strip_prefix("http://") == Some(host))
    }

    /// Whether a form was sent from one of our own pages: cookies ignore ports, so a cookie alone proves too little.
    pub(crate) fn is_from_here(&self, headers: &HeaderMap) -> bool {
        let value = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        match (value("sec-fetch-site"), value("origin")) {
            (Some(site), _) => site == "same-origin",
            (None, Some(origin)) => origin == self.origin,
            (None, None) => false,
        }
    }
}

/// Sends browsers to the announced address, refuses everything else that asks for another, and adds the headers.
pub(crate) async fn stand(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    if !guard.is_addressed(request.headers()) {
        return elsewhere(&guard, &request);
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert_with(|| guard.policy.clone());
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: browsers would then hide the origin of our own forms.
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    response
}

fn elsewhere(guard: &Guard, request: &Request) -> Response {
    if request.method() == Method::GET {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        return Redirect::temporary(&format!("{}{path}", guard.origin)).into_response();
    }
    (StatusCode::MISDIRECTED_REQUEST, format!("This is {}. Ask for it by that address.\n", guard.origin))
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|&(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_the_announced_address() {
        let guard = Guard::new("http://127.0.0.1:7302", &[]);
        assert!(guard.is_addressed(&headers(&[("host", "127.0.0.1:7302")])));
        for host in ["localhost:7302", "127.0.0.1:7303", "127.0.0.1", "evil.example:7302"] {
            let mut map = HeaderMap::new();
            map.insert("host", HeaderValue::from_static(host));
            assert!(!guard.is_addressed(&map), "{host}");
        }
        assert!(!guard.is_addressed(&HeaderMap::new()));
    }

    #[test]
    fn only_our_own_forms() {
        let guard = Guard::new("http://127.0.0.1:7302", &[]);
        assert!(guard.is_from_here(&headers(&[("sec-fetch-site", "same-origin"), ("origin", "null")])));
        assert!(guard.is_from_here(&headers(&[("origin", "http://127.0.0.1:7302")])));
        // The other application is the same *site*: only its port differs.
        assert!(!guard.is_from_here(&headers(&[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:7303")])));
        assert!(!guard.is_from_here(&headers(&[("origin", "http://127.0.0.1:7303")])));
        assert!(!guard.is_from_here(&headers(&[("origin", "null")])));
        assert!(!guard.is_from_here(&HeaderMap::new()));
    }
}
