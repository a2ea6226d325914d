//! One connection from beginning to end: HTTP on it, the stopwatch beside it, and an orderly farewell.

use std::{
    convert::Infallible,
    net::SocketAddr,
    pin::{Pin, pin},
    sync::Arc,
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
use hyper_util::{rt::TokioIo, server::graceful::GracefulConnection};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    sync::watch,
    time::{Instant, Sleep, sleep, sleep_until, timeout},
};

use super::{
    address::Peer,
    budget::Held,
    server::{Room, Server, Stage},
    watch::{InFlight, Watch, Watched},
};

/// What is still read, and thrown away, after an answer that came before its request had ended. Without it the peer's
/// TCP would throw our answer away.
const LINGER_BYTES: u64 = 1024 * 1024;

/// Serves one connection to its end. `room` is given back then.
pub(super) async fn connection<I>(
    server: Arc<Server>,
    io: I,
    peer: SocketAddr,
    room: Room,
    stages: watch::Receiver<Stage>,
) where
    I: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let watch = Arc::new(Watch::new(Arc::clone(&server.limits), room.source()));
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
                let held = response.extensions().get::<Arc<Held>>().cloned();
                Ok::<_, Infallible>(response.map(|body| Tracked { body, held, _flight: flight }))
            }
        })
    };
    let http = server.http(peer.ip()).serve_connection(TokioIo::new(io), service).into_owned();
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
            () = overdue.as_mut() => {
                if !watch.spares_the_others() {
                    return Ended::Cut;
                }
                asked = true;
                http.as_mut().graceful_shutdown();
            }
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

/// A response body that keeps its request in flight until it is made or dropped.
struct Tracked {
    body: Body,
    held: Option<Arc<Held>>,
    _flight: InFlight,
}

/// Data of an answer, which is under way until HTTP has sent or dropped it: HTTP takes it long before its reader does.
struct Sending {
    data: Bytes,
    _held: Arc<Held>,
}

impl AsRef<[u8]> for Sending {
    fn as_ref(&self) -> &[u8] {
        &self.data
    }
}

impl hyper::body::Body for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let Some(held) = &self.held else { return polled };
        let sending = |data| Bytes::from_owner(Sending { data, _held: Arc::clone(held) });
        polled.map_ok(|frame| frame.map_data(sending))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
