//! The sessions that are too many when another one begins: those that began first end, with everything that was given in them, and the
//! applications that they were used for are told.

use serde_json::json;
use store::{Change, sessions};

use crate::{
    Caller, Doorward, Result,
    events::{self, EventKind, EventSubject},
    jobs,
    people::UserKey,
};

/// How many sessions are kept of one user.
const SESSIONS: i64 = 100;

/// Ends what is too many beside one more. Two that begin at once may leave one more than there should be; the next one ends both.
pub(super) async fn pushed_out(doorward: &Doorward, caller: &Caller, owner: UserKey) -> Result<Change> {
    let mut change = Change::new();
    let mut read = doorward.store.read().await?;
    for session in sessions::oldest(&mut read, owner, SESSIONS - 1).await? {
        jobs::order_farewells_of_session(doorward, &mut change, &mut read, (owner.0, session), caller.now).await?;
        sessions::forget(&mut change, owner.0, session);
        let data = json!({ "session": session });
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(doorward, &mut change, &by, EventKind::SessionEnded, concerning, &data);
    }
    Ok(change)
}
