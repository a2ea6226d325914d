//! `doorward backup FILE`: one moment of the database, as a file that says where it came from. The sealing key is not in it.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, IsTerminal as _, Write as _, stderr},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;
use store::{Location, Store, origin::Origin};

use super::Context;
use crate::Trouble;

/// Where to.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The new file. It must not be there yet
    file: PathBuf,
}

pub(super) async fn run(context: &Context, options: &Arguments) -> Result<(), Trouble> {
    let file = options.file.as_path();
    check_target(file)?;
    let location = context.configuration.location()?;
    if let Location::Sqlite(database) = &location
        && !database.exists()
    {
        return Err(Trouble::NotFound(format!("{} does not exist: there is nothing to copy.", database.display())));
    }
    let origin = noted(&location).await?;
    match &location {
        Location::Sqlite(database) => copy(database, file).await?,
        Location::Postgres(_) => dump(&location, &origin, file)?,
    }
    let bytes = std::fs::metadata(file).map_or(0, |data| data.len());
    let text = format!(
        "Written: {} ({} KiB), a backup of {}.\nThe sealing key is not in it: keep that apart.",
        file.display(),
        bytes / 1024,
        origin.description
    );
    context.say(&text, &json!({ "file": file, "bytes": bytes, "origin": origin.description }))
}

/// A new file can be written there.
fn check_target(file: &Path) -> Result<(), Trouble> {
    if file.exists() {
        return Err(Trouble::Refused(format!("{} exists already. Name another file.", file.display())));
    }
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match directory.is_dir() {
        true => Ok(()),
        false => {
            Err(Trouble::NotFound(format!("{} is no directory. Make it, or name another file.", directory.display())))
        }
    }
}

/// Where the database is, which it knows itself from now on.
async fn noted(location: &Location) -> Result<Origin, Trouble> {
    let store = Store::open(location, store::Options { readers: 1, writers: 1, ..store::Options::default() }).await?;
    let noted = match store.is_empty().await {
        Ok(true) => Err(Trouble::NotFound(format!(
            "{} is no database of Doorward: nothing was copied. Check database.url.",
            location.describe()
        ))),
        Ok(false) => store.note_origin().await.map_err(Trouble::from),
        Err(error) => Err(error.into()),
    };
    store.close().await;
    noted
}

async fn copy(database: &Path, file: &Path) -> Result<(), Trouble> {
    let (from, to) = (database.to_owned(), file.to_owned());
    let copied = tokio::task::spawn_blocking(move || {
        let mut progress = Progress::new("Copying");
        store::backup::copy_sqlite(&from, &to, &mut |done, all| progress.show(done, all))
    });
    Ok(copied.await.map_err(|_| Trouble::File("The copying thread ended.".to_owned()))??)
}

/// By PostgreSQL's own program: an archive that `pg_restore` takes. It gets its name once it is known to be of this database.
pub(super) fn dump(location: &Location, origin: &Origin, file: &Path) -> Result<(), Trouble> {
    let part = store::backup::part_of(file);
    let made = private(&part).map_err(|source| Trouble::System { what: "The backup can't be written", source });
    let dumped = made.and_then(|()| {
        postgres_program("pg_dump", location, |command| {
            command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(&part);
        })
    });
    let kept = dumped.and_then(|_| is_of(origin, &part)).and_then(|()| {
        std::fs::File::open(&part)
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(&part, file))
            .map_err(|source| Trouble::System { what: "The backup can't be kept", source })
    });
    if kept.is_err() {
        // What is left of it is of no use.
        let _ = std::fs::remove_file(&part);
    }
    kept
}

/// Whether the archive holds the database that Doorward itself is connected to.
fn is_of(origin: &Origin, archive: &Path) -> Result<(), Trouble> {
    let found = archive_origin(archive)?;
    if found.as_ref().is_some_and(|found| found.identity == origin.identity) {
        return Ok(());
    }
    let reached = found.map_or_else(|| "a database that is not Doorward's".to_owned(), |found| found.description);
    Err(Trouble::File(format!(
        "pg_dump reached {reached}, and Doorward {}. No backup was made. Name the server in database.url by one address.",
        origin.description
    )))
}

/// Where an archive says that it came from.
pub(super) fn archive_origin(archive: &Path) -> Result<Option<Origin>, Trouble> {
    let mut command = Command::new("pg_restore");
    command.args(["--data-only", "--table=origins", "--file=-"]).arg(archive);
    let dumped = finished("pg_restore", &mut command)?;
    Ok(Origin::from_dump(&String::from_utf8_lossy(&dumped)))
}

/// An empty file that only its owner reads, for a program that would make one for everybody.
fn private(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        // It is what an interrupted backup left.
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map(drop)
}

/// Runs one of PostgreSQL's programs on the database. It gets the password by its environment, which others don't see; nothing
/// else of the environment decides which database that is.
pub(super) fn postgres_program(
    program: &str,
    location: &Location,
    arguments: impl FnOnce(&mut Command),
) -> Result<Vec<u8>, Trouble> {
    let mut command = Command::new(program);
    arguments(&mut command);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
        command.env_remove(name);
    }
    command.arg("--no-password").envs(location.libpq()?.unwrap_or_default());
    finished(program, &mut command)
}

/// What a program wrote to standard output, once it has ended well.
fn finished(program: &str, command: &mut Command) -> Result<Vec<u8>, Trouble> {
    let output = command.output().map_err(|error| {
        Trouble::File(format!(
            "{program} can't be run: {error}. Install PostgreSQL's client programs (Debian: postgresql-client)."
        ))
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(Trouble::File(format!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// A line on a terminal that says how far something is; nothing elsewhere.
pub(super) struct Progress {
    what: &'static str,
    percent: Option<usize>,
    shows: bool,
}

impl Progress {
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, percent: None, shows: stderr().is_terminal() }
    }

    pub(super) fn show(&mut self, done: usize, all: usize) {
        let percent = done.saturating_mul(100).checked_div(all).unwrap_or(100);
        if self.shows && self.percent != Some(percent) {
            // A terminal that is gone is no reason to stop.
            let _ = write!(stderr(), "\r{} … {percent} %", self.what);
            self.percent = Some(percent);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.percent.is_some() {
            let _ = writeln!(stderr());
        }
    }
}
