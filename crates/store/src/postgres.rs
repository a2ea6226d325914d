//! PostgreSQL: a pool of sessions that can only read, and a pool for changes.
//!
//! A read is one statement outside of a transaction, so a reader that is dropped leaves nothing open behind.

mod address;
mod lost_commit;
mod session;
mod settings;
mod write;

use std::{sync::Arc, time::Duration};

use deadpool::{
    Runtime,
    managed::{Pool, PoolError, TimeoutType},
};
use tokio::{
    sync::{Semaphore, TryAcquireError},
    time::{Instant, timeout_at},
};
use tokio_postgres::error::SqlState;

use crate::{Change, FromRow, Options, Outcome, Params, Statement, StoreError};
pub(crate) use address::Address;
#[cfg(feature = "testing")]
pub(crate) use session::PLANNING;
pub(crate) use session::Session;
use session::{Lease, Purpose, Sessions};

pub(crate) struct Postgres {
    readers: Pool<Sessions>,
    writers: Pool<Sessions>,
    /// One permit for each change that runs or waits.
    queue: Arc<Semaphore>,
    places: u32,
    patience: Duration,
    address: Arc<Address>,
}

impl Postgres {
    pub(crate) async fn open(url: &str, options: &Options) -> Result<Self, StoreError> {
        let address = Arc::new(bounded(url, options)?);
        let places = u32::try_from(options.writers.saturating_add(options.queue)).unwrap_or(u32::MAX);
        let postgres = Self {
            readers: pool(&address, Purpose::Read, options.readers, options.patience)?,
            writers: pool(&address, Purpose::Write, options.writers, options.patience)?,
            queue: Arc::new(Semaphore::new(places as usize)),
            places,
            patience: options.patience,
            address,
        };
        let deadline = Instant::now() + options.patience;
        let lease = Lease::new(&postgres.writers, deadline).await?;
        let encoding = lease.session()?.client.query_one("show server_encoding", &[]).await;
        let encoding: String = encoding.and_then(|row| row.try_get(0)).map_err(|error| failure("open", &error))?;
        if encoding != "UTF8" {
            let reason = format!("the database's encoding is {encoding}: create it with encoding 'UTF8'");
            return Err(StoreError::Location(reason));
        }
        drop(lease);
        Ok(postgres)
    }

    /// A session of its own for migrations, without a limit on how long a statement may take.
    pub(crate) async fn connect(&self) -> Result<Session, StoreError> {
        let sessions = Sessions::new(self.address.clone(), Purpose::Migrate, self.patience);
        let session = timeout_at(Instant::now() + self.patience, sessions.open()).await;
        session.map_err(|_| StoreError::BUSY)?.map_err(|error| not_connected(&error))
    }

    pub(crate) async fn read<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        let deadline = Instant::now() + self.patience;
        match self.try_read(statement, &params, deadline).await {
            // The session may have ended while it was idle; a read can be asked again.
            Err(StoreError::Unavailable(_)) => self.try_read(statement, &params, deadline).await,
            answer => answer,
        }
    }

    async fn try_read<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: &Params,
        deadline: Instant,
    ) -> Result<Vec<T>, StoreError> {
        let mut lease = Lease::new(&self.readers, deadline).await?;
        match timeout_at(deadline, lease.session()?.query(statement, params)).await {
            Ok(rows) => rows,
            Err(_) => {
                // The session is still at it: the next reader would wait behind this one.
                lease.spoil();
                Err(StoreError::BUSY)
            }
        }
    }

    /// Runs the change on a task of its own, so that a caller who gives up does not stop it half-way.
    pub(crate) async fn write(self: &Arc<Self>, change: Change) -> Result<Outcome, StoreError> {
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(|refused| match refused {
            TryAcquireError::NoPermits => StoreError::BUSY,
            TryAcquireError::Closed => StoreError::Unavailable("the database is closed".to_owned()),
        })?;
        let postgres = Arc::clone(self);
        let task = tokio::spawn(async move {
            let outcome = write::write(&postgres.writers, &change, postgres.patience).await;
            drop(place);
            outcome
        });
        // A task that did not end properly may have done so after its COMMIT.
        task.await.unwrap_or(Ok(Outcome::Unknown))
    }

    /// Where it is, for people.
    pub(crate) fn describe(&self) -> String {
        crate::origin::postgres_text(&self.address)
    }

    /// Changes that run or wait.
    pub(crate) fn waiting(&self) -> usize {
        (self.places as usize).saturating_sub(self.queue.available_permits())
    }

    /// Waits until no change runs or waits any more. Later ones are [`StoreError::Unavailable`].
    pub(crate) async fn close(&self) {
        // An error means that it was closed before.
        drop(self.queue.acquire_many(self.places).await);
        self.queue.close();
        self.readers.close();
        self.writers.close();
    }
}

