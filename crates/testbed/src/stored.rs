//! What tests write past the flows, and count.

use store::{Change, Outcome, Store, params};

store::statements! {
    FORGET_EVENTS = "delete from events";
    COUNT_EVENTS = "select count(*) from events where kind = $1";
}

/// Writes a change that nothing is in the way of.
pub async fn write(store: &Store, change: Change) {
    assert_eq!(store.write(change).await, Ok(Outcome::Done));
}

/// Events are from now on what a test makes.
pub async fn forget_events(store: &Store) {
    let mut change = Change::new();
    change.add(&FORGET_EVENTS, params![]);
    write(store, change).await;
}

/// How often this was recorded.
pub async fn events(store: &Store, kind: &str) -> i64 {
    let mut read = store.read().await.unwrap();
    read.one::<(i64,)>(&COUNT_EVENTS, params![kind]).await.unwrap().unwrap().0
}
