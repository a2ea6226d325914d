//! The browser tests and the foreign clients: Node's test runner over `e2e/`.

use crate::check;
use crate::checkout::Checkout;
use crate::counts::Counts;
use crate::environment::settle;
use crate::install::{self, Needs};
use crate::packages;
use crate::postgres::{Postgres, VARIABLE};
use crate::report::Report;
use crate::run::run_counted;
use crate::test;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Where the tests read whether to keep pictures of what they see.
const PICTURES: &str = "DOORWARD_PICTURES";

/// Where the journeys read whether to write their pages anew.
const JOURNEYS: &str = "DOORWARD_JOURNEYS";

/// The folders of the tests.
const FOLDERS: [&str; 3] = ["tests", "journeys", "clients"];

/// `cargo xtask e2e [FILTER]`.
pub(crate) fn command(checkout: &Checkout, arguments: &[String], report: &mut Report) {
    let filter = arguments.first().map(String::as_str);
    if install::step(checkout, Needs::Everything, report)
        && let Some(postgres) = test::postgres(checkout, report)
        && check::build(checkout, report)
    {
        play(checkout, filter, &postgres, report, |command| {
            command.env(PICTURES, "1");
        });
    }
}

/// `cargo xtask journeys`.
pub(crate) fn journeys_command(checkout: &Checkout, _: &[String], report: &mut Report) {
    if install::step(checkout, Needs::Everything, report)
        && let Some(postgres) = test::postgres(checkout, report)
        && check::build(checkout, report)
    {
        play(checkout, Some("Journey"), &postgres, report, |command| {
            command.env(JOURNEYS, "1");
        });
    }
}

/// Plays against the programs that were built.
pub(crate) fn step(checkout: &Checkout, filter: Option<&str>, postgres: &Postgres, report: &mut Report) {
    play(checkout, filter, postgres, report, |_| ());
}

fn play(
    checkout: &Checkout,
    filter: Option<&str>,
    postgres: &Postgres,
    report: &mut Report,
    change: impl FnOnce(&mut Command),
) {
    report.counted_step("Browsers and foreign clients", || match command_line(checkout, filter, postgres) {
        Ok(mut command) => {
            change(&mut command);
            run_counted(&mut command)
        }
        Err(reason) => (Counts { failed: 1, ..Counts::default() }, Err(reason)),
    });
}

fn command_line(checkout: &Checkout, filter: Option<&str>, postgres: &Postgres) -> Result<Command, String> {
    let mut command = Command::new(packages::node(checkout)?.program);
    settle(&mut command)
        .current_dir(checkout.e2e())
        .env(VARIABLE, postgres.connection())
        .env("DOORWARD_TARGET", &checkout.target)
        .args(["--test", "--test-reporter=spec", "--test-concurrency=2", "--test-timeout=1200000"]);
    if let Some(filter) = filter {
        command.arg(format!("--test-name-pattern={filter}"));
    }
    for folder in FOLDERS {
        command.args(test_files(checkout, folder)?);
    }
    Ok(command)
}

/// The test files of a folder of `e2e/`, in order.
fn test_files(checkout: &Checkout, folder: &str) -> Result<Vec<PathBuf>, String> {
    let folder = checkout.e2e().join(folder);
    let entries = fs::read_dir(&folder).map_err(|reason| format!("{}: {reason}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_str().is_some_and(|name| name.ends_with(".test.js")))
        .collect();
    files.sort();
    Ok(files)
}
