//! A change on PostgreSQL: BEGIN and all statements in one round trip, the row counts judged, then COMMIT or ROLLBACK.
//!
//! COMMIT is not sent with the statements: the transaction's id has to be here first, or nobody could ask what became of it
//! (`docs/decisions/0002-lost-commit.md`).
//!
//! The session goes back to the pool only after one of those was answered.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use deadpool::managed::Pool;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::{
    Error,
    error::{Severity, SqlState},
    types::ToSql,
};

use crate::{Change, Guard, Outcome, Statement, StoreError, change::Step};

use super::{
    failure,
    lost_commit::{self, Lost},
    session::{Lease, Session, Sessions, borrowed},
};

/// Names the transaction, so that its fate can be asked for when the answer to COMMIT is lost. Where a change has a guard,
/// the statement under it answers with the id as well.
static TRANSACTION_ID: Statement = Statement::shared("TRANSACTION_ID", "select cast(pg_current_xact_id() as text)");

/// What one attempt came to.
enum Attempt {
    Ended(Outcome),
    /// A conflict with another transaction, which the same change may not meet again.
    Conflict,
    /// COMMIT was sent, and not answered.
    Lost(Lost),
}

pub(super) async fn write(pool: &Pool<Sessions>, change: &Change, patience: Duration) -> Result<Outcome, StoreError> {
    let deadline = Instant::now() + patience;
    let mut lease = Lease::new(pool, deadline).await?;
    let mut tries = 0;
    let lost = loop {
        match attempt(&mut lease, change, deadline).await? {
            Attempt::Ended(outcome) => return Ok(outcome),
            Attempt::Lost(lost) => break lost,
            Attempt::Conflict if tries == 0 => tries += 1,
            Attempt::Conflict => return Err(StoreError::BUSY),
        }
    };
    drop(lease);
    lost_commit::resolve(pool.manager(), &lost, patience).await
}

/// Once from BEGIN to the answer to COMMIT or ROLLBACK. On an early return the lease is spoilt, and the session closed.
async fn attempt(lease: &mut Lease, change: &Change, deadline: Instant) -> Result<Attempt, StoreError> {
    lease.spoil();
    let session = lease.session()?;
    let ran = in_time(deadline, run(session, change)).await?;
    let verdict = match ran {
        Ok(Ran::Held { transaction }) => match in_time(deadline, session.client.batch_execute("commit")).await {
            Ok(Ok(())) => Ok(Attempt::Ended(Outcome::Done)),
            Ok(Err(error)) if told(&error) => Err((COMMIT, error)),
            Ok(Err(_)) | Err(_) => {
                return Ok(Attempt::Lost(Lost { transaction, server_life: session.server_life.clone() }));
            }
        },
        Ok(Ran::Refused(guard)) => {
            roll_back(session, deadline).await?;
            Ok(Attempt::Ended(Outcome::Refused(guard)))
        }
        Err((statement, error)) => {
            if told(&error) {
                roll_back(session, deadline).await?;
            }
            Err((statement, error))
        }
    };
    match verdict {
        Ok(attempt) => {
            lease.restored();
            Ok(attempt)
        }
        Err((statement, error)) => {
            if told(&error) {
                lease.restored();
            }
            if is_conflict(&error) { Ok(Attempt::Conflict) } else { Err(failure(statement, &error)) }
        }
    }
}

const BEGIN: &str = "begin";
const COMMIT: &str = "commit";

/// What the statements came to, before COMMIT or ROLLBACK.
enum Ran {
    Held { transaction: String },
    Refused(Guard),
}

