//! Accepts connections, serves HTTP/1 and cleartext HTTP/2 on each, cuts what is slow or idle too long, and ends
//! gracefully. No client can hold up another: each connection is a task, and when there is no room the one that has been
//! idle longest makes it (DOS-03, DOS-05, DOS-11).

use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use hyper_util::{
    rt::{TokioExecutor, TokioTimer},
    server::conn::auto,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError, watch},
    time::{sleep, timeout},
};

use super::{connection::connection, routes::App, surroundings::MAX_HEADERS, tls::Tls, watch::Watch};

/// Bytes of a request's head, at most.
const MAX_HEAD: usize = 32 * 1024;
/// Requests at one time on one HTTP/2 connection: more than browsers have here.
const STREAMS: u32 = 32;
/// The same for a trusted proxy, which carries many people.
const STREAMS_OF_PROXY: u32 = 128;
/// Bytes that a peer may send of one body, or on one HTTP/2 connection, before somebody reads them: the least there is
/// (RFC 9113 §6.9.2).
const WINDOW: u32 = 64 * 1024 - 1;
/// The same for all bodies of a trusted proxy's connection.
const WINDOW_OF_PROXY: u32 = 1024 * 1024;
/// One source has at most this part of all connections.
const SHARE: usize = 4;
/// Pause before room or file descriptors are looked for again.
const RETRY: Duration = Duration::from_millis(20);

/// Limits of connections. Those of requests are in `surroundings`.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From a request's first byte (or the connection's beginning) to the end of its headers: 10 s.
    pub headers: Duration,
    /// From there until the whole answer is made: 60 s. The body's own limit is shorter.
    pub exchange: Duration,
    /// Between requests: 75 s, longer than proxies keep theirs, so that it is the proxy that closes. A peer has as long to
    /// take what is left of an answer.
    pub idle: Duration,
    /// A connection is asked to end after so long, busy or not: one hour.
    pub lifetime: Duration,
    /// How long to read on after an early answer: 2 s.
    pub linger: Duration,
    /// How long requests in flight may take to end at shutdown: 30 s.
    pub grace: Duration,
    /// Connections at one time: 10,000.
    pub connections: usize,
    /// Connections of one source: 256, and at most a quarter of all, unless it is a proxy that is trusted (DOS-03). Idle ones
    /// make room for new ones, so that many more people may be behind one address. An IPv6 source is a /64.
    pub connections_per_source: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(10),
            exchange: Duration::from_secs(60),
            idle: Duration::from_secs(75),
            lifetime: Duration::from_secs(3600),
            linger: Duration::from_secs(2),
            grace: Duration::from_secs(30),
            connections: 10_000,
            connections_per_source: 256,
        }
    }
}

/// Where connections come in.
#[derive(Debug)]
pub struct Listener {
    /// The socket.
    pub socket: TcpListener,
    /// What it speaks TLS with; without it HTTP is spoken in the clear.
    pub tls: Option<Tls>,
}

impl From<TcpListener> for Listener {
    fn from(socket: TcpListener) -> Self {
        Self { socket, tls: None }
    }
}

/// How far the end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Serving.
    Running,
    /// No new connections, no new requests.
    Ending,
    /// Now.
    Over,
}

/// Serves until `shutdown` resolves, then lets requests in flight end, for at most [`Limits::grace`]. Returns how many
/// connections had to be cut at the end.
pub async fn serve(listeners: Vec<Listener>, app: App, limits: Limits, shutdown: impl Future<Output = ()>) -> usize {
    let grace = limits.grace;
    let server = Arc::new(Server::new(app, limits));
    // Accepting tasks and connections hold a receiver each: when the last is gone, so is the last connection.
    let (stage, stages) = watch::channel(Stage::Running);
    for listener in listeners {
        tokio::spawn(accept(listener, Arc::clone(&server), stages.clone()));
    }
    drop(stages);
    shutdown.await;
    stage.send_replace(Stage::Ending);
    if timeout(grace, stage.closed()).await.is_ok() {
        return 0;
    }
    let cut = stage.receiver_count();
    stage.send_replace(Stage::Over);
    stage.closed().await;
    cut
}

/// What all connections share.
pub(super) struct Server {
    pub(super) app: App,
    pub(super) limits: Arc<Limits>,
    room: Arc<Semaphore>,
    sources: Arc<Mutex<HashMap<IpAddr, usize>>>,
    open: Mutex<HashMap<usize, Arc<Watch>>>,
    http: auto::Builder<TokioExecutor>,
    http_of_proxies: auto::Builder<TokioExecutor>,
}

impl Server {
    fn new(app: App, limits: Limits) -> Self {
        let room = Arc::new(Semaphore::new(limits.connections));
        let (open, sources) = (Mutex::default(), Arc::default());
        let http = protocol(&limits, STREAMS, WINDOW);
        let http_of_proxies = protocol(&limits, STREAMS_OF_PROXY, WINDOW_OF_PROXY);
        Self { app, room, sources, open, http, http_of_proxies, limits: Arc::new(limits) }
    }

