//! What a node does by itself: forget what was changed elsewhere, remove what is over.

use model::Time;
use store::{Change, attempts, devices, grants, jobs, sessions, sign_ins, signing_keys, spent};

use crate::{Doorward, Error, Result, sign_in::LIFE};

impl Doorward {
    /// Removes rows whose time is over, some thousands of each kind at once. Any node may do it at any time; twice does no
    /// harm.
    pub async fn prune(&self, now: Time) -> Result<()> {
        let mut change = Change::new();
        sign_ins::prune(&mut change, now - LIFE);
        attempts::prune(&mut change, now);
        devices::prune(&mut change, now);
        sessions::prune(&mut change, now);
        grants::prune(&mut change, now);
        jobs::prune(&mut change, now);
        spent::prune(&mut change, now);
        signing_keys::prune(&mut change, now);
        match self.store.write(change).await? {
            store::Outcome::Done | store::Outcome::Unknown => Ok(()),
            store::Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
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
