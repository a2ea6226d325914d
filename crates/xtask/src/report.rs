//! What is shown: a header before each step, a table at the end, and one closing line over everything.

use crate::counts::Counts;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The steps of one command, as they finish.
pub(crate) struct Report {
    started: Instant,
    steps: Vec<Step>,
}

struct Step {
    name: String,
    took: Duration,
    counts: Counts,
    failure: Option<String>,
}

impl Report {
    pub(crate) fn begin() -> Report {
        Report { started: Instant::now(), steps: Vec::new() }
    }

    /// Runs a step that is one check: it holds or it does not. Gives whether it held.
    pub(crate) fn step(&mut self, name: &str, job: impl FnOnce() -> Result<(), String>) -> bool {
        self.counted_step(name, || {
            let result = job();
            let failed = u32::from(result.is_err());
            (Counts { passed: 1 - failed, failed, skipped: 0 }, result)
        })
    }

    /// Runs a step that counts its tests. Gives whether it held.
    pub(crate) fn counted_step(&mut self, name: &str, job: impl FnOnce() -> (Counts, Result<(), String>)) -> bool {
        println!("\n━━ {name}");
        let started = Instant::now();
        let (counts, result) = job();
        let took = started.elapsed();
        match &result {
            Ok(()) => println!("━━ {name}: done in {}", seconds(took)),
            Err(reason) => println!("━━ {name}: FAILED after {}\n{}", seconds(took), indented(reason)),
        }
        let held = result.is_ok();
        self.steps.push(Step { name: name.to_owned(), took, counts, failure: result.err() });
        held
    }

    /// Prints the table and the closing line; the exit code says whether everything held.
    pub(crate) fn finish(self) -> ExitCode {
        let mut all = Counts::default();
        let width = self.steps.iter().map(|step| step.name.chars().count()).max().unwrap_or(0);
        println!("\n━━ Summary");
        for step in &self.steps {
            let verdict = if step.failure.is_some() { "FAILED" } else { "ok" };
            let Counts { passed, failed, skipped } = step.counts;
            println!(
                "   {:width$}  {verdict:6}  {:>8}  {}",
                step.name,
                seconds(step.took),
                tests(passed, failed, skipped)
            );
            all += step.counts;
        }
        println!("   {:width$}          {:>8}", "", seconds(self.started.elapsed()));
        for step in &self.steps {
            if let Some(reason) = &step.failure {
                println!("   {}: {}", step.name, reason.lines().next().unwrap_or("failed"));
            }
        }
        println!();
        match all.skipped {
            0 => println!("{} passed, {} failed", all.passed, all.failed),
            skipped => println!("{} passed, {} failed, {skipped} skipped", all.passed, all.failed),
        }
        let held = all.failed == 0 && self.steps.iter().all(|step| step.failure.is_none());
        if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

fn tests(passed: u32, failed: u32, skipped: u32) -> String {
    let mut text = format!("{passed} passed");
    if failed > 0 {
        text.push_str(&format!(", {failed} failed"));
    }
    if skipped > 0 {
        text.push_str(&format!(", {skipped} skipped"));
    }
    text
}

fn seconds(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 100.0 {
        format!("{seconds:.1} s")
    } else {
        format!("{} min {:02} s", time.as_secs() / 60, time.as_secs() % 60)
    }
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("   {line}")).collect::<Vec<_>>().join("\n")
}
