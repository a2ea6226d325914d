//! What became of a COMMIT whose answer was lost: asked, never repeated (`docs/decisions/0002-lost-commit.md`).

use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_postgres::{Error, error::SqlState};

use crate::{Outcome, StoreError};

use super::session::Sessions;

/// Waits between two questions.
const PAUSE: Duration = Duration::from_millis(50);

/// `xid8` came with PostgreSQL 13, as did its functions.
const FATE: &str = "select pg_xact_status(cast(cast($1 as text) as xid8))";

/// Ends the session that still holds the transaction, whose client is gone. Either its COMMIT never arrived, or it waits
/// for a synchronous replica.
const END: &str = "select pg_terminate_backend(pid) from pg_stat_activity \
    where backend_xid = xid(cast(cast($1 as text) as xid8)) and usename = current_user";

/// A transaction whose COMMIT was sent and not answered.
pub(super) struct Lost {
    /// Its id, as text.
    pub(super) transaction: String,
    /// Which life of which server gave that id out.
    pub(super) server_life: String,
}

/// `Done` if it committed; [`StoreError::Unavailable`] if it did not, so that nothing was written; `Unknown` if the
/// server does not say within `patience`.
pub(super) async fn resolve(sessions: &Sessions, lost: &Lost, patience: Duration) -> Result<Outcome, StoreError> {
    let deadline = Instant::now() + patience;
    let mut was_ended = false;
    loop {
        match timeout_at(deadline, ask(sessions, lost, &mut was_ended)).await {
            // We ended its wait for a replica: it stands on one server alone, and is lost with it.
            Ok(Ok(Some(Fate::Committed))) if was_ended => return Ok(Outcome::Unknown),
            Ok(Ok(Some(Fate::Committed))) => return Ok(Outcome::Done),
            Ok(Ok(Some(Fate::NotCommitted))) => {
                return Err(StoreError::Unavailable("the connection was lost before the change committed".to_owned()));
            }
            Ok(Ok(Some(Fate::Untold))) | Err(_) => return Ok(Outcome::Unknown),
            Ok(Ok(None) | Err(_)) => {}
        }
        if Instant::now() + PAUSE >= deadline {
            return Ok(Outcome::Unknown);
        }
        sleep_until(Instant::now() + PAUSE).await;
    }
}

enum Fate {
    Committed,
    NotCommitted,
    /// The server can't know any more.
    Untold,
}

/// `None` while the transaction is in progress.
async fn ask(sessions: &Sessions, lost: &Lost, was_ended: &mut bool) -> Result<Option<Fate>, Error> {
    let session = sessions.open().await?;
    let same_life = session.server_life == lost.server_life;
    let status: Option<String> = match session.client.query_one(FATE, &[&lost.transaction]).await {
        Ok(row) => row.try_get(0)?,
        // The id is in the future: it was given out, and forgotten in a crash, before anything of it reached the disk.
        Err(error) if error.code() == Some(&SqlState::INVALID_PARAMETER_VALUE) => return Ok(Some(Fate::NotCommitted)),
        Err(error) => return Err(error),
    };
    Ok(match (status.as_deref(), same_life) {
        (Some("committed"), true) => Some(Fate::Committed),
        // After a crash the id may have been given out again, to somebody who committed.
        (Some("committed"), false) => Some(Fate::Untold),
        // What commits stays so, and its id is never given out again: whoever this is, it is not ours committed.
        (Some("aborted"), _) | (Some(_), false) => Some(Fate::NotCommitted),
        (Some(_), true) => {
            // Before the answer, which may get lost as well.
            *was_ended = true;
            session.client.query(END, &[&lost.transaction]).await?;
            None
        }
        (None, _) => Some(Fate::Untold),
    })
}
