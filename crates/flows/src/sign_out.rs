//! Signing out: the question names what will be closed; the answer ends the session at the server.

use store::{Change, sessions};

use crate::{
    Caller, Cookie, Doorward, Result,
    events::{EventKind, EventSubject},
    sessions::SignedIn,
};

impl Doorward {
    /// Ends the session and everything that applications hold of it.
    pub async fn sign_out(&self, caller: &Caller, who: &SignedIn) -> Result<Cookie> {
        let mut change = Change::new();
        sessions::end(&mut change, who.row.org, who.row.id, caller.now);
        let concerning = EventSubject::user((who.row.org, who.row.user));
        let by = caller.user(who.row.user);
        self.record(&mut change, &by, EventKind::SessionSignedOut, concerning, &serde_json::json!({}));
        self.commit_all(change).await?;
        Ok(Cookie::NoSession)
    }
}
