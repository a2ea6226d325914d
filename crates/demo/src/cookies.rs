//! The application's cookies. Cookies ignore ports, and both applications are on `127.0.0.1`: so each names its own.

use axum::http::{HeaderMap, HeaderValue, header};

/// The value of a cookie; the first when there are several of the name.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// A cookie until the browser closes. `Lax`, so that it comes along when Doorward sends the browser back.
pub(crate) fn set(name: &str, value: &str) -> HeaderValue {
    line(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"))
}

/// Takes the cookie away.
pub(crate) fn clear(name: &str) -> HeaderValue {
    line(format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))
}

/// Names and values are ours: letters, digits, `_` and `-`.
fn line(line: String) -> HeaderValue {
    HeaderValue::try_from(line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_by_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("ledgerline_session=1; almanac_session=2; x"));
        headers.append(header::COOKIE, HeaderValue::from_static("almanac_browser=3=3"));
        assert_eq!(read(&headers, "almanac_session"), Some("2"));
        assert_eq!(read(&headers, "almanac_browser"), Some("3=3"));
        assert_eq!(read(&headers, "session"), None);
    }
}
