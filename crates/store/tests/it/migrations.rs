//! Migrations: forward only, all or nothing, one node at a time, and no binary on a schema that it does not understand.

use model::Time;
use store::{
    Change, Migration, Outcome, Store, StoreError, params,
    testing::{ENGINES, check_schema_with, empty, migrate_with},
};

store::statements! {
    OLD_ROW = "insert into first (id, name) values ($1, $2)";
    NEW_ROW = "select name, note, done from first where id = $1";
    APPLIED = "select name from migrations order by number";
}

const FIRST: Migration =
    Migration { name: "0001_first", text: "create table first (id integer primary key, name text not null);" };
const SECOND: Migration = Migration {
    name: "0002_second",
    text: "-- oldest: 0001\nalter table first add column note text;\nalter table first add column done boolean;\n",
};
const THIRD: Migration = Migration { name: "0003_third", text: "create table third (id bytes primary key);" };
const BROKEN: Migration = Migration {
    name: "0003_broken",
    text: "create table third (id bytes primary key); alter table nowhere add column a text;",
};
const EDITED: Migration =
    Migration { name: "0001_first", text: "create table first (id integer primary key, name text);" };

const ONE: &[Migration] = &[FIRST];
const TWO: &[Migration] = &[FIRST, SECOND];
const THREE: &[Migration] = &[FIRST, SECOND, THIRD];

fn now() -> Time {
    Time::from_millis(1)
}

async fn on_empty(body: impl AsyncFn(Store)) {
    for engine in ENGINES {
        let database = empty(engine).await;
        eprintln!("on {engine:?}");
        body(database.store.clone()).await;
        database.remove().await;
    }
}

async fn applied(store: &Store) -> Vec<String> {
    let rows = store.read().await.unwrap().all::<(String,)>(&APPLIED, params![]).await.unwrap();
    rows.into_iter().map(|(name,)| name).collect()
}

fn refused<T>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Schema(reason)) => reason,
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn this_binarys_migrations_run_once() {
    on_empty(async |store| {
        assert!(refused(store.check_schema().await).contains("migrate"));
        let ran = store.migrate(now()).await.unwrap();
        assert_eq!(ran.first().map(String::as_str), Some("0001_foundation"));
        assert_eq!(store.check_schema().await, Ok(()));
        assert_eq!(store.migrate(now()).await, Ok(vec![]));
    })
    .await;
}

#[tokio::test]
async fn rows_survive_an_upgrade() {
    on_empty(async |store| {
        assert_eq!(migrate_with(&store, ONE, now()).await.unwrap(), ["0001_first"]);
        let mut change = Change::new();
        change.add(&OLD_ROW, params![7, "seven"]);
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        assert_eq!(migrate_with(&store, THREE, now()).await.unwrap(), ["0002_second", "0003_third"]);
        let row = store.read().await.unwrap().one::<(String, Option<String>, Option<bool>)>(&NEW_ROW, params![7]).await;
        assert_eq!(row, Ok(Some(("seven".to_owned(), None, None))));
    })
    .await;
}

#[tokio::test]
async fn a_binary_one_step_back_runs_only_where_it_is_allowed() {
    on_empty(async |store| {
        migrate_with(&store, TWO, now()).await.unwrap();
        // 0002 says that binaries that know 0001 may go on.
        assert_eq!(check_schema_with(&store, ONE).await, Ok(()));
        assert_eq!(migrate_with(&store, ONE, now()).await, Ok(vec![]));
        migrate_with(&store, THREE, now()).await.unwrap();
        for known in [ONE, TWO] {
            let reason = refused(migrate_with(&store, known, now()).await);
            assert!(reason.contains("newer than this binary") && reason.contains("0003_third"), "{reason}");
            assert_eq!(refused(check_schema_with(&store, known).await), reason);
        }
        assert_eq!(applied(&store).await, ["0001_first", "0002_second", "0003_third"]);
    })
    .await;
}

#[tokio::test]
async fn history_is_not_rewritten() {
    on_empty(async |store| {
        migrate_with(&store, ONE, now()).await.unwrap();
        let reason = refused(migrate_with(&store, &[EDITED, SECOND], now()).await);
        assert!(reason.contains("0001_first"), "{reason}");
        assert_eq!(applied(&store).await, ["0001_first"]);
        migrate_with(&store, THREE, now()).await.unwrap();
        refused(migrate_with(&store, &[FIRST, THIRD], now()).await);
    })
    .await;
    on_empty(async |store| {
        migrate_with(&store, &[FIRST, THIRD], now()).await.unwrap();
        assert!(refused(migrate_with(&store, THREE, now()).await).contains("skipped migration 0002_second"));
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_fails_leaves_nothing_behind() {
    on_empty(async |store| {
        migrate_with(&store, ONE, now()).await.unwrap();
        let reason = refused(migrate_with(&store, &[FIRST, SECOND, BROKEN], now()).await);
        assert!(reason.contains("0003_broken"), "{reason}");
        assert_eq!(applied(&store).await, ["0001_first"]);
        // Whatever of them had been left would be in the way now.
        assert_eq!(migrate_with(&store, THREE, now()).await.unwrap(), ["0002_second", "0003_third"]);
    })
    .await;
}

#[tokio::test]
async fn many_nodes_that_start_at_once_migrate_once() {
    on_empty(async |store| {
        let nodes: Vec<_> = (0..8)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { migrate_with(&store, THREE, now()).await.unwrap().len() })
            })
            .collect();
        let mut ran = Vec::new();
        for node in nodes {
            ran.push(node.await.unwrap());
        }
        ran.sort_unstable();
        assert_eq!(ran, [0, 0, 0, 0, 0, 0, 0, 3]);
    })
    .await;
}
