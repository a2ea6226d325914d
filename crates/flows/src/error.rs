//! What stops a flow. Refusals are values of the flows' own types; these are failures.

use store::StoreError;

/// A failure that no input explains.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Too much is being asked at once; nothing was done.
    #[error("busy, try again in {retry_after_seconds} s")]
    Busy {
        /// When to ask again.
        retry_after_seconds: u32,
    },
    /// Too much came from one source; nothing was done.
    #[error("too many requests from one source, try again in {retry_after_seconds} s")]
    TooMany {
        /// When to ask again.
        retry_after_seconds: u32,
    },
    /// The database could not answer; nothing was done, unless it says otherwise.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It can't be told whether the change was made (the connection was lost in COMMIT and the database is away).
    #[error("the database did not confirm the change")]
    Unknown,
    /// Something that is stored can't be read; the text says what, never its content.
    #[error("{0}")]
    Corrupt(&'static str),
    /// A guard refused that can't refuse.
    #[error("refused by the guard '{0}'")]
    Guard(&'static str),
}

impl From<crypto::password::Busy> for Error {
    fn from(busy: crypto::password::Busy) -> Self {
        Self::Busy { retry_after_seconds: busy.retry_after_seconds }
    }
}

/// The answer of a flow.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// Whether the database can't be reached.
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Store(StoreError::Unavailable(_) | StoreError::NotConnected { .. }))
    }

    /// Whether too much waits for the database.
    pub fn is_queue_full(&self) -> bool {
        matches!(self, Self::Store(StoreError::Busy { .. }))
    }
}
