//! Accepts connections, serves HTTP/1 and cleartext HTTP/2 on each, cuts what is slow or idle too long, and ends
//! gracefully. No client can hold up another: each connection is a task, and when there is no room the one that has been
//! idle longest makes it (DOS-03, DOS-05, DOS-11).

use std::{
    collections::HashMap,
    convert::Infallible,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http::{Request, Version};
use hyper::{
    body::{Frame, Incoming, SizeHint},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulConnection},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
    sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError, watch},
    time::{Instant, Sleep, sleep, sleep_until, timeout},
};

use super::{
    address::Peer,
    routes::App,
    surroundings::MAX_HEADERS,
    watch::{InFlight, Watch, Watched},
};

/// Bytes of a request's head, at most.
const MAX_HEAD: usize = 32 * 1024;
/// Requests at one time on one HTTP/2 connection.
const MAX_STREAMS: u32 = 100;
/// What is still read, and thrown away, after an answer that came before its request had ended. Without it the peer's
/// TCP would throw our answer away.
const LINGER_BYTES: u64 = 1024 * 1024;
/// Pause before room or file descriptors are looked for again.
const RETRY: Duration = Duration::from_millis(20);

/// Limits of connections. Those of requests are in `surroundings`.
#[derive(Debug, Clone)]
pub struct Limits {
    /// From a request's first byte (or the connection's beginning) to the end of its headers: 10 s.
    pub headers: Duration,
    /// From there to the last byte of the answer: 60 s. The body's own limit is shorter.
    pub exchange: Duration,
    /// Between requests: 75 s, longer than proxies keep theirs, so that it is the proxy that closes.
    pub idle: Duration,
    /// A connection is asked to end after so long, busy or not: one hour.
    pub lifetime: Duration,
    /// How long to read on after an early answer: 2 s.
    pub linger: Duration,
    /// How long requests in flight may take to end at shutdown: 30 s.
    pub grace: Duration,
    /// Connections at one time: 10,000.
    pub connections: usize,
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
        }
    }
}

/// How far the end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Serving.
    Running,
    /// No new connections, no new requests.
    Ending,
    /// Now.
    Over,
}

/// Serves until `shutdown` resolves, then lets requests in flight end, for at most [`Limits::grace`]. Returns how many
/// connections had to be cut at the end.
pub async fn serve(listeners: Vec<TcpListener>, app: App, limits: Limits, shutdown: impl Future<Output = ()>) -> usize {
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
struct Server {
    app: App,
    limits: Arc<Limits>,
    room: Arc<Semaphore>,
    open: Mutex<HashMap<usize, Arc<Watch>>>,
    http: auto::Builder<TokioExecutor>,
}

impl Server {
    fn new(app: App, limits: Limits) -> Self {
        let room = Arc::new(Semaphore::new(limits.connections));
        Self { app, room, open: Mutex::default(), http: protocol(&limits), limits: Arc::new(limits) }
    }

    fn open(&self) -> MutexGuard<'_, HashMap<usize, Arc<Watch>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Room for one more connection; when there is none, whoever has been idle longest is asked to leave.
    async fn make_room(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            match Arc::clone(&self.room).try_acquire_owned() {
                Ok(permit) => return Some(permit),
                Err(TryAcquireError::Closed) => return None,
                Err(TryAcquireError::NoPermits) => self.dismiss_idlest(),
            }
            if let Ok(permit) = timeout(RETRY, Arc::clone(&self.room).acquire_owned()).await {
                return permit.ok();
            }
        }
    }

    fn dismiss_idlest(&self) {
        let open = self.open();
        let idle = open.values().filter_map(|watch| Some((watch.idle_since()?, watch)));
        if let Some((_, watch)) = idle.min_by_key(|(since, _)| *since) {
            watch.leave.notify_one();
        }
    }
}

/// HTTP as we speak it. The times are kept by [`Watch`], for both versions at once.
fn protocol(limits: &Limits) -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(None).max_headers(MAX_HEADERS).max_buf_size(MAX_HEAD);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEAD as u32)
        .max_pending_accept_reset_streams(20)
        .max_local_error_reset_streams(100)
        .max_send_buf_size(64 * 1024)
        .keep_alive_interval(limits.idle)
        .keep_alive_timeout(limits.headers);
    http
}

