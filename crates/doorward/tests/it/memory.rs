//! Memory of the server as it is started: what one source may take of it.

use std::{
    fs,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

use hyper::{
    Request,
    body::{Body, Bytes, Frame},
    client::conn::http2,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{net::TcpStream, task::JoinSet, time::sleep};

use crate::place::{PATIENCE, Place, Served};

const MIB: u64 = 1024 * 1024;

/// Connections, and as many streams as one may have, each with an unfinished form of 60 KB: 46 MB.
const CONNECTIONS: usize = 24;
const STREAMS: usize = 32;
const PIECE: &[u8] = &[b'x'; 15_000];
const PIECES: usize = 4;

/// What a source may take: its 8 MiB, which are held once as they came and once as they are gathered, and what connections,
/// streams and refusals need.
const MOST: u64 = 32 * MIB;

/// What may be left of it some seconds after its connections have closed. glibc's allocator leaves 13 MiB.
const LEFT: u64 = 6 * MIB;

/// The server's own memory now, without what is read of its file.
fn memory(server: &Served) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// A form that never ends. It counts once all that there is of it was sent.
struct Unfinished {
    left: usize,
    sent: Arc<AtomicUsize>,
}

impl Body for Unfinished {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if self.left > 0 {
            self.left -= 1;
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(PIECE)))));
        }
        self.sent.fetch_add(1, Ordering::Relaxed);
        Poll::Pending
    }
}

/// Sends unfinished forms on many connections until each was sent, or answered, since it was refused. Dropping it closes them.
async fn take_much(address: SocketAddr) -> JoinSet<()> {
    let (sent, answered) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let mut work = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(address).await.unwrap();
        let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
        work.spawn(async {
            let _ = connection.await;
        });
        for _ in 0..STREAMS {
            let (mut sender, answered) = (sender.clone(), Arc::clone(&answered));
            let body = Unfinished { left: PIECES, sent: Arc::clone(&sent) };
            let request = Request::post(format!("http://localhost:{}/oauth/token", address.port()))
                .header("content-type", "application/x-www-form-urlencoded")
                .body(body);
            work.spawn(async move {
                let _answer = sender.send_request(request.unwrap()).await;
                answered.fetch_add(1, Ordering::Relaxed);
                std::future::pending::<()>().await;
            });
        }
    }
    let begun = Instant::now();
    while sent.load(Ordering::Relaxed) + answered.load(Ordering::Relaxed) < CONNECTIONS * STREAMS {
        assert!(begun.elapsed() < PATIENCE, "{sent:?} sent, {answered:?} answered");
        sleep(Duration::from_millis(5)).await;
    }
    work
}

/// DOS-04: one source takes a bounded part of the memory, no more of it the next time, and it is back once it has gone: the system
/// has it, not only the allocator.
#[test]
fn dos_04_one_source_takes_little_memory() {
    let (place, address) = Place::configured();
    let server = place.serve(address);
    let begin = memory(&server);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for round in 1..=5 {
        let taking = runtime.block_on(take_much(address));
        let most = memory(&server).saturating_sub(begin);
        eprintln!("round {round}: {} KiB, and {} KiB more", begin / 1024, most / 1024);
        assert!(most < MOST, "round {round}: {} MiB more", most / MIB);
        drop(taking);
    }
    let (gone, mut left) = (Instant::now(), u64::MAX);
    while left > LEFT {
        assert!(gone.elapsed() < PATIENCE, "{} MiB are still held", left / MIB);
        runtime.block_on(async { sleep(Duration::from_millis(50)).await });
        left = memory(&server).saturating_sub(begin);
    }
    eprintln!("after {} ms: {} KiB more", gone.elapsed().as_millis(), left / 1024);
    assert_eq!(server.get("/readyz").unwrap().0, 200);
}
