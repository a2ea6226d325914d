//! The whole application without its sockets: requests go in, answers come out, a database of either engine is behind it.

mod browser;
mod content;
mod cors;
#[path = "../../../../flows/tests/it/document.rs"]
mod document;
mod forgeries;
mod metadata;
mod parked;
mod sessions;
mod sign_in;
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
use crypto::{
    entropy::Seeded,
    password::{Cost, Hasher, Places},
    seal::{Sealer, SealingKey},
};
use flows::{Doorward, Instance, Limits, apply};
use http::{HeaderMap, Method, Request, StatusCode, header::HeaderName};
use http_body_util::BodyExt as _;
use model::{Branding, Policy, Span, Time};
use oidc::Issuer;
use store::{
    Change, Outcome, Store, params,
    signing_keys::{self, SigningKeyRow},
    testing::{Database, ENGINES, Engine, fresh},
};
use tokio::sync::OnceCell;
use web::chassis::{
    App, Site,
    address::{Peer, TrustedProxies},
};

pub(crate) use browser::Browser;
pub(crate) use content::{CLIENT_SECRET, PASSWORD, code, exchange, refresh, request};
use document::{Application, Organisation};

pub(crate) const ISSUER: &str = "https://id.example";

/// The first moment of a step of one-time codes.
pub(crate) const NOW: Time = Time::from_millis(1_700_000_010_000);

store::statements! {
    FORGET_EVENTS = "delete from events";
    COUNT_EVENTS = "select count(*) from events where kind = $1";
}

/// Worlds have their secrets in their documents.
struct Nowhere;

impl apply::Secrets for Nowhere {
    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn file(&self, path: &str) -> Result<String, String> {
        Err(path.to_owned())
    }
}

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

impl Wire {
    async fn fresh(engine: Engine, limits: Limits, places: Places) -> Self {
        let database = fresh(engine).await;
        let mut change = Change::new();
        for key in keys().await {
            signing_keys::insert(&mut change, key);
        }
        assert_eq!(database.store.write(change).await, Ok(Outcome::Done));
        let hasher = Hasher::new(Cost::default(), places);
        let wire = Self::over(database, limits, hasher, 2);
        let (organisations, applications) = content::beginning();
        wire.add(&organisations, &applications).await;
        let mut change = Change::new();
        // Events are what a test makes.
        change.add(&FORGET_EVENTS, params![]);
        assert_eq!(wire.store.write(change).await, Ok(Outcome::Done));
        wire
    }

    /// Adds organisations with their people, and applications.
    pub(crate) async fn add(&self, organisations: &[Organisation], applications: &[Application]) {
        let node: apply::Node = serde_json::from_value(document::document(organisations, applications)).unwrap();
        let document = apply::Document::read(&node, &Nowhere);
        let options = apply::Options { dry_run: false, progress: &|_| {} };
        let leave = self.doorward.operator(self.now()).granted(());
        let applied = Box::pin(self.doorward.apply(&leave, &document, &options)).await.unwrap();
        applied.unwrap_or_else(|problems| panic!("{problems:#?}"));
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
        let mut read = self.store.read().await.unwrap();
        read.one::<(i64,)>(&COUNT_EVENTS, params![kind]).await.unwrap().unwrap().0
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
        let body = format!("client_id=wiki&client_secret={CLIENT_SECRET}&token={token}");
        self.post("/oauth/introspect", &body).await.json()["active"] == true
    }
}

fn doorward(store: &Store, limits: Limits, hasher: Hasher, seed: u64) -> Doorward {
    let instance = Instance {
        issuer: Issuer::parse(ISSUER).unwrap(),
        name: "Doorward".into(),
        branding: Branding::default(),
        policy: Policy::default(),
        mail: None,
    };
    let sealer = Sealer::new(&SealingKey::generate(&Seeded::new(1)), &[]);
    Doorward::limited(instance, store.clone(), sealer, hasher, Arc::new(Seeded::new(seed)), limits)
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
    let mut request = Request::builder().method(method).uri(path).header("host", "id.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    let peer = Peer(SocketAddr::from((from, 40_000)));
    let (parts, body) = Box::pin(app.answer(request, peer)).await.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer { status: parts.status, headers: parts.headers, body: String::from_utf8(bytes.to_vec()).unwrap() }
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

/// Signing keys, made once for all worlds.
async fn keys() -> &'static [SigningKeyRow] {
    static KEYS: OnceCell<Vec<SigningKeyRow>> = OnceCell::const_new();
    let make = async || {
        let database = fresh(Engine::Sqlite).await;
        let hasher = Hasher::new(Cost::default(), Places::default());
        doorward(&database.store, Limits::default(), hasher, 4).ensure_keys(NOW).await.unwrap();
        let rows = signing_keys::all(&mut database.store.read().await.unwrap()).await.unwrap();
        database.remove().await;
        rows
    };
    KEYS.get_or_init(make).await
}
