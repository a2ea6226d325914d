//! What was acknowledged, on the disk before the next request is sent: it tells what happened even if this program dies.

use std::{
    fs::File,
    io::Write as _,
    path::Path,
    sync::{Mutex, PoisonError},
};

/// A file of lines.
pub(crate) struct Journal(Mutex<File>);

impl Journal {
    /// A new one.
    pub(crate) fn create(path: &Path) -> Result<Self, String> {
        let file = File::create_new(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(Mutex::new(file)))
    }

    /// Writes down that this was acknowledged, and waits for the disk.
    pub(crate) fn note(&self, user: u32, effect: &str, what: &str) -> Result<(), String> {
        let line = format!("{} {user} {effect} {what}\n", doorward::system_clock()().millis());
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes()).and_then(|()| file.sync_data()).map_err(|error| format!("the journal: {error}"))
    }
}
