//! Changes one condition after another in the sign-in engine and sees whether a test fails.

use crate::check::cargo;
use crate::checkout::Checkout;
use crate::report::Report;
use crate::run::run;
use crate::tools::{CARGO_MUTANTS, cargo_tool};

/// `cargo xtask mutants [ARGUMENTS]`: arguments go to cargo-mutants; without, the sign-in engine is changed.
pub(crate) fn command(checkout: &Checkout, arguments: &[String], report: &mut Report) {
    report.step("Mutants", || {
        let tool = cargo_tool(checkout, &CARGO_MUTANTS)?;
        let mut command = cargo(checkout);
        command.arg("mutants").arg("--output").arg(&checkout.target);
        if arguments.is_empty() {
            command.args(["--package", "model", "--file", "crates/model/src/sign_in/**"]);
        } else {
            command.args(arguments);
        }
        run(tool.on(&mut command))
    });
}
