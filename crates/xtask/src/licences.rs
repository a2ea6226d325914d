//! Licences, banned crates, sources and duplicates of every dependency: cargo-deny judges them by `deny.toml`.

use crate::check::cargo;
use crate::checkout::Checkout;
use crate::report::Report;
use crate::run::run;
use crate::tools::{CARGO_DENY, cargo_tool};

/// `cargo xtask licences`.
pub(crate) fn command(checkout: &Checkout, _: &[String], report: &mut Report) {
    report.step("Licences, bans, sources", || {
        let tool = cargo_tool(checkout, &CARGO_DENY)?;
        let mut command = cargo(checkout);
        command.args(["deny", "--all-features", "check", "-D", "unmatched-skip", "-D", "unnecessary-skip"]);
        run(tool.on(command.args(["bans", "licenses", "sources"])))
    });
}
