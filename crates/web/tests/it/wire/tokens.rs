//! Codes and tokens over HTTP: each once, whole, and only while it stands.

use flows::Limits;
use futures_util::future::join_all;
use http::StatusCode;
use model::{Id, Span};
use serde_json::Value;
use store::{Store, applications, testing::patient};

use super::{Answer, Browser, CLIENT_SECRET, Wire, doorward, exchange, on_both, post, refresh, request};

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap_or_else(|| panic!("no {name}: {tokens}"))
}

async fn signed_in(wire: &Wire) -> Value {
    let arrived = Browser::default().sign_in(wire, &request("wiki", ""), "anna@acme.example").await;
    wire.tokens(&arrived.code()).await
}

/// The same form so often at once, to two processes in turn.
async fn at_once(wire: &Wire, times: usize, body: &str) -> Vec<Answer> {
    let (other, _) = wire.another_process();
    let apps = [wire.app.clone(), other];
    join_all((0..times).map(|number| post(&apps[number % 2], "/oauth/token", body))).await
}

/// The one that was granted; everybody else is told that the grant is no good.
fn only(answers: &[Answer]) -> Value {
    let granted: Vec<&Answer> = answers.iter().filter(|answer| answer.status == StatusCode::OK).collect();
    assert_eq!(granted.len(), 1, "{answers:?}");
    let refused = answers.iter().filter(|answer| answer.status != StatusCode::OK);
    assert!(
        refused
            .into_iter()
            .all(|answer| (answer.status, answer.error()) == (StatusCode::BAD_REQUEST, "invalid_grant".into()))
    );
    granted[0].json()
}

/// OAU-06: fifty at once, over two processes; and OAU-05: what came of it has ended.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oau_06_a_code_is_exchanged_once() {
    on_both(async |wire| {
        let code = Browser::default().sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        let won = only(&at_once(wire, 50, &exchange("wiki", &code)).await);
        assert_eq!(wire.userinfo(text(&won, "access_token")).await.status, StatusCode::UNAUTHORIZED);
        assert!(!wire.is_active(text(&won, "refresh_token")).await);
    })
    .await;
}

/// OAU-14: never two lineages.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oau_14_a_refresh_token_is_exchanged_once() {
    on_both(async |wire| {
        let first = signed_in(wire).await;
        let won = only(&at_once(wire, 50, &refresh("wiki", text(&first, "refresh_token"))).await);
        let again = wire.post("/oauth/token", &refresh("wiki", text(&won, "refresh_token"))).await;
        assert_eq!(again.error(), "invalid_grant", "OAU-13: the family has ended");
        for tokens in [&first, &won] {
            assert_eq!(wire.userinfo(text(tokens, "access_token")).await.status, StatusCode::UNAUTHORIZED);
        }
    })
    .await;
}

/// OAU-16: what was rotated stays so in a process that knows nothing but the database.
#[tokio::test]
async fn oau_16_a_restart_brings_no_refresh_token_back() {
    on_both(async |wire| {
        let first = signed_in(wire).await;
        let second = wire.post("/oauth/token", &refresh("wiki", text(&first, "refresh_token"))).await.json();
        let (restarted, _) = wire.another_process();
        let third = post(&restarted, "/oauth/token", &refresh("wiki", text(&second, "refresh_token"))).await;
        assert_eq!(third.status, StatusCode::OK, "{third:?}");
        let (restarted, _) = wire.another_process();
        let again = post(&restarted, "/oauth/token", &refresh("wiki", text(&first, "refresh_token"))).await;
        assert_eq!(again.error(), "invalid_grant");
        let family = post(&restarted, "/oauth/token", &refresh("wiki", text(&third.json(), "refresh_token"))).await;
        assert_eq!(family.error(), "invalid_grant", "and its reuse ends the family there too");
    })
    .await;
}

