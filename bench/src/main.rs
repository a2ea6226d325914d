//! Measures Doorward and the machine it runs on, in one run: `cargo run --release -p bench`.
//!
//! Doorward is a process of its own, the shipped binary with a configuration file; its CPU time and memory are read from
//! the kernel, so that what the load generator uses is in no number but throughput and latency, where both share the
//! machine's cores.

mod bare;
mod cases;
mod client;
mod content;
mod crash;
mod http;
mod load;
mod memory;
mod postgres;
mod process;
mod progress;
mod raw;
mod report;
mod run;
mod scale;
mod server;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};

/// Measures Doorward on SQLite and PostgreSQL, beside the raw limits of this machine.
#[derive(Parser)]
#[command(name = "bench")]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Kills Doorward, and PostgreSQL, with -9 under load, and looks whether anything was lost or used twice
    Crash(crash::Options),
    /// A server that does nothing but answer: the raw limit, started by the bench itself
    #[command(hide = true)]
    Bare {
        /// Where
        port: u16,
    },
}

/// What can be chosen.
#[derive(clap::Args, Clone)]
struct Options {
    /// About three minutes: shorter rows, no million users, no ten thousand sign-ins
    #[arg(long)]
    quick: bool,
    /// Only this: raw, start, scale, memory, or a row (client-credentials, sign-in, second-application, refresh, introspection,
    /// userinfo, discovery, keys). Can be given more than once
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Only this database
    #[arg(long, value_enum, global = true)]
    database: Option<Engine>,
    /// Only at so many at once
    #[arg(long, value_name = "N")]
    at_once: Option<usize>,
    /// How long each row is measured, in seconds
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<f64>,
    /// How many users "many" are
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    users: u32,
    /// After how many sign-ins memory is looked at
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    sign_ins: u32,
    /// With how many sessions memory is looked at
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    sessions: u32,
    /// Start this binary instead of building one
    #[arg(long, value_name = "FILE", global = true)]
    binary: Option<PathBuf>,
    /// Where databases are made: on the disk that durable writes are to be measured on
    #[arg(long, value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    /// Where the JSON goes
    #[arg(long, value_name = "FILE", default_value = "bench.json")]
    json: PathBuf,
}

/// The databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// As tables name it.
    const fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

fn main() -> ExitCode {
    let Arguments { options, command } = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("No threads could be started: {error}.");
            return ExitCode::FAILURE;
        }
    };
    let done = match command {
        Some(Command::Bare { port }) => runtime.block_on(bare::serve(port)).map(|()| 0),
        Some(Command::Crash(crash)) => {
            let parent = options.directory.clone().unwrap_or_else(std::env::temp_dir);
            runtime.block_on(Box::pin(crash::run(&crash, options.engines(), options.binary, parent)))
        }
        None => runtime.block_on(Box::pin(run::run(&options))),
    };
    match done {
        Ok(0) => ExitCode::SUCCESS,
        Ok(errors) => {
            eprintln!("{errors} things were wrong; they are named above.");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
