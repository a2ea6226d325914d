//! The table of routes. Every path says what kind of thing lives there; the kind decides how refusals look and who may
//! ask for changes.

use std::{collections::HashMap, net::IpAddr, sync::Arc};

use axum::{Router, body::Body, routing::MethodRouter};
use http::{Request, Response};
use tower::Service;

use super::{
    address::{Peer, TrustedProxies},
    budget::Budget,
    cors::Readers,
    layer::RequestLayer,
    metrics::Metrics,
    request_error::RequestError,
    surroundings::{MAX_BODY, Surroundings},
};

/// What lives at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteKind {
    /// A page of ours. Refusals are pages; changes must come from our own pages.
    Page,
    /// A page that other sites lead to, also by POST (`/oauth/authorize`). It must change nothing by itself.
    Entrance,
    /// JSON for scripts on our own pages, by cookie. Changes must come from our own pages.
    Data,
    /// For machines that bring their own credentials (`/oauth/token`). Refusals are JSON.
    Protocol,
    /// A file: stylesheet, script, logo. Answers for any host: the page that refuses a host needs it there, and it is the same
    /// for everybody.
    Asset,
    /// Health. Answers for any host, so that a load balancer may ask by address.
    Probe,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) template: &'static str,
    pub(crate) kind: RouteKind,
    pub(crate) max_body: u64,
    /// Where whoever sends more is led, to be told; none where a page of refusals tells.
    pub(crate) too_large: Option<&'static str>,
    pub(crate) readers: Readers,
    /// What the route takes, where that is not HEAD although it is GET.
    pub(crate) without_head: Option<&'static str>,
}

impl Entry {
    /// A path that is no route.
    pub(crate) const UNKNOWN: Self = Self {
        template: "",
        kind: RouteKind::Protocol,
        max_body: MAX_BODY,
        too_large: None,
        readers: Readers::Own,
        without_head: None,
    };
}

/// Routes that still want their state.
pub struct Routes<S> {
    router: Router<S>,
    entries: Vec<Entry>,
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes.
    #[expect(clippy::new_without_default, reason = "an empty table is a beginning, not a default")]
    pub fn new() -> Self {
        Self { router: Router::new(), entries: Vec::new() }
    }

    /// Adds a path (axum's syntax: `/assets/{hash}/{name}`). Panics when it is there already, as axum does: the table is
    /// fixed when the program is written.
    pub fn route(mut self, template: &'static str, kind: RouteKind, methods: MethodRouter<S>) -> Self {
        self.entries.push(Entry { template, kind, ..Entry::UNKNOWN });
        Self { router: self.router.route(template, methods), entries: self.entries }
    }

    /// A [`RouteKind::Page`].
    pub fn page(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Page, methods)
    }

    /// A [`RouteKind::Entrance`].
    pub fn entrance(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Entrance, methods)
    }

    /// A [`RouteKind::Data`].
    pub fn data(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Data, methods)
    }

    /// A [`RouteKind::Protocol`].
    pub fn protocol(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Protocol, methods)
    }

    /// A [`RouteKind::Asset`].
    pub fn asset(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Asset, methods)
    }

    /// A [`RouteKind::Probe`].
    pub fn probe(self, template: &'static str, methods: MethodRouter<S>) -> Self {
        self.route(template, RouteKind::Probe, methods)
    }

    /// Another largest body, in bytes, for the route added last (an uploaded picture).
    pub fn with_max_body(mut self, bytes: u64) -> Self {
        if let Some(last) = self.entries.last_mut() {
            last.max_body = bytes;
        }
        self
    }

    /// Whoever sends more to the route added last is led to this path of ours, which tells.
    pub fn too_large_leads_to(mut self, path: &'static str) -> Self {
        if let Some(last) = self.entries.last_mut() {
            last.too_large = Some(path);
        }
        self
    }

    /// The answers of the route added last may be read by scripts of any site: they are public.
    pub fn readable_by_anybody(self) -> Self {
        self.with_readers(Readers::Anybody)
    }

    /// The answers of the route added last may be read by scripts of sites where an application lives in the browser.
    pub fn readable_by_applications(self) -> Self {
        self.with_readers(Readers::Applications)
    }

    fn with_readers(mut self, readers: Readers) -> Self {
        if let Some(last) = self.entries.last_mut() {
            last.readers = readers;
        }
        self
    }

    /// The route added last refuses HEAD: a GET there may change something (WEB-03). `takes` is what it does take, as `Allow`
    /// says it.
    pub fn without_head(mut self, takes: &'static str) -> Self {
        if let Some(last) = self.entries.last_mut() {
            last.without_head = Some(takes);
        }
        self
    }

    /// Both tables.
    pub fn merge(mut self, other: Self) -> Self {
        self.entries.extend(other.entries);
        Self { router: self.router.merge(other.router), entries: self.entries }
    }

    /// The application: these routes, their state, and the pass around each.
    pub fn into_app(self, state: S, surroundings: Surroundings) -> App {
        let metrics = Arc::new(Metrics::new(self.entries.iter().map(|entry| entry.template)));
        let entries: HashMap<_, _> =
            self.entries.into_iter().enumerate().map(|(index, entry)| (entry.template, (index, entry))).collect();
        let proxies = Arc::new(surroundings.proxies.clone());
        let budget = Budget::new(surroundings.bytes);
        let pass = RequestLayer::new(surroundings, entries, Arc::clone(&metrics), Arc::clone(&budget));
        let router = self.router.fallback(async || RequestError::NotFound).layer(pass).with_state(state);
        App { router, metrics, proxies, budget }
    }
}

/// The whole server but its sockets. Cheap to clone.
#[derive(Clone)]
pub struct App {
    router: Router,
    metrics: Arc<Metrics>,
    proxies: Arc<TrustedProxies>,
    budget: Arc<Budget>,
}

impl App {
    /// Whether this peer is a proxy that is trusted: many people come from there.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        self.proxies.trusts(peer)
    }

    /// Answers one request that came from `peer`. Never fails, never panics.
    pub async fn answer(&self, mut request: Request<Body>, peer: Peer) -> Response<Body> {
        request.extensions_mut().insert(peer);
        match self.router.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Bytes of requests and answers that are under way now.
    pub fn bytes_in_flight(&self) -> u64 {
        self.budget.in_flight()
    }

    /// How often there was no room for more of them.
    pub fn bytes_refused(&self) -> u64 {
        self.budget.refused.get()
    }

    /// What was counted so far.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}
