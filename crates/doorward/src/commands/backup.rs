//! `doorward backup FILE`: one moment of the database, as a file. The sealing key is not in it.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, IsTerminal as _, Write as _, stderr},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::json;
use store::Location;

use super::Context;
use crate::Trouble;

/// Where to.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The new file. It must not be there yet
    file: PathBuf,
}

pub(super) async fn run(context: &Context, options: &Arguments) -> Result<(), Trouble> {
    let file = options.file.clone();
    if file.exists() {
        return Err(Trouble::Refused(format!("{} is there already. Name another file.", file.display())));
    }
    let directory = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !directory.is_dir() {
        return Err(Trouble::NotFound(format!(
            "{} is no directory. Make it, or name another file.",
            directory.display()
        )));
    }
    match context.configuration.location()? {
        Location::Sqlite(database) => {
            if !database.exists() {
                return Err(Trouble::NotFound(format!("{} is not there: nothing to copy.", database.display())));
            }
            let to = file.clone();
            let copied = tokio::task::spawn_blocking(move || {
                let mut progress = Progress::new("Copying");
                store::backup::copy_sqlite(&database, &to, &mut |done, all| progress.show(done, all))
            });
            copied.await.map_err(|_| Trouble::File("The copying thread ended.".to_owned()))??;
        }
        location @ Location::Postgres(_) => dump(&location, &file)?,
    }
    let bytes = std::fs::metadata(&file).map_or(0, |data| data.len());
    let text =
        format!("Written: {} ({} KiB). The sealing key is not in it: keep that apart.", file.display(), bytes / 1024);
    context.say(&text, &json!({ "file": file, "bytes": bytes }))
}

/// By PostgreSQL's own program: an archive that `pg_restore` takes.
pub(super) fn dump(location: &Location, file: &Path) -> Result<(), Trouble> {
    let part = store::backup::part_of(file);
    let made = private(&part).map_err(|source| Trouble::System { what: "The backup can't be written", source });
    let dumped = made.and_then(|()| {
        postgres_program("pg_dump", location, |command| {
            command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(&part);
        })
    });
    let kept = dumped.and_then(|()| {
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

/// An empty file that only its owner reads, for a program that would make one for everybody.
fn private(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        // It is what an interrupted backup left.
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map(drop)
}

/// Runs one of PostgreSQL's programs on the database. It gets the password by its environment, which others don't see.
pub(super) fn postgres_program(
    program: &str,
    location: &Location,
    arguments: impl FnOnce(&mut Command),
) -> Result<(), Trouble> {
    let variables = location.libpq()?.unwrap_or_default();
    let mut command = Command::new(program);
    arguments(&mut command);
    let ran = command.arg("--no-password").envs(variables).output();
    let output = ran.map_err(|error| {
        Trouble::File(format!(
            "{program} can't be run: {error}. Install PostgreSQL's client programs (Debian: postgresql-client)."
        ))
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Trouble::File(format!("{program} failed: {}", said.trim())))
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