/// The address, with bounds on everything that may wait.
fn bounded(url: &str, options: &Options) -> Result<Address, StoreError> {
    let mut address = Address::parse(url)?;
    let config = &mut address.config;
    if config.get_application_name().is_none() {
        config.application_name("doorward");
    }
    // A name may have several addresses, of which the first is silent.
    config.connect_timeout(options.patience / 2).tcp_user_timeout(options.patience * 2);
    // Idle sessions with a machine that is gone end by themselves, before each has cost somebody a request.
    let second = Duration::from_secs(1); // the kernel knows no less
    config.keepalives_idle(options.patience.max(second)).keepalives_interval(second);
    config.target_session_attrs(tokio_postgres::config::TargetSessionAttrs::ReadWrite);
    Ok(address)
}

fn pool(
    address: &Arc<Address>,
    purpose: Purpose,
    size: usize,
    patience: Duration,
) -> Result<Pool<Sessions>, StoreError> {
    Pool::builder(Sessions::new(address.clone(), purpose, patience))
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| StoreError::Location(error.to_string()))
}

/// Why there is no session to be had.
fn no_session(error: PoolError<tokio_postgres::Error>) -> StoreError {
    match error {
        PoolError::Timeout(TimeoutType::Wait) => StoreError::BUSY,
        PoolError::Backend(error) => not_connected(&error),
        other => StoreError::Unavailable(other.to_string()),
    }
}

/// Why no connection was made.
fn not_connected(error: &tokio_postgres::Error) -> StoreError {
    if let Some(reason) = pki::explain(error) {
        let remedy = "give the server a certificate for the name in database.url, and name the authority that issued it in sslrootcert, \
            if it is one of your own";
        return StoreError::NotConnected { reason, remedy };
    }
    let (reason, code) = match failure("connect", error) {
        StoreError::Sql { message, .. } => (message, error.code().map_or("", SqlState::code)),
        other => return other,
    };
    let remedy = match code {
        code if code.starts_with("28") => "check user and password in database.url, and pg_hba.conf on the server",
        "3D000" => "create it (createdb --encoding UTF8 --template template0 NAME), or name another in database.url",
        "42501" => "let the user in database.url connect to this database (GRANT CONNECT)",
        "" if reason.contains("does not support TLS") => {
            "let the server speak TLS (ssl = on), or say sslmode=disable where the network itself is protected"
        }
        _ => return StoreError::Unavailable(reason),
    };
    StoreError::NotConnected { reason, remedy }
}

/// PostgreSQL's error as ours. Its details name values, so they stay out; its messages name tables and columns.
pub(crate) fn failure(statement: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let Some(told) = error.as_db_error() else { return failure_of_ours(statement, error) };
    let message = format!("{} ({})", told.message(), told.code().code());
    match told.code() {
        &SqlState::QUERY_CANCELED
        | &SqlState::LOCK_NOT_AVAILABLE
        | &SqlState::TOO_MANY_CONNECTIONS
        | &SqlState::T_R_SERIALIZATION_FAILURE
        | &SqlState::T_R_DEADLOCK_DETECTED => StoreError::BUSY,
        &SqlState::DISK_FULL => StoreError::Full,
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => StoreError::Corrupt(message),
        code if code.code().starts_with("08") || code.code().starts_with("57P") => StoreError::Unavailable(message),
        _ => StoreError::sql(statement, message),
    }
}

/// An error on our side: the connection, or a parameter that is not of the statement's kind.
fn failure_of_ours(statement: &'static str, error: &tokio_postgres::Error) -> StoreError {
    let cause = std::error::Error::source(error);
    let message = cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}"));
    if error.is_closed() || cause.is_some_and(<dyn std::error::Error>::is::<std::io::Error>) {
        StoreError::Unavailable(message)
    } else {
        StoreError::sql(statement, message)
    }
}
