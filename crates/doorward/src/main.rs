//! The command.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use doorward::{demonstration, log};

/// A single sign-on server.
#[derive(Parser)]
#[command(name = "doorward", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts everything needed to try Doorward, on this computer only: organisations, people, applications
    Demo {
        /// Keep the data in this directory; it is made when it isn't there
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Print one JSON document for programs instead of text for people
        #[arg(long)]
        json: bool,
        /// The port to begin with; the next ones are taken when it is in use, and any with 0
        #[arg(long, value_name = "N", default_value_t = demo::ports::PREFERRED)]
        port: u16,
    },
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    log::begin();
    let done = match command {
        Command::Demo { data, json, port } => {
            demonstration::run(demonstration::Options { data, json, port, ..demonstration::Options::default() })
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
