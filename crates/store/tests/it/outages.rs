//! The network to PostgreSQL breaks, at the worst of times: nothing acknowledged is lost, nothing is written twice, nobody
//! waits for long, and all is well when it is back.

use std::{process::Command, time::Duration};

use store::{
    Change, Guard, Location, Outcome, Store, StoreError, params,
    testing::{Database, Engine, PrivateCluster, fresh, patient},
};
use tokio::time::Instant;

use crate::{
    impatient,
    proxy::{Cut, Network, Proxy},
    raw,
};

store::statements! {
    PUT = "insert into spent (kind, hash, expires_at) values ($1, $2, 0)";
    COUNT = "select count(*) from spent where kind = $1";
}

/// Of callers who are to be kept waiting in vain.
const IMPATIENT: Duration = Duration::from_millis(400);

fn put(kind: &str) -> Change {
    let mut change = Change::new();
    change.add(&PUT, params![kind, [1]]);
    change
}

/// The same under a guard, whose statement answers with the transaction's id.
fn put_guarded(kind: &str) -> Change {
    let mut change = Change::new();
    change.guard(&PUT, params![kind, [1]], Guard("put"));
    change
}

async fn count(store: &Store, kind: &str) -> Result<i64, StoreError> {
    Ok(store.read().await?.one::<(i64,)>(&COUNT, params![kind]).await?.unwrap().0)
}

/// A fresh database, and the same through a proxy, for callers who wait so long.
async fn proxied(patience: Duration) -> (Database, Proxy, Store) {
    let database = fresh(Engine::Postgres).await;
    let name: String =
        raw::postgres(&database).await.query_one("select current_database()::text", &[]).await.unwrap().get(0);
    let proxy = Proxy::new(&name).await;
    let store = impatient::open(&Location::Postgres(proxy.url.clone()), patience).await;
    assert_eq!(impatient::written(&store, &put("before")).await, Ok(Outcome::Done));
    (database, proxy, store)
}

/// What the caller hears, and whether the row is there: the same with and without a guard.
async fn cut(cut: Cut, then: Network) -> (Result<Outcome, StoreError>, i64) {
    let (free, guarded) = (cut_in(put("cut"), cut, then).await, cut_in(put_guarded("cut"), cut, then).await);
    assert_eq!(free.1, guarded.1);
    assert_eq!(free.0.is_ok(), guarded.0.is_ok(), "{free:?} {guarded:?}");
    guarded
}

async fn cut_in(change: Change, cut: Cut, then: Network) -> (Result<Outcome, StoreError>, i64) {
    let longest = patient().patience;
    let mut patience = if then == Network::Passes { longest } else { IMPATIENT };
    loop {
        let (heard, stored) = cut_within(patience, &change, cut, then).await;
        // A busy machine may take longer than that to come to COMMIT.
        if !matches!(heard, Err(StoreError::Busy { .. })) || patience >= longest {
            return (heard, stored);
        }
        patience *= 2;
    }
}

async fn cut_within(
    patience: Duration,
    change: &Change,
    cut: Cut,
    then: Network,
) -> (Result<Outcome, StoreError>, i64) {
    let (database, proxy, store) = proxied(patience).await;
    let happened = proxy.cut_at_commit(cut, then);
    let heard = store.write(change.clone()).await;
    if !matches!(heard, Err(StoreError::Busy { .. })) {
        happened.await.unwrap();
    }
    let stored = count(&database.store, "cut").await.unwrap();
    proxy.set(Network::Passes);
    assert_eq!(impatient::written(&store, &put("after")).await, Ok(Outcome::Done), "all is well again");
    assert_eq!(count(&database.store, "cut").await, Ok(stored), "and what was said stays true");
    store.close().await;
    database.remove().await;
    (heard, stored)
}

fn is_unavailable(heard: &Result<Outcome, StoreError>) -> bool {
    matches!(heard, Err(StoreError::Unavailable(_)))
}

#[tokio::test]
async fn an_answer_lost_after_commit_is_found_out_to_be_done() {
    assert_eq!(cut(Cut::After, Network::Passes).await, (Ok(Outcome::Done), 1));
}

#[tokio::test]
async fn a_commit_lost_on_its_way_is_found_out_to_be_undone() {
    let (heard, stored) = cut(Cut::Before, Network::Passes).await;
    assert!(is_unavailable(&heard), "{heard:?}");
    assert_eq!(stored, 0);
}

#[tokio::test]
async fn a_commit_lost_in_silence_is_ended_and_undone() {
    let (heard, stored) = cut(Cut::BeforeInSilence, Network::Passes).await;
    assert!(is_unavailable(&heard), "{heard:?}");
    assert_eq!(stored, 0);
}

#[tokio::test]
async fn a_server_that_can_not_be_asked_leaves_it_unknown() {
    for then in [Network::Refuses, Network::Frozen] {
        assert_eq!(cut(Cut::After, then).await, (Ok(Outcome::Unknown), 1));
        assert_eq!(cut(Cut::Before, then).await, (Ok(Outcome::Unknown), 0));
    }
}

