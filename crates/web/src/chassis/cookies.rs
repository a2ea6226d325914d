//! The four cookies, read strictly and written with everything that protects them (SES-03, SES-04).
//!
//! On an https issuer they are `__Host-` cookies, which no other host and no plain connection can set; on the http
//! loopback issuer of demo and tests they have plain names, because browsers take `__Host-` over https only.

use http::HeaderValue;
use model::Span;

/// Which of our cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CookieName {
    /// The single sign-on session.
    Session,
    /// Binds sign-ins in progress to the browser that began them.
    Browser,
    /// A device that the user trusts, or was seen on before.
    Device,
    /// The language that was chosen in this browser.
    Language,
}

impl CookieName {
    /// As sent: `__Host-session` on an https issuer, `session` else.
    pub const fn as_sent(self, secure: bool) -> &'static str {
        match (self, secure) {
            (Self::Session, true) => "__Host-session",
            (Self::Session, false) => "session",
            (Self::Browser, true) => "__Host-browser",
            (Self::Browser, false) => "browser",
            (Self::Device, true) => "__Host-device",
            (Self::Device, false) => "device",
            (Self::Language, true) => "__Host-language",
            (Self::Language, false) => "language",
        }
    }
}

/// How long a browser keeps a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the browser closes.
    BrowserSession,
    /// For so long, in whole seconds; browsers cut it at 400 days.
    Persistent(Span),
}

/// The value of the cookie with this name in `Cookie` headers. `None` when it is absent, comes twice (whichever was
/// tossed in, neither is believed) or has characters that we never write.
pub fn find<'a>(headers: impl IntoIterator<Item = &'a [u8]>, name: &str) -> Option<&'a str> {
    let mut found = None;
    for pair in headers.into_iter().flat_map(|header| header.split(|&byte| byte == b';')) {
        let pair = pair.trim_ascii();
        let Some(value) = pair.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(b"=")) else { continue };
        if found.replace(value).is_some() {
            return None;
        }
    }
    let value = str::from_utf8(found?).ok()?;
    is_cookie_value(value).then_some(value)
}

/// What we write: at least one character of RFC 6265 §4.1.1's `cookie-octet`, without quotes around it.
fn is_cookie_value(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 4096
        && value.bytes().all(|byte| matches!(byte, b'!' | b'#'..=b'+' | b'-'..=b':' | b'<'..=b'[' | b']'..=b'~'))
}

/// A `Set-Cookie` header; none where the value has characters that no cookie may have.
#[derive(Debug, Clone)]
pub struct SetCookie(Option<HeaderValue>);

impl SetCookie {
    /// Sets a cookie.
    pub fn new(name: CookieName, value: &str, lifetime: Lifetime, secure: bool) -> Self {
        if !is_cookie_value(value) {
            return Self(None);
        }
        let age = match lifetime {
            Lifetime::BrowserSession => String::new(),
            Lifetime::Persistent(span) => format!("; Max-Age={}", span.as_seconds().max(0)),
        };
        Self::header(name, value, &age, secure)
    }

    /// Removes a cookie.
    pub fn removal(name: CookieName, secure: bool) -> Self {
        Self::header(name, "", "; Max-Age=0", secure)
    }

    fn header(name: CookieName, value: &str, age: &str, secure: bool) -> Self {
        let name = name.as_sent(secure);
        let secure = if secure { "; Secure" } else { "" };
        let header = HeaderValue::try_from(format!("{name}={value}; Path=/{age}{secure}; HttpOnly; SameSite=Lax"));
        Self(header.ok().map(|mut header| {
            header.set_sensitive(true);
            header
        }))
    }
}

/// The headers of these cookies. None where one can't be a cookie: only we make values, so that is a fault of ours.
pub fn headers(cookies: Vec<SetCookie>) -> Option<Vec<HeaderValue>> {
    cookies.into_iter().map(|cookie| cookie.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session<const N: usize>(headers: [&str; N]) -> Option<&str> {
        find(headers.into_iter().map(str::as_bytes), "session")
    }

    #[test]
    fn found_when_sent_once() {
        assert_eq!(session(["session=abc"]), Some("abc"));
        assert_eq!(session(["theme=\u{e9}; session=a=b ;x", "other=1"]), Some("a=b"), "whatever the neighbours are");
        assert_eq!(session(["xsession=1; session2=2; Session=3; session"]), None);
    }

    #[test]
    fn a_tossed_cookie_wins_nothing() {
        assert_eq!(session(["session=ours; session=theirs"]), None);
        assert_eq!(session(["session=ours", "session=ours"]), None, "also over two headers");
        assert_eq!(session(["session=ours; session="]), None, "also an empty one");
    }

    #[test]
    fn only_what_we_write() {
        for value in ["", "\"abc\"", "a b", "a,b", "a\\b", "\u{e9}", "a\tb"] {
            assert_eq!(session([&format!("session={value}")]), None, "{value:?}");
        }
        assert_eq!(session([&format!("session={}", "a".repeat(4097))]), None);
    }

    fn header(cookie: SetCookie) -> String {
        headers(vec![cookie]).unwrap()[0].to_str().unwrap().to_owned()
    }

    #[test]
    fn written_with_every_guard() {
        let hour = Lifetime::Persistent(Span::hours(1));
        assert_eq!(
            header(SetCookie::new(CookieName::Session, "v", Lifetime::BrowserSession, true)),
            "__Host-session=v; Path=/; Secure; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            header(SetCookie::new(CookieName::Device, "v", hour, false)),
            "device=v; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            header(SetCookie::removal(CookieName::Browser, true)),
            "__Host-browser=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"
        );
    }

    #[test]
    fn no_value_ends_the_cookie_and_none_is_shown() {
        let forged = SetCookie::new(CookieName::Session, "v; Domain=evil", Lifetime::BrowserSession, true);
        assert_eq!(headers(vec![forged]), None);
        let cookie = SetCookie::new(CookieName::Session, "canary", Lifetime::BrowserSession, true);
        assert!(!format!("{cookie:?}").contains("canary"));
    }
}
