//! The project's own commands. `cargo xtask` lists them; `README.md` says which one to start with.
//!
//! Each command is a list of steps. A step prints a header, lets its tool speak, and is timed; the end is a table and
//! one line, `N passed, N failed`, over everything that ran. Dependencies are few and light, so that this compiles in
//! seconds on a machine that has built nothing yet.

mod check;
mod checkout;
mod counts;
mod crash;
mod e2e;
mod environment;
#[cfg(test)]
mod flows_modules;
mod fuzz;
mod install;
mod licences;
mod mutants;
mod packages;
mod postgres;
mod report;
mod run;
#[cfg(test)]
mod security_bar;
mod test;
mod tools;

use checkout::Checkout;
use report::Report;
use std::process::ExitCode;

/// One command: its name, its arguments, what it does in a line, and the function that does it.
struct Command {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&Checkout, &[String], &mut Report),
}

const COMMANDS: &[Command] = &[
    Command {
        name: "test",
        arguments: "[--fast] [FILTER]",
        about: "everything CI runs; --fast leaves out browsers, fuzzing and documentation; FILTER picks tests by name",
        run: test::command,
    },
    Command {
        name: "check",
        arguments: "",
        about: "formatting, clippy and documentation, warnings denied",
        run: check::command,
    },
    Command { name: "fmt", arguments: "", about: "formats the code", run: check::format_command },
    Command {
        name: "licences",
        arguments: "",
        about: "licences, banned crates, sources and duplicates of every dependency",
        run: licences::command,
    },
    Command {
        name: "e2e",
        arguments: "[FILTER]",
        about: "browser tests and foreign clients, on SQLite and on PostgreSQL",
        run: e2e::command,
    },
    Command {
        name: "journeys",
        arguments: "",
        about: "plays the journeys and makes docs/journeys of what is seen",
        run: e2e::journeys_command,
    },
    Command {
        name: "crash",
        arguments: "[--rounds N] [--seed N]",
        about: "kills Doorward and PostgreSQL with -9 under load (50 times), and sees nothing lost or used twice",
        run: crash::command,
    },
    Command { name: "fuzz", arguments: "[SECONDS]", about: "fuzzes each decoder for so long (60)", run: fuzz::command },
    Command {
        name: "mutants",
        arguments: "[ARGUMENTS]",
        about: "changes each condition of the sign-in engine and sees a test fail",
        run: mutants::command,
    },
    Command {
        name: "install",
        arguments: "",
        about: "installs what the tests need and this machine lacks; without root it prints how",
        run: install::command,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        print_commands();
        return ExitCode::SUCCESS;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        eprintln!("There is no command `{name}`.\n");
        print_commands();
        return ExitCode::from(2);
    };
    let checkout = match Checkout::find() {
        Ok(checkout) => checkout,
        Err(reason) => {
            eprintln!("{reason}");
            return ExitCode::FAILURE;
        }
    };
    let mut report = Report::begin();
    (command.run)(&checkout, rest, &mut report);
    report.finish()
}

fn print_commands() {
    println!("cargo xtask COMMAND\n");
    let width = COMMANDS.iter().map(|command| command.name.len() + command.arguments.len()).max().unwrap_or(0) + 1;
    for command in COMMANDS {
        let call = format!("{} {}", command.name, command.arguments);
        println!("  {call:width$}  {}", command.about);
    }
}
