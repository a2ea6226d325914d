//! The headers that every answer carries (WEB-05…09).

use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    },
};

use super::form_action::FormActions;

/// What stands before the further sources of `form-action`.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; \
                      base-uri 'none'; form-action 'self'";
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const PERMISSIONS: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), \
                           display-capture=(), publickey-credentials-create=(self), publickey-credentials-get=(self)";

/// Writes the headers. `Content-Security-Policy` and `Cache-Control` stay when the handler set its own.
pub(crate) fn write(headers: &mut HeaderMap, actions: Option<&FormActions>, transport: Option<&HeaderValue>) {
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.insert(CONTENT_SECURITY_POLICY, policy(actions));
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(transport) = transport {
        headers.insert(STRICT_TRANSPORT_SECURITY, transport.clone());
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: browsers would then hide the origin of our own forms from us. Nobody else is told either way.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CROSS_ORIGIN_OPENER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(PERMISSIONS));
}

fn policy(actions: Option<&FormActions>) -> HeaderValue {
    let strict = HeaderValue::from_static(POLICY);
    let Some(actions) = actions else { return strict };
    let mut text = String::from(POLICY);
    for action in &actions.0 {
        text.push(' ');
        text.push_str(action.as_str());
    }
    HeaderValue::try_from(text).unwrap_or(strict)
}
