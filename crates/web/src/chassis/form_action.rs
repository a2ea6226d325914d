//! Where a form of ours may lead besides ourselves. Chromium holds a form's whole redirect chain against `form-action`,
//! so a page whose form ends at an application names that application's origin, or its scheme when it is an app's own.

use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

use super::{request_error::RequestError, site::Origin};

/// One source for `form-action`: `https://app.example.com`, `com.example.app:`. Put it into a tuple in front of the
/// page; several add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormAction(String);

/// Schemes that run or read something in the page's own right; never a way back to an application.
const FORBIDDEN: [&str; 8] = ["javascript", "data", "blob", "filesystem", "about", "file", "vbscript", "view-source"];

impl FormAction {
    /// The source for a registered redirect URI. `None` when it has no scheme that a form may lead to, or characters
    /// that would end the source or the directive.
    pub fn of_redirect_uri(uri: &str) -> Option<Self> {
        let (scheme, rest) = uri.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        if !is_scheme(&scheme) || FORBIDDEN.contains(&scheme.as_str()) {
            return None;
        }
        if scheme != "http" && scheme != "https" {
            return Some(Self(format!("{scheme}:")));
        }
        let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next()?;
        let origin = Origin::parse(&format!("{scheme}://{authority}"))?;
        // A CSP source can not hold an IPv6 address (CSP3 §2.3.1), so such a loopback client gets its scheme.
        Some(Self(if origin.host.starts_with('[') { format!("{scheme}:") } else { origin.to_string() }))
    }

    /// As it stands in the header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The sources that a response carries to the pass.
#[derive(Debug, Clone, Default)]
pub(crate) struct FormActions(pub(crate) Vec<FormAction>);

impl IntoResponseParts for FormAction {
    type Error = RequestError;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, RequestError> {
        let actions = parts.extensions_mut().get_or_insert_default::<FormActions>();
        if !actions.0.contains(&self) {
            actions.0.push(self);
        }
        Ok(parts)
    }
}

/// The source and an empty body.
impl IntoResponse for FormAction {
    fn into_response(self) -> Response {
        (self, ()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(uri: &str) -> Option<String> {
        FormAction::of_redirect_uri(uri).map(|action| action.as_str().to_owned())
    }

    #[test]
    fn origin_or_scheme() {
        for (uri, expected) in [
            ("https://app.example.com/callback?x=1", "https://app.example.com"),
            ("HTTPS://App.example.com:8443", "https://app.example.com:8443"),
            ("http://127.0.0.1:4711/cb", "http://127.0.0.1:4711"),
            ("http://[::1]:4711/cb", "http:"),
            ("com.example.app:/cb", "com.example.app:"),
            ("com.example.app://cb", "com.example.app:"),
        ] {
            assert_eq!(source(uri).as_deref(), Some(expected), "{uri}");
        }
    }

    #[test]
    fn nothing_that_runs_or_breaks_out() {
        for uri in [
            "",
            "callback",
            "javascript:alert(1)",
            "JavaScript:1",
            "data:text/html,x",
            "blob:https://a.example/1",
            "about:blank",
            "https:app.example.com",
            "https://",
            "https:///x",
            "https://*",
            "https://*.example.com/",
            "https://a.example;x/",
            "https://a.example 'unsafe-inline'/",
            "https://u@a.example/",
            "1a:x",
            "a b:x",
            "a;b:x",
            "a,b:x",
            "\u{e9}:x",
            "https://a.example\\@evil.example/",
            "https://a.example,b.example/",
        ] {
            assert_eq!(source(uri), None, "{uri}");
        }
    }
}
