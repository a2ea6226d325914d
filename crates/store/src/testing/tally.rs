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
}

/// Notes what runs, while somebody watches.
#[derive(Debug, Default)]
pub struct Tally(Mutex<Option<Vec<Work>>>);

impl Tally {
    pub(crate) fn reads(&self, statement: &'static Statement, rows: usize) {
        self.note(|| vec![Work::Read(statement.name(), rows)]);
    }

    pub(crate) fn writes(&self, change: &Change) {
        self.note(|| change.steps.iter().map(|step| Work::Write(step.statement.name())).collect());
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
