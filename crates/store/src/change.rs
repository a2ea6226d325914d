//! A write is a value: an ordered list of statements, each with the guard that one row keeps.
//!
//! Order inside a list is fixed, so that writers lock rows in one order: organisation, user, session, application
//! session, token, event, job. A rule over one row lives in its statement; a rule over several rows first updates the
//! one row that stands for it.

use crate::{Params, Statement, StoreError, value};

/// The name of a condition that a change depends on, as its caller matches it. Each is a constant of the module whose rows it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Guard(pub &'static str);

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a change may have been refused"]
pub enum Outcome {
    /// All of it is stored, durably.
    Done,
    /// None of it: this guard did not hold.
    Refused(Guard),
    /// The connection was lost while it committed, and the database can't be asked what became of it. Read, never repeat.
    Unknown,
}

/// Statements that are applied all together, or not at all.
#[derive(Debug, Clone, Default)]
#[must_use = "a change does nothing until it is written"]
pub struct Change {
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) statement: &'static Statement,
    pub(crate) params: Params,
    pub(crate) expects: Option<Guard>,
}

impl Change {
    /// A change without statements, which is always done.
    pub fn new() -> Self {
        Self::default()
    }

    /// A statement that may touch any number of rows.
    pub fn add(&mut self, statement: &'static Statement, params: Params) -> &mut Self {
        self.step(statement, params, None)
    }

    /// A statement that touches exactly one row, or the whole change is refused.
    pub fn guard(&mut self, statement: &'static Statement, params: Params, guard: Guard) -> &mut Self {
        self.step(statement, params, Some(guard))
    }

    /// The other change's statements after these.
    pub fn append(&mut self, other: Change) -> &mut Self {
        self.steps.extend(other.steps);
        self
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    fn step(&mut self, statement: &'static Statement, params: Params, expects: Option<Guard>) -> &mut Self {
        self.steps.push(Step { statement, params, expects });
        self
    }

    /// Refuses before the database sees it what only one engine would accept.
    pub(crate) fn check(&self) -> Result<(), StoreError> {
        self.steps.iter().try_for_each(|step| value::check(step.statement, &step.params))
    }
}

impl Step {
    /// The guard that does not hold if this statement touched so many rows.
    pub(crate) fn refuses(&self, rows: u64) -> Option<Guard> {
        self.expects.filter(|_| rows != 1)
    }
}
