//! SQLite: readers that run inline, and one writer thread.

mod snapshot;
#[cfg(test)]
mod tests;
mod writer;

use std::{
    fs::OpenOptions,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rusqlite::{Connection, ErrorCode, config::DbConfig};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Change, FromRow, Options, Outcome, Params, Row, Statement, StoreError};
pub(crate) use snapshot::Snapshot;
use writer::Writer;

/// Prepared statements kept by a connection; rusqlite's own default of 16 is less than one sign-in uses.
const STATEMENTS: usize = 512;

pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Arc<Readers>,
    writer: Writer,
}

/// Connections that can only read.
struct Readers {
    path: PathBuf,
    patience: Duration,
    free: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
    /// The file is small enough to be read on the caller's thread.
    inline: Arc<AtomicBool>,
}

impl Sqlite {
    /// The database's file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn open(path: &Path, options: &Options) -> Result<Self, StoreError> {
        create_private(path)?;
        let inline = Arc::new(AtomicBool::new(true));
        let writer = Writer::start(connect(path, options.patience)?, path, options, Arc::clone(&inline))?;
        let readers = Readers {
            path: path.to_owned(),
            patience: options.patience,
            free: Arc::new(Semaphore::new(options.readers)),
            idle: Mutex::default(),
            inline,
        };
        Ok(Self { path: path.to_owned(), readers: Arc::new(readers), writer })
    }

    /// A connection of its own, which may write: for migrations.
    pub(crate) fn connect(&self) -> Result<Connection, StoreError> {
        connect(&self.path, self.readers.patience)
    }

    pub(crate) async fn write(&self, change: Change) -> Result<Outcome, StoreError> {
        self.writer.write(change).await
    }

    /// What is not as it should be about the file, each with its remedy.
    pub(crate) fn worries(&self) -> Vec<(String, String)> {
        use std::os::unix::fs::PermissionsExt as _;
        let open = std::fs::metadata(&self.path).is_ok_and(|data| data.permissions().mode() & 0o077 != 0);
        let path = self.path.display();
        let worry = || (format!("others on this machine can read {path}"), format!("chmod 600 {path}*"));
        open.then(worry).into_iter().collect()
    }

    /// Changes that wait for the writer.
    pub(crate) fn waiting(&self) -> usize {
        self.writer.waiting()
    }

    pub(crate) async fn read<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        if !self.readers.inline.load(Ordering::Relaxed) {
            return self.read_aside(statement, params).await;
        }
        let _turn = self.readers.turn().await?;
        self.readers.query(statement, &params)
    }

    pub(crate) async fn read_aside<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        let _turn = self.readers.turn().await?;
        let readers = Arc::clone(&self.readers);
        let rows = tokio::task::spawn_blocking(move || readers.query(statement, &params)).await;
        rows.unwrap_or_else(|_| Err(StoreError::Unavailable("the reading thread ended".to_owned())))
    }

    /// A snapshot for the reads that follow one another.
    pub(crate) async fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Snapshot::begin(Arc::clone(&self.readers)).await
    }

    /// Runs what waits, then closes all connections. Later writes are [`StoreError::Unavailable`].
    pub(crate) async fn close(&self) {
        self.writer.close().await;
        self.readers.free.close();
        self.readers.idle().clear();
    }
}

impl Readers {
    async fn turn(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        match tokio::time::timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(StoreError::Unavailable("the database is closed".to_owned())),
            Err(_) => Err(StoreError::BUSY),
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that can only read: an idle one, or a new one.
    fn connection(&self) -> Result<Connection, StoreError> {
        let idle = self.idle().pop();
        match idle {
            Some(connection) => Ok(connection),
            None => {
                let connection = connect(&self.path, self.patience)?;
                connection.execute_batch("pragma query_only = on").map_err(|error| failure("open", &error))?;
                Ok(connection)
            }
        }
    }

    fn query<T: FromRow>(&self, statement: &'static Statement, params: &Params) -> Result<Vec<T>, StoreError> {
        let connection = self.connection()?;
        let rows = query(&connection, statement, params);
        // A connection whose file failed is not used again.
        if !matches!(rows, Err(StoreError::Unavailable(_) | StoreError::Corrupt(_))) {
            self.idle().push(connection);
        }
        rows
    }
}

pub(crate) fn query<T: FromRow>(
    connection: &Connection,
    statement: &'static Statement,
    params: &Params,
) -> Result<Vec<T>, StoreError> {
    let failed = |error| failure(statement.name(), &error);
    let mut prepared = connection.prepare_cached(statement.sqlite()).map_err(failed)?;
    bind(&mut prepared, params).map_err(failed)?;
    let mut rows = prepared.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        found.push(Row::sqlite(statement.name(), row).read()?);
    }
    Ok(found)
}

fn bind(prepared: &mut rusqlite::Statement<'_>, params: &Params) -> rusqlite::Result<()> {
    params.iter().enumerate().try_for_each(|(place, value)| prepared.raw_bind_parameter(place + 1, value))
}

/// Creates the file for its owner alone, when it is absent. SQLite gives its log and shared memory the same mode.
pub(crate) fn create_private(path: &Path) -> Result<(), StoreError> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::Unavailable(format!("{} can't be created: {error}", path.display()))),
    }
}

fn connect(path: &Path, patience: Duration) -> Result<Connection, StoreError> {
    let failed = |error| match failure("open", &error) {
        StoreError::Sql { message, .. } => StoreError::Unavailable(format!("{}: {message}", path.display())),
        other => other,
    };
    let connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(patience).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    for (setting, value) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        // One plan for all values. Without it a statement that could have another plan for another value is planned anew
        // at each execution, which takes ten times as long as executing it.
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        connection.set_db_config(setting, value).map_err(failed)?;
    }
    let settings = "pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; \
        pragma cache_size = -4096; pragma temp_store = memory; pragma journal_size_limit = 67108864";
    connection.execute_batch(settings).map_err(failed)?;
    Ok(connection)
}

/// SQLite's error as ours. Its messages name tables and columns, never values.
pub(crate) fn failure(statement: &'static str, error: &rusqlite::Error) -> StoreError {
    let message = || error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::BUSY,
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt(message()),
        Some(
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::OutOfMemory | ErrorCode::PermissionDenied,
        ) => StoreError::Unavailable(message()),
        _ => StoreError::sql(statement, message()),
    }
}
