//! Deleting one's own account (J1.16). What is known of the person goes in one change; what happened stays in the audit trail under
//! their identifier, which names nobody any more ([why](../../../../docs/decisions/0017-what-stays-of-an-account.md)).

use serde_json::json;
use store::{Change, deletion, users};

use crate::{
    Caller, Confirmed, Cookie, Doorward, Error, Result, SignedIn,
    commit::Commit as _,
    confirmed::DeleteAccount,
    events::{self, EventKind, EventSubject},
    jobs,
    notices::{Happened, Scene},
};

/// What became of a wish to be deleted.
#[derive(Debug, Clone)]
pub enum Departure {
    /// The account is gone, and everything that was given in its name has ended. The browser keeps nothing of it.
    Done(Cookie),
    /// The organisation would be left without an owner.
    LastOwner,
    /// The confirmation was used, or somebody else disabled or changed the account meanwhile: nothing was done.
    Nothing,
}

impl Doorward {
    /// Deletes the account of whoever is signed in, and tells them at the address that they had.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn delete_own_account(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<DeleteAccount>,
    ) -> Result<Departure> {
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        jobs::order_farewells(self, &mut change, owner, caller.now).await?;
        deletion::user(&mut change, owner, who.row.owner.epoch, caller.now);
        confirmed.spend(&mut change);
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(self, &mut change, &by, EventKind::UserDeleted, concerning, &json!({}));
        let to = (&who.profile, &*who.organisation);
        jobs::order_notice(self, &mut change, Scene::browser(caller, &[]), to, Happened::AccountDeleted).await?;
        match self.store.commit(change).await? {
            Ok(()) => {
                self.ordered.notify_one();
                Ok(Departure::Done(Cookie::SignedOut))
            }
            Err(guard) if guard == users::ANOTHER_OWNER => Ok(Departure::LastOwner),
            Err(_) => Ok(Departure::Nothing),
        }
    }

    /// How many applications somebody may open: what they lose with their account.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn applications_to_lose(&self, who: &SignedIn) -> Result<i64> {
        let count = self.tiles(who).await?.len();
        i64::try_from(count).map_err(|_| Error::Corrupt("more applications than can be counted"))
    }
}
