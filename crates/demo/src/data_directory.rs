//! The directory that `--data` names: made when it is not there, and tried before anything relies on it.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use crate::trouble::Trouble;

/// Makes the directory (and its parents) and proves that files can be written in it.
///
/// # Errors
///
/// [`Trouble::NotADirectory`], or [`Trouble::Directory`] with what the operating system said.
pub fn prepare(directory: &Path) -> Result<(), Trouble> {
    if directory.exists() && !directory.is_dir() {
        return Err(Trouble::NotADirectory(directory.to_owned()));
    }
    let refused = |source| Trouble::Directory { directory: directory.to_owned(), source };
    fs::create_dir_all(directory).map_err(refused)?;
    let probe = directory.join(format!(".doorward-{}", std::process::id()));
    fs::write(&probe, b"").map_err(refused)?;
    fs::remove_file(&probe).map_err(refused)
}

/// Keeps the directory for one demonstration, as long as the file lives; the operating system ends that with the process.
///
/// # Errors
///
/// [`Trouble::InUse`], or [`Trouble::Directory`] with what the operating system said.
pub fn lock(directory: &Path) -> Result<File, Trouble> {
    let refused = |source| Trouble::Directory { directory: directory.to_owned(), source };
    let file = File::create(directory.join("demo.lock")).map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Trouble::InUse(directory.to_owned())),
        Err(TryLockError::Error(source)) => Err(refused(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_one_demonstrations_at_a_time() {
        let directory = std::env::temp_dir().join(format!("doorward-demo-lock-{}", std::process::id()));
        prepare(&directory).unwrap();
        let first = lock(&directory).unwrap();
        let said = lock(&directory).unwrap_err().to_string();
        drop(first);
        let again = lock(&directory);
        fs::remove_dir_all(&directory).unwrap();
        assert!(said.contains("Another demonstration runs on") && said.contains("--data DIR"), "{said}");
        assert!(again.is_ok(), "a demonstration that has ended holds nothing");
    }

    #[test]
    fn a_directory_is_made_and_left_empty() {
        let parent = std::env::temp_dir().join(format!("doorward-demo-made-{}", std::process::id()));
        let directory = parent.join("data");
        prepare(&directory).unwrap();
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
        fs::remove_dir_all(&parent).unwrap();
    }

    #[test]
    fn a_file_is_not_a_directory() {
        let file = std::env::temp_dir().join(format!("doorward-demo-file-{}", std::process::id()));
        fs::write(&file, b"").unwrap();
        let said = prepare(&file).unwrap_err().to_string();
        let below = prepare(&file.join("data")).unwrap_err().to_string();
        fs::remove_file(&file).unwrap();
        assert!(said.contains("is a file") && said.contains("Name a directory"), "{said}");
        assert!(below.contains("can't be written") && below.contains("--data DIR"), "{below}");
    }
}
