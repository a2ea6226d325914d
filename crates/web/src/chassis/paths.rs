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
