//! What stops a command: for people a text that says what happened, then the remedy; for scripts a code.

use std::{io, process::ExitCode};

use store::StoreError;

/// Why a command did not do what it was asked. The text says what happened, then the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The demonstration can't begin.
    #[cfg(feature = "demo")]
    #[error(transparent)]
    Demo(#[from] demo::Trouble),
    /// The database can't be used.
    #[error("{}", database(.0))]
    Store(StoreError),
    /// Something that a flow could not do.
    #[error("Doorward could not do it: {0}.")]
    Flow(flows::Error),
    /// Whoever reads our output reads no more of it (`doorward user list | head`). That is no error.
    #[error("")]
    Unread,
    /// Anything that the operating system refuses.
    #[error("{what}: {source}.")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file that does not say what it should.
    #[error("{0}")]
    File(String),
    /// The configuration does not say what it should.
    #[error("{0}")]
    Configuration(String),
    /// What the command is about is not there.
    #[error("{0}")]
    NotFound(String),
    /// A rule speaks against it: nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// It was done, and it found a problem, which is printed already.
    #[error("")]
    Found,
}

impl Trouble {
    /// A key of the configuration that is wrong: `server.listen`, "is empty", "name an address".
    pub fn key(key: &str, what: &str, remedy: &str) -> Self {
        Self::Configuration(format!("{key} {what}. {}.", capitalised(remedy)))
    }

    /// Standard output that can't be written to.
    pub(crate) fn output(source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::BrokenPipe => Self::Unread,
            _ => Self::System { what: "Standard output can't be written", source },
        }
    }

    /// The exit code, as `doorward help` lists them: 1 failed, 3 the configuration, 4 not found, 5 refused, 6 found something.
    /// 2 is clap's, for arguments.
    pub fn code(&self) -> u8 {
        match self {
            Self::Configuration(_) => 3,
            Self::NotFound(_) => 4,
            Self::Refused(_) => 5,
            Self::Found => 6,
            Self::Unread => 0,
            _ => 1,
        }
    }

    /// One word for scripts.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Configuration(_) => "configuration",
            Self::NotFound(_) => "not_found",
            Self::Refused(_) => "refused",
            Self::Found => "found",
            Self::Unread => "unread",
            _ => "failed",
        }
    }
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// What is wrong with the database, and what an operator can do about it.
fn database(error: &StoreError) -> String {
    let what = match error {
        StoreError::Sql { .. } | StoreError::Column { .. } | StoreError::NulInText { .. } => {
            format!("The database can't be used: {error}")
        }
        other => capitalised(&other.to_string()),
    };
    let remedy = error.remedy().map_or_else(String::new, |remedy| format!(" {}.", capitalised(remedy)));
    format!("{what}.{remedy}")
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Location(what) => Self::Configuration(format!("database.url can't be used: {what}.")),
            other => Self::Store(other),
        }
    }
}

impl From<flows::Error> for Trouble {
    fn from(error: flows::Error) -> Self {
        match error {
            // Commands read first and write under guards: somebody was quicker.
            flows::Error::Guard(guard) => Self::Refused(format!(
                "Somebody else changed the same thing at the same moment (guard: {guard}), and that was left as it is. Run the \
                command again."
            )),
            flows::Error::Store(error) => error.into(),
            other => Self::Flow(other),
        }
    }
}

impl From<&Trouble> for ExitCode {
    fn from(trouble: &Trouble) -> Self {
        Self::from(trouble.code())
    }
}
