//! Work that is done after the answer: ordered in the change of its cause, leased by a node, finished by the holder of the
//! lease.
//!
//! A job is in the database until it is done, so an hour without a mail server, or a killed node, loses nothing. What was
//! sent but not yet finished when a node died is sent once more: the lease runs out, and its successor can't know. That is
//! the only way to a duplicate, and both carry the same `Message-ID`.

use std::sync::atomic::{AtomicU64, Ordering};

use crypto::{entropy, seal::Place};
use model::{Id, Span, Time, id::Job};
use notify::{Deliver, LONGEST_TRY, Mail, Outcome as Delivered};
use store::{
    Change, Guard, Outcome,
    attempts::{self, Budget, Window},
    jobs::{self, JobRow, Status},
};

use crate::{Doorward, Error, Result, notices::Ordered, sign_in::Guessed};

/// How long a job is leased: longer than any try takes.
const LEASE: Span = Span::seconds(120);
const _: () = assert!(LEASE.as_seconds() as u64 > LONGEST_TRY.as_secs());

/// How long a job is tried before it is given up.
const PATIENCE: Span = Span::hours(24);
/// How long after the first try the second is made, about. Each pause is twice as long as the one before …
const FIRST_PAUSE: Span = Span::seconds(15);
/// … up to this, so that mail flows again soon after its server is back.
const LONGEST_PAUSE: Span = Span::minutes(15);
/// A job that is begun so often is given up, whatever its age: it seems to end those who begin it.
const MOST_TRIES: i64 = 500;

/// So many within a span from the first on, and none until it is over.
const fn mailbox(limit: i64, span: Span) -> Budget {
    Budget { limit, closes_for: span, window: Window::SinceFirst(span), most: i64::MAX }
}

/// What one mailbox may be sent of one kind, so that nobody can flood it: three in a quarter of an hour, ten a day.
const MAILBOX: [(Budget, Guard); 2] = [
    (mailbox(3, Span::minutes(15)), Guard("mailbox quarter of an hour")),
    (mailbox(10, Span::hours(24)), Guard("mailbox day")),
];

/// What kinds of work there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Tells an account's owner of a sign-in.
    SignIn,
    /// Tells an account's owner of a lock.
    Lock,
    /// Tells an account's owner that what they sign in with was changed.
    Credential,
}

impl Kind {
    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "notice.sign_in",
            Self::Lock => "notice.lock",
            Self::Credential => "notice.credential",
        }
    }
}

/// A piece of work that this node has leased.
#[derive(Debug)]
#[must_use = "a lease that nobody uses holds the job up"]
pub struct Leased {
    row: JobRow,
    fence: i64,
}

