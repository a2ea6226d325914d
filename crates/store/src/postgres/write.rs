//! A change on PostgreSQL: BEGIN and all statements in one round trip, the row counts judged, then COMMIT or ROLLBACK.
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
};

use crate::{Change, Guard, Outcome, Statement, StoreError};

use super::{
    failure,
    lost_commit::{self, Lost},
    session::{Lease, Session, Sessions, borrowed},
};

/// Names the transaction, so that its fate can be asked for when the answer to COMMIT is lost.
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
    let named = |name| move |error| (name, error);
    let mut prepared = Vec::with_capacity(change.steps.len());
    for step in &change.steps {
        prepared.push(session.prepare(step.statement).await.map_err(named(step.statement.name()))?);
    }
    let transaction_id = session.prepare(&TRANSACTION_ID).await.map_err(named(TRANSACTION_ID.name()))?;
    let params: Vec<_> = change.steps.iter().map(|step| borrowed(&step.params)).collect();

    // Each is sent when it is first polled, so this order is the order on the wire.
    let begin = Sent::now(session.client.batch_execute("begin isolation level read committed read write")).await;
    let mut sent = Vec::with_capacity(prepared.len());
    for (prepared, params) in prepared.iter().zip(&params) {
        sent.push(Sent::now(session.client.execute(prepared, params)).await);
    }
    let transaction = Sent::now(session.client.query_one(&transaction_id, &[])).await;

    begin.answer().await.map_err(named(BEGIN))?;
    let mut answers = Vec::with_capacity(sent.len());
    for request in sent {
        answers.push(request.answer().await);
    }
    let transaction = transaction.answer().await;
    for (step, rows) in change.steps.iter().zip(answers) {
        let rows = rows.map_err(named(step.statement.name()))?;
        if let Some(guard) = step.refuses(rows) {
            return Ok(Ran::Refused(guard));
        }
    }
    let transaction = transaction.and_then(|row| row.try_get(0)).map_err(named(TRANSACTION_ID.name()))?;
    Ok(Ran::Held { transaction })
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
