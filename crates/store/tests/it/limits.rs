//! Full queues and full disks: an error at once, nothing lost, and all is well again afterwards.

use std::{path::PathBuf, process::Command, time::Duration};

use store::{
    Change, Location, Options, Outcome, Store, StoreError, params,
    testing::{Engine, fresh, fresh_with, patient},
};

use crate::{impatient, raw};

store::statements! {
    PUT = "insert into spent (kind, hash, expires_at) values ($1, $2, 0)";
    COUNT = "select count(*) from spent where kind = $1";
    BUMP = "update versions set version = version + 1 where name = 'cache'";
    CACHE = "insert into versions (name, version) values ('cache', 1)";
    // Of the writer's connection alone.
    SMALL_DISK = "pragma max_page_count = 400";
    LARGE_DISK = "pragma max_page_count = 100000";
}

fn put(kind: &str, bytes: &[u8]) -> Change {
    let mut change = Change::new();
    change.add(&PUT, params![kind, bytes]);
    change
}

async fn count(store: &Store, kind: &str) -> i64 {
    store.read().await.unwrap().one::<(i64,)>(&COUNT, params![kind]).await.unwrap().unwrap().0
}

/// Writes until the queue refuses one, and waits for the rest.
async fn fill_the_queue(store: &Store, change: impl Fn(u8) -> Change, writers: u8, release: impl AsyncFnOnce()) {
    let mut tasks = Vec::new();
    for n in 0..writers {
        let (store, change) = (store.clone(), change(n));
        tasks.push(tokio::spawn(async move { store.write(change).await }));
    }
    let mut refused = 0;
    let mut waiting = Vec::new();
    // Those that are refused are so at once, while the others wait for the lock.
    for task in tasks {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        if task.is_finished() {
            assert!(
                matches!(task.await.unwrap(), Err(StoreError::Busy { retry_after }) if retry_after > Duration::ZERO)
            );
            refused += 1;
        } else {
            waiting.push(task);
        }
    }
    assert!(refused > 0 && waiting.len() >= 2, "{refused} refused, {} wait", waiting.len());
    release().await;
    for task in waiting {
        assert_eq!(task.await.unwrap(), Ok(Outcome::Done));
    }
}

#[tokio::test]
async fn a_full_queue_is_busy_at_once_on_sqlite() {
    let database = fresh_with(Engine::Sqlite, Options { queue: 2, ..patient() }).await;
    let holder = raw::sqlite(&database);
    holder.execute_batch("begin immediate").unwrap();
    let release = async || holder.execute_batch("rollback").unwrap();
    fill_the_queue(&database.store, |n| put("queued", &[n]), 10, release).await;
    assert!(count(&database.store, "queued").await >= 2);
    drop(holder);
    database.remove().await;
}

#[tokio::test]
async fn a_full_queue_is_busy_at_once_on_postgres() {
    let options = Options { queue: 1, writers: 1, ..patient() };
    let database = fresh_with(Engine::Postgres, options).await;
    let mut change = Change::new();
    change.add(&CACHE, params![]);
    assert_eq!(database.store.write(change).await, Ok(Outcome::Done));
    let holder = raw::postgres(&database).await;
    holder.batch_execute("begin; update versions set version = 0").await.unwrap();
    let bump = |_| {
        let mut change = Change::new();
        change.add(&BUMP, params![]);
        change
    };
    let release = async || holder.batch_execute("rollback").await.unwrap();
    fill_the_queue(&database.store, bump, 10, release).await;
    database.remove().await;
}

/// Somebody else's lock is waited for, but not for ever.
#[tokio::test]
async fn a_lock_that_is_not_released_is_busy_in_time() {
    let patience = Duration::from_millis(500);
    let database = fresh(Engine::Sqlite).await;
    let store = impatient::open(&database.location, patience).await;
    let holder = raw::sqlite(&database);
    holder.execute_batch("begin immediate").unwrap();
    assert!(matches!(store.write(put("late", &[1])).await, Err(StoreError::Busy { .. })));
    assert_eq!(count(&database.store, "late").await, 0, "reads go on meanwhile");
    holder.execute_batch("rollback").unwrap();
    assert_eq!(impatient::written(&store, &put("late", &[1])).await, Ok(Outcome::Done));
    store.close().await;
    drop(holder);
    database.remove().await;

    let database = fresh(Engine::Postgres).await;
    let store = impatient::open(&database.location, patience).await;
    let holder = raw::postgres(&database).await;
    holder.batch_execute("begin; lock table spent in exclusive mode").await.unwrap();
    assert!(matches!(store.write(put("late", &[1])).await, Err(StoreError::Busy { .. } | StoreError::Unavailable(_))));
    assert_eq!(count(&database.store, "late").await, 0, "reads go on meanwhile");
    holder.batch_execute("rollback").await.unwrap();
    assert_eq!(impatient::written(&store, &put("late", &[1])).await, Ok(Outcome::Done));
    store.close().await;
    database.remove().await;
}

