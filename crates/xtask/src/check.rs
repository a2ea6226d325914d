//! Formatting, lints and documentation: no warning passes.

use crate::checkout::Checkout;
use crate::environment::settle;
use crate::report::Report;
use crate::run::run;
use std::process::Command;

/// `cargo xtask check`.
pub(crate) fn command(checkout: &Checkout, _: &[String], report: &mut Report) {
    steps(checkout, report);
    documentation(checkout, report);
}

/// `cargo xtask fmt`.
pub(crate) fn format_command(checkout: &Checkout, _: &[String], report: &mut Report) {
    report.step("rustfmt", || run(cargo(checkout).args(["fmt", "--all"])));
}

/// The quick ones: what is written, and how.
pub(crate) fn steps(checkout: &Checkout, report: &mut Report) {
    report.step("Formatting", || run(cargo(checkout).args(["fmt", "--all", "--check"])));
    report.step("Clippy", || {
        run(cargo(checkout).args(["clippy", "--quiet"]).args(WORKSPACE).args(["--all-targets", "--", "-D", "warnings"]))
    });
    report.step("Clippy without the demonstration", || {
        let smallest = ["--package", "doorward", "--no-default-features", "--all-targets"];
        run(cargo(checkout).args(["clippy", "--quiet"]).args(smallest).args(["--", "-D", "warnings"]))
    });
}

/// Documentation builds, and every link in it leads somewhere.
pub(crate) fn documentation(checkout: &Checkout, report: &mut Report) {
    report.step("Documentation", || {
        run(cargo(checkout)
            .args(["doc", "--quiet"])
            .args(WORKSPACE)
            .args(["--no-deps", "--document-private-items"])
            .env("RUSTDOCFLAGS", "-D warnings"))
    });
}

/// All programs, which the kill test and the browser tests start. Gives whether they were built.
pub(crate) fn build(checkout: &Checkout, report: &mut Report) -> bool {
    report.step("Programs", || {
        run(cargo(checkout).args(["build", "--quiet"]).args(WORKSPACE).args(["--bins", "--examples"]))
    })
}

/// The whole workspace, with the features that a plain build leaves out: one set for every step, compiled once.
pub(crate) const WORKSPACE: [&str; 3] = ["--workspace", "--features", "doorward/otlp,testbed/serve"];

/// Cargo, in the repository.
pub(crate) fn cargo(checkout: &Checkout) -> Command {
    let mut command = Command::new("cargo");
    settle(&mut command).current_dir(&checkout.root);
    command
}
