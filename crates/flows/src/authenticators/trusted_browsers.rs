//! The browsers in which somebody is not asked for the second factor for a while, as they look after them themselves. Taking trust back
//! only lessens what a browser may do, so it needs no fresh proof, as ending a session needs none.

use model::{Id, Time, id::KnownBrowser, policy::Trust};
use serde_json::json;
use store::{
    Change,
    devices::{self, KnownBrowserRow},
};

use crate::{
    Caller, Doorward, Result, SignedIn,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
};

/// A browser in which its owner is not asked for the second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedBrowser {
    /// Which; the same for as long as it is known.
    pub id: Id<KnownBrowser>,
    /// Whether it is the one that asks.
    pub this_one: bool,
    /// What it calls itself.
    pub agent: String,
    /// Where it was when it was seen last.
    pub address: String,
    /// Since when it is trusted.
    pub since: Time,
    /// Until when.
    pub until: Time,
    /// When the person last signed in from it.
    pub seen_at: Time,
}

impl TrustedBrowser {
    fn of(row: KnownBrowserRow, Trust { since, until }: Trust, caller: &Caller) -> Self {
        let this_one = caller.device.as_ref().is_some_and(|token| *token.hash().as_bytes() == row.hash);
        let KnownBrowserRow { id, label: agent, address, seen_at, .. } = row;
        Self { id, this_one, agent, address, since, until, seen_at }
    }
}

impl Doorward {
    /// The browsers in which the person who is signed in is not asked for the second factor now: this one first, then those that were
    /// seen last. None that today's policy does not believe.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn trusted_browsers(&self, caller: &Caller, who: &SignedIn) -> Result<Vec<TrustedBrowser>> {
        let policy = &who.organisation.policy;
        let mut read = self.store.read().await?;
        let rows = devices::of_user(&mut read, (who.row.org, who.row.user), caller.now).await?;
        let believed = rows.into_iter().filter_map(|row| {
            let trust = row.trust.filter(|trust| policy.trusts(*trust, caller.now))?;
            Some(TrustedBrowser::of(row, trust, caller))
        });
        let mut trusted: Vec<TrustedBrowser> = believed.collect();
        trusted.sort_by_key(|one| (!one.this_one, std::cmp::Reverse((one.seen_at, one.id))));
        Ok(trusted)
    }

    /// From now on the person who is signed in is asked for the second factor in this browser again, or in all when none is named. Whether
    /// there was any that is trusted.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn distrust_browser(
        &self,
        caller: &Caller,
        who: &SignedIn,
        which: Option<Id<KnownBrowser>>,
    ) -> Result<bool> {
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        match which {
            Some(id) => devices::distrust(&mut change, owner, id, caller.now),
            None if self.trusted_browsers(caller, who).await?.is_empty() => return Ok(false),
            // Those, too, that were trusted since.
            None => devices::distrust_all(&mut change, owner),
        }
        let data = json!({ "browser": which.map(|id| id.to_string()) });
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(self, &mut change, &by, EventKind::BrowserDistrusted, concerning, &data);
        Ok(self.store.commit(change).await?.is_ok())
    }
}