/// Takes connections until the end begins. The connections go on.
async fn accept(listener: TcpListener, server: Arc<Server>, stages: watch::Receiver<Stage>) {
    let mut ending = stages.clone();
    let taking = async {
        loop {
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let Some(room) = server.make_room().await else { return };
                    let _ = stream.set_nodelay(true);
                    tokio::spawn(connection(Arc::clone(&server), stream, peer, room, stages.clone()));
                }
                Err(error) => {
                    // Out of file descriptors, mostly: somebody idle goes, and we try again.
                    tracing::warn!(%error, "could not accept a connection");
                    server.dismiss_idlest();
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

/// Serves one connection to its end. `_room` is given back then.
async fn connection<I>(
    server: Arc<Server>,
    io: I,
    peer: SocketAddr,
    _room: OwnedSemaphorePermit,
    stages: watch::Receiver<Stage>,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let watch = Arc::new(Watch::new(Arc::clone(&server.limits)));
    let _open = Open::enter(&server, &watch);
    let io = Watched::new(io, Arc::clone(&watch));
    let mut rest = io.another();
    let service = {
        let (app, watch) = (server.app.clone(), Arc::clone(&watch));
        service_fn(move |request: Request<Incoming>| {
            let flight = watch.request_came(request.version() == Version::HTTP_2);
            let app = app.clone();
            async move {
                let response = app.answer(request.map(Body::new), Peer(peer)).await;
                Ok::<_, Infallible>(response.map(|body| Tracked { body, _flight: flight }))
            }
        })
    };
    let http = server.http.serve_connection(TokioIo::new(io), service).into_owned();
    match drive(http, &watch, stages).await {
        Ended::ByItself => linger(&mut rest, server.limits.linger).await,
        Ended::AsAsked => {}
        Ended::Cut => server.app.metrics().connections_cut.add(1),
    }
}

/// How a connection ended.
enum Ended {
    /// HTTP was done with it.
    ByItself,
    /// HTTP was done with it, after we asked for that.
    AsAsked,
    /// We had enough.
    Cut,
}

/// Drives HTTP until it ends, its time is up, or its place is wanted.
async fn drive<C: GracefulConnection>(http: C, watch: &Arc<Watch>, mut stages: watch::Receiver<Stage>) -> Ended {
    let mut http = pin!(http);
    let mut lifetime = pin!(sleep(watch.limits().lifetime));
    let mut overdue = pin!(Overdue { watch: Arc::clone(watch), timer: Box::pin(sleep_until(watch.deadline())) });
    let mut asked = false;
    loop {
        tokio::select! {
            biased;
            _ = http.as_mut() => return if asked { Ended::AsAsked } else { Ended::ByItself },
            () = overdue.as_mut() => return Ended::Cut,
            () = watch.leave.notified() => if watch.idle_since().is_some() { return Ended::Cut },
            () = lifetime.as_mut(), if !asked => {
                asked = true;
                http.as_mut().graceful_shutdown();
            }
            stage = next_stage(&mut stages) => match stage {
                Stage::Over => return Ended::Cut,
                Stage::Running | Stage::Ending => {
                    asked = true;
                    http.as_mut().graceful_shutdown();
                }
            }
        }
    }
}

/// The next stage; with the server gone, the last one.
async fn next_stage(stages: &mut watch::Receiver<Stage>) -> Stage {
    match stages.changed().await {
        Ok(()) => *stages.borrow_and_update(),
        Err(_) => Stage::Over,
    }
}

/// Resolves when the connection's present phase has lasted too long. The timer is moved forward only when it must fire
/// sooner, and else looks again when it fires: most requests touch no timer.
struct Overdue {
    watch: Arc<Watch>,
    timer: Pin<Box<Sleep>>,
}

impl Future for Overdue {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let deadline = self.watch.deadline();
        if deadline < self.timer.deadline() {
            self.timer.as_mut().reset(deadline);
        }
        while self.timer.as_mut().poll(context).is_ready() {
            let deadline = self.watch.deadline();
            if deadline <= Instant::now() {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(deadline);
        }
        Poll::Pending
    }
}

/// Closes our side and reads on a little, so that the peer can read an answer that came before its request had ended.
async fn linger<I: AsyncRead + AsyncWrite + Unpin>(io: &mut I, most: Duration) {
    let reading = async {
        let mut left = LINGER_BYTES;
        let mut sink = [0; 4096];
        let _ = io.shutdown().await;
        while let Ok(count @ 1..) = io.read(&mut sink).await
            && left > 0
        {
            left = left.saturating_sub(count as u64);
        }
    };
    let _ = timeout(most, reading).await;
}

/// A connection in the list of open ones.
struct Open<'a>(&'a Server, usize);

impl<'a> Open<'a> {
    fn enter(server: &'a Server, watch: &Arc<Watch>) -> Self {
        let key = Arc::as_ptr(watch) as usize;
        server.open().insert(key, Arc::clone(watch));
        server.app.metrics().connections.enter();
        Self(server, key)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.open().remove(&self.1);
        self.0.app.metrics().connections.leave();
    }
}

/// A response body that keeps its request in flight until it is sent or dropped.
struct Tracked {
    body: Body,
    _flight: InFlight,
}

impl hyper::body::Body for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
