//! What both engines promise alike: values survive, guards hold, reads can't write.

use model::{
    Id, Time,
    id::{Org, User},
};
use store::{
    Change, Guard, Location, Outcome, Store, StoreError, params,
    testing::{ENGINES, Engine, fresh, on_both, patient},
};

use crate::raw;

store::statements! {
    ECHO = sqlite: "select $1, $2, $3, $4",
        postgres: "select cast($1 as bigint), cast($2 as text), cast($3 as bytea), cast($4 as boolean)";
    PUT = "insert into spent (kind, hash, expires_at) values ($1, $2, $3)";
    PUT_ONCE = "insert into spent (kind, hash, expires_at) values ($1, $2, $3) on conflict do nothing";
    MOVE = "update spent set expires_at = $2 where kind = $1";
    OF_KIND = "select hash, expires_at from spent where kind = $1 order by hash";
    KINDS = "select kind from spent order by kind";
    COUNT = "select count(*) from spent where kind = $1";
    TAKE_IN_A_READ = "update spent set expires_at = 0 where kind = $1 returning hash";
    IS_THERE = "select hash from spent where kind = $1";
    ORGANISATION = "insert into organisations (id, slug, name, state, policy, branding, epoch, version, created_at) \
        values ($1, $2, '', 'active', '', '', 1, 1, 0)";
    USER = "insert into users (org, id, subject, state, epoch, version, profile, facts, created_at, active_at, warned) \
        values ($1, $2, $3, 'active', 1, 1, '', '', 0, 0, false)";
    ROLE = "insert into role_members (org, role, user_id, granted_at) values ($1, 'owner', $2, 0)";
}

fn put(change: &mut Change, kind: &str, hash: u8) {
    change.add(&PUT, params![kind, [hash], 1]);
}

async fn count(store: &Store, kind: &str) -> i64 {
    store.read().await.unwrap().one::<(i64,)>(&COUNT, params![kind]).await.unwrap().unwrap().0
}

#[tokio::test]
async fn values_survive() {
    on_both(async |store| {
        let mut read = store.read().await.unwrap();
        let texts = ["", "ä€😀'\"$1 --;\n\u{1}", &"x".repeat(70_000)];
        for (text, number) in texts.into_iter().zip([0, i64::MAX, i64::MIN]) {
            for bytes in [vec![], vec![0, 255, 0], vec![7; 70_000]] {
                let params = params![number, text, &bytes, number == 0];
                let found = read.one::<(i64, String, Vec<u8>, bool)>(&ECHO, params).await.unwrap().unwrap();
                assert_eq!(found, (number, text.to_owned(), bytes.clone(), number == 0));
                // What `cast` gives back is not yet what a column gives back.
                let mut change = Change::new();
                change.add(&PUT, params![text, &bytes, number]);
                assert_eq!(store.write(change).await, Ok(Outcome::Done));
            }
            let stored = read.all::<(Vec<u8>, i64)>(&OF_KIND, params![text]).await.unwrap();
            let numbers = vec![number; 3];
            assert_eq!(stored.iter().map(|(hash, _)| hash.len()).collect::<Vec<_>>(), [0, 3, 70_000]);
            assert_eq!(stored.into_iter().map(|(_, number)| number).collect::<Vec<_>>(), numbers);
        }
        let nulls = params![None::<i64>, None::<&str>, None::<Vec<u8>>, None::<bool>];
        type Nulls = (Option<i64>, Option<String>, Option<[u8; 4]>, Option<bool>);
        assert_eq!(read.one::<Nulls>(&ECHO, nulls).await, Ok(Some((None, None, None, None))));
    })
    .await;
}

#[tokio::test]
async fn typed_values_survive() {
    on_both(async |store| {
        let id = Id::<Org>::new(Time::from_millis(5), [9; 10]);
        let params = params![Time::NEVER, &"text".to_owned(), id, Some(true)];
        let found = store.read().await.unwrap().one::<(Time, String, Id<Org>, bool)>(&ECHO, params).await;
        assert_eq!(found, Ok(Some((Time::NEVER, "text".to_owned(), id, true))));
    })
    .await;
}

#[tokio::test]
async fn a_row_is_read_as_what_it_is() {
    on_both(async |store| {
        let mut read = store.read().await.unwrap();
        let echo = || params![5, "five", [5], None::<bool>];
        let wrong = |column, expected| StoreError::Column { statement: ECHO.name(), column, expected };
        let as_text = read.one::<(String, String, Vec<u8>, Option<bool>)>(&ECHO, echo()).await;
        assert_eq!(as_text, Err(wrong(1, "text")));
        let as_hash = read.one::<(i64, String, [u8; 2], Option<bool>)>(&ECHO, echo()).await;
        assert_eq!(as_hash, Err(wrong(3, "bytes of that length")));
        let null = read.one::<(i64, String, [u8; 1], bool)>(&ECHO, echo()).await;
        assert_eq!(null, Err(wrong(4, "a boolean")));
        let fewer = read.one::<(i64, String)>(&ECHO, echo()).await;
        assert!(matches!(fewer, Err(StoreError::Sql { .. })), "{fewer:?}");
        let more = read.one::<(i64, String, [u8; 1], Option<bool>, i64)>(&ECHO, echo()).await;
        assert_eq!(more, Err(wrong(5, "there")));
    })
    .await;
}

