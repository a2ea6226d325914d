//! Development only: the demonstration on any database, with further applications for clients that we did not write.
//!
//! `testbed serve --database URL --json [--applications FILE]`

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use doorward::{Trouble, demonstration, log};
use flows::{SeedApplication, Settings};
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
    },
}

fn main() -> ExitCode {
    let Arguments { command: Command::Serve { database, json, applications, port } } = Arguments::parse();
    log::begin(log::Settings::from_environment(log::QUIET));
    let database = match database.strip_prefix("sqlite:") {
        Some(path) => Location::Sqlite(path.into()),
        None => Location::Postgres(database),
    };
    let served = applications.map_or(Ok(Vec::new()), |file| read(&file)).and_then(|applications| {
        demonstration::run(demonstration::Options { data: None, json, port, database: Some(database), applications })
    });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// The applications of a file.
fn read(file: &Path) -> Result<Vec<SeedApplication>, Trouble> {
    let wrong = |error: &dyn std::fmt::Display| Trouble::File(format!("{}: {error}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| wrong(&error))?;
    let named: BTreeMap<String, Value> = serde_json::from_str(&text).map_err(|error| wrong(&error))?;
    named
        .into_values()
        .map(|metadata| {
            let secret = metadata.get("client_secret").and_then(Value::as_str).map(str::to_owned);
            let client: Settings =
                serde_json::from_value(serde_json::json!({ "client": metadata })).map_err(|error| wrong(&error))?;
            let name = client.client.client_name.clone();
            Ok(SeedApplication { owner: String::new(), name, settings: client, secret, subscribers: Vec::new() })
        })
        .collect()
}
