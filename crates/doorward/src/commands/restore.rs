//! `doorward restore FILE`: a backup in the place of the database, once it is known to be sound, fit for this binary, and
//! sealed under the configured key.

use std::{
    fs,
    io::{BufRead as _, IsTerminal as _, Read as _, Write as _, stderr, stdin},
    path::{Path, PathBuf},
};

use serde_json::json;
use store::{Location, Store, StoreError, backup, origin::Origin};

use super::{
    Context,
    backup::{archive_origin, dump, postgres_program},
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
    /// Overwrite it with a backup of another database as well, without being asked
    #[arg(long, requires = "force")]
    elsewhere: bool,
}

const STOP: &str = "A server has the database open: stop it first.";

pub(super) async fn run(context: &Context, options: &Arguments) -> Result<(), Trouble> {
    let location = context.configuration.location()?;
    check_kind(&options.file, &location)?;
    let origin = match &location {
        Location::Sqlite(database) => Box::pin(sqlite(context, options, database)).await?,
        Location::Postgres(_) => Box::pin(postgres(context, options, &location)).await?,
    };
    let of = origin.map_or_else(String::new, |origin| format!(", a backup of {}", origin.description));
    let text = format!(
        "Restored {} from {}{of}.\nAll sessions have ended, and messages that waited are not sent. `doorward doctor` looks further.",
        location.describe(),
        options.file.display()
    );
    context.say(&text, &json!({ "file": options.file, "database": location.describe() }))
}

/// Whether the file is a backup of the kind that this database is.
fn check_kind(file: &Path, location: &Location) -> Result<(), Trouble> {
    let mut head = Vec::new();
    let opened = fs::File::open(file).and_then(|opened| opened.take(16).read_to_end(&mut head));
    opened.map_err(|error| Trouble::NotFound(format!("{} can't be read: {error}.", file.display())))?;
    let (is, wanted) = match (head.as_slice(), location) {
        (b"SQLite format 3\0", Location::Postgres(_)) => ("SQLite", "PostgreSQL"),
        ([b'P', b'G', b'D', b'M', b'P', ..], Location::Sqlite(_)) => ("PostgreSQL", "SQLite"),
        ([b'P', b'G', b'D', b'M', b'P', ..], Location::Postgres(_)) | (_, Location::Sqlite(_)) => return Ok(()),
        (_, Location::Postgres(_)) => {
            return Err(Trouble::Refused(format!("{} is no backup that `doorward backup` wrote.", file.display())));
        }
    };
    Err(Trouble::Refused(format!(
        "{} is a backup of {is}, and database.url names {wanted}. Name a database of the backup's kind.",
        file.display()
    )))
}

/// A backup of another database than the one that would be overwritten is restored only when that is wanted.
fn confirm(options: &Arguments, backup: Option<&Origin>, present: &Origin) -> Result<(), Trouble> {
    let Some(backup) = backup.filter(|backup| backup.identity != present.identity && !options.elsewhere) else {
        return Ok(());
    };
    let (from, over) = (&backup.description, &present.description);
    let difference = format!("{} is a backup of {from}, and would overwrite {over}", options.file.display());
    if !(stdin().is_terminal() && stderr().is_terminal()) {
        return Err(Trouble::Refused(format!("{difference}. Say --elsewhere if it may.")));
    }
    let failed = |source| Trouble::System { what: "The terminal can't be read", source };
    write!(stderr(), "{difference}. Overwrite it? [y/N] ").map_err(failed)?;
    let mut answer = String::new();
    stdin().lock().read_line(&mut answer).map_err(failed)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => Err(Trouble::Refused("Nothing was changed.".to_owned())),
    }
}

fn overwrites(what: &str) -> Trouble {
    Trouble::Refused(format!("{what} is there already, and would be lost. Say --force if it may."))
}

async fn sqlite(context: &Context, options: &Arguments, database: &Path) -> Result<Option<Origin>, Trouble> {
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
async fn sqlite_by(
    context: &Context,
    options: &Arguments,
    database: &Path,
    part: &Path,
) -> Result<Option<Origin>, Trouble> {
    backup::check_sqlite(&options.file).map_err(|error| match error {
        StoreError::Corrupt(why) => Trouble::Refused(format!("{} is no sound backup: {why}.", options.file.display())),
        other => other.into(),
    })?;
    let mut progress = super::backup::Progress::new("Copying");
    backup::copy_sqlite(&options.file, part, &mut |done, all| progress.show(done, all))?;
    drop(progress);
    let node = Node { location: Location::Sqlite(part.to_owned()), ..context.node()? };
    fits(&node, context).await.map_err(|trouble| and_then(&trouble, "Nothing was changed."))?;
    let store = Store::open(&node.location, store::Options::default()).await?;
    let origin = store.noted_origin().await;
    store.close().await;
    let origin = origin?;
    if database.exists() {
        confirm(options, origin.as_ref(), &Origin::of_file(database))?;
    }
    match backup::replace_sqlite(part, database) {
        Err(StoreError::Busy { .. }) => Err(Trouble::Refused(STOP.to_owned())),
        done => Ok(done.map(|()| origin)?),
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
        Ok(_) => doorward.after_restore(&doorward.operator(context.now).granted(())).await,
        Err(_) => Ok(()),
    };
    doorward.close().await;
    opened.map_err(|error| sealed_elsewhere(&error.into()))?;
    Ok(made_safe?)
}

fn sealed_elsewhere(trouble: &Trouble) -> Trouble {
    Trouble::Refused(format!(
        "The configured sealing key does not open this backup ({trouble}). Give the one of its time in \
        secrets.sealing_key_file or secrets.previous_sealing_key_files."
    ))
}

/// The trouble, and what has become of the database.
fn and_then(trouble: &Trouble, sentence: &str) -> Trouble {
    Trouble::Refused(format!("{trouble} {sentence}"))
}

async fn postgres(context: &Context, options: &Arguments, location: &Location) -> Result<Option<Origin>, Trouble> {
    let origin = archive_origin(&options.file)?;
    let present = present(location).await?;
    if present.nodes > 0 {
        return Err(Trouble::Refused(STOP.to_owned()));
    }
    if present.is_used {
        if !options.force {
            return Err(overwrites(&format!("A database of Doorward in {}", present.origin.description)));
        }
        confirm(options, origin.as_ref(), &present.origin)?;
    }
    replace(context, options, location, &present).await.map(|()| origin)
}

/// The database that is there.
struct Present {
    origin: Origin,
    is_used: bool,
    nodes: i64,
}

async fn present(location: &Location) -> Result<Present, Trouble> {
    let store = Store::open(location, store::Options { readers: 1, writers: 1, ..store::Options::default() }).await?;
    let is_used = !store.is_empty().await?;
    // One is ours: the writer. The reader that asks does not count itself.
    let nodes = store.connected_nodes().await? - 1;
    let origin = if is_used && nodes <= 0 { store.note_origin().await? } else { store.origin().await? };
    store.close().await;
    Ok(Present { origin, is_used, nodes })
}

/// Only a restored database tells whether it fits; so what was there is kept until then.
async fn replace(
    context: &Context,
    options: &Arguments,
    location: &Location,
    present: &Present,
) -> Result<(), Trouble> {
    let before = present.is_used.then(|| with_end(&options.file, ".before"));
    if let Some(before) = &before {
        dump(location, &present.origin, before)?;
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
    .map(drop)
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}
