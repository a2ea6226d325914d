//! What happened in a sign-in at a provider, decoded for an administrator: what was read, what failed and what to look at.
//! It holds no secret: no code, no token, no state.

mod cause;
mod note;

pub use cause::{Cause, Kind, Unreached};
pub use note::Note;

use std::fmt;

use crate::{CallbackError, IdTokenError, KeySetError, MetadataError, NoAuthentication, TokenError, UserinfoError};

/// A step of the way, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The discovery document.
    Discovery,
    /// The key set.
    Keys,
    /// What the browser brought back.
    Callback,
    /// The exchange of the code.
    Token,
    /// The ID token.
    IdToken,
    /// Userinfo.
    Userinfo,
}

/// Why somebody did not get in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The provider could not be asked.
    #[error("{at}: {why}")]
    Unreached {
        /// For what.
        at: Stage,
        /// Why.
        why: Unreached,
    },
    /// An address answered, and with no document.
    #[error("{at}: it answers with status {status}")]
    Status {
        /// What was asked for.
        at: Stage,
        /// The status.
        status: u16,
    },
    /// The discovery document is no help.
    #[error("{at}: {0}", at = Stage::Discovery)]
    Metadata(#[from] MetadataError),
    /// The key set is no help.
    #[error("{at}: {0}", at = Stage::Keys)]
    Keys(#[from] KeySetError),
    /// What the browser brought back holds no code.
    #[error("{at}: {0}", at = Stage::Callback)]
    Callback(#[from] CallbackError),
    /// There is no way to show who we are.
    #[error("{at}: {0}", at = Stage::Token)]
    Authentication(#[from] NoAuthentication),
    /// There are no tokens.
    #[error("{at}: {0}", at = Stage::Token)]
    Token(#[from] TokenError),
    /// The ID token is refused.
    #[error("{at}: {0}", at = Stage::IdToken)]
    IdToken(#[from] IdTokenError),
    /// Userinfo is refused.
    #[error("{at}: {0}", at = Stage::Userinfo)]
    Userinfo(#[from] UserinfoError),
}

/// The whole account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace {
    /// What was read and noted, in order.
    pub notes: Vec<Note>,
    /// What failed.
    pub failure: Option<Failure>,
}

impl Trace {
    /// The account in lines: what was noted, what failed, and what to look at.
    pub fn lines(&self) -> Vec<String> {
        let failed = self.failure.iter().flat_map(|failure| [failure.to_string(), failure.cause().advice().to_owned()]);
        self.notes.iter().map(ToString::to_string).chain(failed).collect()
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Discovery => "discovery",
            Self::Keys => "key set",
            Self::Callback => "answer in the browser",
            Self::Token => "token endpoint",
            Self::IdToken => "ID token",
            Self::Userinfo => "userinfo",
        })
    }
}

#[cfg(test)]
#[path = "trace/tests.rs"]
mod tests;
