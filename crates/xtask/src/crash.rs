//! The kill test: Doorward and PostgreSQL are killed with -9 under load, again and again. What it does is in `bench`,
//! which has the browsers and the databases for it.

use crate::check;
use crate::checkout::Checkout;
use crate::environment::settle;
use crate::report::Report;
use crate::run::run;
use std::process::Command;

/// Kills on each database when it is one step of many.
const ROUNDS_AS_A_STEP: &str = "3";

/// `cargo xtask crash [--rounds N] [--seed N] [--database sqlite|postgres]`.
pub(crate) fn command(checkout: &Checkout, arguments: &[String], report: &mut Report) {
    if check::build(checkout, report) {
        report.step("Kill test", || play(checkout, arguments));
    }
}

/// The short form, with the programs that were built.
pub(crate) fn step(checkout: &Checkout, report: &mut Report) {
    report.step("Kill test", || play(checkout, &["--rounds".into(), ROUNDS_AS_A_STEP.into()]));
}

fn play(checkout: &Checkout, arguments: &[String]) -> Result<(), String> {
    let programs = checkout.target.join("debug");
    let mut bench = Command::new(programs.join("bench"));
    settle(&mut bench).current_dir(&checkout.root).arg("crash").args(arguments);
    run(bench.arg("--binary").arg(programs.join("doorward")))
}
