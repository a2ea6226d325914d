//! One connection to PostgreSQL, with its prepared statements, and how it is borrowed.

use std::{
    collections::HashMap,
    future::poll_fn,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    task::Poll,
    time::Duration,
};

use deadpool::managed::{Manager, Metrics, Object, Pool, RecycleError, RecycleResult, Timeouts};
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};
use tokio_postgres::{Client, Config, Error, NoTls, types::ToSql};

use crate::{FromRow, Params, Row, Statement, StoreError};

use super::{address::Address, failure, no_session};

/// Which life of which server: it is not the same after a crash or on another node, whose transaction ids may begin
/// again below ours. Statistics are discarded by crash recovery, which tells a crash that the postmaster survived.
const SERVER_LIFE: &str = "select cast(extract(epoch from pg_postmaster_start_time()) as text) || ' ' || \
    coalesce(cast(extract(epoch from pg_stat_get_bgwriter_stat_reset_time()) as text), '')";

/// Every statement is prepared once on each session, and reaches its rows by keys, in the order in which it names its tables.
/// So one plan serves all parameters, and other orders of joins are not considered: planning a grant with all that it
/// hangs off takes 1 ms instead of 30. A plan is worth the rows that it looks at: nearly all pages are in memory, and what they cost
/// on a disk would make reading a whole organisation look as cheap as one of its people, while PostgreSQL knows little of a table.
pub(crate) const PLANNING: &str = "set plan_cache_mode = force_generic_plan; set join_collapse_limit = 1; set jit = off; \
    set random_page_cost = 0.01; set seq_page_cost = 0.01;";

/// How long one server is asked alone. A machine that is gone says nothing at all, and must not use up the patience that
/// the next one needs.
const HEAD_START: Duration = Duration::from_millis(250);

/// A connection and what is prepared on it.
pub(crate) struct Session {
    pub(crate) client: Client,
    connection: JoinHandle<()>,
    /// By the address of the text, which is as static as its statement.
    statements: Mutex<HashMap<(usize, usize), tokio_postgres::Statement>>,
    /// See [`SERVER_LIFE`].
    pub(super) server_life: String,
}

impl Session {
    /// The statement as prepared on this connection.
    pub(crate) async fn prepare(&self, statement: &'static Statement) -> Result<tokio_postgres::Statement, Error> {
        self.prepare_text(statement.postgres()).await
    }

    /// The same of a statement that answers with the transaction's id.
    pub(super) async fn prepare_named(
        &self,
        statement: &'static Statement,
    ) -> Result<tokio_postgres::Statement, Error> {
        self.prepare_text(statement.named()).await
    }

    async fn prepare_text(&self, sql: &'static str) -> Result<tokio_postgres::Statement, Error> {
        let key = (sql.as_ptr().addr(), sql.len());
        let known = self.statements().get(&key).cloned();
        if let Some(prepared) = known {
            return Ok(prepared);
        }
        let prepared = self.client.prepare(sql).await?;
        self.statements().insert(key, prepared.clone());
        Ok(prepared)
    }