/// After a crash, transaction ids that never reached the disk are given out again: "committed" may be somebody else.
#[tokio::test]
async fn a_server_that_crashed_meanwhile_leaves_it_unknown() {
    let cluster = PrivateCluster::start();
    let direct = format!("{} dbname=postgres", cluster.url);
    let proxy = Proxy::before(&direct, "postgres").await;
    let store = Store::open(&Location::Postgres(proxy.url.clone()), patient()).await.unwrap();
    store.migrate(model::Time::from_millis(0)).await.unwrap();
    let happened = proxy.cut_at_commit(Cut::After, Network::Frozen);
    let writing = tokio::spawn({
        let store = store.clone();
        async move { store.write(put("cut")).await }
    });
    happened.await.unwrap();

    let (client, connection) = tokio_postgres::connect(&direct, tokio_postgres::NoTls).await.unwrap();
    let ended = tokio::spawn(connection);
    let pid: i32 = client.query_one("select pg_backend_pid()", &[]).await.unwrap().get(0);
    assert!(Command::new("sh").args(["-c", "kill -s KILL \"$0\"", &pid.to_string()]).status().unwrap().success());
    assert!(ended.await.unwrap().is_err(), "its sessions end with the server");
    while tokio_postgres::connect(&direct, tokio_postgres::NoTls).await.is_err() {
        tokio::task::yield_now().await;
    }
    proxy.set(Network::Passes);
    assert_eq!(writing.await.unwrap(), Ok(Outcome::Unknown));
    store.close().await;
}

#[tokio::test]
async fn an_outage_is_told_in_time_and_gets_over() {
    let (database, proxy, store) = proxied(IMPATIENT).await;
    for network in [Network::Frozen, Network::Refuses] {
        proxy.set(network);
        let begun = Instant::now();
        let (written, read) = tokio::join!(store.write(put("outage")), count(&store, "before"));
        assert!(matches!(written, Err(StoreError::Unavailable(_) | StoreError::Busy { .. })), "{written:?}");
        assert!(matches!(read, Err(StoreError::Unavailable(_) | StoreError::Busy { .. })), "{read:?}");
        // The system itself would wait for minutes, or for ever.
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
        proxy.set(Network::Passes);
        assert_eq!(impatient::in_the_end(async || count(&store, "before").await).await, Ok(1));
        assert_eq!(impatient::written(&store, &put(&format!("{network:?}"))).await, Ok(Outcome::Done));
    }
    assert_eq!(count(&database.store, "outage").await, Ok(0), "an error means that nothing was written");
    store.close().await;
    database.remove().await;
}

/// A migrated server of one's own, and a client of its superuser.
async fn private() -> (PrivateCluster, String, tokio_postgres::Client) {
    let cluster = PrivateCluster::start();
    let url = format!("{} dbname=postgres", cluster.url);
    let store = Store::open(&Location::Postgres(url.clone()), patient()).await.unwrap();
    store.migrate(model::Time::from_millis(0)).await.unwrap();
    store.close().await;
    let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    (cluster, url, client)
}

/// Changes a setting of the server, and waits until a new session has it.
async fn set(client: &tokio_postgres::Client, url: &str, name: &str, value: &str) {
    client.batch_execute(&format!("alter system set {name} = '{value}'")).await.unwrap();
    client.batch_execute("select pg_reload_conf()").await.unwrap();
    loop {
        let (fresh, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
        let connection = tokio::spawn(connection);
        let now: String = fresh.query_one(&format!("show {name}"), &[]).await.unwrap().get(0);
        connection.abort();
        if now == value {
            return;
        }
    }
}

/// As when the machine of a primary is gone: nothing comes back from it, not even a refusal.
#[tokio::test]
async fn a_silent_server_does_not_hide_the_one_that_takes_writes() {
    let (_first_cluster, first, _) = private().await;
    let (_second_cluster, second, client) = private().await;
    set(&client, &second, "default_transaction_read_only", "on").await;
    let proxy = Proxy::before(&first, "postgres").await;
    let socket = second.split_whitespace().find_map(|word| word.strip_prefix("host=")).unwrap();
    let port = proxy.url.split_whitespace().find_map(|word| word.strip_prefix("port=")).unwrap();
    let both = format!("host={socket},127.0.0.1 port=5432,{port} user=postgres dbname=postgres");
    // Those who wait for a silent server wait in vain; those who come after them need some time.
    let store = impatient::open(&Location::Postgres(both), Duration::from_secs(5)).await;
    assert_eq!(
        store.write(put("before")).await,
        Ok(Outcome::Done),
        "the first of the list takes no writes: it is passed over"
    );
    assert_eq!(count(&store, "before").await, Ok(1));

    proxy.set(Network::Frozen);
    assert!(matches!(store.write(put("outage")).await, Err(StoreError::Unavailable(_) | StoreError::Busy { .. })));
    assert!(count(&store, "before").await.is_err());
    set(&client, &second, "default_transaction_read_only", "off").await;
    assert_eq!(store.write(put("after")).await, Ok(Outcome::Done), "the first change after it is promoted");
    assert_eq!(count(&store, "after").await, Ok(1));
    let there: i64 = client.query_one("select count(*) from spent", &[]).await.unwrap().get(0);
    assert_eq!(there, 1);
    store.close().await;
}

/// Its session is ended to free what it holds. That makes it stand, on one server alone: nobody may be told that it is safe.
#[tokio::test]
async fn a_commit_that_waits_for_a_replica_is_not_called_done() {
    let (_cluster, url, client) = private().await;
    // So long that even a busy machine ends the session, sees what became of it, and has to say what that is worth.
    let store = impatient::open(&Location::Postgres(url.clone()), Duration::from_secs(2)).await;
    set(&client, &url, "synchronous_standby_names", "nobody").await;
    assert_eq!(impatient::written(&store, &put("alone")).await, Ok(Outcome::Unknown));
    assert_eq!(impatient::in_the_end(async || count(&store, "alone").await).await, Ok(1));
    store.close().await;
}
