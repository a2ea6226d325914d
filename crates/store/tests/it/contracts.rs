//! What both engines promise alike: values survive, guards hold, reads can't write.

use model::{Id, Time, id::Org};
use store::{Change, Guard, Outcome, StoreError, params, testing::on_both};

store::statements! {
    PUT = "insert into spent (kind, hash, expires_at) values ($1, $2, $3)";
    GET = "select kind, hash, expires_at from spent where kind = $1 and hash = $2";
}

#[tokio::test]
async fn values_survive() {
    on_both(async |store| {
        for (text, bytes, number) in [("", vec![], 0), ("ä€😀'\"$1 --", vec![0, 255], i64::MAX), ("x", vec![1; 70_000], i64::MIN)] {
            let mut change = Change::new();
            change.guard(&PUT, params![text, &bytes, number], Guard("stored"));
            assert_eq!(store.write(change).await, Ok(Outcome::Done));
            let found = store.read().await.unwrap().one(&GET, params![text, &bytes]).await;
            assert_eq!(found, Ok(Some((text.to_owned(), bytes, number))));
        }
    })
    .await;
}
