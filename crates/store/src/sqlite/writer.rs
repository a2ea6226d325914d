//! The writer: one thread that commits whatever waits with one flush, each change in a savepoint of its own.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use crate::{Change, Guard, Options, Outcome, StoreError, change::Step};

use super::{bind, failure};

/// Changes that one commit takes at most, so that the first of them does not wait long for the last.
const BATCH: usize = 128;
/// Commits between two looks at the size of the file.
const COMMITS_PER_LOOK: u32 = 1024;

type Answer = Result<Outcome, StoreError>;

enum Job {
    Write(Change, oneshot::Sender<Answer>),
    Close(oneshot::Sender<()>),
}

/// The queue to the writer thread.
pub(super) struct Writer {
    queue: mpsc::Sender<Job>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        path: &Path,
        options: &Options,
        inline: Arc<AtomicBool>,
    ) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel(options.queue.max(1));
        let size = Size { path: path.to_owned(), limit: options.inline_below, inline, commits: 0 };
        size.look();
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || run(connection, jobs, size))
            .map_err(|error| StoreError::Unavailable(format!("no thread for the writer: {error}")))?;
        Ok(Self { queue })
    }

    /// Queues the change and waits for its commit. It is applied even when the caller no longer waits.
    pub(super) async fn write(&self, change: Change) -> Answer {
        let (sender, answer) = oneshot::channel();
        self.queue.try_send(Job::Write(change, sender)).map_err(|refused| match refused {
            mpsc::error::TrySendError::Full(_) => StoreError::BUSY,
            mpsc::error::TrySendError::Closed(_) => closed(),
        })?;
        // The writer answers every change that it takes; without an answer it ended with the change in its hands.
        answer.await.unwrap_or(Ok(Outcome::Unknown))
    }

    /// Changes in the queue.
    pub(super) fn waiting(&self) -> usize {
        self.queue.max_capacity().saturating_sub(self.queue.capacity())
    }

    /// Waits until everything queued is answered and the connection is closed.
    pub(super) async fn close(&self) {
        let (sender, closed) = oneshot::channel();
        if self.queue.send(Job::Close(sender)).await.is_ok() {
            // An error means that the thread has ended already.
            drop(closed.await);
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the database is closed".to_owned())
}

/// Watches whether the file is small enough to be read inline.
struct Size {
    path: PathBuf,
    limit: u64,
    inline: Arc<AtomicBool>,
    commits: u32,
}

impl Size {
    fn look(&self) {
        let small = std::fs::metadata(&self.path).is_ok_and(|file| file.len() <= self.limit);
        self.inline.store(small, Ordering::Relaxed);
    }

    fn committed(&mut self) {
        self.commits += 1;
        if self.commits.is_multiple_of(COMMITS_PER_LOOK) {
            self.look();
        }
    }
}

fn run(connection: Connection, mut jobs: mpsc::Receiver<Job>, mut size: Size) {
    let mut closing = None;
    while closing.is_none() {
        let Some(first) = jobs.blocking_recv() else { return };
        let mut batch = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::Write(change, answer) => batch.push((change, answer)),
                Job::Close(answer) => {
                    closing = Some(answer);
                    jobs.close();
                    break;
                }
            }
            next = if batch.len() < BATCH { jobs.try_recv().ok() } else { None };
        }
        let (changes, senders): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        for (sender, answer) in senders.into_iter().zip(commit(&connection, &changes)) {
            // Nobody may be waiting any more.
            drop(sender.send(answer));
        }
        size.committed();
    }
    refuse_the_rest(jobs);
    if let Some(answer) = closing {
        drop(connection);
        answer.send(()).ok();
    }
}

/// Changes that came after the end was asked for were not applied.
fn refuse_the_rest(mut jobs: mpsc::Receiver<Job>) {
    while let Some(job) = jobs.blocking_recv() {
        match job {
            Job::Write(_, answer) => drop(answer.send(Err(closed()))),
            Job::Close(answer) => drop(answer.send(()).ok()),
        }
    }
}

/// One transaction for all changes; an answer for each. Nothing is answered before the commit is on the disk.
fn commit(connection: &Connection, changes: &[Change]) -> Vec<Answer> {
    if changes.is_empty() {
        return Vec::new();
    }
    let answers = match apply_all(connection, changes) {
        Ok(answers) => answers,
        Err(error) => {
            roll_back(connection);
            return changes.iter().map(|_| Err(error.clone())).collect();
        }
    };
    let Err(error) = execute(connection, "commit") else { return answers };
    roll_back(connection);
    // After a failed flush nobody knows what a crash would find; all other errors leave nothing behind.
    let became = if matches!(error, StoreError::Unavailable(_)) { Ok(Outcome::Unknown) } else { Err(error) };
    answers.into_iter().map(|answer| if answer == Ok(Outcome::Done) { became.clone() } else { answer }).collect()
}

/// An error means that the transaction as a whole can't go on.
fn apply_all(connection: &Connection, changes: &[Change]) -> Result<Vec<Answer>, StoreError> {
    execute(connection, "begin immediate")?;
    let mut answers = Vec::with_capacity(changes.len());
    for change in changes {
        execute(connection, "savepoint change")?;
        let answer = apply(connection, change).map(|refused| refused.map_or(Outcome::Done, Outcome::Refused));
        if let Err(error) = &answer
            && (connection.is_autocommit() || !matches!(error, StoreError::Sql { .. }))
        {
            return Err(error.clone());
        }
        if answer != Ok(Outcome::Done) {
            execute(connection, "rollback to change")?;
        }
        execute(connection, "release change")?;
        answers.push(answer);
    }
    Ok(answers)
}

/// Runs the statements up to the first guard that does not hold.
fn apply(connection: &Connection, change: &Change) -> Result<Option<Guard>, StoreError> {
    for step in &change.steps {
        let rows = run_step(connection, step).map_err(|error| failure(step.statement.name(), &error))?;
        if let Some(guard) = step.refuses(rows) {
            return Ok(Some(guard));
        }
    }
    Ok(None)
}

/// How many rows the statement changed, or returned.
fn run_step(connection: &Connection, step: &Step) -> rusqlite::Result<u64> {
    let mut prepared = connection.prepare_cached(step.statement.sqlite())?;
    bind(&mut prepared, &step.params)?;
    if prepared.column_count() == 0 {
        return prepared.raw_execute().map(|rows| rows as u64);
    }
    let mut rows = prepared.raw_query();
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn execute(connection: &Connection, sql: &'static str) -> Result<(), StoreError> {
    let run = |sql| connection.prepare_cached(sql)?.raw_execute();
    run(sql).map(drop).map_err(|error| failure(sql, &error))
}

/// Ends the transaction; SQLite may have done so itself.
fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "rollback")
    {
        tracing::error!(%error, "rollback failed");
    }
}
