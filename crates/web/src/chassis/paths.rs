//! Which paths can be ours. All of ours are plain, so a path that a proxy and we could read differently is nobody's
//! (WEB-13): nothing percent-encoded, no empty or dotted segment, no parameter.

/// Whether this is `/`, or plain segments, each after one slash.
pub fn is_plain(path: &str) -> bool {
    let Some(rest) = path.strip_prefix('/') else { return false };
    rest.is_empty() || rest.split('/').all(is_plain_segment)
}

fn is_plain_segment(segment: &str) -> bool {
    !segment.is_empty()
        && !segment.ends_with('.')
        && segment != ".."
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b':' | b'@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ones() {
        for path in ["/", "/sign-in", "/.well-known/openid-configuration", "/assets/3f_9~A/app.css", "/users/usr_1:x@y"]
        {
            assert!(is_plain(path), "{path}");
        }
    }

    #[test]
    fn odd_ones() {
        for path in [
            "",
            "*",
            "sign-in",
            "//",
            "//sign-in",
            "/sign-in/",
            "/a//b",
            "/a/../b",
            "/..",
            "/.",
            "/a/.",
            "/./a",
            "/a.",
            "/a/..;/b",
            "/%2e%2e/a",
            "/a%2fb",
            "/%61",
            "/a;x=1/b",
            "/a\\b",
            "/a b",
            "/\u{e9}",
            "/a\0",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }
}
