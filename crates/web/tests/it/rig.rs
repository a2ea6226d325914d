//! A small application on the chassis, on a loopback port, and a client that sends exactly the bytes it is given.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU8, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;
use model::{Span, Time};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, oneshot},
    task::JoinHandle,
    time::timeout,
};
use tracing::subscriber::DefaultGuard;
use web::chassis::{
    App, Asset, Conditional, CookieName, Form, FormAction, FormPairs, Json, Lifetime, Limits, Query, RequestContext,
    RequestError, Routes, Site, Surroundings, address::TrustedProxies, respond, serve,
};

/// How long a test waits for what must come. Only a failing test waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// The length of a page that no system's buffers hold.
pub(crate) const MUCH: usize = 64 * 1024 * 1024;

/// What handlers share with the test.
#[derive(Clone)]
pub(crate) struct Gate {
    /// Handlers that have begun to wait.
    pub(crate) entered: Arc<Semaphore>,
    /// Lets them go on.
    pub(crate) open: Arc<Semaphore>,
}

/// How the application is set up.
pub(crate) struct Setup {
    pub(crate) issuer: &'static str,
    pub(crate) proxies: Vec<&'static str>,
    pub(crate) limits: Limits,
    pub(crate) body_time: Duration,
}

impl Default for Setup {
    fn default() -> Self {
        let (limits, body_time) = (Limits::default(), Duration::from_secs(30));
        Self { issuer: "https://login.example.com", proxies: vec![], limits, body_time }
    }
}

/// The running application. Its log lines are kept.
pub(crate) struct Rig {
    pub(crate) app: App,
    pub(crate) address: SocketAddr,
    pub(crate) gate: Gate,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<usize>>,
    log: Arc<Mutex<Vec<u8>>>,
    _subscriber: DefaultGuard,
}

impl Rig {
    pub(crate) async fn start(setup: Setup) -> Self {
        let log = Arc::new(Mutex::new(Vec::new()));
        let subscriber = subscribe(Arc::clone(&log));
        let gate = Gate { entered: Arc::new(Semaphore::new(0)), open: Arc::new(Semaphore::new(0)) };
        let app = routes().into_app(gate.clone(), surroundings(&setup));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = serve(vec![listener.into()], app.clone(), setup.limits, async {
            let _ = stopped.await;
        });
        let server = Some(tokio::spawn(serving));
        Self { app, address, gate, stop: Some(stop), server, log, _subscriber: subscriber }
    }

    pub(crate) async fn usual() -> Self {
        Self::start(Setup::default()).await
    }

    pub(crate) async fn connect(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }

    /// One request on a connection of its own.
    pub(crate) async fn send(&self, bytes: impl AsRef<[u8]>) -> Reply {
        let mut client = self.connect().await;
        client.write(bytes).await;
        client.reply().await
    }

    /// A GET with these further header lines.
    pub(crate) async fn get(&self, path: &str, lines: &str) -> Reply {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: login.example.com\r\n{lines}\r\n")).await
    }

    /// A form from one of our own pages.
    pub(crate) async fn post(&self, path: &str, form: &str) -> Reply {
        self.send(form_request(path, "Origin: https://login.example.com\r\n", form)).await
    }

    /// Begins the shutdown.
    pub(crate) fn stop(&mut self) {
        let _ = self.stop.take().unwrap().send(());
    }

    /// How many connections were cut at the end of the shutdown.
    pub(crate) async fn ended(&mut self) -> usize {
        timeout(PATIENCE, self.server.take().unwrap()).await.expect("the server ends").unwrap()
    }

    pub(crate) fn log(&self) -> String {
        String::from_utf8(self.log.lock().unwrap().clone()).unwrap()
    }
}

pub(crate) fn form_request(path: &str, lines: &str, form: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: login.example.com\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{lines}\r\n{form}",
        form.len()
    )
}

fn surroundings(setup: &Setup) -> Surroundings {
    let count = AtomicU8::new(0);
    let site = Site::new(setup.issuer, &[]).unwrap();
    let networks = setup.proxies.iter().map(|network| network.parse().unwrap()).collect();
    Surroundings {
        proxies: TrustedProxies { networks, ..TrustedProxies::default() },
        body_time: setup.body_time,
        ..Surroundings::new(
            site,
            Arc::new(|| Time::from_millis(1_790_000_000_000)),
            Arc::new(move || [count.fetch_add(1, Ordering::Relaxed); 10]),
            Arc::new(|refusal, context| {
                assert_ne!(context.languages(), "panic", "drawing a page went wrong");
                format!("<p role=alert>{} {}</p>", refusal.name(), context.id())
            }),
        )
    }
}

