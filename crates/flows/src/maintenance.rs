//! What a node does by itself: forget what was changed elsewhere, remove what is over.

use model::{Span, Time};
use store::{
    Change, Read, attempts, devices, email_changes, grants, invitations, jobs, mailed_links, parked, sessions,
    sign_ins, signing_keys, spent,
};

use crate::{Doorward, Error, Result, sign_in::LIFE};

/// Batches in one pass, at most: half a million rows of each kind, which is more than one node takes in in a minute.
const ROUNDS: usize = 100;

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
