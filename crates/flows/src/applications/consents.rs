//! What somebody lets applications do with their account: listed, and withdrawn.

use std::collections::BTreeMap;

use model::{
    Id, Time,
    id::{App, Org, User},
};
use serde_json::json;
use store::{Change, Readable, consents, grants};

use super::Settings;
use crate::{
    Caller, Doorward, Result, SignedIn,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
};

/// An application that may use somebody's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationAccess {
    /// The application.
    pub app: Id<App>,
    /// What people call it.
    pub name: String,
    /// Its picture.
    pub logo: Option<String>,
    /// The scopes that the person allowed it; none where their organisation lets it in without asking.
    pub scopes: Vec<String>,
    /// When the person allowed the last of them.
    pub allowed_at: Option<Time>,
}

impl Doorward {
    /// The applications that may use the account, by name: those that the person allowed something, and those that hold
    /// something of it that is good now.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn application_access(&self, caller: &Caller, who: &SignedIn) -> Result<Vec<ApplicationAccess>> {
        let all = access_of(self, (who.row.org, who.row.user), caller.now).await?;
        let mut all: Vec<ApplicationAccess> = all.into_values().collect();
        all.sort_by_key(|access| access.name.to_lowercase());
        Ok(all)
    }

    /// Withdraws what the person allowed the application, and ends what it holds of the account, also for use without them.
    /// Whether there was anything to withdraw.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn withdraw_access(&self, caller: &Caller, who: &SignedIn, app: Id<App>) -> Result<bool> {
        let owner = (who.row.org, who.row.user);
        if !access_of(self, owner, caller.now).await?.contains_key(&app) {
            return Ok(false);
        }
        let mut change = Change::new();
        // The consent comes first: an arrival that goes by it holds its row, so that its grant is ended here or never made.
        consents::withdraw(&mut change, owner, app);
        grants::end_of_application(&mut change, owner, app, caller.now);
        let concerning = EventSubject { app: Some(app), ..EventSubject::user(owner) };
        let by = caller.user(owner.1);
        events::record(self, &mut change, &by, EventKind::ConsentWithdrawn, concerning, &json!({}));
        self.store.commit_all(change).await?;
        Ok(true)
    }
}

async fn access_of(
    doorward: &Doorward,
    owner: (Id<Org>, Id<User>),
    now: Time,
) -> Result<BTreeMap<Id<App>, ApplicationAccess>> {
    let mut read = doorward.store.read().await?;
    let mut all = BTreeMap::new();
    for row in consents::of_user::<Readable<Settings>>(&mut read, owner).await? {
        let scopes = row.scopes.split(' ').map(str::to_owned).collect();
        let access = known(row.app, row.name, row.settings);
        all.insert(row.app, ApplicationAccess { scopes, allowed_at: Some(row.granted_at), ..access });
    }
    for (app, name, settings) in grants::applications_of_user::<Readable<Settings>>(&mut read, owner, now).await? {
        all.entry(app).or_insert_with(|| known(app, name, settings));
    }
    Ok(all)
}

/// One that a newer node wrote and this one can't read has no picture here.
fn known(app: Id<App>, name: String, settings: Readable<Settings>) -> ApplicationAccess {
    let logo = settings.ok().and_then(|settings| settings.into_inner().logo);
    ApplicationAccess { app, name, logo, scopes: Vec::new(), allowed_at: None }
}
