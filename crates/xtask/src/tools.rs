//! Cargo's own tools that the commands use: installed for this project only, in `target/tools`, the first time they are
//! needed, unless the machine has them.

use crate::check::cargo;
use crate::place::{Place, find_program};
use crate::run::run;
use std::path::PathBuf;
use std::process::Command;

/// A subcommand of cargo from crates.io.
pub(crate) struct CargoTool {
    name: &'static str,
    version: &'static str,
    /// What the person who waits wants to know.
    takes: &'static str,
}

pub(crate) const CARGO_DENY: CargoTool = CargoTool { name: "cargo-deny", version: "0.20.2", takes: "two minutes" };
pub(crate) const CARGO_FUZZ: CargoTool = CargoTool { name: "cargo-fuzz", version: "0.13.2", takes: "a minute" };
pub(crate) const CARGO_MUTANTS: CargoTool =
    CargoTool { name: "cargo-mutants", version: "27.1.0", takes: "two minutes" };

/// A tool that is there.
pub(crate) struct Installed {
    /// Its folder, when that is not on the `PATH`.
    folder: Option<PathBuf>,
}

impl Installed {
    /// Lets cargo find the tool as a subcommand.
    pub(crate) fn on<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        if let Some(folder) = &self.folder {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
            // A folder of ours with a colon in its name can not be put on a path: then cargo says what it misses.
            if let Ok(path) = std::env::join_paths(folders) {
                command.env("PATH", path);
            }
        }
        command
    }
}

/// Finds the tool, or installs it.
///
/// # Errors
/// Why it could not be installed.
pub(crate) fn cargo_tool(place: &Place, tool: &CargoTool) -> Result<Installed, String> {
    if find_program(tool.name, &[]).is_some() {
        return Ok(Installed { folder: None });
    }
    let folder = place.tools().join("bin");
    if !folder.join(tool.name).is_file() {
        println!("Installing {} {}, once; it takes about {}.", tool.name, tool.version, tool.takes);
        let crate_version = format!("{}@{}", tool.name, tool.version);
        let mut command = cargo(place);
        command.args(["install", "--quiet", "--locked", &crate_version, "--root"]).arg(place.tools());
        run(&mut command)?;
    }
    Ok(Installed { folder: Some(folder) })
}
