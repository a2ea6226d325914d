//! The new address is confirmed: what the person is found by, what applications are told, and where mail goes follow at once.

use model::Key;
use store::{Change, email_changes, users};

use super::{
    UNDO, judge,
    link::{EmailFollowed, Link, stands},
    order_undo, patch,
};
use crate::{
    Caller, Doorward, Error, Result,
    commit::Commit as _,
    events::EventKind,
    people::{Home, plan::Planning, stored},
};

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// Makes the wished address the person's, and tells the one from before.
pub(super) async fn confirm(doorward: &Doorward, caller: &Caller, link: &Link) -> Result<EmailFollowed> {
    let (row, home, now) = (&link.row, &*link.home, caller.now);
    let patch = patch(&row.wished)?;
    let key = Key::email(&row.wished).map_err(|_| Error::Corrupt("a wished address"))?;
    for _ in 0..TRIES {
        let mut read = doorward.store.read().await?;
        let stored = stored::one(&mut read, row.org, row.user).await?;
        let Some(stored) = stored.filter(|stored| stands(row, home, stored)) else {
            return Ok(EmailFollowed::Dropped);
        };
        // The rule of today, not that of when it was wished.
        if judge(doorward, &mut read, (home, stored.entry.facts.external), &key).await?.is_err() {
            return Ok(EmailFollowed::Dropped);
        }
        drop(read);
        let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: Some(&stored), now };
        let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("a claim of another kind"))?.told_otherwise(false);
        let (mut change, by) = (Change::new(), caller.user(row.user));
        plan.add_to(&mut change, doorward, None, (&by, EventKind::EmailChanged)).await?;
        email_changes::confirm(&mut change, row, (now, now + UNDO));
        order_undo(doorward, &mut change, (caller, &stored.entry.profile, home), row, (&stored.credentials, true))
            .await?;
        match doorward.store.commit(change).await? {
            Ok(()) => {
                doorward.ordered.notify_one();
                return Ok(EmailFollowed::Confirmed);
            }
            Err(users::IDENTIFIER_FREE) => return Ok(EmailFollowed::Taken),
            // A second click, or a scanner that presses buttons: what the first one did is told.
            Err(email_changes::OPEN_STILL) => return link.over_by_now(doorward, now).await,
            Err(_) => {}
        }
    }
    Err(Error::Guard("user unchanged"))
}
