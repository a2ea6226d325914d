//! The decoders under cargo-fuzz: each reads what a stranger sends, and none may panic on it.

use crate::check::cargo;
use crate::checkout::{Checkout, is_ci};
use crate::counts::Counts;
use crate::report::Report;
use crate::run::{output, run};
use crate::tools::{CARGO_FUZZ, Installed, cargo_tool};
use std::fs::{self, File};
use std::process::{Command, Stdio};

const SECONDS: u32 = 60;

/// What counts as a finding beside a crash: an input that takes 5 s (busy machines do other things for a second), or
/// that makes a decoder take hundreds of megabytes.
const LIMITS: [&str; 3] = ["-timeout=5", "-rss_limit_mb=512", "-max_len=65536"];

/// How many decoders are fuzzed at one time: each has one thread.
const SIDE_BY_SIDE: usize = 2;

/// `cargo xtask fuzz [SECONDS]`.
pub(crate) fn command(checkout: &Checkout, arguments: &[String], report: &mut Report) {
    match arguments.first().map_or(Ok(SECONDS), |seconds| seconds.parse()) {
        Ok(seconds) => steps(checkout, seconds, report),
        Err(_) => {
            report.step("Arguments", || Err("SECONDS is a whole number: how long each decoder is fuzzed".into()));
        }
    }
}

/// Builds the targets, then runs each for so many seconds.
pub(crate) fn steps(checkout: &Checkout, seconds: u32, report: &mut Report) {
    let mut targets = None;
    report.step("Fuzz targets", || {
        let tool = cargo_tool(checkout, &CARGO_FUZZ)?;
        run(cargo_fuzz(checkout, &tool).args(["build"]))?;
        let names = output(cargo_fuzz(checkout, &tool).arg("list"))?;
        targets = Some((tool, names.split_whitespace().map(str::to_owned).collect::<Vec<_>>()));
        Ok(())
    });
    let Some((tool, names)) = targets else { return };
    report.counted_step(&format!("Fuzzing, {seconds} s each"), || {
        let mut counts = Counts::default();
        let mut findings = Vec::new();
        for some in names.chunks(SIDE_BY_SIDE) {
            for result in side_by_side(some, |name| fuzz(checkout, &tool, name, seconds)) {
                match result {
                    Ok(()) => counts.passed += 1,
                    Err(finding) => {
                        counts.failed += 1;
                        findings.push(finding);
                    }
                }
            }
        }
        (counts, if findings.is_empty() { Ok(()) } else { Err(findings.join("\n")) })
    });
}

/// Does it with each name at once, a thread each.
fn side_by_side(names: &[String], job: impl Fn(&str) -> Result<(), String> + Sync) -> Vec<Result<(), String>> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = names.iter().map(|name| (name, scope.spawn(|| job(name)))).collect();
        let ended = |(name, thread): (&String, std::thread::ScopedJoinHandle<_>)| {
            thread.join().unwrap_or_else(|_| Err(format!("{name}: xtask itself failed")))
        };
        threads.into_iter().map(ended).collect()
    })
}

/// The log goes to a file; it is shown when something was found.
fn fuzz(checkout: &Checkout, tool: &Installed, name: &str, seconds: u32) -> Result<(), String> {
    let path = checkout.target.join(format!("fuzz-{name}.log"));
    let named = |reason: std::io::Error| format!("{}: {reason}", path.display());
    let log = File::create(&path).map_err(named)?;
    let mut command = cargo_fuzz(checkout, tool);
    command.args(["run", name, "--", &format!("-max_total_time={seconds}"), "-print_final_stats=1"]).args(LIMITS);
    if is_ci() {
        // The same walk every time: what CI says of a change must not depend on luck. By command, each run is another.
        command.arg("-seed=1");
    }
    let status = command
        .stdin(Stdio::null())
        .stdout(log.try_clone().map_err(named)?)
        .stderr(log)
        .status()
        .map_err(|reason| format!("cargo fuzz: {reason}"))?;
    let text = String::from_utf8_lossy(&fs::read(&path).map_err(named)?).into_owned();
    if status.success() {
        if let Some(line) = text.lines().find(|line| line.starts_with("stat::number_of_executed_units")) {
            println!("{name}: {line}");
        }
        return Ok(());
    }
    let lines: Vec<&str> = text.lines().collect();
    Err(format!("{name} found something\n{}", lines[lines.len().saturating_sub(40)..].join("\n")))
}

/// cargo-fuzz wants flags of the nightly compiler: the stable one takes them when told to.
fn cargo_fuzz(checkout: &Checkout, tool: &Installed) -> Command {
    let mut command = cargo(checkout);
    command.env("RUSTC_BOOTSTRAP", "1").arg("fuzz");
    tool.on(&mut command);
    command
}
