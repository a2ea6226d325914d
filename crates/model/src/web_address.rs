//! Addresses of web pages that people are shown or follow, as far as that can be told without parsing a URL: what scheme, and nothing
//! that a browser would read otherwise than a person does.

/// Whether it begins with `https://` and goes on with a host, without spaces, control characters or backslashes.
pub fn is_https(text: &str) -> bool {
    goes_on_from(text, "https://")
}

/// The same, or with `http://` on this computer itself, where nobody is between.
pub fn is_https_or_loopback(text: &str) -> bool {
    let host = || {
        let rest = text.get("http://".len()..).unwrap_or_default();
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = &rest[..end];
        authority.strip_suffix(|c: char| c.is_ascii_digit()).map_or(authority, |_| {
            authority
                .rsplit_once(':')
                .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
                .map_or(authority, |(host, _)| host)
        })
    };
    is_https(text) || (is_web(text) && ["localhost", "127.0.0.1", "[::1]"].contains(&host()))
}

/// The same, `http://` allowed. Never `javascript:`, `data:` or another scheme.
pub fn is_web(text: &str) -> bool {
    is_https(text) || goes_on_from(text, "http://")
}

fn goes_on_from(text: &str, scheme: &str) -> bool {
    let Some((start, rest)) = text.split_at_checked(scheme.len()) else { return false };
    let plain = |c: char| !c.is_control() && !c.is_whitespace() && c != '\\';
    start.eq_ignore_ascii_case(scheme)
        && !rest.starts_with(['/', '?', '#', '@'])
        && !rest.is_empty()
        && rest.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_nothing_else() {
        for good in ["https://a.example", "https://a.example/x?y#z", "HTTPS://a.example/é", "https://[::1]:8443/"] {
            assert!(is_https(good) && is_web(good), "{good}");
        }
        assert!(is_web("http://a.example/") && !is_https("http://a.example/"));
        for here in [
            "http://localhost/x",
            "http://localhost:8080",
            "http://127.0.0.1:1/",
            "http://[::1]:9/x",
            "https://a.example",
        ] {
            assert!(is_https_or_loopback(here), "{here}");
        }
        for elsewhere in [
            "http://a.example/",
            "http://localhost.a.example/",
            "http://localhost@a.example/",
            "http://127.0.0.1.a/",
            "ftp://localhost/",
        ] {
            assert!(!is_https_or_loopback(elsewhere), "{elsewhere}");
        }
        for bad in [
            "",
            "https://",
            "https:a.example",
            "https:///x",
            "https://@a.example",
            "https://a b",
            "https://a.example/\n",
            "https://a.example\\@b.example",
            " https://a.example",
            "javascript:alert(1)",
            "JavaScript://a.example/%0aalert(1)",
            "data:image/png;base64,AAAA",
            "ftp://a.example",
            "//a.example",
            "/x",
            "éhttps://a",
        ] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
