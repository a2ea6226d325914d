//! What a node does by itself: forget what was changed elsewhere, remove what is over.

use model::{Id, Span, Time, id::Org};
use store::{
    Change, Read, attempts, devices, email_changes, events, grants, invitations, jobs, mailed_links, organisations,
    parked, sessions, sign_ins, signing_keys, spent,
};

use crate::{Doorward, Error, Result, sign_in::LIFE};

/// Batches in one pass, at most: half a million rows of each kind, which is more than one node takes in in a minute.
const ROUNDS: usize = 100;

/// Organisations whose old events go in one change.
const ORGANISATIONS: i64 = 64;

impl Doorward {
    /// Removes rows whose time is over, some thousands of each kind in one change, until none is left that strangers can make
    /// (DOS-07). Any node may do it at any time; twice does no harm.
    pub async fn prune(&self, now: Time) -> Result<()> {
        for _ in 0..ROUNDS {
            prune_batch(self, now).await?;
            if !any_over(&mut self.store.read().await?, now).await? {
                break;
            }
        }
        Ok(())
    }

    /// Removes audit events that were kept long enough, of each organisation some thousands at once. Asked for every hour or
    /// so.
    pub async fn prune_events(&self, now: Time) -> Result<()> {
        let Some(kept) = self.limits.events_kept else { return Ok(()) };
        let before = now - kept;
        let mut change = Change::new();
        events::prune(&mut change, None, before);
        remove(self, change).await?;
        let mut after = Id::<Org>::from_bytes([0; 16]);
        loop {
            let some = organisations::ids(&mut self.store.read().await?, after, ORGANISATIONS).await?;
            let Some(last) = some.last() else { return Ok(()) };
            after = *last;
            let mut change = Change::new();
            for org in some {
                events::prune(&mut change, Some(org), before);
            }
            remove(self, change).await?;
        }
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        match self.store.read().await {
            Ok(mut read) => store::versions::get(&mut read).await.is_ok(),
            Err(_) => false,
        }
    }
}

/// How long links that were mailed are kept after their end, so that one that did its work says so.
const LINKS_KEPT: model::Span = model::Span::days(1);

/// For how long after its end an invitation is still listed.
const INVITATIONS_KEPT: Span = Span::days(90);

async fn prune_batch(doorward: &Doorward, now: Time) -> Result<()> {
    let mut change = Change::new();
    sign_ins::prune(&mut change, now - LIFE);
    attempts::prune(&mut change, now);
    devices::prune(&mut change, now);
    sessions::prune(&mut change, now);
    grants::prune(&mut change, now);
    invitations::prune(&mut change, now - INVITATIONS_KEPT);
    email_changes::prune(&mut change, now - LINKS_KEPT);
    mailed_links::prune(&mut change, now - LINKS_KEPT);
    jobs::prune(&mut change, now);
    spent::prune(&mut change, now);
    parked::prune(&mut change, now);
    signing_keys::prune(&mut change, now);
    remove(doorward, change).await
}

async fn remove(doorward: &Doorward, change: Change) -> Result<()> {
    match doorward.store.write(change).await? {
        store::Outcome::Done | store::Outcome::Unknown => Ok(()),
        store::Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
    }
}

/// Whether more is over of what strangers can make, and make fast.
async fn any_over(read: &mut Read, now: Time) -> Result<bool> {
    Ok(sign_ins::any_before(read, now - LIFE).await?
        || attempts::any_over(read, now).await?
        || spent::any_over(read, now).await?)
}