#[tokio::test]
async fn a_full_disk_says_so_and_loses_nothing() {
    let database = fresh(Engine::Sqlite).await;
    let store = &database.store;
    let mut shrink = Change::new();
    shrink.add(&SMALL_DISK, params![]);
    assert_eq!(store.write(shrink).await, Ok(Outcome::Done));
    let mut stored = 0;
    let full = loop {
        let row = [vec![0; 30_000], vec![stored]].concat();
        match store.write(put("large", &row)).await {
            Ok(Outcome::Done) => stored += 1,
            other => break other,
        }
    };
    assert_eq!(full, Err(StoreError::Full));
    assert!(stored > 2, "the disk took a few rows");
    // Many at once, which share a commit: each is told, and none is stored in part.
    let many: Vec<_> = (0..20).map(|n| (store.clone(), put("large", &[&[1; 30_000][..], &[n]].concat()))).collect();
    let many: Vec<_> =
        many.into_iter().map(|(store, change)| tokio::spawn(async move { store.write(change).await })).collect();
    for task in many {
        assert_eq!(task.await.unwrap(), Err(StoreError::Full));
    }
    assert_eq!(count(store, "large").await, i64::from(stored));

    let mut grow = Change::new();
    grow.add(&LARGE_DISK, params![]);
    assert_eq!(store.write(grow).await, Ok(Outcome::Done));
    assert_eq!(store.write(put("large", &[2; 30_000])).await, Ok(Outcome::Done));
    assert_eq!(count(store, "large").await, i64::from(stored) + 1);
    let intact: String = raw::sqlite(&database).query_row("pragma integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok");
    database.remove().await;
}

const SMALL_DISK_AT: &str = "DOORWARD_TEST_SMALL_DISK";

/// The same on a file system of 4 MB, where it is COMMIT that fails, since that is when the log is written.
#[test]
fn a_full_file_system_says_so_and_loses_nothing() {
    // A file system of one's own needs a name space of one's own, which some containers forbid.
    let may = Command::new("unshare").args(["-rm", "true"]).output();
    if !may.is_ok_and(|tried| tried.status.success()) {
        eprintln!("not tested here: `unshare -rm` is forbidden");
        return;
    }
    let directory = std::env::temp_dir().join(format!("doorward-small-{}", std::process::id()));
    std::fs::create_dir(&directory).unwrap();
    let script = "mount -t tmpfs -o size=4m small \"$DOORWARD_TEST_SMALL_DISK\" && exec \"$0\" \"$@\"";
    let ran = Command::new("unshare")
        .args(["-rm", "sh", "-c", script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "limits::on_a_small_disk", "--ignored", "--nocapture"])
        .env(SMALL_DISK_AT, &directory)
        .output()
        .unwrap();
    std::fs::remove_dir(&directory).unwrap();
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&ran.stderr));
}

/// Not a test: what the one above runs where the disk is small.
#[tokio::test]
#[ignore = "the inside of a_full_file_system_says_so_and_loses_nothing"]
async fn on_a_small_disk() {
    let Some(directory) = std::env::var_os(SMALL_DISK_AT).map(PathBuf::from) else { return };
    let ballast = directory.join("ballast");
    std::fs::write(&ballast, vec![0; 1_000_000]).unwrap();
    let location = Location::Sqlite(directory.join("doorward.db"));
    let store = Store::open(&location, patient()).await.unwrap();
    store.migrate(model::Time::from_millis(0)).await.unwrap();
    let mut stored = 0;
    let full = loop {
        match store.write(put("large", &[&[0; 30_000][..], &[stored]].concat())).await {
            Ok(Outcome::Done) => stored += 1,
            other => break other,
        }
    };
    assert_eq!(full, Err(StoreError::Full));
    assert!(stored > 2, "the disk took a few rows");
    assert_eq!(count(&store, "large").await, i64::from(stored), "reads go on");
    std::fs::remove_file(ballast).unwrap();
    assert_eq!(store.write(put("small", &[1])).await, Ok(Outcome::Done));
    store.close().await;
    let again = Store::open(&location, patient()).await.unwrap();
    assert_eq!((count(&again, "large").await, count(&again, "small").await), (i64::from(stored), 1));
    again.close().await;
}
