//! What was measured, as JSON for programs and as Markdown for people.

use std::fmt::Write as _;

use serde::Serialize;

use crate::{cases::CaseKind, process::Memory, raw::Limit};

/// Everything of one run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The command that made it.
    pub(crate) command: String,
    /// The machine.
    pub(crate) machine: String,
    /// The raw limits.
    pub(crate) raw: Vec<(String, Limit)>,
    /// Start-up, memory, size.
    pub(crate) server: Vec<ServerRow>,
    /// The rows of the table.
    pub(crate) rows: Vec<Row>,
    /// With many users, and with few.
    pub(crate) scale: Vec<ScaleRow>,
    /// Memory after much was done.
    pub(crate) memory: Vec<MemoryRow>,
}

/// What was measured of the process itself.
#[derive(Debug, Serialize)]
pub(crate) struct ServerRow {
    pub(crate) engine: &'static str,
    /// From start to the first answer on a database that is there, in milliseconds: the middle of several.
    pub(crate) start_ms: f64,
    /// CPU until then, in milliseconds: what of it was not waiting for the disk, or for a core.
    pub(crate) start_cpu_ms: f64,
    pub(crate) memory_idle: u64,
    /// After the rows.
    pub(crate) memory_after: Memory,
    /// Sign-ins that were done until then.
    pub(crate) sign_ins: u64,
    pub(crate) binary_bytes: u64,
}

/// One row: a kind of request at one concurrency.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) kind: CaseKind,
    pub(crate) title: &'static str,
    pub(crate) algorithm: Option<&'static str>,
    pub(crate) engine: &'static str,
    pub(crate) at_once: usize,
    pub(crate) count: usize,
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
    /// Server CPU of one, hashing aside.
    pub(crate) cpu_micros: f64,
    /// Server CPU of its hash.
    pub(crate) hash_micros: f64,
    /// CPU of PostgreSQL.
    pub(crate) database_micros: f64,
    /// What its parts cost alone: answers, signatures, durable writes.
    pub(crate) floor_micros: f64,
    pub(crate) bound_micros: f64,
}

/// A whole sign-in or a look-up with so many users.
#[derive(Debug, Serialize)]
pub(crate) struct ScaleRow {
    pub(crate) what: &'static str,
    pub(crate) engine: &'static str,
    pub(crate) users: u32,
    pub(crate) count: usize,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    pub(crate) cpu_micros: f64,
    pub(crate) errors: u64,
    pub(crate) first_error: Option<String>,
}

/// Memory at one moment.
#[derive(Debug, Serialize)]
pub(crate) struct MemoryRow {
    /// What was done until then.
    pub(crate) when: String,
    pub(crate) memory: Memory,
    /// What of it is for passwords that are being hashed: a fixed number of buffers, in bytes.
    pub(crate) buffers: u64,
}

impl Report {
    /// How many errors there were.
    pub(crate) fn errors(&self) -> u64 {
        self.rows.iter().map(|row| row.errors).sum::<u64>() + self.scale.iter().map(|row| row.errors).sum::<u64>()
    }

