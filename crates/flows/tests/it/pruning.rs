//! What is over is removed in batches, and nothing else (REL-27, DOS-07).

use model::{Span, Time};
use store::{Change, params};

use crate::world::{NOW, World, on_both};

store::statements! {
    SPENT = "insert into spent (kind, hash, expires_at) values ('test', $1, $2)";
    COUNT_SPENT = "select count(*) from spent where kind = 'test'";
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
        assert_eq!(left(world).await, 207, "one batch");
        world.doorward.prune(now).await.unwrap();
        assert_eq!(left(world).await, 7, "the rest, and what is good stays");
        world.doorward.prune(now).await.unwrap();
        assert_eq!(left(world).await, 7);
    })
    .await;
}