    /// HTTP as it is spoken with this peer.
    pub(super) fn http(&self, peer: IpAddr) -> &auto::Builder<TokioExecutor> {
        if self.app.trusts(peer.to_canonical()) { &self.http_of_proxies } else { &self.http }
    }

    pub(super) fn open(&self) -> MutexGuard<'_, HashMap<usize, Arc<Watch>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for one more connection; when there is none, whoever has been idle longest is asked to leave.
    async fn make_room(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            match Arc::clone(&self.room).try_acquire_owned() {
                Ok(permit) => return Some(permit),
                Err(TryAcquireError::Closed) => return None,
                Err(TryAcquireError::NoPermits) => _ = self.dismiss_idlest(|_| true),
            }
            if let Ok(permit) = timeout(RETRY, Arc::clone(&self.room).acquire_owned()).await {
                return permit.ok();
            }
        }
    }

    /// Counts a connection of this peer. A source that has its share gets one more only in the place of one that is idle;
    /// with none idle it gets none.
    fn admit(&self, peer: IpAddr) -> Option<Counted> {
        let source = model::source::source(peer);
        let is_proxy = self.app.trusts(peer.to_canonical());
        let most = self.limits.connections_per_source.min(self.limits.connections / SHARE).max(1);
        let share = if is_proxy { usize::MAX } else { most };
        let counted = Counted::one_more(&self.sources, source);
        let is_over = counted.count > share;
        (!is_over || self.dismiss_idlest(|watch| watch.source == source)).then_some(counted)
    }

    /// Asks the connection to leave that has been idle longest of those that `may` go. Whether there is one.
    fn dismiss_idlest(&self, may: impl Fn(&Watch) -> bool) -> bool {
        let open = self.open();
        let idle = open.values().filter(|watch| may(watch)).filter_map(|watch| Some((watch.idle_since()?, watch)));
        match idle.min_by_key(|(since, _)| *since) {
            Some((_, watch)) => {
                watch.leave.notify_one();
                true
            }
            None => false,
        }
    }
}

/// A connection's place: one of all, and one of its source's.
pub(super) struct Room {
    counted: Counted,
    _permit: OwnedSemaphorePermit,
}

impl Room {
    /// Whose connection it is.
    pub(super) fn source(&self) -> IpAddr {
        self.counted.source
    }
}

/// One of a source's connections, until it is dropped.
struct Counted {
    sources: Arc<Mutex<HashMap<IpAddr, usize>>>,
    source: IpAddr,
    /// How many there are, this one among them.
    count: usize,
}

impl Counted {
    fn one_more(sources: &Arc<Mutex<HashMap<IpAddr, usize>>>, source: IpAddr) -> Self {
        let mut counts = sources.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(source).or_default();
        *count += 1;
        Self { sources: Arc::clone(sources), source, count: *count }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut counts = self.sources.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.source) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.source);
            }
        }
    }
}

/// HTTP as we speak it. The times are kept by [`Watch`], for both versions at once.
fn protocol(limits: &Limits, streams: u32, window: u32) -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(None).max_headers(MAX_HEADERS).max_buf_size(MAX_HEAD);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(streams)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(window)
        .max_header_list_size(MAX_HEAD as u32)
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(100)
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(limits.idle)
        .keep_alive_timeout(limits.headers);
    http
}

/// Takes connections until the end begins. The connections go on.
async fn accept(listener: Listener, server: Arc<Server>, stages: watch::Receiver<Stage>) {
    let mut ending = stages.clone();
    let taking = async {
        loop {
            match listener.socket.accept().await {
                Ok((stream, peer)) => {
                    let Some(counted) = server.admit(peer.ip()) else {
                        server.app.metrics().connections_cut.add(1);
                        continue;
                    };
                    let Some(permit) = server.make_room().await else { return };
                    let room = Room { counted, _permit: permit };
                    let _ = stream.set_nodelay(true);
                    let (server, stages) = (Arc::clone(&server), stages.clone());
                    match listener.tls.clone() {
                        None => tokio::spawn(connection(server, stream, peer, room, stages)),
                        Some(tls) => tokio::spawn(secured(tls, server, stream, peer, room, stages)),
                    };
                }
                Err(error) => {
                    // Out of file descriptors, mostly: somebody idle goes, and we try again.
                    tracing::warn!(%error, "could not accept a connection");
                    server.dismiss_idlest(|_| true);
                    sleep(RETRY).await;
                }
            }
        }
    };
    tokio::select! {
        _ = ending.wait_for(|stage| *stage > Stage::Running) => {}
        () = taking => {}
    }
}

/// A connection that begins with a TLS handshake, which may take as long as headers may.
async fn secured(
    tls: Tls,
    server: Arc<Server>,
    stream: TcpStream,
    peer: SocketAddr,
    room: Room,
    stages: watch::Receiver<Stage>,
) {
    match timeout(server.limits.headers, tls.accept(stream)).await {
        Ok(Ok(stream)) => connection(server, stream, peer, room, stages).await,
        // Scanners and half-open browsers do this all day.
        Ok(Err(error)) => tracing::debug!(%error, "a TLS handshake failed"),
        Err(_) => server.app.metrics().connections_cut.add(1),
    }
}