    /// All rows of one statement.
    pub(crate) async fn query<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: &Params,
    ) -> Result<Vec<T>, StoreError> {
        let failed = |error| failure(statement.name(), &error);
        let prepared = self.prepare(statement).await.map_err(failed)?;
        let rows = self.client.query(&prepared, &borrowed(params)).await.map_err(failed)?;
        rows.iter().map(|row| Row::postgres(statement.name(), row).read()).collect()
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<(usize, usize), tokio_postgres::Statement>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Session {
    /// Closes the socket at once, so that the server ends what was under way.
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// Parameters as tokio-postgres takes them.
pub(crate) fn borrowed(params: &Params) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

/// What sessions are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Single statements that can't write.
    Read,
    /// Changes.
    Write,
    /// Migrations: no limit on the time of a statement.
    Migrate,
}

/// Opens sessions, and takes them back.
pub(super) struct Sessions {
    address: Arc<Address>,
    /// One for each server of the address.
    servers: Vec<Config>,
    /// The one that took writes last, and is asked first.
    primary: AtomicUsize,
    settings: String,
}

impl Sessions {
    pub(super) fn new(address: Arc<Address>, purpose: Purpose, patience: Duration) -> Self {
        let millis = patience.as_millis().max(1);
        let limits = match purpose {
            Purpose::Migrate => String::new(),
            Purpose::Read => format!("set statement_timeout = {millis}; set default_transaction_read_only = on;"),
            Purpose::Write => format!(
                "set statement_timeout = {millis}; set idle_in_transaction_session_timeout = {millis}; \
                set default_transaction_isolation = 'read committed'; set default_transaction_read_only = off;"
            ),
        };
        // A commit that is answered is on the disk; stricter settings (remote_apply) are the operator's choice.
        let settings = format!(
            "{limits} {PLANNING} set timezone = 'UTC'; set client_min_messages = warning; \
            select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'"
        );
        Self { servers: address.servers(), address, primary: AtomicUsize::new(0), settings }
    }

    /// A new session with the first server that takes writes: each is asked, and none waited for when it is silent.
    pub(super) async fn open(&self) -> Result<Session, Error> {
        let count = self.servers.len();
        let first = self.primary.load(Ordering::Relaxed);
        let mut left = (first..first + count).map(|index| index % count);
        let ask = |index: usize| async move { (index, self.open_at(index).await) };
        let mut asked = Vec::with_capacity(count);
        loop {
            asked.extend(left.next().map(|index| Box::pin(ask(index))));
            let answer = first_of(&mut asked);
            let answer = match left.len() {
                0 => answer.await,
                _ => match timeout(HEAD_START, answer).await {
                    Ok(answer) => answer,
                    Err(_) => continue,
                },
            };
            match answer {
                (index, Ok(session)) => {
                    self.primary.store(index, Ordering::Relaxed);
                    return Ok(session);
                }
                (_, Err(error)) if asked.is_empty() && left.len() == 0 => return Err(error),
                (_, Err(_)) => {}
            }
        }
    }

    async fn open_at(&self, index: usize) -> Result<Session, Error> {
        let server = &self.servers[index];
        let (client, connection) = match &self.address.tls {
            None => {
                let (client, connection) = server.connect(NoTls).await?;
                (client, tokio::spawn(tended(connection)))
            }
            Some(tls) => {
                let (client, connection) = server.connect(tls.clone()).await?;
                (client, tokio::spawn(tended(connection)))
            }
        };
        let mut session = Session { client, connection, statements: Mutex::default(), server_life: String::new() };
        session.client.batch_execute(&self.settings).await?;
        session.server_life = session.client.query_one(SERVER_LIFE, &[]).await?.try_get(0)?;
        Ok(session)
    }
}

/// The first answer that comes; the others go on.
async fn first_of<F: Future>(asked: &mut Vec<Pin<Box<F>>>) -> F::Output {
    poll_fn(|context| {
        for index in 0..asked.len() {
            if let Poll::Ready(answer) = asked[index].as_mut().poll(context) {
                drop(asked.swap_remove(index));
                return Poll::Ready(answer);
            }
        }
        Poll::Pending
    })
    .await
}

/// Drives a connection to its end.
async fn tended(connection: impl Future<Output = Result<(), Error>>) {
    if let Err(error) = connection.await {
        tracing::debug!(%error, "a connection to PostgreSQL ended");
    }
}

impl Manager for Sessions {
    type Type = Session;
    type Error = Error;

    async fn create(&self) -> Result<Session, Error> {
        self.open().await
    }

    async fn recycle(&self, session: &mut Session, _: &Metrics) -> RecycleResult<Error> {
        if session.client.is_closed() { Err(RecycleError::message("closed")) } else { Ok(()) }
    }
}

/// A session borrowed from a pool. It goes back when it is dropped, unless it was spoilt: then it is closed.
pub(super) struct Lease {
    /// Taken only by `drop`.
    session: Option<Object<Sessions>>,
    spoilt: bool,
}

impl Lease {
    /// Waits for a session until the deadline.
    pub(super) async fn new(pool: &Pool<Sessions>, deadline: Instant) -> Result<Self, StoreError> {
        let left = Some(deadline.saturating_duration_since(Instant::now()));
        let timeouts = Timeouts { wait: left, create: left, recycle: left };
        match timeout_at(deadline, pool.timeout_get(&timeouts)).await {
            Ok(Ok(session)) => Ok(Self { session: Some(session), spoilt: false }),
            Ok(Err(error)) => Err(no_session(error)),
            Err(_) => Err(StoreError::Unavailable("no connection to PostgreSQL in time".to_owned())),
        }
    }

    /// From here on the session is in a state that nobody else may find.
    pub(super) fn spoil(&mut self) {
        self.spoilt = true;
    }

    /// The session is as it was when it was borrowed.
    pub(super) fn restored(&mut self) {
        self.spoilt = false;
    }

    pub(super) fn session(&self) -> Result<&Session, StoreError> {
        self.session.as_deref().ok_or_else(|| StoreError::Unavailable("the session is gone".to_owned()))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if self.spoilt
            && let Some(session) = self.session.take()
        {
            drop(Object::take(session));
        }
    }
}
