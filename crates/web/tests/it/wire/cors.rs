//! What scripts of other sites may read, and what monitors ask by HEAD.

use http::{Method, StatusCode};
use oidc::client::ClientAuthMethod;

use super::{Answer, Browser, Wire, content, exchange, on_both, request};

const SPA: &str = "https://spa.example";
const OTHER: &str = "https://other.example";

/// Two applications that live in the browser, beside `wiki`, which has a server and a secret.
async fn with_browser_applications(wire: &Wire) {
    let applications = ["spa", "other"].map(|client_id| {
        let mut application = content::application(client_id);
        application.settings.client_mut().unwrap().token_endpoint_auth_method = ClientAuthMethod::None;
        application.secret = None;
        application
    });
    wire.add(&[], &applications).await;
}

/// Who may read the answer.
fn reader(answer: &Answer) -> Option<&str> {
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    answer.header("access-control-allow-origin")
}

async fn preflight(wire: &Wire, path: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization"),
    ];
    wire.send(Method::OPTIONS, path, &headers, "").await
}

/// OAU-50, WEB-15: metadata and keys are anybody's; what belongs to an application in the browser may be read by its own
/// origins; nothing else by anybody, and nothing with cookies.
#[tokio::test]
async fn oau_50_scripts_read_what_is_theirs() {
    on_both(async |wire| {
        with_browser_applications(wire).await;
        for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/oauth/jwks"] {
            let answer = wire.send(Method::GET, path, &[("origin", "https://evil.example")], "").await;
            assert_eq!((answer.status, reader(&answer)), (StatusCode::OK, Some("*")), "{path}");
        }
        for path in ["/oauth/token", "/oauth/userinfo", "/oauth/revoke"] {
            let allowed = preflight(wire, path, SPA).await;
            assert_eq!((allowed.status, reader(&allowed)), (StatusCode::NO_CONTENT, Some(SPA)), "{path}");
            assert_eq!(allowed.header("access-control-allow-headers"), Some("authorization, content-type"));
            assert_eq!(allowed.header("vary"), Some("origin"));
            for origin in ["https://evil.example", "null", "https://wiki.example", "https://spa.example.evil.example"] {
                let refused = preflight(wire, path, origin).await;
                assert_eq!((reader(&refused), refused.header("vary")), (None, Some("origin")), "{path} {origin}");
                assert_eq!(refused.header("access-control-allow-headers"), None, "{path} {origin}");
            }
        }
        for path in ["/oauth/authorize", "/oauth/introspect", "/sign-in", "/", "/api/v1/users"] {
            let answer = preflight(wire, path, SPA).await;
            assert_eq!((answer.status, reader(&answer)), (StatusCode::METHOD_NOT_ALLOWED, None), "{path}");
        }
        let answer = wire.send(Method::GET, &request("spa", ""), &[("origin", SPA)], "").await;
        assert_eq!(reader(&answer), None, "authorize is nobody's to read");
    })
    .await;
}

/// OAU-50: what a code is exchanged for is read by the origins of the application that asks, and by no other's.
#[tokio::test]
async fn oau_50_tokens_are_read_by_their_own_application() {
    on_both(async |wire| {
        with_browser_applications(wire).await;
        let mut browser = Browser::default();
        let code = browser.sign_in(wire, &request("spa", ""), "anna@acme.example").await.code();
        let form = exchange("spa", &code).replace(&format!("client_secret={}&", super::CLIENT_SECRET), "");
        let content_type = ("content-type", "application/x-www-form-urlencoded");
        let asks = async |origin: &str, form: &str| {
            wire.send(Method::POST, "/oauth/token", &[content_type, ("origin", origin)], form).await
        };
        let refused = asks(SPA, "grant_type=authorization_code&client_id=spa&code=x").await;
        assert_eq!((refused.status, reader(&refused)), (StatusCode::BAD_REQUEST, Some(SPA)), "why it was refused");
        let of_another = asks(OTHER, "grant_type=authorization_code&client_id=spa&code=x").await;
        assert_eq!((reader(&of_another), of_another.header("vary")), (None, Some("origin")));
        let tokens = asks(SPA, &form).await;
        assert_eq!((tokens.status, reader(&tokens)), (StatusCode::OK, Some(SPA)), "{tokens:?}");
        let bearer = format!("Bearer {}", tokens.json()["access_token"].as_str().unwrap());
        for (origin, expected) in [(SPA, Some(SPA)), ("https://evil.example", None), ("null", None)] {
            let headers = [("authorization", bearer.as_str()), ("origin", origin)];
            let answer = wire.send(Method::GET, "/oauth/userinfo", &headers, "").await;
            assert_eq!((answer.status, reader(&answer)), (StatusCode::OK, expected), "{origin}");
        }
    })
    .await;
}

/// RFC 9110 §15.5.6: a 405 says what is taken, and never what it refuses.
#[tokio::test]
async fn every_405_says_what_is_taken() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let authorize = request("wiki", "");
        for (method, path, allow) in [
            (Method::HEAD, "/sign-in", "GET,POST"),
            (Method::HEAD, authorize.as_str(), "GET,POST"),
            (Method::HEAD, "/", "GET"),
            (Method::HEAD, "/account/sessions", "GET,POST"),
            (Method::POST, "/.well-known/openid-configuration", "GET,HEAD"),
            (Method::DELETE, "/oauth/token", "POST"),
            (Method::TRACE, "/sign-in", "GET,POST"),
        ] {
            let answer = wire.send(method.clone(), path, &[], "").await;
            let told = (answer.status, answer.header("allow"), answer.header("set-cookie"));
            assert_eq!(told, (StatusCode::METHOD_NOT_ALLOWED, Some(allow), None), "{method} {path}");
        }
        let delete = browser.one(&wire.app, Method::DELETE, "/sign-in", "").await;
        assert!(delete.status == StatusCode::FORBIDDEN || delete.header("allow") == Some("GET,POST"), "{delete:?}");
        let metadata = wire.send(Method::HEAD, "/.well-known/openid-configuration", &[], "").await;
        assert_eq!(metadata.status, StatusCode::OK);
        // Still signed in, with what the browser had before.
        assert!(browser.go(wire, "/").await.at == "/");
    })
    .await;
}
