//! Logs: one line for each thing worth knowing, on standard error, for people or as JSON.

mod lines;

use std::io::{IsTerminal as _, stderr};

use tracing::Level;
use tracing_subscriber::{
    Layer, Registry,
    filter::{LevelFilter, Targets},
    fmt::MakeWriter,
    layer::{Identity, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

use self::lines::Lines;
pub(crate) use self::lines::{Farewell, dropped};
use crate::{
    Trouble,
    configuration::{LogFormat, LogLevel},
};

/// Crates whose debug lines show values: statement parameters, dialogues. They never say more than `info`, whatever is
/// asked for.
const OTHERS: [&str; 9] =
    ["tokio_postgres", "postgres_protocol", "rusqlite", "hyper", "hyper_util", "h2", "tower", "rustls", "lettre"];

/// The target of spans that are there for traces. They are in no log line.
pub(crate) const SPANS: &str = "trace";

/// What commands say that are not servers: warnings and errors.
pub const QUIET: LevelFilter = LevelFilter::WARN;

/// How logs are written.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// For people or for programs.
    pub format: LogFormat,
    /// The least that is written.
    pub level: LevelFilter,
}

impl Settings {
    /// For people, at what `DOORWARD_LOG` asks for (`error` to `trace`), else at this level.
    pub fn from_environment(level: LevelFilter) -> Self {
        let asked = std::env::var("DOORWARD_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
        Self { format: LogFormat::Text, level: asked.unwrap_or(level) }
    }

    /// As the configuration says, unless `DOORWARD_LOG` asks for another level.
    pub fn configured(log: crate::configuration::Log) -> Self {
        let level = match log.level {
            LogLevel::Error => LevelFilter::ERROR,
            LogLevel::Warn => LevelFilter::WARN,
            LogLevel::Info => LevelFilter::INFO,
            LogLevel::Debug => LevelFilter::DEBUG,
            LogLevel::Trace => LevelFilter::TRACE,
        };
        Self { format: log.format, ..Self::from_environment(level) }
    }
}

/// Begins to write logs, each line before what comes after it: for commands, which people watch.
pub fn begin(settings: Settings) {
    write(settings, None::<Identity>, stderr);
}

/// Begins to write the logs of a server, which waits for nobody who reads them, and does whatever else this layer does with
/// spans. What it answers waits at the end for the last lines.
///
/// # Errors
/// When the system gives no thread for them.
pub(crate) fn begin_serving(
    settings: Settings,
    besides: Option<impl Layer<Registry> + Send + Sync>,
) -> Result<Farewell, Trouble> {
    let refused = |source| Trouble::System { what: "There is no thread for the log", source };
    let (lines, farewell) = Lines::begin(stderr()).map_err(refused)?;
    write(settings, besides, lines);
    Ok(farewell)
}

fn write(
    settings: Settings,
    besides: Option<impl Layer<Registry> + Send + Sync>,
    to: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
) {
    web::chassis::panics::log_places_only();
    let filter = levels(settings.level);
    let lines = tracing_subscriber::fmt::layer().with_writer(to).with_ansi(stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(besides);
    // Begun twice (a test) the first stays.
    let _ = match settings.format {
        LogFormat::Text => registry.with(lines.with_filter(filter)).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true).with_filter(filter)).try_init(),
    };
}

/// Our own crates at this level, all others at `info` at most.
pub fn levels(own: LevelFilter) -> Targets {
    let capped = own.min(LevelFilter::from_level(Level::INFO));
    let ours =
        ["crypto", "demo", "doorward", "flows", "jose", "model", "notify", "oidc", "pages", "store", "text", "web"];
    let targets = Targets::new()
        .with_default(capped)
        .with_target(SPANS, LevelFilter::OFF)
        .with_targets(ours.map(|name| (name, own)));
    targets.with_targets(OTHERS.map(|name| (name, capped)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_crate_says_more_than_info() {
        let levels = levels(LevelFilter::TRACE);
        assert!(levels.would_enable("flows::sign_in", &Level::TRACE));
        for other in OTHERS.iter().chain(&["anything", "tokio_postgres::query"]) {
            assert!(!levels.would_enable(other, &Level::DEBUG), "{other}");
            assert!(levels.would_enable(other, &Level::INFO), "{other}");
        }
    }
}
