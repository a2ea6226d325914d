//! For tests: a fresh, migrated database on either engine, from a template that is made once.
//!
//! PostgreSQL is the server that `DOORWARD_TEST_POSTGRES` names (a connection string of a superuser), or a private one that
//! lives as long as the test process. Without PostgreSQL installed the tests fail; they are never skipped.
//! Panics are how tests fail, so these helpers panic.

#![expect(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod cluster;
mod tally;

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use model::Time;
use tokio::sync::OnceCell;

use crate::{Location, Migration, Options, Store, StoreError, migrate};
pub use cluster::PrivateCluster;
pub use tally::{Cost, Tally, Work};

/// The two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// Both, in the order that tests run them.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// A database of one test.
pub struct Database {
    /// Open.
    pub store: Store,
    /// Where it is, to open it once more.
    pub location: Location,
    name: String,
}

/// Runs the test on a fresh database of each engine: `on_both(async |store| { … })`.
pub async fn on_both(body: impl AsyncFn(Store)) {
    for engine in ENGINES {
        let database = fresh(engine).await;
        eprintln!("on {engine:?}");
        body(database.store.clone()).await;
        database.remove().await;
    }
}

/// The default options, with callers who wait for as long as a busy machine may need, so that no verdict depends on how busy
/// it is. Only what is not released at all is still not waited for.
pub fn patient() -> Options {
    Options { patience: Duration::from_secs(60), ..Options::default() }
}

/// How PostgreSQL is told to plan, on each session.
pub const PLANNING: &str = crate::postgres::PLANNING;

/// A migrated database that nobody else has.
pub async fn fresh(engine: Engine) -> Database {
    fresh_with(engine, patient()).await
}

/// The same with other options.
pub async fn fresh_with(engine: Engine, options: Options) -> Database {
    let name = unique_name();
    let location = match engine {
        Engine::Sqlite => {
            let path = directory().join(format!("{name}.db"));
            std::fs::write(&path, sqlite_template().await).expect("a place for a database file");
            Location::Sqlite(path)
        }
        Engine::Postgres => {
            let template = postgres_template().await;
            administer(&format!("create database {name} template {template}")).await;
            Location::Postgres(postgres_url(&name))
        }
    };
    let store = Store::open(&location, options).await.expect("the fresh database opens");
    Database { store, location, name }
}

/// A database without any schema.
pub async fn empty(engine: Engine) -> Database {
    let name = unique_name();
    let location = match engine {
        Engine::Sqlite => Location::Sqlite(directory().join(format!("{name}.db"))),
        Engine::Postgres => {
            administer(&format!("create database {name}")).await;
            Location::Postgres(postgres_url(&name))
        }
    };
    let store = Store::open(&location, patient()).await.expect("the empty database opens");
    Database { store, location, name }
}

impl Database {
    /// Closes the database and removes it. A test that fails leaves it behind, until the server ends.
    pub async fn remove(self) {
        self.store.clone().close().await;
        match &self.location {
            Location::Sqlite(path) => remove_file(path),
            Location::Postgres(_) => administer(&format!("drop database {} with (force)", self.name)).await,
        }
    }
}

/// [`Store::migrate`] with other migrations than this binary's.
pub async fn migrate_with(store: &Store, known: &'static [Migration], now: Time) -> Result<Vec<String>, StoreError> {
    migrate::run(store, known, now).await
}

/// [`Store::check_schema`] with other migrations than this binary's.
pub async fn check_schema_with(store: &Store, known: &'static [Migration]) -> Result<(), StoreError> {
    migrate::check(store, known).await
}

/// The connection string of this database on the tests' server.
pub fn postgres_url(database: &str) -> String {
    let server = cluster::shared();
    if !server.contains("://") {
        format!("{server} dbname={database}")
    } else if server.contains('?') {
        format!("{server}&dbname={database}")
    } else {
        format!("{server}?dbname={database}")
    }
}

