//! Requests by POST that are too large for an address.

use http::{Method, StatusCode};
use model::Span;

use super::{Browser, Wire, on_both, request};

/// Where the browser is sent with a request of 20 KiB.
async fn posted(wire: &Wire) -> String {
    let query = request("wiki", "").replace("/oauth/authorize?", "");
    let answer = wire.post("/oauth/authorize", &format!("{query}&unknown={}", "x".repeat(20_000))).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
    answer.header("location").unwrap().to_owned()
}

async fn status(wire: &Wire, browser: &Browser, path: &str) -> StatusCode {
    browser.clone().one(&wire.app, Method::GET, path, "").await.status
}

#[tokio::test]
async fn what_is_too_large_for_an_address_waits_for_the_get() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        browser.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let at = posted(wire).await;
        assert!(at.starts_with("/oauth/authorize?parked=") && at.len() < 100, "{at}");
        let elsewhere = at.replace("authorize", "logout");
        assert_eq!(status(wire, &browser, &elsewhere).await, StatusCode::BAD_REQUEST, "another endpoint");
        let altered = format!("{}A", &at[..at.len() - 1]);
        let altered = if altered == at { format!("{}E", &at[..at.len() - 1]) } else { altered };
        assert_eq!(status(wire, &browser, &altered).await, StatusCode::BAD_REQUEST, "another text");
        browser.go(wire, &at).await.code();
        assert_eq!(status(wire, &browser, &at).await, StatusCode::BAD_REQUEST, "good once");

        let late = posted(wire).await;
        wire.later(Span::minutes(5));
        assert_eq!(status(wire, &browser, &late).await, StatusCode::BAD_REQUEST, "for minutes");
        wire.doorward.prune(wire.now() + Span::millis(1)).await.unwrap();
        let (other, _) = wire.another_process();
        let on_another_node = posted(wire).await;
        let answer = browser.one(&other, Method::GET, &on_another_node, "").await;
        assert!(answer.header("location").is_some_and(|to| to.contains("code=")), "{answer:?}");
    })
    .await;
}

#[tokio::test]
async fn rlp_07_what_waits_is_bounded_per_source() {
    on_both(async |wire| {
        for _ in 0..16 {
            posted(wire).await;
        }
        let body = format!("client_id=wiki&unknown={}", "x".repeat(20_000));
        for path in ["/oauth/authorize", "/oauth/logout"] {
            assert_eq!(wire.post(path, &body).await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
        }
        wire.later(Span::minutes(5));
        posted(wire).await;
        for _ in 0..8 {
            let body = format!("client_id=wiki&unknown={}", "x".repeat(60_000));
            wire.post("/oauth/authorize", &body).await;
        }
        let full = wire.post("/oauth/authorize", &format!("client_id=wiki&unknown={}", "x".repeat(60_000))).await;
        assert_eq!(full.status, StatusCode::TOO_MANY_REQUESTS, "512 KiB are waiting");
    })
    .await;
}
