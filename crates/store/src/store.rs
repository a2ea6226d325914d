//! The handle that everything above holds: reads, and writes as values, on either engine.

use std::{path::PathBuf, sync::Arc, time::Duration};

use model::Time;
use tracing::Instrument as _;

use crate::{
    Change, FromRow, Outcome, Params, Statement, StoreError, migrate,
    postgres::Postgres,
    sqlite::{Snapshot, Sqlite},
    value,
};

/// Where the data lives.
#[derive(Clone)]
pub enum Location {
    /// A file, which is created when it is absent; its directory has to exist.
    Sqlite(PathBuf),
    /// A connection string as libpq takes it: `postgresql://…` or `host=… dbname=…`; a host may be a socket's directory.
    Postgres(String),
}

impl std::fmt::Debug for Location {
    /// Without the connection string, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "SQLite at {}", path.display()),
            Self::Postgres(_) => f.write_str("PostgreSQL"),
        }
    }
}

/// Bounds of what may go on and wait at once.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections for reads.
    pub readers: usize,
    /// Connections for writes on PostgreSQL. SQLite has one writer.
    pub writers: usize,
    /// Changes that may wait; one more is [`StoreError::Busy`] at once.
    pub queue: usize,
    /// How long a caller waits for a connection and its answer. SQLite waits this long for another process's lock.
    pub patience: Duration,
    /// SQLite files of up to so many bytes are read on the caller's thread, larger ones on a blocking thread:
    /// inline reads are five times as fast, but wait for the disk when the file does not fit in memory.
    pub inline_below: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { readers: 16, writers: 16, queue: 1024, patience: Duration::from_millis(2500), inline_below: 1 << 30 }
    }
}

/// The database. Clones share it.
#[derive(Clone)]
pub struct Store {
    pub(crate) engine: Engine,
    /// What tests count work by.
    #[cfg(feature = "testing")]
    pub(crate) tally: Arc<crate::testing::Tally>,
}

#[derive(Clone)]
pub(crate) enum Engine {
    Sqlite(Arc<Sqlite>),
    Postgres(Arc<Postgres>),
}

impl Store {
    /// Opens the database and checks that it answers. It does not migrate; an absent SQLite file is created.
    pub async fn open(location: &Location, options: Options) -> Result<Self, StoreError> {
        let engine = match location {
            Location::Sqlite(path) => Engine::Sqlite(Arc::new(Sqlite::open(path, &options)?)),
            Location::Postgres(url) => Engine::Postgres(Arc::new(Postgres::open(url, &options).await?)),
        };
        Ok(Self {
            engine,
            #[cfg(feature = "testing")]
            tally: Arc::default(),
        })
    }

    /// Brings the schema up to this binary's, forward only and all or nothing, and names the migrations that ran.
    /// A schema that is newer is left alone if it allows this binary, and refused with [`StoreError::Schema`] if not.
    pub async fn migrate(&self, now: Time) -> Result<Vec<String>, StoreError> {
        migrate::run(self, migrate::MIGRATIONS, now).await
    }

    /// Whether this binary can run on the schema as it is: [`StoreError::Schema`] says what to do if not.
    pub async fn check_schema(&self) -> Result<(), StoreError> {
        migrate::check(self, migrate::MIGRATIONS).await
    }

    /// Whether this is a database that Doorward has never used.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        migrate::is_empty(self).await
    }

    /// A handle for reading. It holds no connection between statements; each statement sees a snapshot of its own.
    #[expect(clippy::unused_async, reason = "callers await it, so that a replica may be asked some day")]
    pub async fn read(&self) -> Result<Read, StoreError> {
        Ok(self.reading(false))
    }

    /// The same for facts that belong together. On SQLite all that is read through it is of one moment and locks the file
    /// once; it has a place among the readers until it is dropped, so nothing else is waited for while it is held. On
    /// PostgreSQL each statement sees a snapshot of its own: a transaction there costs more round trips than one moment is
    /// worth to changes that carry their own guards.
    pub fn snapshot(&self) -> Read {
        self.reading(true)
    }

    fn reading(&self, whole: bool) -> Read {
        Read {
            engine: self.engine.clone(),
            whole,
            snapshot: None,
            #[cfg(feature = "testing")]
            tally: Arc::clone(&self.tally),
        }
    }

    /// Applies all of the change or none of it. What is [`Outcome::Done`] is on the disk. The change goes on when this
    /// future is dropped. An error means that nothing was written.
    pub async fn write(&self, change: Change) -> Result<Outcome, StoreError> {
        change.check()?;
        if change.is_empty() {
            return Ok(Outcome::Done);
        }
        #[cfg(feature = "testing")]
        self.tally.writes(&change);
        let writing = async {
            match &self.engine {
                Engine::Sqlite(sqlite) => sqlite.write(change).await,
                Engine::Postgres(postgres) => Box::pin(postgres.write(change)).await,
            }
        };
        writing.instrument(tracing::info_span!(target: "trace", "database write")).await
    }

    /// Ends the changes that wait, then closes the database for every clone.
    pub async fn close(self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }

    /// Changes that are being written or wait for it.
    pub fn waiting(&self) -> usize {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.waiting(),
            Engine::Postgres(postgres) => postgres.waiting(),
        }
    }

    /// `sqlite` or `postgresql`.
    pub fn engine(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite(_) => "sqlite",
            Engine::Postgres(_) => "postgresql",
        }
    }
}

/// Reads. A statement that would write is refused by the engine.
pub struct Read {
    engine: Engine,
    /// Whether all is to be read of one moment, where the engine has that.
    whole: bool,
    snapshot: Option<Snapshot>,
    #[cfg(feature = "testing")]
    tally: Arc<crate::testing::Tally>,
}

// What PostgreSQL takes to answer is boxed: it is large, would be part of every flow that reads, and be moved with it, on
// SQLite as well.
impl Read {
    /// The one row, or none; more than one is an error.
    pub async fn one<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Option<T>, StoreError> {
        let mut rows = self.all(statement, params).await?;
        let row = rows.pop();
        if rows.is_empty() { Ok(row) } else { Err(StoreError::sql(statement.name(), "more than one row")) }
    }

    /// All rows of a result that is known to be small.
    pub async fn all<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        value::check(statement, &params)?;
        let rows = match &self.engine {
            Engine::Sqlite(sqlite) if self.whole => {
                let snapshot = match &mut self.snapshot {
                    Some(snapshot) => snapshot,
                    none => none.insert(sqlite.snapshot().await?),
                };
                snapshot.read(statement, params).await?
            }
            Engine::Sqlite(sqlite) => sqlite.read(statement, params).await?,
            Engine::Postgres(postgres) => Box::pin(postgres.read(statement, params)).await?,
        };
        #[cfg(feature = "testing")]
        self.tally.reads(statement, rows.len());
        Ok(rows)
    }

    /// Like [`Read::all`] for a page of a listing: SQLite reads it on a blocking thread.
    pub async fn page<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        value::check(statement, &params)?;
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read_aside(statement, params).await,
            Engine::Postgres(postgres) => Box::pin(postgres.read(statement, params)).await,
        }
    }
}