fn unique_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("doorward_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Memory where there is enough of it in such a place: a commit waits for the disk.
fn directory() -> PathBuf {
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    if is_roomy("/dev/shm", &mounts) { "/dev/shm".into() } else { std::env::temp_dir() }
}

/// Whether a file system in memory is mounted there that holds a gibibyte. Containers often have one of 64 MiB, which so many
/// tests at once as a large machine has processors would fill.
fn is_roomy(folder: &str, mounts: &str) -> bool {
    let size = |options: &str| {
        let kibibytes = options.split(',').find_map(|option| option.strip_prefix("size=")?.strip_suffix('k'));
        // Without a size it is half of the memory (Linux, tmpfs.rst).
        kibibytes.map_or(Some(u64::MAX), |number| number.parse::<u64>().ok())
    };
    mounts.lines().any(|line| {
        let mut fields = line.split(' ').skip(1);
        fields.next() == Some(folder)
            && fields.next() == Some("tmpfs")
            && fields.next().and_then(size).is_some_and(|kibibytes| kibibytes >= 1 << 20)
    })
}

fn remove_file(path: &std::path::Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        // The log is not there after a clean end.
        std::fs::remove_file(name).ok();
    }
}

/// A migrated database file.
async fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let make = async || {
        let path = directory().join(format!("{}.db", unique_name()));
        let store = Store::open(&Location::Sqlite(path.clone()), patient()).await.expect("a database file");
        store.migrate(Time::from_millis(0)).await.expect("the migrations run on SQLite");
        store.close().await;
        let bytes = std::fs::read(&path).expect("the file was written");
        remove_file(&path);
        bytes
    };
    TEMPLATE.get_or_init(make).await
}

/// The name of a migrated database, shared by all test processes that have the same migrations.
async fn postgres_template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let make = async || {
        let name = format!("template_{}", migrate::fingerprint(migrate::MIGRATIONS));
        let (client, _connection) = connect().await;
        client.batch_execute("select pg_advisory_lock(4711)").await.expect("a lock");
        let found = client.query("select datname from pg_database where datname = $1", &[&name]).await;
        if found.expect("a list of databases").is_empty() {
            let draft = unique_name();
            administer(&format!("create database {draft}")).await;
            let location = Location::Postgres(postgres_url(&draft));
            let store = Store::open(&location, patient()).await.expect("the template opens");
            store.migrate(Time::from_millis(0)).await.expect("the migrations run on PostgreSQL");
            store.close().await;
            // Sessions end a moment after they are closed.
            let ended = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1";
            client.query(ended, &[&draft]).await.expect("the template's sessions end");
            administer(&format!("alter database {draft} rename to {name}")).await;
        }
        name
    };
    TEMPLATE.get_or_init(make).await
}

/// A statement that no transaction may hold, on the server's own database.
async fn administer(sql: &str) {
    let (client, _connection) = connect().await;
    if let Err(error) = client.batch_execute(sql).await {
        panic!("{sql}: {:?}", error.as_db_error());
    }
}

async fn connect() -> (tokio_postgres::Client, tokio::task::JoinHandle<Result<(), tokio_postgres::Error>>) {
    let url = postgres_url("postgres");
    let (client, connection) =
        tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("the tests' PostgreSQL answers");
    (client, tokio::spawn(connection))
}

#[cfg(test)]
mod tests {
    use super::is_roomy;

    #[test]
    fn a_small_memory_is_no_place_for_databases() {
        let mounted = |what: &str| is_roomy("/dev/shm", &format!("proc /proc proc rw 0 0\n{what} 0 0\n"));
        assert!(mounted("tmpfs /dev/shm tmpfs rw,size=24684096k") && mounted("tmpfs /dev/shm tmpfs rw,nosuid"));
        assert!(!mounted("shm /dev/shm tmpfs rw,nosuid,size=65536k"), "as Docker has it");
        assert!(!mounted("tmpfs /tmp tmpfs rw") && !mounted("/dev/sda1 /dev/shm ext4 rw") && !is_roomy("/dev/shm", ""));
    }
}
