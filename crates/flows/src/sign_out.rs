//! Signing out: the question names what will be closed; the answer ends the session at the server.

use store::{Change, sessions};

use crate::{
    Caller, Cookie, Doorward, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    sessions::SignedIn,
};

impl Doorward {
    /// Ends the session and everything that applications hold of it.
    pub async fn sign_out(&self, caller: &Caller, who: &SignedIn) -> Result<Cookie> {
        let mut change = Change::new();
        sessions::end(&mut change, who.row.org, who.row.id, caller.now);
        let concerning = EventSubject::user((who.row.org, who.row.user));
        let by = caller.user(who.row.user);
        events::record(self, &mut change, &by, EventKind::SessionSignedOut, concerning, &serde_json::json!({}));
        self.store.commit_all(change).await?;
        Ok(Cookie::SignedOut)
    }
}
