//! `/metrics` in the text format of Prometheus 0.0.4, on a listener of its own. It reads counters that are kept anyway.

use std::{fmt::Write as _, fs};

use axum::{Router, extract::State, http::header::CONTENT_TYPE, routing::get};
use flows::{Doorward, JobsDone, JobsStatus};
use model::Time;
use tokio::net::TcpListener;
use web::chassis::{App, metrics::BUCKETS};

use crate::Clock;

const ANSWERS: [&str; 6] = ["1xx", "2xx", "3xx", "4xx", "5xx", "gone"];

/// What is measured.
#[derive(Clone)]
pub(crate) struct Measured {
    pub(crate) doorward: Doorward,
    pub(crate) app: App,
    pub(crate) clock: Clock,
    pub(crate) started: Time,
}

/// Serves `/metrics` for as long as the runtime lives.
pub(crate) async fn serve(listener: TcpListener, measured: Measured) {
    let answer = async |State(measured): State<Measured>| {
        ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], measured.page().await)
    };
    let router = Router::new().route("/metrics", get(answer)).with_state(measured);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!(%error, "metrics are no longer served");
    }
}

impl Measured {
    async fn page(&self) -> String {
        let mut page = Page::default();
        page.family("doorward_build_info", "gauge", "The version that runs.");
        page.sample("doorward_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
        self.requests(&mut page);
        self.work(&mut page);
        let jobs = self.doorward.jobs_status((self.clock)()).await;
        page.single("doorward_database_up", "gauge", "Whether the database answers.", u64::from(jobs.is_ok()));
        if let Ok(jobs) = jobs {
            self.jobs(&jobs, &mut page);
        }
        self.process(&mut page);
        page.0
    }

    fn requests(&self, page: &mut Page) {
        let metrics = self.app.metrics();
        let routes = metrics.routes().iter().filter(|route| route.answers.iter().any(|count| count.get() > 0));
        let routes: Vec<_> = routes.collect();
        page.family(
            "doorward_requests_total",
            "counter",
            "Requests by route and class of answer; gone: the client went away.",
        );
        for route in &routes {
            for (class, count) in ANSWERS.iter().zip(&route.answers).filter(|(_, count)| count.get() > 0) {
                page.sample("doorward_requests_total", &[("route", route.template), ("answer", class)], count.get());
            }
        }
        page.family("doorward_request_duration_seconds", "histogram", "How long answers took.");
        for route in &routes {
            let mut below = 0;
            for (index, count) in route.buckets.iter().enumerate() {
                below += count.get();
                let bound = BUCKETS.get(index).map_or("+Inf".to_owned(), |&micros| seconds(micros));
                let labels = [("route", route.template), ("le", &*bound)];
                page.sample("doorward_request_duration_seconds_bucket", &labels, below);
            }
            let label = [("route", route.template)];
            page.sample("doorward_request_duration_seconds_sum", &label, seconds(route.micros.get()));
            page.sample("doorward_request_duration_seconds_count", &label, below);
        }
        page.single("doorward_requests_in_flight", "gauge", "Requests being answered now.", metrics.in_flight.get());
        page.single("doorward_connections", "gauge", "Connections open now.", metrics.connections.get());
        let help = "Connections that were cut: too slow, or idle while others waited.";
        page.single("doorward_connections_cut_total", "counter", help, metrics.connections_cut.get());
        page.single(
            "doorward_panics_total",
            "counter",
            "Requests that ended in a mistake of ours.",
            metrics.panics.get(),
        );
    }

    fn work(&self, page: &mut Page) {
        let load = self.doorward.load();
        page.single(
            "doorward_password_hashes_running",
            "gauge",
            "Passwords being hashed now.",
            load.hashing.permits as u64,
        );
        let help = "Requests that wait to hash a password.";
        page.single("doorward_password_hashes_waiting", "gauge", help, load.hashing.waiting as u64);
        let help = "Requests that a limit turned away, by limit.";
        page.family("doorward_limited_total", "counter", help);
        let flows::Limited { wrong_guesses, unfinished_sign_ins, failed_clients, password_hashes, sources } =
            load.limited;
        let bodies = self.app.bytes_refused();
        for (limit, count) in [
            ("wrong_guesses", wrong_guesses),
            ("unfinished_sign_ins", unfinished_sign_ins),
            ("failed_clients", failed_clients),
            ("password_hashes", password_hashes),
            ("bytes_in_flight", bodies),
        ] {
            page.sample("doorward_limited_total", &[("limit", limit)], count);
        }
        let help = "Sources that owe wrong guesses or unfinished sign-ins.";
        page.single("doorward_limited_sources", "gauge", help, sources);
        let help = "Bytes of requests and answers that are under way.";
        page.single("doorward_bytes_in_flight", "gauge", help, self.app.bytes_in_flight());
        page.single("doorward_writes_waiting", "gauge", "Changes being written or waiting for it.", load.writes as u64);
        page.family("doorward_events_total", "counter", "Audit events by kind, as this node wrote them.");
        for (kind, count) in load.events {
            page.sample("doorward_events_total", &[("kind", kind)], count);
        }
    }

    /// What waits to be done, on all nodes together, and what this node did.
    fn jobs(&self, jobs: &JobsStatus, page: &mut Page) {
        let oldest = jobs.oldest_due_at.map_or(0, |due| (self.clock)().since(due).as_seconds().max(0));
        page.single("doorward_jobs_waiting", "gauge", "Jobs that wait or are under way.", jobs.waiting);
        page.single("doorward_jobs_oldest_due_seconds", "gauge", "How long the oldest job is due.", oldest);
        page.single("doorward_jobs_given_up", "gauge", "Jobs that nobody tries any more.", jobs.given_up);
        page.family("doorward_jobs_total", "counter", "What became of tries of this node, by kind of job.");
        for (kind, JobsDone { done, put_off, given_up, suppressed }) in self.doorward.jobs_done() {
            let outcomes = [("done", done), ("put_off", put_off), ("given_up", given_up), ("suppressed", suppressed)];
            for (outcome, count) in outcomes {
                page.sample("doorward_jobs_total", &[("kind", kind.word), ("outcome", outcome)], count);
            }
        }
        page.family("doorward_text_receipts_total", "counter", "What gateways told this node of text messages.");
        let flows::TextReceipts { delivered, undelivered } = self.doorward.text_receipts();
        for (outcome, count) in [("delivered", delivered), ("undelivered", undelivered)] {
            page.sample("doorward_text_receipts_total", &[("outcome", outcome)], count);
        }
    }

    /// The names that Prometheus gives these everywhere.
    fn process(&self, page: &mut Page) {
        let started = self.started.millis() / 1000;
        page.single("process_start_time_seconds", "gauge", "When the process began, in Unix time.", started);
        if let Some(Process { resident, cpu, files }) = Process::read() {
            page.single("process_resident_memory_bytes", "gauge", "Memory in use.", resident);
            page.single("process_cpu_seconds_total", "counter", "Time on a processor.", cpu);
            page.single("process_open_fds", "gauge", "Open files and sockets.", files);
        }
        let help = "Log lines that were dropped, since those before them were not read in time.";
        page.single("doorward_log_lines_dropped_total", "counter", help, crate::log::dropped());
        let up = (self.clock)().since(self.started).as_seconds();
        page.single("doorward_uptime_seconds", "gauge", "How long this node runs.", up);
    }
}

/// A page that grows family by family.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a String can't fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        // Label values are ours (templates, kinds): none holds a quote, a backslash or a newline.
        let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }
}

/// Microseconds as a decimal of seconds, exactly.
fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What Linux says of this process. Elsewhere it is not known.
struct Process {
    resident: u64,
    cpu: String,
    files: u64,
}

impl Process {
    fn read() -> Option<Self> {
        let status = fs::read_to_string("/proc/self/status").ok()?;
        let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        let resident = kilobytes.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024;
        // The second field may hold spaces, and ends with the last parenthesis (proc_pid_stat(5)).
        let stat = fs::read_to_string("/proc/self/stat").ok()?;
        let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
        // Hundredths of a second: USER_HZ is 100 on every Linux that we are built for.
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        let files = fs::read_dir("/proc/self/fd").ok()?.count().saturating_sub(1) as u64;
        Some(Self { resident, cpu: seconds(ticks * 10_000), files })
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn seconds_are_exact() {
        for (micros, text) in
            [(0, "0"), (50, "0.00005"), (1_000_000, "1"), (1_500_000, "1.5"), (10_000_001, "10.000001")]
        {
            assert_eq!(seconds(micros), text);
        }
    }
}
