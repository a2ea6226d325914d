//! What is over is removed in batches, and nothing else (REL-27, DOS-07).

use model::{Span, Time, sign_in::StepKind};
use store::{Change, params};

use crate::{
    browser::Browser,
    world::{NOW, World, on_both, refresh, request},
};

store::statements! {
    SPENT = "insert into spent (kind, hash, expires_at) values ('test', $1, $2)";
    COUNT_SPENT = "select count(*) from spent where kind = 'test'";
    COUNT_BEGUN = "select (select count(*) from sign_ins), (select count(*) from attempts), (select count(*) from sessions), \
          (select count(*) from grants), (select count(*) from devices)";
}

/// Rows that one pass removes of a kind, at most.
const BATCH: i64 = 5_000;

async fn left(world: &World) -> i64 {
    let mut read = world.store.read().await.unwrap();
    read.one::<(i64,)>(&COUNT_SPENT, params![]).await.unwrap().unwrap().0
}

async fn plant(world: &World, from: i64, count: i64, until: Time) {
    for begin in (from..from + count).step_by(1_000) {
        let mut change = Change::new();
        for number in begin..(begin + 1_000).min(from + count) {
            let mut hash = [0; 32];
            hash[..8].copy_from_slice(&number.to_be_bytes());
            change.add(&SPENT, params![&hash[..], until]);
        }
        assert_eq!(world.store.write(change).await, Ok(store::Outcome::Done));
    }
}

#[tokio::test]
async fn rel_27_what_is_over_goes_in_batches() {
    on_both(async |world| {
        plant(world, 0, BATCH + 200, NOW).await;
        plant(world, 1_000_000, 7, NOW + Span::hours(1)).await;
        world.doorward.prune(NOW).await.unwrap();
        assert_eq!(left(world).await, BATCH + 207, "nothing is over yet");
        let now = NOW + Span::minutes(1);
        world.doorward.prune(now).await.unwrap();
        assert_eq!(left(world).await, 7, "batch after batch, and what is good stays");
        world.doorward.prune(now).await.unwrap();
        assert_eq!(left(world).await, 7);
    })
    .await;
}

/// DOS-07: what anybody can begin, and what came of it, is collected when its time is over, and no sooner.
#[tokio::test]
async fn dos_07_what_was_begun_is_collected() {
    on_both(async |world| {
        let mut stranger = Browser::new(world);
        let at = stranger.goes_to_password(&request("wiki", ""), "nobody@acme.example").await;
        assert!(stranger.password(&at, "a guess").await.complaint().is_some());
        Browser::new(world).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        // What was given for use without the user keeps its session, which is over, from being forgotten.
        let mut bert = Browser::new(world);
        let offline = request("wiki", "&scope=openid+offline_access");
        let at = bert.sign_in(&offline, "bert@acme.example").await.asks_for(StepKind::Consent);
        let code = bert.consents(&at, true).await.arrives();
        let mut tokens = world.tokens(NOW, &code).await;
        for (after, [sign_ins, attempts, sessions, grants, devices]) in [
            (Span::millis(0), [3, 1, 2, 2, 2]),
            (Span::minutes(59), [3, 1, 2, 2, 2]),
            (Span::hours(2), [0, 1, 2, 2, 2]),
            (Span::hours(23), [0, 1, 2, 2, 2]),
            (Span::days(2), [0, 0, 1, 1, 2]),
            (Span::days(91), [0, 0, 0, 0, 2]),
            (Span::days(364), [0, 0, 0, 0, 2]),
            (Span::days(366), [0; 5]),
        ] {
            world.doorward.prune(NOW + after).await.unwrap();
            let mut read = world.store.read().await.unwrap();
            let counts = read.one::<(i64, i64, i64, i64, i64)>(&COUNT_BEGUN, params![]).await;
            assert_eq!(counts, Ok(Some((sign_ins, attempts, sessions, grants, devices))), "{after:?}");
            drop(read);
            if after < Span::days(91) {
                let again = world.token(NOW + after, &refresh("wiki", tokens.refresh_token.as_ref().unwrap())).await;
                tokens = again.unwrap();
            }
        }
    })
    .await;
}
