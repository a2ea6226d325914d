//! `doorward restore FILE`: a backup in the place of the database, once it is known to be sound, fit for this binary, and
//! sealed under the configured key.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;
use store::{Location, Store, StoreError, backup};

use super::{
    Context,
    backup::{dump, postgres_program},
};
use crate::{Node, Trouble};

/// From where.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A file that `doorward backup` wrote
    file: PathBuf,
    /// Overwrite the database that is there
    #[arg(long)]
    force: bool,
}

const STOP: &str = "A server has the database open: stop it first.";

pub(super) async fn run(context: &Context, options: &Arguments) -> Result<(), Trouble> {
    if !options.file.exists() {
        return Err(Trouble::NotFound(format!("{} is not there.", options.file.display())));
    }
    match context.configuration.location()? {
        Location::Sqlite(database) => Box::pin(sqlite(context, options, &database)).await?,
        location @ Location::Postgres(_) => Box::pin(postgres(context, options, &location)).await?,
    }
    let text = format!(
        "Restored from {}. All sessions have ended, and messages that waited are not sent. `doorward doctor` looks further.",
        options.file.display()
    );
    context.say(&text, &json!({ "file": options.file }))
}

fn overwrites(what: &str) -> Trouble {
    Trouble::Refused(format!("{what} is there already, and would be lost. Say --force if it may."))
}

async fn sqlite(context: &Context, options: &Arguments, database: &Path) -> Result<(), Trouble> {
    if database.exists() && !options.force {
        return Err(overwrites(&database.display().to_string()));
    }
    let part = database.with_extension("restoring");
    let restored = Box::pin(sqlite_by(context, options, database, &part)).await;
    for end in ["", "-wal", "-shm"] {
        // Mostly it is not there any more.
        let _ = fs::remove_file(with_end(&part, end));
    }
    restored
}

/// Everything is tried on a copy beside the database, which then takes its place.
async fn sqlite_by(context: &Context, options: &Arguments, database: &Path, part: &Path) -> Result<(), Trouble> {
    backup::check_sqlite(&options.file).map_err(|error| match error {
        StoreError::Corrupt(why) => Trouble::Refused(format!("{} is no sound backup: {why}.", options.file.display())),
        other => other.into(),
    })?;
    let mut progress = super::backup::Progress::new("Copying");
    backup::copy_sqlite(&options.file, part, &mut |done, all| progress.show(done, all))?;
    drop(progress);
    let node = Node { location: Location::Sqlite(part.to_owned()), ..context.node()? };
    fits(&node, context).await.map_err(|trouble| and_then(&trouble, "Nothing was changed."))?;
    match backup::replace_sqlite(part, database) {
        Err(StoreError::Busy { .. }) => Err(Trouble::Refused(STOP.to_owned())),
        done => Ok(done?),
    }
}

/// Whether this binary and the configured sealing key are the backup's.
async fn fits(node: &Node, context: &Context) -> Result<(), Trouble> {
    let store = Store::open(&node.location, store::Options::default()).await?;
    let migrated = store.migrate(context.now).await;
    store.close().await;
    migrated.map_err(|error| Trouble::Refused(format!("This backup is not for this version: {error}.")))?;
    let doorward = node.attach(false).await.map_err(|trouble| sealed_elsewhere(&trouble))?;
    let opened = doorward.keys(context.now).await;
    let made_safe = match &opened {
        Ok(_) => doorward.after_restore(context.now).await,
        Err(_) => Ok(()),
    };
    doorward.close().await;
    opened.map_err(|error| sealed_elsewhere(&error.into()))?;
    Ok(made_safe?)
}

fn sealed_elsewhere(trouble: &Trouble) -> Trouble {
    Trouble::Refused(format!(
        "The configured sealing key does not open this backup ({trouble}). Give the one of its time in \
        secrets.sealing_key_file or secrets.former_sealing_key_files."
    ))
}

/// The trouble, and what has become of the database.
fn and_then(trouble: &Trouble, sentence: &str) -> Trouble {
    Trouble::Refused(format!("{trouble} {sentence}"))
}

async fn postgres(context: &Context, options: &Arguments, location: &Location) -> Result<(), Trouble> {
    let store = Store::open(location, store::Options { readers: 1, writers: 1, ..store::Options::default() }).await?;
    let (is_empty, nodes) = (store.is_empty().await?, store.connected_nodes().await?);
    store.close().await;
    // One is ours: the writer. The reader that asks does not count itself.
    if nodes > 1 {
        return Err(Trouble::Refused(STOP.to_owned()));
    }
    if !is_empty && !options.force {
        return Err(overwrites("A Doorward's database"));
    }
    // Only a restored database tells whether it fits; so what was there is kept until then.
    let before = (!is_empty).then(|| with_end(&options.file, ".before"));
    if let Some(before) = &before {
        dump(location, before)?;
    }
    pg_restore(location, &options.file)?;
    let fits = fits(&context.node()?, context).await;
    let Some(before) = before else {
        return fits.map_err(|trouble| and_then(&trouble, "What it holds is in the database, which was empty."));
    };
    if let Err(trouble) = &fits {
        pg_restore(location, &before)
            .map_err(|worse| and_then(&worse, &format!("What was there is in {}.", before.display())))?;
        let _ = fs::remove_file(&before);
        return Err(and_then(trouble, "Nothing was changed."));
    }
    // It may be left behind, but it is of no more use.
    let _ = fs::remove_file(&before);
    Ok(())
}

/// All of the archive or nothing.
fn pg_restore(location: &Location, archive: &Path) -> Result<(), Trouble> {
    postgres_program("pg_restore", location, |command| {
        command.args(["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--dbname="]);
        command.arg(archive);
    })
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
