//! Writes what was planned: organisations and groups, people in batches, then what refers to both.

use store::Change;

use super::{Options, Plan};
use crate::{Result, commit::Commit as _, events::EventKind, people::passwords, progress::Counter};

/// How many users one change makes: long enough to share a transaction's cost, short enough that others get their turn.
const AT_ONCE: usize = 50;

impl Plan<'_> {
    pub(super) async fn write(&mut self, options: &Options<'_>) -> Result<()> {
        let plans = self.users.iter().map(|user| user.plan.password.as_ref());
        let hashes = passwords::hashes_of(self.doorward, plans, options.progress).await?;
        for change in std::mem::take(&mut self.before) {
            self.doorward.store.commit_all(change).await?;
        }
        // Notices are written as the document has left the organisations.
        if self.users.iter().any(|user| user.plan.has_notice()) {
            self.doorward.refresh().await?;
        }
        let mut progress = Counter::new("users written", self.users.len(), options.progress);
        for (number, batch) in self.users.chunks(AT_ONCE).enumerate() {
            let mut change = Change::new();
            for (user, at) in batch.iter().zip(number * AT_ONCE..) {
                let kind = if user.plan.created { EventKind::UserCreated } else { EventKind::UserChanged };
                let hash = hashes.get(&at).map(String::as_str);
                user.plan.add_to(&mut change, self.doorward, hash, (&self.by, kind)).await?;
            }
            self.doorward.store.commit_all(change).await?;
            progress.add(batch.len());
        }
        for change in std::mem::take(&mut self.after) {
            self.doorward.store.commit_all(change).await?;
        }
        self.doorward.ordered.notify_one();
        self.doorward.refresh().await
    }
}
