//! How much work there is, and what this node did.

use std::sync::atomic::{AtomicU64, Ordering};

use model::Time;
use store::jobs::{self, Status};

use super::{JobKind, KINDS, text_code};
use crate::{Doorward, Result};

/// How much work there is, on all nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobsStatus {
    /// Jobs that are not done yet.
    pub waiting: i64,
    /// When the oldest of them is, or was, due.
    pub oldest_due_at: Option<Time>,
    /// Jobs that were given up in the last 30 days.
    pub given_up: i64,
}

/// What was given up in the last 30 days, by what it would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GivenUp {
    /// Mails.
    pub mails: i64,
    /// Text messages.
    pub texts: i64,
    /// Applications that were not told that a session ended, and what nodes of another release order.
    pub others: i64,
}

/// What a node did of a kind, since it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobsDone {
    /// Jobs that were done.
    pub done: u64,
    /// Tries that will be made again.
    pub put_off: u64,
    /// Jobs that were given up.
    pub given_up: u64,
    /// Jobs that were not done since their recipient had enough of the kind.
    pub suppressed: u64,
}

/// What a node counts of a kind.
#[derive(Debug, Default)]
pub(super) struct Counter {
    pub(super) done: AtomicU64,
    pub(super) put_off: AtomicU64,
    pub(super) given_up: AtomicU64,
    pub(super) suppressed: AtomicU64,
}

impl Counter {
    fn read(&self) -> JobsDone {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let Self { done, put_off, given_up, suppressed } = self;
        JobsDone { done: read(done), put_off: read(put_off), given_up: read(given_up), suppressed: read(suppressed) }
    }
}

/// What a node counts, in the order of [`KINDS`].
#[derive(Debug, Default)]
pub(crate) struct Counters([Counter; KINDS.len()]);

impl Counters {
    pub(super) fn of(&self, kind: &JobKind) -> &Counter {
        &self.0[KINDS.iter().position(|known| *known == kind).unwrap_or_default()]
    }
}

impl Doorward {
    /// How much work there is.
    pub async fn jobs_status(&self, now: Time) -> Result<JobsStatus> {
        let Status { waiting, oldest_due_at, given_up } = jobs::status(&mut self.store.read().await?, now).await?;
        Ok(JobsStatus { waiting, oldest_due_at, given_up })
    }

    /// What was given up in the last 30 days.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn given_up(&self, now: Time) -> Result<GivenUp> {
        let mut read = self.store.read().await?;
        let all = jobs::status(&mut read, now).await?.given_up;
        let mut given_up = GivenUp::default();
        for kind in KINDS {
            let of = match kind {
                kind if kind.needs_mail => &mut given_up.mails,
                kind if *kind == text_code::CODE => &mut given_up.texts,
                _ => continue,
            };
            *of += jobs::given_up_of_kind(&mut read, kind.word, now).await?;
        }
        given_up.others = all - given_up.mails - given_up.texts;
        Ok(given_up)
    }

    /// What this node did, since it began, by kind.
    pub fn jobs_done(&self) -> Vec<(&'static JobKind, JobsDone)> {
        KINDS.iter().zip(&self.done.0).map(|(kind, counter)| (*kind, counter.read())).collect()
    }
}
