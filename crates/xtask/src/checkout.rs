//! Where things are: the repository, the target directory, and the tools that the project installs for itself.

use std::path::{Path, PathBuf};

/// The folders that the commands work in.
pub(crate) struct Checkout {
    /// The root of the repository.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
}

impl Checkout {
    /// Finds the repository from where cargo says this crate is.
    ///
    /// # Errors
    /// A sentence for a person, when it was not started by cargo.
    pub(crate) fn find() -> Result<Checkout, String> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("Start it as `cargo xtask`.")?;
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .ok_or("This crate no longer stands in crates/ of the repository.")?
            .to_path_buf();
        let target = match std::env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Checkout { root, target })
    }

    /// Tools that are installed for this project only, and kept between runs.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// The Python environment of the tests.
    pub(crate) fn python_environment(&self) -> PathBuf {
        self.tools().join("python")
    }

    /// The interpreter of that environment.
    pub(crate) fn python(&self) -> PathBuf {
        self.python_environment().join("bin/python")
    }

    /// The browser tests and foreign clients.
    pub(crate) fn e2e(&self) -> PathBuf {
        self.root.join("e2e")
    }
}

/// Whether this is a run without a person in front of it (`CI=true`).
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// The first file of that name in the folders of `PATH`, or in the folders given.
pub(crate) fn find_program(name: &str, also_in: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(also_in.iter().map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}
