//! What can stop the demonstration before it starts, in words that say what to do about it.

use std::{io, path::PathBuf};

/// A demonstration that could not start. The text says what happened, then the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Nothing could be bound from `first` on.
    #[error(
        "No free port: {tried} ports from {first} on are in use. Stop what uses them, or choose others with `--port N`."
    )]
    NoFreePort {
        /// Where the search began.
        first: u16,
        /// How many ports were tried.
        tried: u16,
    },
    /// The operating system refused the port for another reason than its being in use.
    #[error("Port {port} can't be opened ({source}). Choose one above 1023 with `--port N`.")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
    /// The data directory can't be made, or can't be written.
    #[error(
        "The data directory {} can't be written ({source}). Choose another with `--data DIR`, or leave `--data` out: \
         the data is then temporary.",
        directory.display()
    )]
    Directory {
        /// What `--data` named.
        directory: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Another demonstration runs on this directory.
    #[error(
        "Another demonstration runs on {}. Stop it, or choose another directory with `--data DIR`.",
        .0.display()
    )]
    InUse(PathBuf),
    /// What `--data` names is there, and is not a directory.
    #[error("{} is a file, and `--data` wants a directory. Name a directory; it is made when it isn't there.", .0.display())]
    NotADirectory(PathBuf),
}
