//! Migrations: forward only, all that are missing in one transaction, under a lock.
//!
//! A migration says which binary may still run on the schema that it leaves: `-- oldest: 0003` means every binary that
//! knows migration 0003. So nodes are replaced one by one, and one step back works. Without that line only binaries
//! that know the migration itself may run.

mod dialect;

use std::collections::BTreeMap;

use model::Time;
use sha2::{Digest, Sha256};

use crate::{
    FromRow, Params, Row, Store, StoreError, params,
    postgres::{self, Session},
    sqlite,
    store::Engine,
};
use dialect::Dialect;

/// The advisory lock that migrations hold: "doorward" in ASCII, as one number.
const LOCK: i64 = i64::from_be_bytes(*b"doorward");

/// A step of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// `0001_foundation`: the number orders the steps.
    pub name: &'static str,
    /// One text for both engines; see `migrations/`.
    pub text: &'static str,
}

/// All steps that this binary knows, in order.
pub const MIGRATIONS: &[Migration] =
    &[Migration { name: "0001_foundation", text: include_str!("../migrations/0001_foundation.sql") }];

const LEDGER: &str = "create table if not exists migrations (
  number integer primary key, name text not null, checksum bytes not null, oldest integer not null, applied_at integer not null
);";

crate::statements! {
    APPLIED = "select number, name, checksum, oldest from migrations order by number";
    NOTE = "insert into migrations (number, name, checksum, oldest, applied_at) values ($1, $2, $3, $4, $5)";
    HAS_LEDGER =
        sqlite: "select cast(count(*) as integer) from sqlite_schema where name = 'migrations'",
        postgres: "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'migrations'";
}

/// A step that has run on a database.
struct Applied {
    number: i64,
    name: String,
    checksum: [u8; 32],
    oldest: i64,
}

impl FromRow for Applied {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { number: row.get()?, name: row.get()?, checksum: row.get()?, oldest: row.get()? })
    }
}

impl Migration {
    pub(crate) fn number(&self) -> i64 {
        self.name.split('_').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
    }

    /// The lowest migration that a binary has to know to run on the schema that this one leaves.
    pub(crate) fn oldest(&self) -> i64 {
        let named = self.text.lines().find_map(|line| line.strip_prefix("-- oldest:"));
        named.and_then(|number| number.trim().parse().ok()).unwrap_or_else(|| self.number())
    }

    fn checksum(&self) -> [u8; 32] {
        Sha256::digest(self.text.replace('\r', "")).into()
    }

    fn note(&self, now: Time) -> Params {
        params![self.number(), self.name, self.checksum(), self.oldest(), now]
    }
}

/// What is missing, if this binary may run here at all.
fn plan<'a>(known: &'a [Migration], applied: &[Applied]) -> Result<Vec<&'a Migration>, StoreError> {
    let by_number: BTreeMap<i64, &Migration> = known.iter().map(|step| (step.number(), step)).collect();
    let newest_known = by_number.keys().last().copied().unwrap_or(0);
    let newest_applied = applied.iter().map(|step| step.number).max().unwrap_or(0);
    for step in applied {
        match by_number.get(&step.number) {
            Some(ours) if ours.checksum() == step.checksum => {}
            Some(_) => {
                let reason = format!("migration {} ran here with another text than this binary's", step.name);
                return Err(StoreError::Schema(reason));
            }
            None if step.number > newest_known && step.oldest <= newest_known => {}
            None => {
                let reason = format!(
                    "the database is newer than this binary: it has {}, which needs a binary that knows migration \
                    {:04}, and this one knows up to {newest_known:04}. Nothing was changed; use a newer binary",
                    step.name, step.oldest
                );
                return Err(StoreError::Schema(reason));
            }
        }
    }
    let missing = by_number.values().copied().filter(|step| applied.iter().all(|done| done.number != step.number()));
    let missing: Vec<_> = missing.collect();
    match missing.first() {
        Some(step) if step.number() < newest_applied => {
            Err(StoreError::Schema(format!("the database skipped migration {}", step.name)))
        }
        _ => Ok(missing),
    }
}

