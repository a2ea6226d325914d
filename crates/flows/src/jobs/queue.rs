//! The queue: work is leased by a node, done, and finished by the holder of the lease.
//!
//! A job is in the database until it is done, so an hour without a mail server, or a killed node, loses nothing. What was
//! sent but not yet finished when a node died is sent once more: the lease runs out, and its successor can't know. That is
//! the only way to a duplicate, and both carry the same `Message-ID`.

use std::{sync::atomic::Ordering, time::Duration};

use crypto::entropy;
use model::{Span, Time};
use notify::{Deliver, LONGEST_TRY};
use store::{
    Change, Guard, attempts,
    jobs::{self, JobRow},
};

use super::{JobKind, KINDS, Task, Tried};
use crate::{
    Doorward, Error, Result,
    commit::{Commit as _, commit_and_refresh},
    instance_mac_key,
};

/// How long a job is leased: longer than any try takes.
pub(super) const LEASE: Span = Span::seconds(120);
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
    kind: &'static JobKind,
    fence: i64,
}

impl Doorward {
    /// Every kind of work that this node knows.
    pub fn kinds_of_jobs() -> &'static [&'static JobKind] {
        &KINDS
    }

    /// Gives up all work that waits, and says why. For a database that was restored from a backup: most of it was done in the
    /// time that is gone, and a copy on another machine must not write to anybody (REL-24).
    pub async fn give_up_jobs(&self, now: Time, why: &str) -> Result<()> {
        let mut change = Change::new();
        jobs::give_up_all(&mut change, now, why);
        commit_and_refresh(self, change).await
    }

    /// Leases work of this kind that is due, so much at most. What other nodes lease at the same moment is left to them.
    pub async fn lease_jobs(&self, kind: &'static JobKind, now: Time, most: usize) -> Result<Vec<Leased>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let due = jobs::due(&mut self.store.read().await?, kind.word, now, most).await?;
        let mut leased = Vec::new();
        for row in due {
            leased.extend(Leased::lease(self, row, kind, now).await?);
        }
        Ok(leased)
    }

    /// Does a piece of work, outside of any transaction, and writes what came of it, if the lease is still ours. `clock`
    /// says when it ended. Answers whether it came as far as it alone can: if not, no other work of its kind would have come
    /// further.
    pub async fn carry_out(
        &self,
        leased: Leased,
        post: &dyn Deliver,
        clock: &(dyn Fn() -> Time + Send + Sync),
    ) -> Result<bool> {
        // One that waits would have a place of its kind, and hold up others.
        Ok(!matches!(leased.carry_out(self, post, clock, Duration::ZERO).await?, Tried::Unreachable(_)))
    }
}

impl Leased {
    /// Does it, outside of any transaction, and writes what came of it, if the lease is still ours. It may wait for so long for a place at
    /// whom it calls.
    pub(crate) async fn carry_out(
        self,
        doorward: &Doorward,
        post: &dyn Deliver,
        clock: &(dyn Fn() -> Time + Send + Sync),
        waits: Duration,
    ) -> Result<Tried> {
        let tried = (self.kind.execute)(Task { doorward, row: &self.row, post, now: clock(), waits }).await;
        self.settle(doorward, &tried, clock()).await?;
        Ok(tried)
    }

    /// One that is leased in the change that orders it.
    pub(super) fn begun(row: JobRow, kind: &'static JobKind) -> Self {
        Self { row, kind, fence: 1 }
    }