fn subscribe(log: Arc<Mutex<Vec<u8>>>) -> DefaultGuard {
    struct Writer(Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let lines = tracing_subscriber::fmt().with_writer(move || Writer(Arc::clone(&log))).with_ansi(false);
    tracing::subscriber::set_default(lines.with_max_level(tracing::Level::TRACE).finish())
}

fn routes() -> Routes<Gate> {
    Routes::new()
        .page("/page", get(show).post(answer))
        .page("/visit", get(context))
        .page("/panic", get(panics))
        .page("/cookies", get(cookies))
        .page("/leave", get(leave))
        .page("/to-application", get(to_application))
        .page("/wait", get(wait))
        .page("/much", get(async || respond::page("x".repeat(MUCH))))
        .page("/busy", get(async || RequestError::Busy { seconds: 7 }))
        .page("/away", get(async || RequestError::Away { seconds: 8 }))
        .page("/signs-in", get(show).post(answer))
        .without_head("GET,POST")
        .page("/large", post(answer).get(show))
        .with_max_body(1024 * 1024)
        .entrance("/authorize", get(show).post(repeats))
        .data("/data", post(data))
        .protocol("/token", post(answer))
        .asset("/assets/{hash}/{name}", get(asset))
        .probe("/healthz", get(async || respond::empty(StatusCode::NO_CONTENT)))
}

async fn show(Query(query): Query) -> Response {
    respond::page(format!("<p>{query:?}</p>"))
}

async fn answer(Form(form): Form) -> Response {
    respond::page(form.iter().map(|(name, value)| format!("{name}={}\n", value.len())).collect())
}

async fn repeats(FormPairs(pairs): FormPairs) -> Response {
    respond::page(format!("{pairs:?}"))
}

async fn data(Json(document): Json<serde_json::Value>) -> Response {
    respond::json(StatusCode::OK, &document)
}

async fn context(context: RequestContext) -> Response {
    let document = serde_json::json!({
        "id": context.id(),
        "now": context.now(),
        "address": context.address(),
        "limit_key": context.limit_key(),
        "user_agent": context.user_agent(),
        "languages": context.languages(),
        "session": context.cookie(CookieName::Session),
        "debug": format!("{context:?}"),
        "link": context.site().url("/sign-in"),
    });
    respond::json(StatusCode::OK, &document)
}

#[expect(clippy::panic, reason = "that is what it is for")]
async fn panics() -> Response {
    panic!("canary");
}

async fn cookies(context: RequestContext) -> impl IntoResponse {
    context.set_cookie(CookieName::Session, "v1", Lifetime::BrowserSession);
    context.set_cookie(CookieName::Device, "v2", Lifetime::Persistent(Span::days(30)));
    context.remove_cookie(CookieName::Browser);
    respond::see_other("/page")
}

async fn leave(Query(mut query): Query) -> Response {
    respond::see_other(&query.take("to").unwrap_or_default())
}

async fn to_application() -> impl IntoResponse {
    let action = |uri| FormAction::of_redirect_uri(uri);
    (
        action("https://app.example.com/cb"),
        action("com.example.app:/cb"),
        action("javascript:1"),
        respond::page(String::new()),
    )
}

async fn wait(axum::extract::State(gate): axum::extract::State<Gate>) -> Response {
    gate.entered.add_permits(1);
    gate.open.acquire().await.unwrap().forget();
    respond::page("waited".to_owned())
}

async fn asset(Path((hash, name)): Path<(String, String)>, conditional: Conditional) -> Response {
    let bytes = "body{}".into();
    conditional.answer(&Asset { bytes, content_type: "text/css; charset=utf-8", hash, immutable: name != "logo" })
}

/// A connection.
pub(crate) struct Client(pub TcpStream);

impl Client {
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Writes for as long as the server takes it.
    pub(crate) async fn flood(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.0.write_all(bytes.as_ref()).await;
    }

    /// The next answer. To a HEAD request it has no body, whatever its length says.
    pub(crate) async fn reply(&mut self) -> Reply {
        self.read(false).await.expect("an answer")
    }

    /// The next answer, unless the connection ends first.
    pub(crate) async fn try_reply(&mut self) -> Option<Reply> {
        self.read(false).await
    }

    pub(crate) async fn reply_to_head(&mut self) -> Reply {
        self.read(true).await.expect("an answer")
    }

    /// Whether the server closes without another byte.
    pub(crate) async fn is_cut(&mut self) -> bool {
        let mut byte = [0];
        match timeout(PATIENCE, self.0.read(&mut byte)).await.expect("the server cuts the connection") {
            Ok(count) => count == 0,
            Err(_) => true,
        }
    }

    /// Whether the server says or ends something in this time.
    pub(crate) async fn hears_within(&self, time: Duration) -> bool {
        timeout(time, self.0.readable()).await.is_ok()
    }

    async fn read(&mut self, head_only: bool) -> Option<Reply> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(timeout(PATIENCE, self.0.read_u8()).await.expect("an answer in time").ok()?);
        }
        let head = String::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let mut reply = Reply { status, head, body: String::new() };
        let length = reply.header("content-length").map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; if head_only { 0 } else { length }];
        timeout(PATIENCE, self.0.read_exact(&mut body)).await.expect("a body in time").unwrap();
        reply.body = String::from_utf8(body).unwrap();
        Some(reply)
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// That this is the page of a refusal, complete with id and headers.
    #[track_caller]
    pub(crate) fn is_page_of(&self, status: u16, name: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("text/html; charset=utf-8"), "{self:?}");
        let id = self.header("x-request-id").unwrap();
        assert_eq!(self.body, format!("<p role=alert>{name} {id}</p>"));
        assert_eq!(self.header("cache-control"), Some("no-store"));
        assert!(self.header("content-security-policy").is_some());
    }

    /// That this is a refusal as machines read it.
    #[track_caller]
    pub(crate) fn is_json_of(&self, status: u16, error: &str) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        let document = self.json();
        assert_eq!(document["error"], error);
        assert_eq!(document["request_id"].as_str(), self.header("x-request-id"));
    }
}

/// The address that tests come from.
pub(crate) const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
