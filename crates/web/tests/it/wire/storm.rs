//! More at once than there is room for.

use std::{num::NonZeroUsize, time::Duration};

use crypto::password::Places;
use flows::Limits;
use futures_util::{StreamExt as _, stream::FuturesUnordered};
use http::{Method, StatusCode};
use tokio::time::timeout;

use super::{Browser, PASSWORD, on_both, on_both_with, request};

const QUEUE: usize = 4;
const GUESSES: usize = 40;

/// Only a failing test waits so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// DOS-01, DOS-02: while hashing is busy, so many wait for it and the rest are sent away at once, having guessed nothing;
/// everything that hashes nothing is answered.
#[tokio::test]
async fn dos_01_02_a_storm_of_passwords_stops_nothing_else() {
    // One source has a quarter of the queue.
    let places = Places { permits: NonZeroUsize::MIN, queue: 4 * QUEUE };
    on_both_with(Limits::default(), places, async |wire| {
        let mut browser = Browser::default();
        let page = browser.reach_password(wire, &request("wiki", ""), "anna@acme.example").await;
        let held = wire.hasher.permit().await.unwrap();
        let mut storm: FuturesUnordered<_> = (0..GUESSES)
            .map(|_| {
                let (mut browser, page) = (browser.clone(), page.clone());
                async move { browser.answer(wire, &page, [("password", "a guess")]).await.answer }
            })
            .collect();
        for _ in 0..GUESSES - QUEUE {
            let answer = timeout(PATIENCE, storm.next()).await.expect("sent away at once").unwrap();
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
            let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=60).contains(&seconds), "LGN-12: {seconds}");
        }
        assert_eq!((storm.len(), wire.hasher.load().waiting), (QUEUE, QUEUE));
        for path in
            ["/.well-known/openid-configuration", "/oauth/jwks", "/healthz", "/readyz", "/sign-in?at=x", "/signed-out"]
        {
            let answer = wire.send(Method::GET, path, &[], "").await;
            assert!(answer.status != StatusCode::SERVICE_UNAVAILABLE && !answer.body.is_empty(), "{path}");
        }
        drop(held);
        while let Some(answer) = storm.next().await {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(wire.events("sign_in.wrong_password").await, QUEUE as i64, "who was sent away has not guessed");
    })
    .await;
}

/// DOS-01: whoever sends more wrong passwords than can be looked at waits behind themselves; everybody else signs in.
#[tokio::test]
async fn dos_01_a_storm_from_one_source_keeps_nobody_else_out() {
    let places = Places { permits: NonZeroUsize::MIN, queue: 64 };
    on_both_with(Limits::default(), places, async |wire| {
        let mut stranger = Browser { address: [198, 51, 100, 1], ..Browser::default() };
        let page = stranger.reach_password(wire, &request("wiki", ""), "nobody@acme.example").await;
        let emails = ["anna@acme.example", "bert@acme.example"];
        for email in emails {
            // What they have is hashed anew at the first sign-in, and not by several at once.
            Browser::default().sign_in(wire, &request("wiki", ""), email).await.code();
        }
        let mut others = Vec::new();
        for last in 1..=12 {
            let mut browser = Browser { address: [203, 0, 113, last], ..Browser::default() };
            let page = browser.reach_password(wire, &request("wiki", ""), emails[usize::from(last % 2)]).await;
            others.push((browser, page));
        }
        let held = wire.hasher.permit().await.unwrap();
        let storm: FuturesUnordered<_> = (0..150)
            .map(|_| {
                let (mut browser, page) = (stranger.clone(), page.clone());
                async move { browser.answer(wire, &page, [("password", "a guess")]).await.answer.status }
            })
            .collect();
        let sign_ins: FuturesUnordered<_> = others
            .iter_mut()
            .map(|(browser, page)| async { browser.answer(wire, page, [("password", PASSWORD)]).await })
            .collect();
        let (storm, sign_ins, ()) = tokio::join!(storm.collect::<Vec<_>>(), sign_ins.collect::<Vec<_>>(), async {
            tokio::time::sleep(Duration::from_millis(200)).await;
            drop(held);
        });
        for page in sign_ins {
            assert!(page.sent("code").is_some(), "somebody elsewhere was kept out: {page:?}");
        }
        let refused = storm.iter().filter(|status| **status == StatusCode::SERVICE_UNAVAILABLE).count();
        assert!(refused >= 100, "its quarter of the queue is 16: {refused}");
    })
    .await;
}

/// A database that is away is no crowd: the page says so, and that nothing was lost.
#[tokio::test]
async fn a_database_that_is_away_is_told_as_that() {
    on_both(async |wire| {
        let mut browser = Browser::default();
        let page = browser.reach_password(wire, &request("wiki", ""), "anna@acme.example").await;
        wire.doorward.close().await;
        let told = browser.answer(wire, &page, [("password", PASSWORD)]).await.answer;
        assert_eq!((told.status, told.header("retry-after")), (StatusCode::SERVICE_UNAVAILABLE, Some("2")));
        assert!(
            told.body.contains("This does not work right now") && told.body.contains("Nothing was lost"),
            "{told:?}"
        );
        let ready = wire.send(Method::GET, "/readyz", &[], "").await;
        assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    })
    .await;
}