    /// Leases this job, and takes its recipient's budget with the first lease.
    async fn lease(doorward: &Doorward, row: JobRow, kind: &'static JobKind, now: Time) -> Result<Option<Self>> {
        let fence = row.fence + 1;
        let mut change = Change::new();
        jobs::lease(&mut change, &row, now, now + LEASE);
        let alone = change.clone();
        if row.tries == 0
            && let Some(recipient) = &row.recipient_key
        {
            let mac_key = instance_mac_key::get(doorward).await?;
            for (at, &(budget, guard)) in kind.recipient_limits.iter().enumerate() {
                let parts: &[&[u8]] = &[b"job", kind.word.as_bytes(), &at.to_be_bytes(), recipient];
                attempts::take(&mut change, &mac_key.mac("attempts", parts), budget, now, guard);
            }
        }
        let leased = Self { row, kind, fence };
        match settled(doorward, change).await? {
            Ok(()) => Ok(Some(leased)),
            Err(Some(guard)) if guard != jobs::FREE => {
                leased.suppress(doorward, alone).await?;
                Ok(None)
            }
            // Somebody else was quicker; or nobody knows, and the lease runs out by itself.
            Err(_) => Ok(None),
        }
    }

    /// Finishes it undone, since its recipient had enough of the kind.
    async fn suppress(&self, doorward: &Doorward, lease: Change) -> Result<()> {
        let Self { row, kind, fence } = self;
        let mut change = lease;
        jobs::done(&mut change, row.id, *fence);
        if settled(doorward, change).await?.is_ok() {
            doorward.done.of(kind).suppressed.fetch_add(1, Ordering::Relaxed);
            tracing::info!(job = %row.id, kind = kind.word, "not done: its recipient had enough of these");
        }
        Ok(())
    }

    /// Writes what came of a try, if the lease is still ours.
    async fn settle(&self, doorward: &Doorward, tried: &Tried, now: Time) -> Result<()> {
        let Self { row, kind, fence } = self;
        let done = doorward.done.of(kind);
        let mut change = Change::new();
        let counter = match tried {
            Tried::Done => {
                jobs::done(&mut change, row.id, *fence);
                &done.done
            }
            Tried::Later(trouble) | Tried::Unreachable(trouble)
                if now < row.created_at + kind.patience && row.tries < MOST_TRIES =>
            {
                jobs::later(&mut change, row.id, *fence, now + pause(doorward, row.tries), trouble);
                tracing::info!(job = %row.id, kind = row.kind, tries = row.tries + 1, trouble, "put off");
                &done.put_off
            }
            Tried::Later(trouble) | Tried::Unreachable(trouble) | Tried::Never(trouble) => {
                jobs::give_up(&mut change, row.id, *fence, now, trouble);
                tracing::warn!(job = %row.id, kind = row.kind, tries = row.tries + 1, trouble, "given up");
                &done.given_up
            }
        };
        match settled(doorward, change).await? {
            Ok(()) => _ = counter.fetch_add(1, Ordering::Relaxed),
            Err(Some(_)) => tracing::warn!(job = %row.id, kind = row.kind, "took longer than its lease"),
            Err(None) => tracing::warn!(job = %row.id, kind = row.kind, "not known to be finished"),
        }
        Ok(())
    }
}

/// Writes a change of the queue, which goes on whatever came of it: the inner error is the guard that refused it, or none
/// where nobody knows whether it was written.
async fn settled(doorward: &Doorward, change: Change) -> Result<std::result::Result<(), Option<Guard>>> {
    match doorward.store.commit(change).await {
        Ok(outcome) => Ok(outcome.map_err(Some)),
        Err(Error::Unknown) => Ok(Err(None)),
        Err(error) => Err(error),
    }
}

/// Until the next try: twice as long each time, of which between half and all is waited, so that what was put off
/// together does not come back together.
fn pause(doorward: &Doorward, tries: i64) -> Span {
    let doublings = u32::try_from(tries.clamp(0, 30)).unwrap_or_default();
    let longest = FIRST_PAUSE.as_millis().saturating_mul(1 << doublings).min(LONGEST_PAUSE.as_millis());
    let random = i64::from(u16::from_be_bytes(entropy::bytes(&*doorward.entropy)));
    Span::millis(longest / 2 + longest / 2 * random / i64::from(u16::MAX))
}
