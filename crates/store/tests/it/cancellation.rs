//! Callers who hang up at any moment: what was acknowledged is there, and no connection is left inside a transaction.

use std::{
    future::{Future, poll_fn},
    task::Poll,
    time::{Duration, Instant},
};

use store::{
    Change, Guard, Options, Outcome, Store, params,
    testing::{ENGINES, Engine, fresh_with, patient},
};
use tokio_postgres::Client;

use crate::raw;

store::statements! {
    PUT = "insert into spent (kind, hash, expires_at) values ($1, $2, 0)";
    PUT_ONCE = "insert into spent (kind, hash, expires_at) values ($1, $2, 0) on conflict do nothing";
    KINDS = "select kind, count(*) from spent group by kind";
}

/// The output, unless the future has to be polled more often than that: then it is dropped.
async fn polled_at_most<F: Future>(times: usize, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Three rows of one kind, or a refusal.
fn put(kind: &str, refuse: bool) -> Change {
    let mut change = Change::new();
    change.add(&PUT, params![kind, [1]]).add(&PUT, params![kind, [2]]).add(&PUT, params![kind, [3]]);
    if refuse {
        change.guard(&PUT_ONCE, params![kind, [1]], Guard("never"));
    }
    change
}

async fn stored(store: &Store) -> Vec<(String, i64)> {
    store.read().await.unwrap().all(&KINDS, params![]).await.unwrap()
}

/// Waits until no connection of the store is inside a transaction. Changes go on after their callers have gone, and end by
/// themselves, in far less time than this however busy the machine is.
async fn settle(client: &Client) {
    let open = "select count(*) from pg_stat_activity \
        where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()";
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if client.query_one(open, &[]).await.unwrap().get::<_, i64>(0) == 0 {
            return;
        }
    }
    panic!("a connection was left inside a transaction");
}

#[tokio::test]
async fn a_caller_may_hang_up_at_any_moment() {
    for engine in ENGINES {
        // Few connections, so that what one caller leaves behind, the next one finds.
        let database = fresh_with(engine, Options { writers: 1, readers: 1, ..patient() }).await;
        let store = &database.store;
        let client = if engine == Engine::Postgres { Some(raw::postgres(&database).await) } else { None };
        let mut acknowledged = Vec::new();
        let mut dropped = 0;
        for times in 0..12 {
            for round in 0..10 {
                let refuse = round % 3 == 0;
                let kind = format!("{} {times} {round}", if refuse { "refused" } else { "fine" });
                match polled_at_most(times, store.write(put(&kind, refuse))).await {
                    Some(outcome) if refuse => assert_eq!(outcome, Ok(Outcome::Refused(Guard("never")))),
                    Some(outcome) => {
                        assert_eq!(outcome, Ok(Outcome::Done));
                        acknowledged.push(kind);
                    }
                    None => {
                        dropped += 1;
                        if let Some(client) = &client {
                            settle(client).await;
                        }
                    }
                }
                polled_at_most(times, stored(store)).await;
            }
        }
        // A writer that is quick may answer the very first poll: then only those are dropped that were never polled.
        assert!(dropped >= 10 && acknowledged.len() > 10, "{dropped} dropped, {} acknowledged", acknowledged.len());
        // The last write stands behind everything that was queued before it.
        assert_eq!(store.write(put("last", false)).await, Ok(Outcome::Done));
        let stored = stored(store).await;
        assert!(
            stored.iter().all(|(kind, rows)| *rows == 3 && !kind.starts_with("refused")),
            "all or nothing: {stored:?}"
        );
        for kind in acknowledged {
            assert!(stored.iter().any(|(name, _)| *name == kind), "{kind} was acknowledged and lost");
        }
        database.remove().await;
    }
}