/// What came of one try; the words are kept with the job.
enum Tried {
    Done,
    Later(String),
    Never(String),
}

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
    sent: AtomicU64,
    put_off: AtomicU64,
    given_up: AtomicU64,
    suppressed: AtomicU64,
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

    /// Gives up all work that waits, and says why. For a database that was restored from a backup: most of it was done in the
    /// time that is gone, and a copy on another machine must not write to anybody (REL-24).
    pub async fn give_up_jobs(&self, now: Time, why: &str) -> Result<()> {
        let mut change = Change::new();
        jobs::give_up_all(&mut change, now, why);
        self.write(change).await
    }

    /// Leases work that is due, so much at most. What other nodes lease at the same moment is left to them.
    pub async fn lease_jobs(&self, now: Time, most: usize) -> Result<Vec<Leased>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let due = jobs::due(&mut self.store.read().await?, now, most).await?;
        let mut leased = Vec::new();
        for row in due {
            leased.extend(self.lease(row, now).await?);
        }
        Ok(leased)
    }

    async fn lease(&self, row: JobRow, now: Time) -> Result<Option<Leased>> {
        let fence = row.fence + 1;
        let mut change = Change::new();
        jobs::lease(&mut change, &row, now, now + LEASE);
        let alone = change.clone();
        if row.tries == 0
            && let Ok(ordered) = self.ordered(&row)
        {
            for (place, (budget, guard)) in MAILBOX.into_iter().enumerate() {
                let key = self.attempts_key(Guessed::Mailbox(&row.kind, place, &ordered.to)).await?;
                attempts::take_under(&mut change, &key, budget, now, guard);
            }
        }
        match self.store.write(change).await? {
            Outcome::Done => Ok(Some(Leased { row, fence })),
            Outcome::Refused(guard) if MAILBOX.iter().any(|(_, mailbox)| *mailbox == guard) => {
                let mut change = alone;
                jobs::done(&mut change, row.id, fence);
                if self.store.write(change).await? == Outcome::Done {
                    self.done.suppressed.fetch_add(1, Ordering::Relaxed);
                    tracing::info!(job = %row.id, kind = row.kind, "not sent: the mailbox had enough of these");
                }
                Ok(None)
            }
            // Somebody else was quicker; or nobody knows, and the lease runs out by itself.
            Outcome::Refused(_) | Outcome::Unknown => Ok(None),
        }
    }

    /// Does a piece of work, outside of any transaction, and writes what came of it, if the lease is still ours. `clock`
    /// says when it ended. Answers whether the mail server let us come as far as this mail: if not, other mails would not
    /// have come further.
    pub async fn carry_out(
        &self,
        leased: Leased,
        post: &dyn Deliver,
        clock: &(dyn Fn() -> Time + Send + Sync),
    ) -> Result<bool> {
        let (result, reached) = match self.mail_of(&leased.row).await {
            Ok(mail) => match post.deliver(&mail).await {
                Delivered::Accepted => (Tried::Done, true),
                Delivered::Later(trouble) => (Tried::Later(trouble.to_string()), !trouble.stage.concerns_all()),
                Delivered::Never(trouble) => (Tried::Never(trouble.to_string()), true),
            },
            Err(error) => (Tried::Later(format!("it could not be made: {error}")), true),
        };
        self.settle(&leased, &result, clock()).await?;
        Ok(reached)
    }

    async fn mail_of(&self, row: &JobRow) -> Result<Mail> {
        self.notice(row.id, row.org, &self.ordered(row)?).await
    }

    fn ordered(&self, row: &JobRow) -> Result<Ordered> {
        let plain = self.sealer.open(data_place(&row.id), &row.data).map_err(|_| Error::Corrupt("a sealed job"))?;
        serde_json::from_slice(&plain).map_err(|_| Error::Corrupt("a job"))
    }

    async fn settle(&self, leased: &Leased, result: &Tried, now: Time) -> Result<()> {
        let Leased { row, fence } = leased;
        let mut change = Change::new();
        let counter = match result {
            Tried::Done => {
                jobs::done(&mut change, row.id, *fence);
                &self.done.sent
            }
            Tried::Later(trouble) if now < row.created_at + PATIENCE && row.tries < MOST_TRIES => {
                jobs::later(&mut change, row.id, *fence, now + self.pause(row.tries), trouble);
                tracing::info!(job = %row.id, kind = row.kind, tries = row.tries + 1, trouble, "put off");
                &self.done.put_off
            }
            Tried::Later(trouble) | Tried::Never(trouble) => {
                jobs::give_up(&mut change, row.id, *fence, now, trouble);
                tracing::warn!(job = %row.id, kind = row.kind, tries = row.tries + 1, trouble, "given up");
                &self.done.given_up
            }
        };
        match self.store.write(change).await? {
            Outcome::Done => {
                counter.fetch_add(1, Ordering::Relaxed);
            }
            Outcome::Refused(_) => tracing::warn!(job = %row.id, kind = row.kind, "took longer than its lease"),
            Outcome::Unknown => tracing::warn!(job = %row.id, kind = row.kind, "not known to be finished"),
        }
        Ok(())
    }

    /// Until the next try: twice as long each time, of which between half and all is waited, so that what was put off
    /// together does not come back together.
    fn pause(&self, tries: i64) -> Span {
        let doublings = u32::try_from(tries.clamp(0, 30)).unwrap_or_default();
        let longest = FIRST_PAUSE.as_millis().saturating_mul(1 << doublings).min(LONGEST_PAUSE.as_millis());
        let random = i64::from(u16::from_be_bytes(entropy::bytes(&*self.entropy)));
        Span::millis(longest / 2 + longest / 2 * random / i64::from(u16::MAX))
    }
}

/// Where a job's data is sealed for.
pub(crate) fn data_place(job: &Id<Job>) -> Place<'_> {
    Place { table: "jobs", column: "data", row: job.as_bytes() }
}
