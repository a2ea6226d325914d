//! Where an answer may be sent: what may be registered, and what matches it.
//!
//! Matching never parses: two parsers that disagree are how redirect URIs were stolen again and again (OAU-01). What
//! is registered is checked to be in canonical spelling, so that the browser goes where the registered text says.

use url::Url;

use crate::{client::ApplicationType, issuer::is_loopback};

/// The longest redirect URI, in bytes.
pub const MAX_LENGTH: usize = 2048;

/// Why a redirect URI can not be registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectUriError {
    /// Longer than [`MAX_LENGTH`].
    #[error("the address is too long")]
    TooLong,
    /// Not an absolute URI.
    #[error("the address is not an absolute URI")]
    NotAUri,
    /// Not in the spelling that browsers make of it (upper case host, default port, `..`, `\`, spaces).
    #[error("the address is not in canonical form")]
    NotCanonical,
    /// A `*`.
    #[error("wildcards are not allowed")]
    Wildcard,
    /// A `#`, even with nothing behind it (RFC 6749 §3.1.2).
    #[error("a fragment is not allowed")]
    Fragment,
    /// A user or password before the host.
    #[error("a user before the host is not allowed")]
    Userinfo,
    /// http, but not on this machine.
    #[error("http is allowed on loopback addresses only")]
    Http,
    /// `javascript:`, `data:`, … or a private scheme of a web application or without a dot (RFC 8252 §7.1).
    #[error("the scheme is not allowed")]
    Scheme,
}

/// Whether the URI may be registered for this type of application (OAU-03).
pub fn check(uri: &str, application: ApplicationType) -> Result<(), RedirectUriError> {
    if uri.len() > MAX_LENGTH {
        return Err(RedirectUriError::TooLong);
    }
    if uri.contains('*') {
        return Err(RedirectUriError::Wildcard);
    }
    if uri.contains('#') {
        return Err(RedirectUriError::Fragment);
    }
    let url = Url::parse(uri).map_err(|_| RedirectUriError::NotAUri)?;
    let authority = uri.split_once("://").map(|(_, rest)| rest.split(['/', '?']).next().unwrap_or(rest));
    if !url.username().is_empty() || url.password().is_some() || authority.is_some_and(|text| text.contains('@')) {
        return Err(RedirectUriError::Userinfo);
    }
    match url.scheme() {
        "https" => {}
        "http" if url.host_str().is_some_and(is_loopback) => {}
        "http" => return Err(RedirectUriError::Http),
        private if application == ApplicationType::Native && private.contains('.') => {}
        _ => return Err(RedirectUriError::Scheme),
    }
    let plain = matches!(url.scheme(), "https" | "http").then(|| url.host_str().is_some_and(is_plain_host));
    (is_canonical(uri, &url) && plain != Some(false)).then_some(()).ok_or(RedirectUriError::NotCanonical)
}

/// Whether people may be sent there by a link of ours: as [`check`] has it for the web, with a fragment if need be.
pub fn check_page(uri: &str) -> Result<(), RedirectUriError> {
    let (page, fragment) = uri.split_once('#').unwrap_or((uri, ""));
    let plain = |byte: u8| byte.is_ascii_graphic();
    if !fragment.bytes().all(plain) || uri.len() > MAX_LENGTH {
        return Err(RedirectUriError::NotCanonical);
    }
    check(page, ApplicationType::Web)
}

/// A name of letters, digits, hyphens and underscores in labels of DNS (RFC 1035 §2.3.4), or a literal address. The URL standard lets a host hold more (`;`, `'`,
/// `{`), which has no business in DNS and would end a directive of the content security policy that names it.
fn is_plain_host(host: &str) -> bool {
    let literal = host.starts_with('[') && host.ends_with(']');
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(plain);
    literal || (host.len() <= 253 && host.split('.').all(label))
}

/// A path may be missing; everything else must be as browsers write it. Dots and slashes that are encoded in the path
/// are kept by browsers but decoded by some servers, so they are no canonical spelling either.
fn is_canonical(uri: &str, url: &Url) -> bool {
    let written = url.as_str();
    let lower = uri.split('?').next().unwrap_or(uri).to_ascii_lowercase();
    let spelled = written == uri || written.strip_suffix('/') == Some(uri) && url.path() == "/";
    spelled && !["%2e", "%2f", "%5c", "%25", ";/", "\\"].iter().any(|trap| lower.contains(trap)) && uri.is_ascii()
}

/// Whether `asked` is the registered URI: byte for byte, save that the port of a native application's loopback
/// address is free (RFC 8252 §7.3, RFC 9700 §4.1.3).
pub fn matches(registered: &str, asked: &str, application: ApplicationType) -> bool {
    if registered == asked {
        return true;
    }
    application == ApplicationType::Native
        && match (behind_loopback(registered), behind_loopback(asked)) {
            (Some((host, rest)), Some((asked_host, asked_rest))) => host == asked_host && rest == asked_rest,
            _ => false,
        }
}

/// The web origin of the address (RFC 6454 §6.2); none for the private schemes of native applications.
pub fn web_origin(uri: &str) -> Option<String> {
    let url = Url::parse(uri).ok()?;
    matches!(url.scheme(), "https" | "http").then(|| url.origin().ascii_serialization())
}

/// The loopback literal that an address begins with and what stands behind it and its port.
fn behind_loopback(uri: &str) -> Option<(&'static str, &str)> {
    let host = ["http://127.0.0.1", "http://[::1]"].into_iter().find(|host| uri.starts_with(host))?;
    let rest = &uri[host.len()..];
    let rest = match rest.strip_prefix(':') {
        None => rest,
        Some(rest) => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let port: u16 = rest[..digits].parse().ok()?;
            if port == 0 || rest.starts_with('0') {
                return None;
            }
            &rest[digits..]
        }
    };
    (rest.is_empty() || rest.starts_with(['/', '?'])).then_some((host, rest))
}

#[cfg(test)]
#[path = "redirect_uri_tests.rs"]
mod tests;
