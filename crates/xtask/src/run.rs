//! Starting other programs: their output stays visible, their closing lines are counted, their failure is a sentence.

use crate::counts::Counts;
use std::io::{BufRead, BufReader, IsTerminal, Write};
use std::process::{Command, Stdio};

/// Runs a program with its output on ours.
///
/// # Errors
/// A sentence that names the program, when it could not start or did not end well.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let name = command_line(command);
    let status = command.stdin(Stdio::null()).status().map_err(|reason| format!("{name}: {reason}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

/// Runs a program that talks a lot: what it says is shown only when it fails.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_quietly(command: &mut Command) -> Result<(), String> {
    let name = command_line(command);
    let output = command.stdin(Stdio::null()).output().map_err(|reason| format!("{name}: {reason}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!("{name}: {}\n{}", output.status, String::from_utf8_lossy(&said)))
}

/// Runs a test runner, shows its output as it comes and counts its tests. A runner that fails without naming a failed
/// test (it did not compile, it crashed) counts as one failure.
pub(crate) fn run_counted(command: &mut Command) -> (Counts, Result<(), String>) {
    let mut counts = Counts::default();
    let result = run_lines(command, |line| counts.read(line));
    if result.is_err() && counts.failed == 0 {
        counts.failed = 1;
    }
    (counts, result)
}

/// Runs a program and gives what it wrote on standard output.
///
/// # Errors
/// As [`run`].
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let name = command_line(command);
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|reason| format!("{name}: {reason}"))?;
    if !output.status.success() {
        return Err(format!("{name}: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("{name}: wrote something that is not UTF-8"))
}

/// Whether a program answers `--version`, and what.
pub(crate) fn version(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn run_lines(command: &mut Command, mut each: impl FnMut(&str)) -> Result<(), String> {
    let name = command_line(command);
    if std::io::stdout().is_terminal() {
        command.env("FORCE_COLOR", "1");
    }
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(|reason| format!("{name}: {reason}"))?;
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            let text = String::from_utf8_lossy(&line);
            let mut screen = std::io::stdout();
            // A reader of ours that went away is no reason to stop the tests.
            let _ = screen.write_all(text.as_bytes()).and_then(|()| screen.flush());
            each(text.trim_end());
            line.clear();
        }
    }
    let status = child.wait().map_err(|reason| format!("{name}: {reason}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}")) }
}

/// The command as a person would type it.
fn command_line(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
