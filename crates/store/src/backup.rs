//! Copies of a whole database: one moment of it, while it is in use.
//!
//! SQLite copies pages inside one read transaction, so writers go on and the copy is consistent. PostgreSQL has programs of
//! its own for this; here is what they have to be told.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, OpenFlags, backup::Backup, backup::StepResult};

use crate::{Location, StoreError, params, postgres::Address, sqlite, statements};

statements! {
    NODES =
        sqlite: "select cast(0 as integer)",
        postgres: "select count(*) from pg_stat_activity where datname = current_database() \
            and application_name = 'doorward' and pid <> pg_backend_pid()";
}

/// Pages that are copied between two looks at the progress: a megabyte.
const STEP: i32 = 256;

/// How far a copy is, in pages: done, and all.
pub type Progress<'a> = &'a mut dyn FnMut(usize, usize);

/// Copies the SQLite database in `from` to the new file `to`, and looks whether the copy is sound. What is at `to` afterwards is
/// whole and on the disk. Blocks.
///
/// # Errors
/// When it can't be read or written; `to` is not there then.
pub fn copy_sqlite(from: &Path, to: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
    let part = part_of(to);
    let copied = copy_to(from, &part, progress).and_then(|()| publish(&part, to));
    if copied.is_err() {
        // What is left of it is of no use.
        let _ = fs::remove_file(&part);
    }
    copied
}

/// What a copy is called until it is whole.
pub fn part_of(to: &Path) -> PathBuf {
    let mut name = to.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

fn copy_to(from: &Path, part: &Path, progress: Progress<'_>) -> Result<(), StoreError> {
    let failed = |error| sqlite::failure("copy", &error);
    // Created for its owner alone, whatever the umask.
    sqlite::create_private(part)?;
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(failed)?;
    source.busy_timeout(Duration::from_secs(10)).map_err(failed)?;
    let mut target = Connection::open(part).map_err(failed)?;
    // Pins this moment: a copy that sees writes of others begins anew, for ever if they are many.
    source.execute_batch("begin; select count(*) from sqlite_schema").map_err(failed)?;
    {
        let backup = Backup::new(&source, &mut target).map_err(failed)?;
        loop {
            let step = backup.step(STEP).map_err(failed)?;
            let state = backup.progress();
            let all = usize::try_from(state.pagecount).unwrap_or_default();
            progress(all.saturating_sub(usize::try_from(state.remaining).unwrap_or_default()), all);
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => return Err(StoreError::BUSY),
            }
        }
    }
    source.execute_batch("commit").map_err(failed)?;
    // One file, with no log beside it.
    target.pragma_update(None, "journal_mode", "delete").map_err(failed)?;
    check(&target)?;
    target.close().map_err(|(_, error)| failed(error))
}

/// Looks whether the SQLite file holds a sound database. Blocks.
///
/// # Errors
/// [`StoreError::Corrupt`] when it does not.
pub fn check_sqlite(file: &Path) -> Result<(), StoreError> {
    let opened = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY);
    check(&opened.map_err(|error| sqlite::failure("check", &error))?)
}

fn check(connection: &Connection) -> Result<(), StoreError> {
    let failed = |error| sqlite::failure("check", &error);
    let verdict: String = connection.query_row("pragma integrity_check(1)", [], |row| row.get(0)).map_err(failed)?;
    if verdict != "ok" {
        return Err(StoreError::Corrupt(verdict));
    }
    let mut orphans = connection.prepare("pragma foreign_key_check").map_err(failed)?;
    match orphans.exists([]).map_err(failed)? {
        true => Err(StoreError::Corrupt("a reference leads nowhere".to_owned())),
        false => Ok(()),
    }
}

/// Makes the file lasting under its name.
fn publish(part: &Path, to: &Path) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::Full,
        _ => StoreError::Unavailable(format!("{}: {error}", to.display())),
    };
    fs::File::open(part).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(part, to).map_err(failed)?;
    let directory = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(failed)
}

/// Puts a copy in the place of the SQLite database at `to`, which nobody may have open. Blocks.
///
/// # Errors
/// [`StoreError::Busy`] when somebody has it open; nothing is changed then.
pub fn replace_sqlite(copy: &Path, to: &Path) -> Result<(), StoreError> {
    if to.exists() {
        // Leaving WAL wants everybody else to be gone, idle or not.
        let present = Connection::open(to).map_err(|error| sqlite::failure("replace", &error))?;
        let left: Result<String, _> = present.query_row("pragma journal_mode = delete", [], |row| row.get(0));
        match left.map_err(|error| sqlite::failure("replace", &error)) {
            Ok(mode) if mode == "delete" => {}
            // A file that is no database any more is what restoring is for.
            Err(StoreError::Corrupt(_)) => {}
            Ok(_) => return Err(StoreError::BUSY),
            Err(error) => return Err(error),
        }
    }
    for log in ["-wal", "-shm"] {
        let mut name = to.as_os_str().to_owned();
        name.push(log);
        // Mostly it is not there; and if it is, it belongs to the database that goes.
        let _ = fs::remove_file(name);
    }
    publish(copy, to)
}

impl crate::Store {
    /// How many connections of nodes a PostgreSQL has, beside this one's own kind; SQLite does not know.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn connected_nodes(&self) -> Result<i64, StoreError> {
        Ok(self.read().await?.one::<(i64,)>(&NODES, params![]).await?.map_or(0, |(count,)| count))
    }
}

impl Location {
    /// What PostgreSQL's own programs are told by the environment (libpq's variables), where the password is not seen by all.
    /// `None` for SQLite.
    ///
    /// # Errors
    /// When the connection string can't be read.
    pub fn libpq(&self) -> Result<Option<Vec<(&'static str, String)>>, StoreError> {
        match self {
            Self::Sqlite(_) => Ok(None),
            Self::Postgres(url) => Ok(Some(Address::parse(url)?.libpq())),
        }
    }
}