/// A short text that changes with any of the migrations.
#[cfg(feature = "testing")]
pub(crate) fn fingerprint(known: &[Migration]) -> String {
    let all = known.iter().fold(Sha256::new(), |hash, step| hash.chain_update(step.checksum()));
    all.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// See [`Store::check_schema`].
pub(crate) async fn check(store: &Store, known: &[Migration]) -> Result<(), StoreError> {
    let mut read = store.read().await?;
    let has_ledger = read.one::<(i64,)>(&HAS_LEDGER, params![]).await? != Some((0,));
    let applied = if has_ledger { read.all(&APPLIED, params![]).await? } else { Vec::new() };
    match plan(known, &applied)?.first() {
        None => Ok(()),
        Some(step) => {
            Err(StoreError::Schema(format!("the database lacks migration {}: run `doorward migrate`", step.name)))
        }
    }
}

/// Whether no migration ever ran here.
pub(crate) async fn is_empty(store: &Store) -> Result<bool, StoreError> {
    Ok(store.read().await?.one::<(i64,)>(&HAS_LEDGER, params![]).await? == Some((0,)))
}

/// See [`Store::migrate`].
pub(crate) async fn run(store: &Store, known: &'static [Migration], now: Time) -> Result<Vec<String>, StoreError> {
    match &store.engine {
        Engine::Sqlite(sqlite) => {
            let connection = sqlite.connect()?;
            let ran = tokio::task::spawn_blocking(move || sqlite_run(&connection, known, now)).await;
            ran.unwrap_or_else(|_| Err(StoreError::Unavailable("the migrating thread ended".to_owned())))
        }
        Engine::Postgres(postgres) => {
            let session = postgres.connect().await?;
            // On a task of its own: a caller who gives up does not stop it half-way.
            let ran = tokio::spawn(async move { postgres_run(&session, known, now).await }).await;
            ran.unwrap_or_else(|_| Err(StoreError::Unavailable("the migrating task ended".to_owned())))
        }
    }
}

/// Closing the connection rolls back what did not commit.
fn sqlite_run(connection: &rusqlite::Connection, known: &[Migration], now: Time) -> Result<Vec<String>, StoreError> {
    let batch = |name: &str, sql: &str| {
        connection.execute_batch(sql).map_err(|error| named(name, sqlite::failure("migrate", &error)))
    };
    batch("begin", "begin exclusive")?;
    batch("ledger", &Dialect::Sqlite.translate(LEDGER))?;
    let missing = plan(known, &sqlite::query(connection, &APPLIED, &params![])?)?;
    for step in &missing {
        batch(step.name, &Dialect::Sqlite.translate(step.text))?;
        sqlite::query::<()>(connection, &NOTE, &step.note(now))?;
    }
    batch("commit", "commit")?;
    Ok(missing.iter().map(|step| step.name.to_owned()).collect())
}

/// Closing the session rolls back what did not commit.
async fn postgres_run(session: &Session, known: &[Migration], now: Time) -> Result<Vec<String>, StoreError> {
    let batch = async |name: &str, sql: &str| {
        session.client.batch_execute(sql).await.map_err(|error| named(name, postgres::failure("migrate", &error)))
    };
    // Others queue behind a lock that waits, so waiting for a table is bounded; waiting for another node's migration is not.
    let begin = format!("begin; select pg_advisory_xact_lock({LOCK}); set local lock_timeout = '5s'");
    batch("begin", &begin).await?;
    batch("ledger", &Dialect::Postgres.translate(LEDGER)).await?;
    let missing = plan(known, &session.query(&APPLIED, &params![]).await?)?;
    for step in &missing {
        batch(step.name, &Dialect::Postgres.translate(step.text)).await?;
        session.query::<()>(&NOTE, &step.note(now)).await?;
    }
    batch("commit", "commit").await?;
    Ok(missing.iter().map(|step| step.name.to_owned()).collect())
}

/// The error with the name of the migration in it.
fn named(name: &str, error: StoreError) -> StoreError {
    match error {
        StoreError::Sql { message, .. } => StoreError::Schema(format!("migration {name}: {message}")),
        other => other,
    }
}
