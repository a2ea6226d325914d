//! Requests for a host that this server is not: whoever meant us is led to us.

use http::{Method, StatusCode};

use super::{ISSUER, Wire, on_both};

const ELSEWHERE: (&str, &str) = ("host", "127.0.0.1:8080");

async fn get(wire: &Wire, path: &str, language: &str) -> super::Answer {
    let headers = [ELSEWHERE, ("accept", "text/html"), ("accept-language", language)];
    wire.send(Method::GET, path, &headers, "").await
}

/// The values of this attribute.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    page.split(&format!("{attribute}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The page that refuses a host is whole there: style sheets and pictures load, nothing on it is refused, and it leads to the
/// issuer.
#[tokio::test]
async fn the_page_for_a_wrong_host_is_whole() {
    on_both(async |wire| {
        for path in ["/", "/sign-in?at=x", "/account/sessions", "/nothing-here"] {
            let page = get(wire, path, "en").await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{path}");
            let (links, pictures) = (values(&page.body, "href"), values(&page.body, "src"));
            assert!(links.contains(&ISSUER), "{path}: {links:?}");
            let own: Vec<&str> = links.into_iter().filter(|link| link.starts_with('/')).chain(pictures).collect();
            assert!(own.iter().any(|link| link.ends_with(".css")) && own.len() >= 4, "{path}: {own:?}");
            for link in own {
                let answer = get(wire, link, "en").await;
                assert_eq!(answer.status, StatusCode::OK, "{path}: {link}");
                assert_eq!(answer.header("set-cookie"), None, "{link}");
            }
            assert!(!page.body.contains("<form") && !page.body.contains("<button"), "a form would be refused there");
        }
        let german = get(wire, "/", "de").await;
        assert!(german.body.contains("lang=\"de\"") && german.body.contains("Unter der Adresse"), "{}", german.body);
    })
    .await;
}

/// Nothing but files and health answers for it.
#[tokio::test]
async fn nothing_else_answers_for_a_wrong_host() {
    on_both(async |wire| {
        for path in ["/", "/oauth/jwks", "/.well-known/openid-configuration", "/api/v1/users", "/oauth/authorize"] {
            let answer = wire.send(Method::GET, path, &[ELSEWHERE], "").await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{path}");
        }
        let form =
            [ELSEWHERE, ("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        for path in ["/language", "/oauth/token"] {
            let answer = wire.send(Method::POST, path, &form, "language=de&back=%2F").await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{path}");
            assert_eq!(answer.header("set-cookie"), None, "{path}");
        }
    })
    .await;
}
