//! What the tests need and this machine lacks. As root it is installed; otherwise the commands are printed.
//!
//! System packages are Debian's; those of Node and Python are in `packages.rs`.

use crate::check::cargo;
use crate::checkout::{Checkout, find_program};
use crate::packages;
use crate::postgres;
use crate::report::Report;
use crate::run::{output, run, run_quietly, version};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::ToSocketAddrs;
use std::path::Path;
use std::process::Command;

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
pub(crate) fn command(checkout: &Checkout, _: &[String], report: &mut Report) {
    step(checkout, Needs::Everything, report);
}

/// Installs what is missing and says what that was. Gives whether everything is there.
pub(crate) fn step(checkout: &Checkout, needs: Needs, report: &mut Report) -> bool {
    report.step("Tools", || {
        system_packages(needs)?;
        localhost()?;
        components(checkout)?;
        if needs == Needs::Everything {
            packages::python_packages(checkout)?;
            packages::node_packages(checkout)?;
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
        what: "make, for the allocator",
        packages: &["make"],
        needs: Needs::Rust,
        there: || find_program("make", &[]).is_some(),
    },
    SystemNeed {
        what: "PostgreSQL",
        packages: &["postgresql"],
        needs: Needs::Rust,
        there: || postgres::programs().is_some() && find_program("psql", &[]).is_some(),
    },
    SystemNeed {
        what: "OpenLDAP's server",
        packages: &["slapd"],
        needs: Needs::Rust,
        there: || find_program("slapd", &["/usr/sbin"]).is_some() && Path::new("/usr/lib/ldap/ppolicy.so").is_file(),
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
fn components(checkout: &Checkout) -> Result<(), String> {
    let there = |name: &str| output(cargo(checkout).args([name, "--version"])).is_ok();
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    println!("Installing rustfmt and clippy.");
    run(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))
}