/// OAU-29: the secret before stays good until its end, so that an application can change over; none else is.
#[tokio::test]
async fn oau_29_two_secrets_while_they_change() {
    on_both(async |wire| {
        let mut read = wire.store.read().await.unwrap();
        let row = applications::by_client_id::<()>(&mut read, "wiki").await.unwrap().unwrap();
        drop(read);
        let until = wire.now() + Span::hours(1);
        let mut change = store::Change::new();
        applications::forget_secrets(&mut change, row.org, row.id);
        let secrets = [(CLIENT_SECRET, Some(until)), ("the new one, of as many random bits", None)];
        for (number, (secret, ends)) in (1..).zip(secrets) {
            let (id, hash) = (Id::from_bytes([number; 16]), crypto::token::hash_secret(secret));
            applications::insert_secret(&mut change, (row.org, row.id), (id, hash.as_bytes()), wire.now(), ends);
        }
        assert_eq!(wire.store.write(change).await, Ok(store::Outcome::Done));
        let (app, _) = wire.another_process();
        let works = async |secret: &str| {
            let secret = secret.replace(' ', "+").replace(',', "%2C");
            let body = format!("client_id=wiki&client_secret={secret}&token=x");
            post(&app, "/oauth/introspect", &body).await.status == StatusCode::OK
        };
        assert!(works(CLIENT_SECRET).await && works("the new one, of as many random bits").await);
        for wrong in ["", " ", "the new one", &CLIENT_SECRET[1..], &CLIENT_SECRET.to_lowercase()] {
            assert!(!works(wrong).await, "{wrong:?}");
        }
        wire.later(Span::hours(1));
        assert!(!works(CLIENT_SECRET).await && works("the new one, of as many random bits").await);
    })
    .await;
}

/// OAU-36: revocation never says that it is done when it is not.
#[tokio::test]
async fn oau_36_without_a_database_nothing_is_revoked() {
    on_both(async |wire| {
        let tokens = signed_in(wire).await;
        let body = format!("client_id=wiki&client_secret={CLIENT_SECRET}&token={}", text(&tokens, "refresh_token"));
        wire.store.clone().close().await;
        let answer = wire.post("/oauth/revoke", &body).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
        assert!(answer.header("retry-after").is_some());

        let store = Store::open(&wire.database.location, patient()).await.unwrap();
        let back = super::app(doorward(&store, Limits::default(), wire.hasher.clone(), 9), &wire.now);
        assert_eq!(post(&back, "/oauth/introspect", &body).await.json()["active"], true);
        assert_eq!(post(&back, "/oauth/revoke", &body).await.status, StatusCode::OK);
        assert_eq!(post(&back, "/oauth/introspect", &body).await.json()["active"], false);
        let header = format!("Bearer {}", text(&tokens, "access_token"));
        let userinfo =
            super::send(&back, http::Method::GET, "/oauth/userinfo", &[("authorization", &header)], "").await;
        assert_eq!(userinfo.status, StatusCode::UNAUTHORIZED, "what came of it has ended too");
        store.close().await;
    })
    .await;
}

/// OAU-57: a code or a refresh token is compared whole.
#[tokio::test]
async fn oau_57_part_of_a_token_is_none() {
    on_both(async |wire| {
        let variants = |text: &str| {
            let mut bytes = text.as_bytes().to_vec();
            bytes[20] = if bytes[20] == b'A' { b'B' } else { b'A' };
            [
                text[..text.len() - 1].to_owned(),
                text[..22].to_owned(),
                format!("{text}A"),
                format!("{text}{text}"),
                text.to_lowercase(),
                String::from_utf8(bytes).unwrap(),
            ]
        };
        let code = Browser::default().sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code();
        for other in variants(&code) {
            assert_eq!(wire.post("/oauth/token", &exchange("wiki", &other)).await.error(), "invalid_grant", "{other}");
        }
        let tokens = wire.tokens(&code).await;
        for other in variants(text(&tokens, "refresh_token")) {
            assert_eq!(wire.post("/oauth/token", &refresh("wiki", &other)).await.error(), "invalid_grant", "{other}");
            assert!(!wire.is_active(&other).await, "{other}");
        }
        assert!(wire.is_active(text(&tokens, "refresh_token")).await, "no guess has harmed it");
    })
    .await;
}
