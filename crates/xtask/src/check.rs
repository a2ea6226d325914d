//! Formatting, lints and documentation: no warning passes.

use crate::environment::settle;
use crate::place::Place;
use crate::report::Report;
use crate::run::run;
use std::process::Command;

/// `cargo xtask check`.
pub(crate) fn command(place: &Place, _: &[String], report: &mut Report) {
    steps(place, report);
    documentation(place, report);
}

/// `cargo xtask fmt`.
pub(crate) fn format_command(place: &Place, _: &[String], report: &mut Report) {
    report.step("rustfmt", || run(cargo(place).args(["fmt", "--all"])));
}

/// The quick ones: what is written, and how.
pub(crate) fn steps(place: &Place, report: &mut Report) {
    report.step("Formatting", || run(cargo(place).args(["fmt", "--all", "--check"])));
    report.step("Clippy", || {
        run(cargo(place).args(["clippy", "--quiet"]).args(WORKSPACE).args(["--all-targets", "--", "-D", "warnings"]))
    });
    report.step("Clippy without the demonstration", || {
        let smallest = ["--package", "doorward", "--no-default-features", "--all-targets"];
        run(cargo(place).args(["clippy", "--quiet"]).args(smallest).args(["--", "-D", "warnings"]))
    });
}

/// Documentation builds, and every link in it leads somewhere.
pub(crate) fn documentation(place: &Place, report: &mut Report) {
    report.step("Documentation", || {
        run(cargo(place)
            .args(["doc", "--quiet"])
            .args(WORKSPACE)
            .args(["--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    });
}

/// All programs, which the kill test and the browser tests start. Gives whether they were built.
pub(crate) fn build(place: &Place, report: &mut Report) -> bool {
    report.step("Programs", || {
        run(cargo(place).args(["build", "--quiet"]).args(WORKSPACE).args(["--bins", "--examples"]))
    })
}

/// The whole workspace, with the features that a plain build leaves out: one set for every step, compiled once.
pub(crate) const WORKSPACE: [&str; 3] = ["--workspace", "--features", "doorward/otlp"];

/// Cargo, in the repository.
pub(crate) fn cargo(place: &Place) -> Command {
    let mut command = Command::new("cargo");
    settle(&mut command).current_dir(&place.root);
    command
}