#[tokio::test]
async fn wrong_parameters_are_refused_alike() {
    on_both(async |store| {
        let mut read = store.read().await.unwrap();
        for params in [params![], params![1, "", [0]], params![1, "", [0], true, 5]] {
            let refused = read.one::<(i64, String, Vec<u8>, bool)>(&ECHO, params).await;
            assert!(matches!(refused, Err(StoreError::Sql { .. })), "{refused:?}");
        }
        let nul = StoreError::NulInText { statement: PUT.name(), parameter: 1 };
        let mut change = Change::new();
        put(&mut change, "fine", 1);
        put(&mut change, "not\0fine", 1);
        assert_eq!(store.write(change).await, Err(nul));
        assert_eq!(count(&store, "fine").await, 0);
    })
    .await;
}

#[tokio::test]
async fn one_is_one_row_or_none() {
    on_both(async |store| {
        let mut change = Change::new();
        put(&mut change, "two", 1);
        put(&mut change, "two", 2);
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        let mut read = store.read().await.unwrap();
        assert_eq!(read.one::<(Vec<u8>, i64)>(&OF_KIND, params!["none"]).await, Ok(None));
        assert!(matches!(read.one::<(Vec<u8>, i64)>(&OF_KIND, params!["two"]).await, Err(StoreError::Sql { .. })));
        let expected = Ok(vec![([1], Time::from_millis(1)), ([2], Time::from_millis(1))]);
        assert_eq!(read.all::<([u8; 1], Time)>(&OF_KIND, params!["two"]).await, expected);
        assert_eq!(read.page::<([u8; 1], Time)>(&OF_KIND, params!["two"]).await, expected);
    })
    .await;
}

#[tokio::test]
async fn text_is_sorted_by_its_bytes() {
    on_both(async |store| {
        let mut change = Change::new();
        for kind in ["b", "B", "a", "ä", "Z", "a b", "a-b", "😀", ""] {
            put(&mut change, kind, 0);
        }
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        let found = store.read().await.unwrap().all::<(String,)>(&KINDS, params![]).await.unwrap();
        let found: Vec<_> = found.iter().map(|(kind,)| kind.as_str()).collect();
        assert_eq!(found, ["", "B", "Z", "a", "a b", "a-b", "b", "ä", "😀"]);
    })
    .await;
}

#[tokio::test]
async fn a_guard_that_fails_undoes_everything() {
    on_both(async |store| {
        let mut change = Change::new();
        put(&mut change, "kept", 1);
        put(&mut change, "kept", 2);
        assert_eq!(store.write(change).await, Ok(Outcome::Done));

        let mut change = Change::new();
        put(&mut change, "lost", 1);
        change.guard(&PUT_ONCE, params!["kept", [3], 1], Guard("third free"));
        change.guard(&PUT_ONCE, params!["kept", [1], 1], Guard("first free"));
        // What follows would fail in its own way; the first refusal is what counts.
        put(&mut change, "kept", 2);
        assert_eq!(store.write(change).await, Ok(Outcome::Refused(Guard("first free"))));
        assert_eq!((count(&store, "lost").await, count(&store, "kept").await), (0, 2));

        let mut change = Change::new();
        change.guard(&MOVE, params!["kept", 9], Guard("one row"));
        assert_eq!(store.write(change).await, Ok(Outcome::Refused(Guard("one row"))), "two are not one");
        let mut change = Change::new();
        put(&mut change, "one", 1);
        change.guard(&IS_THERE, params!["one"], Guard("it is there"));
        let mut more = Change::new();
        more.guard(&IS_THERE, params!["kept"], Guard("one there"));
        change.append(more);
        assert_eq!(store.write(change).await, Ok(Outcome::Refused(Guard("one there"))), "rows read count as well");
        assert_eq!(store.write(Change::new()).await, Ok(Outcome::Done));
    })
    .await;
}

#[tokio::test]
async fn a_statement_that_fails_undoes_everything_and_shows_no_value() {
    on_both(async |store| {
        let mut change = Change::new();
        put(&mut change, "once", 1);
        put(&mut change, "canary", 1);
        assert_eq!(store.write(change.clone()).await, Ok(Outcome::Done));
        let mut again = Change::new();
        put(&mut again, "new", 1);
        put(&mut again, "canary", 1);
        let error = store.write(again).await.unwrap_err();
        assert!(matches!(error, StoreError::Sql { statement, .. } if statement == PUT.name()), "{error:?}");
        assert!(!format!("{error} {error:?} {change:?}").contains("canary"), "{error} {change:?}");
        assert_eq!(count(&store, "new").await, 0);
        let mut next = Change::new();
        put(&mut next, "new", 1);
        assert_eq!(store.write(next).await, Ok(Outcome::Done), "the connection goes on");
    })
    .await;
}

