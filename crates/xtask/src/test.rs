//! `cargo xtask test`: everything that CI runs, in the order in which a mistake shows soonest.

use crate::check::{self, WORKSPACE, cargo};
use crate::checkout::{Checkout, is_ci};
use crate::install::{self, Needs};
use crate::postgres::{Postgres, VARIABLE};
use crate::report::Report;
use crate::run::{run, run_counted};
use crate::{crash, e2e, fuzz, licences};

/// How long each decoder is fuzzed here, seconds; CI takes its time. `cargo xtask fuzz` takes as long as it is told.
const FUZZ_SECONDS: u32 = 10;
const FUZZ_SECONDS_IN_CI: u32 = 30;

/// Everything but examples in documentation, of which there are none: cargo would start rustdoc for each crate to find that.
const TARGETS: [&str; 4] = ["--lib", "--bins", "--tests", "--examples"];

/// `cargo xtask test [--fast] [FILTER]`.
pub(crate) fn command(checkout: &Checkout, arguments: &[String], report: &mut Report) {
    let fast = arguments.iter().any(|argument| argument == "--fast");
    let filter = arguments.iter().find(|argument| !argument.starts_with("--")).map(String::as_str);
    let needs = if fast { Needs::Rust } else { Needs::Everything };
    if !install::step(checkout, needs, report) {
        return;
    }
    if filter.is_none() {
        check::steps(checkout, report);
        if !fast {
            check::documentation(checkout, report);
            licences::command(checkout, &[], report);
        }
    }
    let Some(postgres) = postgres(checkout, report) else { return };
    rust_tests(checkout, filter, &postgres, report);
    if fast && filter.is_some() {
        return;
    }
    let are_built = check::build(checkout, report);
    if are_built && filter.is_none() {
        crash::step(checkout, report);
    }
    if !fast {
        if are_built {
            e2e::step(checkout, filter, &postgres, report);
        }
        drop(postgres);
        if filter.is_none() {
            fuzz::steps(checkout, if is_ci() { FUZZ_SECONDS_IN_CI } else { FUZZ_SECONDS }, report);
        }
    }
}

/// The server that both engines' tests share; `None` when it did not start, which is then in the report.
pub(crate) fn postgres(checkout: &Checkout, report: &mut Report) -> Option<Postgres> {
    let mut postgres = None;
    report.step("PostgreSQL", || {
        let server = Postgres::start(checkout)?;
        println!("{VARIABLE}=\"{}\"", server.connection());
        postgres = Some(server);
        Ok(())
    });
    postgres
}

/// All Rust tests; those that need a database run on both engines.
fn rust_tests(checkout: &Checkout, filter: Option<&str>, postgres: &Postgres, report: &mut Report) {
    let cargo_test = || {
        let mut command = cargo(checkout);
        command.arg("test").args(WORKSPACE).args(TARGETS);
        command
    };
    // What does not compile is no test that failed; and the summary tells the time of each.
    if report.step("Rust tests: compilation", || run(cargo_test().args(["--quiet", "--no-run"]))) {
        report.counted_step("Rust tests, SQLite and PostgreSQL", || {
            let mut command = cargo_test();
            command.arg("--no-fail-fast").env(VARIABLE, postgres.connection());
            run_counted(command.args(filter))
        });
    }
}
