//! The kill test: Doorward and PostgreSQL are killed with -9 under load, again and again. What it does is in `bench`,
//! which has the browsers and the databases for it.

use crate::check::cargo;
use crate::place::Place;
use crate::report::Report;
use crate::run::run;

/// Kills on each database when it is one step of many.
const ROUNDS_AS_A_STEP: &str = "3";

/// `cargo xtask crash [--rounds N] [--seed N] [--database sqlite|postgres]`.
pub(crate) fn command(place: &Place, arguments: &[String], report: &mut Report) {
    report.step("Kill test", || play(place, arguments));
}

/// The short form.
pub(crate) fn step(place: &Place, report: &mut Report) {
    report.step("Kill test", || play(place, &["--rounds".into(), ROUNDS_AS_A_STEP.into()]));
}

fn play(place: &Place, arguments: &[String]) -> Result<(), String> {
    run(cargo(place).args(["run", "--quiet", "--package", "bench", "--", "crash"]).args(arguments))
}
