//! Counters of the chassis. Plain atomics, read whole by whoever exports them; nothing here names a user or an address.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

use http::StatusCode;

/// Upper bounds of the histogram's buckets, in microseconds; the last bucket has none.
pub const BUCKETS: [u64; 12] = [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000, 10_000_000];

/// Everything that the chassis counts since start.
#[derive(Debug)]
pub struct Metrics {
    routes: Vec<RouteMetrics>,
    /// Requests being answered now.
    pub in_flight: Gauge,
    /// Connections open now.
    pub connections: Gauge,
    /// Connections that were cut: too slow, or idle while others waited.
    pub connections_cut: Counter,
    /// Handlers that panicked.
    pub panics: Counter,
}

/// One route's requests.
#[derive(Debug)]
pub struct RouteMetrics {
    /// The route's template; empty for paths that are no route.
    pub template: &'static str,
    /// Answers by class: 1xx, 2xx, 3xx, 4xx, 5xx; the last counts requests whose client went away.
    pub answers: [Counter; 6],
    /// How many took at most [`BUCKETS`]`[i]` (not cumulated); the last took longer.
    pub buckets: [Counter; BUCKETS.len() + 1],
    /// Sum of all times, in microseconds.
    pub micros: Counter,
}

impl Metrics {
    /// Counters for these routes, and one for everything else at the end.
    pub(crate) fn new(templates: impl Iterator<Item = &'static str>) -> Self {
        let routes = templates.chain(std::iter::once("")).map(|template| RouteMetrics {
            template,
            answers: Default::default(),
            buckets: Default::default(),
            micros: Counter::default(),
        });
        Self {
            routes: routes.collect(),
            in_flight: Gauge::default(),
            connections: Gauge::default(),
            connections_cut: Counter::default(),
            panics: Counter::default(),
        }
    }

    /// Each route's counters; the last are those of unknown paths.
    pub fn routes(&self) -> &[RouteMetrics] {
        &self.routes
    }

    /// Counts an answer, or with no status a client that went away.
    pub(crate) fn record(&self, route: Option<usize>, status: Option<StatusCode>, took: Duration) {
        let index = route.unwrap_or(self.routes.len().saturating_sub(1));
        let Some(route) = self.routes.get(index) else { return };
        let class = status.map_or(5, |status| usize::from(status.as_u16() / 100).clamp(1, 5) - 1);
        route.answers[class].add(1);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        route.buckets[BUCKETS.partition_point(|&bound| bound < micros)].add(1);
        route.micros.add(micros);
    }
}

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Relaxed);
    }

    /// The number now.
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}

/// A number of things that are there now.
#[derive(Debug, Default)]
pub struct Gauge(AtomicU64);

impl Gauge {
    pub(crate) fn enter(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub(crate) fn leave(&self) {
        self.0.fetch_sub(1, Relaxed);
    }

    /// The number now.
    pub fn get(&self) -> u64 {
        self.0.load(Relaxed)
    }
}