#[tokio::test]
async fn reads_can_not_write() {
    on_both(async |store| {
        let mut change = Change::new();
        put(&mut change, "kept", 1);
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        let mut read = store.read().await.unwrap();
        let refused = read.all::<(Vec<u8>,)>(&TAKE_IN_A_READ, params!["kept"]).await;
        assert!(matches!(refused, Err(StoreError::Sql { .. })), "{refused:?}");
        let kept = read.one::<(Vec<u8>, i64)>(&OF_KIND, params!["kept"]).await;
        assert_eq!(kept, Ok(Some((vec![1], 1))));
    })
    .await;
}

#[tokio::test]
async fn a_reference_across_organisations_is_refused() {
    on_both(async |store| {
        let [ours, theirs] = [1, 2].map(|n| Id::<Org>::from_bytes([n; 16]));
        let user = Id::<User>::from_bytes([3; 16]);
        let mut change = Change::new();
        change.add(&ORGANISATION, params![ours, "ours"]).add(&ORGANISATION, params![theirs, "theirs"]);
        change.add(&USER, params![ours, user, "subject"]);
        assert_eq!(store.write(change).await, Ok(Outcome::Done));
        let mut change = Change::new();
        change.add(&ROLE, params![theirs, user]);
        let refused = store.write(change).await;
        assert!(matches!(refused, Err(StoreError::Sql { .. })), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn closing_ends_what_waits_and_refuses_the_rest() {
    for engine in ENGINES {
        let database = fresh(engine).await;
        let waiting: Vec<_> = (0..20)
            .map(|n| {
                let store = database.store.clone();
                tokio::spawn(async move {
                    let mut change = Change::new();
                    put(&mut change, "kept", n);
                    store.write(change).await
                })
            })
            .collect();
        // Each has begun, and none is done.
        tokio::task::yield_now().await;
        database.store.clone().close().await;
        for task in waiting {
            assert_eq!(task.await.unwrap(), Ok(Outcome::Done));
        }
        let mut change = Change::new();
        put(&mut change, "late", 1);
        assert!(matches!(database.store.write(change).await, Err(StoreError::Unavailable(_))));
        let read = database.store.read().await.unwrap().all::<(String,)>(&KINDS, params![]).await;
        assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
        let again = Store::open(&database.location, patient()).await.unwrap();
        assert_eq!(count(&again, "kept").await, 20);
        again.close().await;
        database.remove().await;
    }
}

#[tokio::test]
async fn what_we_would_not_do_is_refused() {
    let database = fresh(Engine::Postgres).await;
    let Location::Postgres(url) = &database.location else { panic!() };
    let open = async |url: String| Store::open(&Location::Postgres(url), patient()).await.err();
    let encrypted =
        if url.contains("://") { format!("{url}&sslmode=require") } else { format!("{url} sslmode=require") };
    // This server speaks no TLS, and nothing falls back to plain text.
    assert!(
        matches!(open(encrypted).await, Some(StoreError::NotConnected { reason, .. } | StoreError::Location(reason)) if reason.contains("TLS"))
    );
    assert!(matches!(open("nonsense=1".to_owned()).await, Some(StoreError::Location(_))));
    assert!(matches!(open("host=/nowhere user=nobody".to_owned()).await, Some(StoreError::Unavailable(_))));

    let name = &format!("doorward_{}_not_utf8", std::process::id());
    let client = raw::postgres(&database).await;
    client.batch_execute(&format!("drop database if exists {name}")).await.unwrap();
    let create = format!("create database {name} encoding 'SQL_ASCII' locale 'C' template template0");
    client.batch_execute(&create).await.unwrap();
    let refused = open(store::testing::postgres_url(name)).await;
    assert!(matches!(&refused, Some(StoreError::Location(reason)) if reason.contains("UTF8")), "{refused:?}");
    client.batch_execute(&format!("drop database {name} with (force)")).await.unwrap();
    database.remove().await;

    let nowhere = Location::Sqlite("/nowhere/at/all.db".into());
    let refused = Store::open(&nowhere, patient()).await.err();
    assert!(matches!(&refused, Some(StoreError::Unavailable(reason)) if reason.contains("/nowhere")), "{refused:?}");
    let database = fresh(Engine::Sqlite).await;
    let Location::Sqlite(path) = &database.location else { panic!() };
    let other = path.with_extension("text");
    std::fs::write(&other, "this is not a database, however long it may be. ".repeat(100)).unwrap();
    let refused = Store::open(&Location::Sqlite(other.clone()), patient()).await.err();
    assert!(matches!(refused, Some(StoreError::Corrupt(_))), "{refused:?}");
    std::fs::remove_file(other).unwrap();
    database.remove().await;
}

#[tokio::test]
async fn a_new_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let database = store::testing::empty(Engine::Sqlite).await;
    let Location::Sqlite(path) = &database.location else { panic!() };
    database.store.migrate(Time::from_millis(0)).await.unwrap();
    let mut change = Change::new();
    put(&mut change, "first", 1);
    assert_eq!(database.store.write(change).await, Ok(Outcome::Done));
    for suffix in ["", "-wal", "-shm"] {
        let file = std::path::PathBuf::from(format!("{}{suffix}", path.display()));
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{}", file.display());
    }
    database.remove().await;
}
