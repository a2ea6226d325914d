//! The whole application without its sockets: requests go in, answers come out, a database of either engine is behind it.

mod account;
mod browser;
mod content;
mod cors;
mod forgeries;
mod hosts;
mod metadata;
mod numbers;
mod parked;
mod sessions;
mod sign_in;
mod sms_receipts;
mod storm;
mod tokens;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};

use axum::body::Body;
use crypto::password::{Cost, Hasher, Places};
use flows::{Doorward, Instance, Limits, TextMessages};
use http::{HeaderMap, Method, Request, StatusCode, header::HeaderName};
use http_body_util::BodyExt as _;
use model::{Span, Time, phone::Country};
use store::{
    Store,
    testing::{Database, ENGINES, Engine},
};
pub(crate) use testbed::instance::{ISSUER, NOW};
use testbed::{
    instance::{Setup, database, instance},
    requests::introspection,
    stored,
    texts::Sink,
};
use web::chassis::{
    App, Site,
    address::{Peer, TrustedProxies},
};

pub(crate) use browser::Browser;
use content::{Application, Organisation};
pub(crate) use content::{CLIENT_SECRET, PASSWORD, code, exchange, refresh, request};

/// A Doorward that is reached over HTTP.
pub(crate) struct Wire {
    pub(crate) app: App,
    pub(crate) doorward: Doorward,
    pub(crate) store: Store,
    pub(crate) hasher: Hasher,
    pub(crate) database: Database,
    now: Arc<AtomicI64>,
}

/// Plays on each engine.
pub(crate) async fn on_both(play: impl AsyncFn(&Wire)) {
    on_both_with(Limits::default(), Places::default(), play).await;
}

/// The same with limits, and with so many places for hashing.
pub(crate) async fn on_both_with(limits: Limits, places: Places, play: impl AsyncFn(&Wire)) {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let wire = Wire::fresh(engine, limits, places).await;
        Box::pin(play(&wire)).await;
        wire.database.remove().await;
    }
}

/// The same where text messages leave, to a server that keeps what it is asked.
pub(crate) async fn on_both_texting(play: impl AsyncFn(&Wire, &Sink)) {
    for engine in ENGINES {
        eprintln!("on {engine:?}");
        let (text_messages, sink) = Sink::twilio().await;
        let countries = ["GB", "IE"].map(|code| Country::of_code(code).unwrap()).to_vec();
        let text_messages = TextMessages { countries, ..text_messages };
        let wire = Wire::fresh(engine, Limits::default(), Places::default()).await.texting(text_messages);
        Box::pin(play(&wire, &sink)).await;
        wire.database.remove().await;
    }
}

impl Wire {
    fn texting(self, text_messages: TextMessages) -> Self {
        let instance = Instance { mail: None, text_messages: Some(text_messages), ..instance() };
        let doorward = Setup { instance, hasher: self.hasher.clone(), ..Setup::new(78) }.on(&self.store);
        Self { app: app(doorward.clone(), &self.now), doorward, ..self }
    }

    async fn fresh(engine: Engine, limits: Limits, places: Places) -> Self {
        let hasher = Hasher::new(Cost::default(), places);
        let wire = Self::over(database(engine).await, limits, hasher, 2);
        let (organisations, applications) = content::beginning();
        wire.add(&organisations, &applications).await;
        stored::forget_events(&wire.store).await;
        wire
    }

    /// Adds organisations with their people, and applications.
    pub(crate) async fn add(&self, organisations: &[Organisation], applications: &[Application]) {
        testbed::content::add(&self.doorward, self.now(), organisations.to_vec(), applications).await;
    }

    fn over(database: Database, limits: Limits, hasher: Hasher, seed: u64) -> Self {
        let store = database.store.clone();
        let doorward = doorward(&store, limits, hasher.clone(), seed);
        let now = Arc::new(AtomicI64::new(NOW.millis()));
        let app = app(doorward.clone(), &now);
        Self { app, doorward, store, hasher, database, now }
    }

    /// Another process on the same database: nothing that this one has in memory.
    pub(crate) fn another_process(&self) -> (App, Doorward) {
        let doorward = doorward(&self.store, Limits::default(), self.hasher.clone(), 77);
        (app(doorward.clone(), &self.now), doorward)
    }

    /// Time goes by.
    pub(crate) fn later(&self, span: Span) {
        self.now.fetch_add(span.as_millis(), Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Time {
        Time::from_millis(self.now.load(Ordering::Relaxed))
    }

    /// One request of a client without cookies.
    pub(crate) async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        send(&self.app, method, path, headers, body).await
    }

    /// A form to an endpoint for applications.
    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        post(&self.app, path, body).await
    }

    /// How often this was noted.
    pub(crate) async fn events(&self, kind: &str) -> i64 {
        stored::events(&self.store, kind).await
    }

    /// The tokens for a code of `wiki`.
    pub(crate) async fn tokens(&self, code: &str) -> serde_json::Value {
        let answer = self.post("/oauth/token", &exchange("wiki", code)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    }

    /// What userinfo answers to this.
    pub(crate) async fn userinfo(&self, token: &str) -> Answer {
        let header = format!("Bearer {token}");
        self.send(Method::GET, "/oauth/userinfo", &[("authorization", &header)], "").await
    }

    /// Whether introspection calls it active, asked by the application that has it.
    pub(crate) async fn is_active(&self, token: &str) -> bool {
        self.post("/oauth/introspect", &introspection("wiki", token)).await.json()["active"] == true
    }
}

fn doorward(store: &Store, limits: Limits, hasher: Hasher, seed: u64) -> Doorward {
    let instance = Instance { mail: None, ..instance() };
    Setup { instance, limits, hasher, ..Setup::new(seed) }.on(store)
}

fn app(doorward: Doorward, now: &Arc<AtomicI64>) -> App {
    let (now, count) = (Arc::clone(now), AtomicU32::new(0));
    let entropy = move || {
        let mut bytes = [0; 10];
        bytes[..4].copy_from_slice(&count.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        bytes
    };
    let clock = move || Time::from_millis(now.load(Ordering::Relaxed));
    let site = Site::new(ISSUER, &[]).unwrap();
    web::app(doorward, site, TrustedProxies::default(), Arc::new(clock), Arc::new(entropy))
}

pub(crate) async fn post(app: &App, path: &str, body: &str) -> Answer {
    send(app, Method::POST, path, &[("content-type", "application/x-www-form-urlencoded")], body).await
}

pub(crate) async fn send(app: &App, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    send_from([192, 0, 2, 1], app, method, path, headers, body).await
}

/// The same, from this address.
pub(crate) async fn send_from(
    from: [u8; 4],
    app: &App,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    send_bytes(from, app, method, path, headers, body.as_bytes()).await
}

/// The same with a body that is no text.
pub(crate) async fn send_bytes(
    from: [u8; 4],
    app: &App,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "host") {
        request = request.header("host", "id.example");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let peer = Peer(SocketAddr::from((from, 40_000)));
    let (parts, body) = Box::pin(app.answer(request, peer)).await.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    let body = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: impl TryInto<HeaderName>) -> Option<&str> {
        self.headers.get(name.try_into().ok()?).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// The OAuth error.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap_or_default().to_owned()
    }
}
