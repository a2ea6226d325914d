//! `doorward passkeys`: what has to do with the passkeys of all.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use model::Time;
use serde_json::json;
use web::api::Rfc3339;
use webauthn::{Models, UnixTime, read_metadata};

use super::{Arguments, say};
use crate::{Trouble, clock::system_clock};

/// What to do with them.
#[derive(clap::Subcommand)]
pub(super) enum Action {
    /// Makes a list of models, for `passkeys.models` of the configuration
    Models {
        /// What the FIDO Alliance publishes at mds3.fidoalliance.org: a signed list, as it was downloaded
        blob: PathBuf,
        /// Where the list goes; a server that has one from before goes on with that until it starts again
        list: PathBuf,
        /// The certificate (PEM) that the signature has to lead to, in place of GlobalSign Root R3
        #[arg(long)]
        root: Option<PathBuf>,
        /// Put an older list in the place of a newer one
        #[arg(long)]
        force: bool,
    },
}

pub(super) fn run(arguments: &Arguments, action: &Action) -> Result<(), Trouble> {
    let Action::Models { blob, list, root, force } = action;
    let models = read(blob, root.as_deref())?;
    if let Some(newer) = number_of(list).filter(|number| *number > models.number && !force) {
        return Err(Trouble::Refused(format!(
            "{} was made of list {newer}, and {} is list {}: models that were withdrawn since would be taken again. \
             Download the present list, or say --force.",
            list.display(),
            blob.display(),
            models.number
        )));
    }
    write(list, &models.json())?;
    let text = format!(
        "{} has {} models of list {}; the next list is due by {}. Name it as passkeys.models in the configuration.",
        list.display(),
        models.len(),
        models.number,
        models.next_update,
    );
    let told = json!({ "models": models.len(), "number": models.number, "next_update": models.next_update });
    say(arguments.json, &text, &told)
}

/// The number of the list that this file was made of before, if it is one.
fn number_of(list: &Path) -> Option<u64> {
    let json = fs::read(list).ok()?;
    Models::parse(&json).ok().map(|models| models.number)
}

/// Whether the day by which there is a later list (`YYYY-MM-DD`, UTC) has passed.
pub(super) fn is_over(next_update: &str, now: Time) -> bool {
    Rfc3339(now).to_string().get(..10).is_some_and(|today| next_update < today)
}

fn wrong(path: &Path, error: &dyn std::fmt::Display) -> Trouble {
    Trouble::File(format!("{}: {error}", path.display()))
}

fn read(blob: &Path, root: Option<&Path>) -> Result<Models, Trouble> {
    let root = match root {
        Some(path) => {
            let all = pki::certificates(path).map_err(|error| Trouble::File(error.to_string()))?;
            all.first().map(|one| one.to_vec()).unwrap_or_default()
        }
        None => webauthn::ROOT.to_vec(),
    };
    let text = fs::read_to_string(blob).map_err(|error| wrong(blob, &error))?;
    let millis = u64::try_from(system_clock()().millis()).unwrap_or_default();
    let now = UnixTime::since_unix_epoch(Duration::from_millis(millis));
    read_metadata(&text, &root, now).map_err(|error| wrong(blob, &error))
}

/// The list is written beside its place and moved there when it is whole.
fn write(list: &Path, json: &str) -> Result<(), Trouble> {
    let mut beside = list.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    fs::write(&beside, json).map_err(|error| wrong(&beside, &error))?;
    fs::rename(&beside, list).map_err(|error| wrong(list, &error))
}
