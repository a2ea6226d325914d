//! What people say of themselves.

use model::release::Profile;
use store::{Change, users};

use crate::{
    Caller, Doorward, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    sessions::SignedIn,
};

/// How often a change is tried when others change the same profile meanwhile.
const TRIES: usize = 3;

impl Doorward {
    /// Keeps the language that somebody wants to read, a BCP 47 tag, as their setting. A setting of the same language with a
    /// region (`de-CH` for `de`) stays as it is. What others change in the profile meanwhile stays too; where they are
    /// always faster, the setting is not kept.
    pub async fn set_language(&self, caller: &Caller, who: &SignedIn, tag: &str) -> Result<()> {
        let owner = (who.row.org, who.row.user);
        let mut stored = who.row.owner.profile.clone();
        for _ in 0..TRIES {
            let mut profile = Profile::clone(&stored);
            let same = |locale: &String| locale.split('-').next() == Some(tag);
            if profile.locale.as_ref().is_some_and(same) {
                return Ok(());
            }
            profile.locale = Some(tag.to_owned());
            let mut change = Change::new();
            users::set_profile(&mut change, owner, &stored, &stored.replaced(profile));
            let data = serde_json::json!({ "locale": tag });
            events::record(
                self,
                &mut change,
                &caller.user(owner.1),
                EventKind::ProfileChanged,
                EventSubject::user(owner),
                &data,
            );
            if self.store.commit(change).await?.is_ok() {
                return Ok(());
            }
            match users::by_id(&mut self.store.read().await?, owner.0, owner.1).await? {
                Some(row) => stored = row.profile,
                None => return Ok(()),
            }
        }
        Ok(())
    }
}
