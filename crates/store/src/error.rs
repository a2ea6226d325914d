//! What can go wrong between us and the database, told without a parameter's value in it.

use std::time::Duration;

/// Why the database did not do as asked. Nothing was written, unless [`crate::Outcome`] says otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// More is waiting than can be done in time: answer 503 with `Retry-After`.
    #[error("the database is busy")]
    Busy {
        /// How long the caller may be asked to wait.
        retry_after: Duration,
    },
    /// The database can't be reached, or did not answer in time.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database is there, but does not let us in, or is not the one that it should be.
    #[error("the database can't be connected to: {reason}")]
    NotConnected {
        /// What it said.
        reason: String,
        /// What an operator can do about it, as a sentence without its full stop.
        remedy: &'static str,
    },
    /// The disk is full. Reads go on; writes work again when there is room.
    #[error("the disk of the database is full")]
    Full,
    /// The database says that its own files are damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// The database refused a statement; a mistake of ours.
    #[error("{statement}: {message}")]
    Sql {
        /// The name of the statement.
        statement: &'static str,
        /// What the database said, without parameters.
        message: String,
    },
    /// A column holds something else than the reader expected.
    #[error("{statement}: column {column} is not {expected}")]
    Column {
        /// The name of the statement.
        statement: &'static str,
        /// Counted from 1.
        column: usize,
        /// What the reader wanted.
        expected: &'static str,
    },
    /// A text with a NUL in it, which PostgreSQL can't store: callers refuse such input at the edge.
    #[error("{statement}: the text for ${parameter} contains a NUL")]
    NulInText {
        /// The name of the statement.
        statement: &'static str,
        /// Counted from 1.
        parameter: usize,
    },
    /// The schema is not one that this binary can run on.
    #[error("{0}")]
    Schema(String),
    /// The location can't be used as written.
    #[error("{0}")]
    Location(String),
}

impl StoreError {
    /// What an operator can do about it, as a sentence without its full stop; `None` where the message says it.
    pub const fn remedy(&self) -> Option<&'static str> {
        match self {
            Self::Busy { .. } => Some("try again in a moment"),
            Self::Unavailable(_) => Some("check database.url, and that the database runs and can be reached from here"),
            Self::NotConnected { remedy, .. } => Some(remedy),
            Self::Full => Some("make room on the disk of the database"),
            Self::Corrupt(_) => Some("restore a backup (`doorward restore`)"),
            Self::Sql { .. } | Self::Column { .. } | Self::NulInText { .. } => {
                Some("the database's log may say more; if it names nothing that you can change, please report this")
            }
            Self::Schema(_) | Self::Location(_) => None,
        }
    }

    /// [`StoreError::Busy`] with the usual wait.
    pub(crate) const BUSY: Self = Self::Busy { retry_after: Duration::from_secs(1) };

    /// A mistake in a statement or in how it is called.
    pub(crate) fn sql(statement: &'static str, message: impl Into<String>) -> Self {
        Self::Sql { statement, message: message.into() }
    }
}
