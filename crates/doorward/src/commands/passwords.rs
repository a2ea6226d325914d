//! `doorward passwords`: what has to do with the passwords of all.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
};

use crypto::breached::write_filter;
use serde_json::json;

use super::{Arguments, say};
use crate::Trouble;

/// What to do with them.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes a filter of passwords that are known from breaches, for `passwords.breached` of the configuration
    Filter {
        /// The public list of SHA-1 hashes, ordered by hash: HASH:COUNT, a line each
        list: PathBuf,
        /// Where the filter goes; a server that has one from before goes on with that until it starts again
        filter: PathBuf,
        /// Only passwords that were seen at least so often
        #[arg(long, default_value_t = 1)]
        least: u64,
    },
}

pub(super) fn run(arguments: &Arguments, action: &Action) -> Result<(), Trouble> {
    let Action::Filter { list, filter, least } = action;
    let count = made(list, filter, *least)?;
    let text =
        format!("{} has {count} passwords. Name it as passwords.breached in the configuration.", filter.display());
    say(arguments.json, &text, &json!({ "passwords": count }))
}

/// The filter is written beside its place and moved there when it is whole.
fn made(list: &Path, filter: &Path, least: u64) -> Result<u64, Trouble> {
    let wrong = |path: &Path, error: &dyn std::fmt::Display| Trouble::File(format!("{}: {error}", path.display()));
    let lines = BufReader::new(File::open(list).map_err(|error| wrong(list, &error))?);
    let mut beside = filter.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&beside).map_err(|error| wrong(&beside, &error))?);
    let count = write_filter(lines, &mut out, least).map_err(|error| wrong(list, &error))?;
    let whole = out.flush().and_then(|()| out.get_ref().sync_all()).and_then(|()| std::fs::rename(&beside, filter));
    whole.map_err(|error| wrong(filter, &error))?;
    Ok(count)
}
