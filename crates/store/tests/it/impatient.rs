//! Stores whose callers wait for a moment only. A busy machine may take longer than that for what nothing stands in the way of,
//! and says so; nothing was done then, and it is asked for again.

use std::time::Duration;

use store::{Change, Location, Options, Outcome, Store, StoreError};

/// Opens the store, however busy the machine is; from then on nobody waits for longer than this.
pub(crate) async fn open(location: &Location, patience: Duration) -> Store {
    let options = || Options { patience, ..Options::default() };
    in_the_end(async || Store::open(location, options()).await).await.unwrap()
}

/// What is answered once there was time for it.
pub(crate) async fn in_the_end<T>(ask: impl AsyncFn() -> Result<T, StoreError>) -> Result<T, StoreError> {
    const TRIES: usize = 100;
    let mut answer = ask().await;
    for _ in 1..TRIES {
        match &answer {
            Err(StoreError::Busy { .. } | StoreError::Unavailable(_)) => answer = ask().await,
            _ => break,
        }
    }
    answer
}

/// What comes of the change once there was time for it.
pub(crate) async fn written(store: &Store, change: &Change) -> Result<Outcome, StoreError> {
    in_the_end(async || store.write(change.clone()).await).await
}
