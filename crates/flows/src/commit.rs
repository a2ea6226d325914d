//! Writing a change, and what came of it.

use store::{Change, Guard, Outcome};

use crate::{Doorward, Error, Result};

impl Doorward {
    /// Writes the change. The inner error is the guard that refused it: then nothing was written.
    pub(crate) async fn commit(&self, change: Change) -> Result<std::result::Result<(), Guard>> {
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(())),
            Outcome::Refused(guard) => Ok(Err(guard)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// Writes a change that no guard can refuse; one that does is an error.
    pub(crate) async fn commit_all(&self, change: Change) -> Result<()> {
        self.commit(change).await?.map_err(|guard| Error::Guard(guard.0))
    }
}
