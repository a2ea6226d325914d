//! Writing a change, and what came of it.

use store::{Change, Guard, Outcome, Store};

use crate::{Doorward, Error, Result};

/// Writing to the database where it matters what refused.
pub(crate) trait Commit {
    /// Writes the change. The inner error is the guard that refused it: then nothing was written.
    async fn commit(&self, change: Change) -> Result<std::result::Result<(), Guard>>;

    /// Writes a change that no guard can refuse; one that does is an error.
    async fn commit_all(&self, change: Change) -> Result<()>;
}

impl Commit for Store {
    async fn commit(&self, change: Change) -> Result<std::result::Result<(), Guard>> {
        match self.write(change).await? {
            Outcome::Done => Ok(Ok(())),
            Outcome::Refused(guard) => Ok(Err(guard)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    async fn commit_all(&self, change: Change) -> Result<()> {
        self.commit(change).await?.map_err(|guard| Error::Guard(guard.0))
    }
}

/// Writes a change of what nodes cache, and has this node forget what it holds of that. Its guards can only fail if somebody
/// else did the same at the same time.
pub(crate) async fn commit_and_refresh(doorward: &Doorward, change: Change) -> Result<()> {
    doorward.store.commit_all(change).await?;
    doorward.refresh().await
}
