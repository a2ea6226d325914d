//! Who asks for a change: only our own pages may (WEB-01). Judged by what browsers say and scripts can not forge.
//!
//! - `Sec-Fetch-Site`, where sent, must be `same-origin`.
//! - `Origin`, where sent, must be one of ours. `null` counts as silence when `Sec-Fetch-Site` vouches: people may have set
//!   their browser to tell no site where they come from.
//! - With neither, `Referer` must lie in one of our origins; with nothing at all the request is refused.

use http::{HeaderMap, HeaderName, header};

use super::site::{Origin, Site};

/// Whether the headers say that one of our own pages sent the request.
pub fn is_own_page(headers: &HeaderMap, site: &Site) -> bool {
    let fetch_site = match single(headers, &HeaderName::from_static("sec-fetch-site")) {
        Ok(text) => text,
        Err(Repeated) => return false,
    };
    let origin = match single(headers, &header::ORIGIN) {
        Ok(text) => text,
        Err(Repeated) => return false,
    };
    let own = |text: &str| Origin::parse(text).is_some_and(|origin| site.is_own_origin(&origin));
    match (fetch_site, origin) {
        (Some("same-origin"), None | Some("null")) => true,
        (Some("same-origin") | None, Some(origin)) => own(origin),
        (Some(_), _) => false,
        (None, None) => match single(headers, &header::REFERER) {
            Ok(Some(referer)) => referer_origin(referer).is_some_and(own),
            _ => false,
        },
    }
}

/// `scheme://authority` of an absolute URL.
fn referer_origin(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?', '#', '\\']).map_or(url.len(), |length| start + length);
    Some(&url[..end])
}

/// A header that may come once came twice, or is no text.
struct Repeated;

fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Repeated> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    match (value.to_str(), values.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(Repeated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(lines: &[(&'static str, &str)]) -> bool {
        let site = Site::new("https://login.example.com", &["https://sso.example.org"]).unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        is_own_page(&headers, &site)
    }

    const OWN: &str = "https://login.example.com";
    const FETCH: &str = "sec-fetch-site";

    #[test]
    fn our_own_pages() {
        for lines in [
            &[(FETCH, "same-origin"), ("origin", OWN)][..],
            &[(FETCH, "same-origin"), ("origin", "null")],
            &[(FETCH, "same-origin")],
            &[("origin", OWN)],
            &[("origin", "https://sso.example.org")],
            &[("referer", "https://login.example.com/sign-in?at=1")],
            &[("referer", OWN)],
            &[("origin", OWN), ("referer", "https://evil.example/")],
        ] {
            assert!(own(lines), "{lines:?}");
        }
    }

    #[test]
    fn everybody_else() {
        for lines in [
            &[][..],
            &[(FETCH, "cross-site"), ("origin", OWN)],
            &[(FETCH, "same-site"), ("origin", OWN)],
            &[(FETCH, "none")],
            &[(FETCH, "none"), ("origin", OWN)],
            &[(FETCH, "")],
            &[(FETCH, "same-origin, same-origin")],
            &[(FETCH, "same-origin"), (FETCH, "cross-site")],
            &[(FETCH, "same-origin"), ("origin", "https://evil.example")],
            &[("origin", "null")],
            &[("origin", "https://login.example.com.evil.example")],
            &[("origin", "http://login.example.com")],
            &[("origin", "https://login.example.com:8443")],
            &[("origin", OWN), ("origin", "https://evil.example")],
            &[("origin", ""), ("referer", "https://login.example.com/")],
            &[("referer", "https://login.example.com@evil.example/")],
            &[("referer", "https://login.example.com.evil.example/")],
            &[("referer", "https://evil.example/https://login.example.com/")],
            &[("referer", "https://evil.example\\https://login.example.com/")],
            &[("referer", "/sign-in")],
        ] {
            assert!(!own(lines), "{lines:?}");
        }
    }
}
