//! Where a form of ours may lead besides ourselves. Chromium holds a form's whole redirect chain against `form-action`,
//! so a page whose form ends at an application names that application's origin, or its scheme when it is an app's own.

use axum::response::{IntoResponse, IntoResponseParts, Response, ResponseParts};

use super::{refusal::Refusal, site::Origin};

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
    type Error = Refusal;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Refusal> {
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
