//! A database that was restored from a backup. What was given for use ends: sessions, codes, tokens, the instance's keys, sign-ins and
//! messages that waited. What people and administrators wrote is as in the backup: passwords that were changed since,
//! authenticators that were removed, roles, subscriptions, users and organisations that were disabled, API tokens and the secrets of
//! applications.

use model::Id;
use serde_json::json;
use store::{Change, directory, sign_ins};

use crate::{
    Doorward, Granted, Result,
    commit::commit_and_refresh,
    events::{self, EventKind, EventSubject},
    granted::ManageInstance,
    keys::KeyUse,
};

/// How many users one change concerns, so that no statement takes longer than the database lets one take.
const AT_ONCE: i64 = 1000;

impl Doorward {
    /// Makes a restored database safe to serve. Sessions and tokens that it holds may have been ended after the backup was
    /// made, codes used, users signed out everywhere: so everything that was ever given to anybody ends (REL-23), and every key that signs or seals tokens is replaced, since one may have been revoked meanwhile. Sign-ins in progress are
    /// forgotten, and messages that waited are not sent (REL-24). Called once, before a server runs on it; twice does no harm.
    pub async fn after_restore(&self, granted: &Granted<ManageInstance>) -> Result<()> {
        let now = granted.by().now;
        self.give_up_jobs(now, "it waited in a backup that was restored").await?;
        let mut after = Id::from_bytes([0; 16]);
        loop {
            let mut read = self.store.read().await?;
            let Some(last) = directory::ids(&mut read, after, AT_ONCE).await?.pop() else { break };
            drop(read);
            let mut change = Change::new();
            directory::end_all(&mut change, after, last);
            commit_and_refresh(self, change).await?;
            after = last;
        }
        for what in KeyUse::ALL {
            self.replace_key(granted, what).await?;
        }
        let mut change = Change::new();
        sign_ins::forget_all(&mut change);
        events::record(
            self,
            &mut change,
            granted.by(),
            EventKind::DatabaseRestored,
            EventSubject::default(),
            &json!({}),
        );
        commit_and_refresh(self, change).await
    }
}
