//! What a request costs the database, statement by statement: the same whoever ran it, and however busy the machine is.

use std::sync::{Mutex, PoisonError};

use crate::{Change, Statement, Store};

/// A statement that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// A read, and how many rows it found.
    Read(&'static str, usize),
    /// A statement of a change that was handed over, whether or not its guards held.
    Write(&'static str),
    /// The end of a change.
    Commit,
}

/// How much work it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Statements that read.
    pub reads: usize,
    /// Statements that wrote.
    pub writes: usize,
    /// Changes, each durable when it ends.
    pub commits: usize,
}

impl Cost {
    /// What this work cost.
    pub fn of(work: &[Work]) -> Self {
        let count = |kind: fn(&Work) -> bool| work.iter().filter(|work| kind(work)).count();
        Self {
            reads: count(|work| matches!(work, Work::Read(..))),
            writes: count(|work| matches!(work, Work::Write(_))),
            commits: count(|work| matches!(work, Work::Commit)),
        }
    }

    /// How often PostgreSQL is waited for: once for what is read, twice for a change.
    pub const fn round_trips(self) -> usize {
        self.reads + 2 * self.commits
    }
}

/// Notes what runs, while somebody watches.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Option<Vec<Work>>>);

impl Tally {
    pub(crate) fn reads(&self, statement: &'static Statement, rows: usize) {
        self.note(|| vec![Work::Read(statement.name(), rows)]);
    }

    pub(crate) fn writes(&self, change: &Change) {
        self.note(|| {
            let statements = change.steps.iter().map(|step| Work::Write(step.statement.name()));
            statements.chain([Work::Commit]).collect()
        });
    }

    fn note(&self, work: impl FnOnce() -> Vec<Work>) {
        if let Some(noted) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            noted.extend(work());
        }
    }
}

impl Store {
    /// Everything that runs while this does, in the order in which it was done.
    pub async fn work_of<T>(&self, body: impl Future<Output = T>) -> (T, Vec<Work>) {
        *self.tally.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Vec::new());
        let output = body.await;
        let noted = self.tally.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        (output, noted.unwrap_or_default())
    }
}
