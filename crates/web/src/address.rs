//! Addresses of our own pages.

use pages::Href;

use crate::chassis::{pairs, paths};

/// The address of a sign-in.
pub(crate) fn sign_in(at: &str) -> String {
    format!("/sign-in?{}", pairs::encode([("at", at)]))
}

/// An address of ours, or else the start: a form can not send anybody elsewhere.
pub(crate) fn own_address(back: &str) -> &str {
    let path = back.split('?').next().unwrap_or_default();
    if paths::is_plain(path) { Href::own(back).as_str() } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::own_address;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for back in
            ["/", "/sign-in?at=a&next=yes", "/account/sessions", "/oauth/authorize?redirect_uri=https://a.example/"]
        {
            assert_eq!(own_address(back), back);
        }
        for back in [
            "",
            "sign-in",
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "/.//evil.example",
            "/%2f/evil.example",
            "/sign-in?a\r\nLocation: //evil.example",
            "/sign-in?\\",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_address(back), "/", "{back:?}");
        }
    }
}
