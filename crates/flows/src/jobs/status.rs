//! How much work there is, and what this node did.

use std::sync::atomic::{AtomicU64, Ordering};

use model::Time;
use store::jobs::{self, Status};

use crate::{Doorward, Result};

/// What a node did, since it began, and what there is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobsStatus {
    /// Jobs that are not done yet, on all nodes.
    pub waiting: i64,
    /// When the oldest of them is, or was, due.
    pub oldest_due_at: Option<Time>,
    /// Jobs that were given up in the last 30 days, on all nodes.
    pub given_up: i64,
    /// What this node did.
    pub done: JobsDone,
}

/// What a node did, since it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobsDone {
    /// Mails that a mail server took.
    pub sent: u64,
    /// Tries that will be made again.
    pub put_off: u64,
    /// Jobs that were given up.
    pub given_up: u64,
    /// Mails that were not sent since their mailbox had enough.
    pub suppressed: u64,
}

/// What a node counts.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(super) sent: AtomicU64,
    pub(super) put_off: AtomicU64,
    pub(super) given_up: AtomicU64,
    pub(super) suppressed: AtomicU64,
}

impl Doorward {
    /// How much work there is, and what this node did.
    pub async fn jobs_status(&self, now: Time) -> Result<JobsStatus> {
        let Status { waiting, oldest_due_at, given_up } = jobs::status(&mut self.store.read().await?, now).await?;
        Ok(JobsStatus { waiting, oldest_due_at, given_up, done: self.jobs_done() })
    }

    /// What this node did, since it began.
    pub fn jobs_done(&self) -> JobsDone {
        let Counters { sent, put_off, given_up, suppressed } = &self.done;
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        JobsDone { sent: read(sent), put_off: read(put_off), given_up: read(given_up), suppressed: read(suppressed) }
    }
}
