//! Logs: one line for each thing worth knowing, on standard error.

use std::io::{IsTerminal as _, stderr};

use tracing::Level;
use tracing_subscriber::{
    Layer as _,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

/// Crates whose debug lines show values: statement parameters, dialogues. They never say more than `info`, whatever is
/// asked for.
const OTHERS: [&str; 7] = ["tokio_postgres", "postgres_protocol", "rusqlite", "hyper", "hyper_util", "h2", "tower"];

/// Begins to write logs: warnings and errors, or what `DOORWARD_LOG` asks for (`error` to `trace`).
pub fn begin() {
    let asked = std::env::var("DOORWARD_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal());
    let filtered = lines.with_filter(levels(asked.unwrap_or(LevelFilter::WARN)));
    web::chassis::panics::log_places_only();
    // Begun twice (a test) the first stays.
    let _ = tracing_subscriber::registry().with(filtered).try_init();
}

/// Our own crates at this level, all others at `info` at most.
pub fn levels(own: LevelFilter) -> Targets {
    let capped = own.min(LevelFilter::from_level(Level::INFO));
    let ours = ["crypto", "demo", "doorward", "flows", "jose", "model", "oidc", "pages", "store", "text", "web"];
    let targets = Targets::new().with_default(capped).with_targets(ours.map(|name| (name, own)));
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