type Failed = (&'static str, Error);

/// Sends BEGIN and everything after it without waiting in between, then judges the answers in order: what follows a
/// guard that did not hold is of no interest.
async fn run(session: &Session, change: &Change) -> Result<Ran, Failed> {
    let requests = prepare(session, change).await?;
    // Each is sent when it is first polled, so this order is the order on the wire.
    let begin = Sent::now(session.client.batch_execute(BEGIN)).await;
    let mut sent = Vec::with_capacity(requests.len());
    for request in &requests {
        sent.push(Sent::now(request.answer(session)).await);
    }
    begin.answer().await.map_err(|error| (BEGIN, error))?;
    let mut answers = Vec::with_capacity(sent.len());
    for request in sent {
        answers.push(request.answer().await);
    }
    let mut transaction = None;
    for (request, answer) in requests.iter().zip(answers) {
        let answer = answer.map_err(|error| (request.name, error))?;
        if let Some(guard) = request.step.and_then(|step| step.refuses(answer.rows)) {
            return Ok(Ran::Refused(guard));
        }
        transaction = transaction.or(answer.transaction);
    }
    Ok(Ran::Held { transaction: transaction.unwrap_or_default() })
}

/// The statements of a change as they are sent, one of which answers with the transaction's id.
async fn prepare<'a>(session: &Session, change: &'a Change) -> Result<Vec<Request<'a>>, Failed> {
    // A guard that holds has written a row, so its statement has an answer.
    let answers = |step: &Step| step.statement.writes() && step.expects.is_some();
    let names = change.steps.iter().rposition(answers);
    let mut requests = Vec::with_capacity(change.steps.len() + 1);
    for (index, step) in change.steps.iter().enumerate() {
        let (name, names) = (step.statement.name(), names == Some(index));
        let prepared = match names {
            true => session.prepare_named(step.statement).await,
            false => session.prepare(step.statement).await,
        };
        let prepared = prepared.map_err(|error| (name, error))?;
        requests.push(Request { name, step: Some(step), prepared, params: borrowed(&step.params), names });
    }
    if names.is_none() {
        let name = TRANSACTION_ID.name();
        let prepared = session.prepare(&TRANSACTION_ID).await.map_err(|error| (name, error))?;
        requests.push(Request { name, step: None, prepared, params: Vec::new(), names: true });
    }
    Ok(requests)
}

/// One statement of a change.
struct Request<'a> {
    name: &'static str,
    /// What of the change it is; none where it only asks for the transaction's id.
    step: Option<&'a Step>,
    prepared: tokio_postgres::Statement,
    params: Vec<&'a (dyn ToSql + Sync)>,
    /// Whether it answers with the transaction's id.
    names: bool,
}

struct Answer {
    rows: u64,
    transaction: Option<String>,
}

impl Request<'_> {
    async fn answer(&self, session: &Session) -> Result<Answer, Error> {
        if !self.names {
            let rows = session.client.execute(&self.prepared, &self.params).await?;
            return Ok(Answer { rows, transaction: None });
        }
        let rows = session.client.query(&self.prepared, &self.params).await?;
        let transaction = rows.first().map(|row| row.try_get(0)).transpose()?;
        Ok(Answer { rows: rows.len() as u64, transaction })
    }
}

/// A request that is on its way.
enum Sent<F: Future> {
    Answered(F::Output),
    Waiting(Pin<Box<F>>),
}

impl<F: Future> Sent<F> {
    /// Polls the request once, which sends it.
    async fn now(request: F) -> Self {
        let mut request = Box::pin(request);
        match poll_fn(|context| Poll::Ready(request.as_mut().poll(context))).await {
            Poll::Ready(answer) => Self::Answered(answer),
            Poll::Pending => Self::Waiting(request),
        }
    }

    async fn answer(self) -> F::Output {
        match self {
            Self::Answered(answer) => answer,
            Self::Waiting(request) => request.await,
        }
    }
}

async fn roll_back(session: &Session, deadline: Instant) -> Result<(), StoreError> {
    in_time(deadline, session.client.batch_execute("rollback")).await?.map_err(|error| failure("rollback", &error))
}

async fn in_time<T>(deadline: Instant, work: impl Future<Output = T>) -> Result<T, StoreError> {
    timeout_at(deadline, work).await.map_err(|_| StoreError::BUSY)
}

/// The server itself answered, and the session goes on: the transaction did not commit.
fn told(error: &Error) -> bool {
    error.as_db_error().is_some_and(|told| told.parsed_severity() == Some(Severity::Error))
}

fn is_conflict(error: &Error) -> bool {
    matches!(error.code(), Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED))
}
