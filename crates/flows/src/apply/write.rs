//! Writes what was planned: organisations and groups, people in batches, then what refers to both.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use model::{Id, id::Org};
use store::{Change, Outcome};

use super::{Options, Plan, users::PlannedUser};
use crate::{
    Doorward, Error, Organisation, Result,
    events::Kind,
    notices::{Happened, Scene},
    progress::Counter,
};

/// How many users one change makes: long enough to share a transaction's cost, short enough that others get their turn.
const AT_ONCE: usize = 50;

impl Plan<'_> {
    pub(super) async fn write(&mut self, options: &Options<'_>) -> Result<()> {
        let passwords = self.users.iter().map(|user| user.plan.password.as_ref());
        let hashes = self.doorward.hashes_of(passwords, options.progress).await?;
        for change in std::mem::take(&mut self.before) {
            self.doorward.put(change).await?;
        }
        let homes = self.homes_of_the_noticed().await?;
        let mut progress = Counter::new("users written", self.users.len(), options.progress);
        let mut at = 0;
        for batch in self.users.chunks(AT_ONCE) {
            let mut change = Change::new();
            for user in batch {
                let kind = if user.plan.created { Kind::UserCreated } else { Kind::UserChanged };
                let hash = hashes.get(&at).map(String::as_str);
                user.plan.add_to(&mut change, self.doorward, hash, (&self.by, kind))?;
                if let Some((profile, home)) = user.plan.noticed.as_ref().zip(homes.get(&user.org())) {
                    let scene = Scene::command(self.now);
                    self.doorward.order_notice(&mut change, scene, (profile, home), Happened::PasswordSet).await?;
                }
                at += 1;
            }
            self.doorward.put(change).await?;
            progress.add(batch.len());
        }
        for change in std::mem::take(&mut self.after) {
            self.doorward.put(change).await?;
        }
        self.doorward.ordered.notify_one();
        self.doorward.refresh().await
    }

    /// The organisations of those who are told of another password, as the document has left them.
    async fn homes_of_the_noticed(&self) -> Result<HashMap<Id<Org>, Arc<Organisation>>> {
        let mut homes = HashMap::new();
        let orgs: HashSet<Id<Org>> =
            self.users.iter().filter(|user| user.plan.noticed.is_some()).map(PlannedUser::org).collect();
        if !orgs.is_empty() {
            self.doorward.refresh().await?;
        }
        for org in orgs {
            homes.insert(org, self.doorward.organisation(org).await?);
        }
        Ok(homes)
    }
}

impl Doorward {
    /// Writes a change; its guards fail only when somebody else was quicker.
    async fn put(&self, change: Change) -> Result<()> {
        match self.store.write(change).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}