    /// The document for people.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = writeln!(text, "Made by `{}` on {}.", self.command, self.machine);
        self.raw_limits(&mut text);
        self.servers(&mut text);
        for engine in ["SQLite", "PostgreSQL"] {
            self.table(&mut text, engine);
        }
        self.scale(&mut text);
        self.memory(&mut text);
        text
    }

    fn raw_limits(&self, text: &mut String) {
        if self.raw.is_empty() {
            return;
        }
        let _ = writeln!(text, "\n| raw limit | a second | CPU of one, µs | in PostgreSQL, µs |\n|---|--:|--:|--:|");
        for (name, limit) in &self.raw {
            let database = if limit.database_micros > 0.0 { number(limit.database_micros) } else { "–".to_owned() };
            let _ =
                writeln!(text, "| {name} | {} | {} | {database} |", number(limit.per_second), number(limit.cpu_micros));
        }
    }

    fn servers(&self, text: &mut String) {
        if self.server.is_empty() {
            return;
        }
        let _ = writeln!(
            text,
            "\n| process | start, ms | its CPU, ms | memory idle, MiB | after the rows, MiB | at most, MiB | sign-ins until then | binary, MB |\n\
             |---|--:|--:|--:|--:|--:|--:|--:|"
        );
        for row in &self.server {
            let _ = writeln!(
                text,
                "| {} | {:.1} | {:.1} | {} | {} | {} | {} | {:.1} |",
                row.engine,
                row.start_ms,
                row.start_cpu_ms,
                mib(row.memory_idle),
                mib(row.memory_after.now),
                mib(row.memory_after.peak),
                row.sign_ins,
                row.binary_bytes as f64 / 1e6
            );
        }
    }

    fn table(&self, text: &mut String, engine: &str) {
        let rows: Vec<&Row> = self.rows.iter().filter(|row| row.engine == engine).collect();
        if rows.is_empty() {
            return;
        }
        let postgres = engine == "PostgreSQL";
        let last = if postgres { "in PostgreSQL, µs" } else { "bound, µs" };
        let _ = writeln!(
            text,
            "\n| {engine} | signed with | at once | a second | p50, ms | p99, ms | errors | server CPU, µs | floor, µs | × | {last} |\n\
             |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
        );
        for row in rows {
            let verdict = match row.cpu_micros <= row.bound_micros {
                true => format!("{} ✓", number(row.bound_micros)),
                false => format!("{} ✗", number(row.bound_micros)),
            };
            let hash =
                if row.hash_micros > 100.0 { format!(" + hash {}", number(row.hash_micros)) } else { String::new() };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {:.2} | {:.2} | {} | {}{hash} | {} | {:.1} | {} |",
                row.title,
                row.algorithm.unwrap_or("–"),
                row.at_once,
                number(row.per_second),
                row.p50_ms,
                row.p99_ms,
                row.errors,
                number(row.cpu_micros),
                number(row.floor_micros),
                row.cpu_micros / row.floor_micros,
                if postgres { number(row.database_micros) } else { verdict }
            );
        }
    }

    fn scale(&self, text: &mut String) {
        if self.scale.is_empty() {
            return;
        }
        let _ = writeln!(
            text,
            "\n| what | database | users | measured | p50, ms | p99, ms | server CPU, µs | p99 against the fewest |\n\
             |---|---|--:|--:|--:|--:|--:|--:|"
        );
        for row in &self.scale {
            let same = self.scale.iter().filter(|other| other.what == row.what && other.engine == row.engine);
            let fewest = same.min_by_key(|other| other.users).map_or(row.p99_ms, |fewest| fewest.p99_ms);
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {:.2} | {:.2} | {} | {:.2} × |",
                row.what,
                row.engine,
                row.users,
                row.count,
                row.p50_ms,
                row.p99_ms,
                number(row.cpu_micros),
                row.p99_ms / fewest
            );
        }
    }

    fn memory(&self, text: &mut String) {
        if self.memory.is_empty() {
            return;
        }
        let _ = writeln!(
            text,
            "\n| memory of the process, SQLite | MiB | at most, MiB | without buffers for hashing, MiB |\n|---|--:|--:|--:|"
        );
        for row in &self.memory {
            let without = mib(row.memory.now.saturating_sub(row.buffers));
            let _ = writeln!(text, "| {} | {} | {} | {without} |", row.when, mib(row.memory.now), mib(row.memory.peak));
        }
    }
}

/// Bytes as people count memory.
fn mib(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / (1024.0 * 1024.0))
}

/// A number with as many digits as are worth reading.
fn number(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    match value {
        value if value < 10.0 => format!("{value:.2}"),
        value if value < 100.0 => format!("{value:.1}"),
        value => format!("{value:.0}"),
    }
}
