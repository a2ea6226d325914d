//! Development only: the demonstration on any database, with further applications for clients that we did not write.
//!
//! `testbed serve --database URL --json [--applications FILE]`, and besides `--data DIR --elsewhere URL` for nodes that are
//! started by `doorward serve` with the sealing key of that directory, `--clock FILE` to move time, `--mail-port N` for a mail
//! server in place of the outbox.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use doorward::{Clock, Trouble, demonstration, log, system_clock};
use model::Span;
use notify::{Deliver, Security, Smtp, SmtpSettings};
use serde_json::Value;
use store::Location;

#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to end
    Serve {
        /// `sqlite:PATH`, or how libpq is told (`host=… dbname=…`, `postgres://…`)
        #[arg(long)]
        database: String,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
        /// Client metadata (RFC 7591 §2) by name, with secrets that are for tests only
        #[arg(long)]
        applications: Option<PathBuf>,
        /// The port to begin with; any when absent
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Where the keys are; temporary when absent
        #[arg(long)]
        data: Option<PathBuf>,
        /// The address of nodes that are started elsewhere: only content and applications are made here
        #[arg(long)]
        elsewhere: Option<String>,
        /// A file with the seconds by which the clock is ahead, read whenever somebody asks for the time
        #[arg(long)]
        clock: Option<PathBuf>,
        /// Send mail to the server at this port of this machine, in plain text, in place of the outbox
        #[arg(long)]
        mail_port: Option<u16>,
    },
}

fn main() -> ExitCode {
    let Arguments { command: Command::Serve { database, json, applications, port, data, elsewhere, clock, mail_port } } =
        Arguments::parse();
    log::begin(log::Settings::from_environment(log::QUIET));
    let database = match database.strip_prefix("sqlite:") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(database),
    };
    let served = applications.map_or(Ok(Vec::new()), |file| read(&file)).and_then(|applications| {
        let (database, clock) = (Some(database), clock.map(moved_clock));
        let post = mail_port.map(mail_server).transpose()?;
        demonstration::run(demonstration::Options { data, json, port, database, applications, elsewhere, clock, post })
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// The computer's clock, ahead by the seconds that the file says.
fn moved_clock(file: PathBuf) -> Clock {
    let clock = system_clock();
    Arc::new(move || {
        let ahead = fs::read_to_string(&file).ok().and_then(|text| text.trim().parse().ok()).unwrap_or_default();
        clock() + Span::seconds(ahead)
    })
}

/// The mail server at a port of this machine.
fn mail_server(port: u16) -> Result<Arc<dyn Deliver>, Trouble> {
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::None,
        login: None,
        authorities: None,
        hello: "localhost".to_owned(),
    };
    Ok(Arc::new(Smtp::new(settings).map_err(|bad| Trouble::File(bad.to_string()))?))
}

/// The applications of a file: client metadata by name.
fn read(file: &Path) -> Result<Vec<Value>, Trouble> {
    let wrong = |error: &dyn std::fmt::Display| Trouble::File(format!("{}: {error}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error))?;
    let named: BTreeMap<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    Ok(named.into_values().collect())
}
