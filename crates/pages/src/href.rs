//! Addresses that may stand in `href` and `action`. What could run as a script can not be made into one.

use std::fmt;

/// An address that is safe to follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Href<'a>(&'a str);

impl<'a> Href<'a> {
    /// A path of our own, from the first slash on; anything else becomes `/`.
    pub fn own(path: &'a str) -> Self {
        let foreign = path.starts_with("//") || path.contains('\\') || path.chars().any(char::is_control);
        if path.starts_with('/') && !foreign { Self(path) } else { Self("/") }
    }

    /// A web site: `https:` or `http:`.
    pub fn site(url: &'a str) -> Option<Self> {
        let scheme = scheme(url)?;
        (scheme == "https" || scheme == "http").then_some(Self(url))
    }

    /// A registered address of an application, with whatever scheme it registered (`com.example.app:/callback`), only not
    /// one that a browser would run in the page.
    pub fn application(url: &'a str) -> Option<Self> {
        const RUN: [&str; 7] = ["javascript", "vbscript", "data", "blob", "filesystem", "about", "view-source"];
        (!RUN.contains(&scheme(url)?.as_str())).then_some(Self(url))
    }

    /// The address.
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

impl fmt::Display for Href<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// The scheme in lower case, strictly as RFC 3986 §3.1 spells it. Browsers skip spaces and tabs in front of and inside it;
/// an address with any is none here.
fn scheme(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let plain = !rest.is_empty() && !rest.chars().any(char::is_control);
    (letters && plain && scheme.starts_with(|first: char| first.is_ascii_alphabetic()))
        .then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_no_addresses() {
        for url in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://a/b",
            "about:blank",
            "x",
            "",
            "://",
            "https:",
            "1a:b",
        ] {
            assert_eq!(Href::application(url), None, "{url}");
            assert_eq!(Href::site(url), None, "{url}");
        }
        assert_eq!(Href::application("com.example.app:/callback").unwrap().as_str(), "com.example.app:/callback");
        assert_eq!(Href::site("com.example.app:/callback"), None);
        assert_eq!(Href::site("HTTPS://example.org/").unwrap().as_str(), "HTTPS://example.org/");
    }

    #[test]
    fn own_paths_stay_here() {
        for path in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:x",
            "",
            "/a\nb",
            "/\t/evil.example",
        ] {
            assert_eq!(Href::own(path).as_str(), "/", "{path}");
        }
        assert_eq!(Href::own("/sign-in?at=x").as_str(), "/sign-in?at=x");
    }
}
