//! The queue: work is leased by a node, done, and finished by the holder of the lease.
//!
//! A job is in the database until it is done, so an hour without a mail server, or a killed node, loses nothing. What was
//! sent but not yet finished when a node died is sent once more: the lease runs out, and its successor can't know. That is
//! the only way to a duplicate, and both carry the same `Message-ID`.

use std::sync::atomic::Ordering;

use crypto::entropy;
use model::{Span, Time};
use notify::{Deliver, LONGEST_TRY};
use store::{
    Change, Outcome, attempts,
    jobs::{self, JobRow},
};

use super::{Kind, Tried};
use crate::{Doorward, Result, sign_in::AttemptKey};

/// How long a job is leased: longer than any try takes.
const LEASE: Span = Span::seconds(120);
const _: () = assert!(LEASE.as_seconds() as u64 > LONGEST_TRY.as_secs());

/// How long after the first try the second is made, about. Each pause is twice as long as the one before …
const FIRST_PAUSE: Span = Span::seconds(15);
/// … up to this, so that work is done again soon after what it needs is back.
const LONGEST_PAUSE: Span = Span::minutes(15);
/// A job that is begun so often is given up, whatever its age: it seems to end those who begin it.
const MOST_TRIES: i64 = 500;

/// A piece of work that this node has leased.
#[derive(Debug)]
#[must_use = "a lease that nobody uses holds the job up"]
pub struct Leased {
    row: JobRow,
    kind: Kind,
    fence: i64,
}

impl Doorward {
    /// Gives up all work that waits, and says why. For a database that was restored from a backup: most of it was done in the
    /// time that is gone, and a copy on another machine must not write to anybody (REL-24).
    pub async fn give_up_jobs(&self, now: Time, why: &str) -> Result<()> {
        let mut change = Change::new();
        jobs::give_up_all(&mut change, now, why);
        self.write(change).await
    }

    /// Leases work that is due, so much at most. What other nodes lease at the same moment is left to them, as are kinds that
    /// this node does not know.
    pub async fn lease_jobs(&self, now: Time, most: usize) -> Result<Vec<Leased>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let kinds = Kind::ALL.map(Kind::as_str);
        let due = jobs::due(&mut self.store.read().await?, now, &kinds, most).await?;
        let mut leased = Vec::new();
        for row in due {
            if let Some(kind) = Kind::parse(&row.kind) {
                leased.extend(self.lease(row, kind, now).await?);
            }
        }
        Ok(leased)
    }

    async fn lease(&self, row: JobRow, kind: Kind, now: Time) -> Result<Option<Leased>> {
        let fence = row.fence + 1;
        let mut change = Change::new();
        jobs::lease(&mut change, &row, now, now + LEASE);
        let alone = change.clone();
        let limits = kind.recipient_limits();
        if row.tries == 0
            && let Ok(job) = self.job(kind, &row)
        {
            for (at, &(budget, guard)) in limits.iter().enumerate() {
                let key = self.attempts_key(AttemptKey::Mailbox(&row.kind, at, job.recipient())).await?;
                attempts::take_under(&mut change, &key, budget, now, guard);
            }
        }
        match self.store.write(change).await? {
            Outcome::Done => Ok(Some(Leased { row, kind, fence })),
            Outcome::Refused(guard) if limits.iter().any(|(_, limit)| *limit == guard) => {
                self.suppress(alone, &row, fence).await?;
                Ok(None)
            }
            // Somebody else was quicker; or nobody knows, and the lease runs out by itself.
            Outcome::Refused(_) | Outcome::Unknown => Ok(None),
        }
    }

    /// Finishes a job undone, since its recipient had enough of the kind.
    async fn suppress(&self, lease: Change, row: &JobRow, fence: i64) -> Result<()> {
        let mut change = lease;
        jobs::done(&mut change, row.id, fence);
        if self.store.write(change).await? == Outcome::Done {
            self.done.suppressed.fetch_add(1, Ordering::Relaxed);
            tracing::info!(job = %row.id, kind = row.kind, "not sent: the mailbox had enough of these");
        }
        Ok(())
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
        let (tried, reached) = self.execute(leased.kind, &leased.row, post).await;
        self.settle(&leased, &tried, clock()).await?;
        Ok(reached)
    }

    async fn settle(&self, leased: &Leased, tried: &Tried, now: Time) -> Result<()> {
        let Leased { row, kind, fence } = leased;
        let mut change = Change::new();
        let counter = match tried {
            Tried::Done => {
                jobs::done(&mut change, row.id, *fence);
                &self.done.sent
            }
            Tried::Later(trouble) if now < row.created_at + kind.patience() && row.tries < MOST_TRIES => {
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
