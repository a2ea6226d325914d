//! One connection's stopwatch: what it is doing, since when, and by when that must have ended. It knows nothing of HTTP
//! but what the server tells it, and holds for HTTP/1 and HTTP/2 alike (DOS-03).

use std::{
    collections::BTreeMap,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::Notify,
    time::Instant,
};

use super::server::Limits;

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The first bytes of a request are here, or a new connection owes them.
    Reading,
    /// Requests are being answered.
    Answering,
    /// Between requests.
    Idle,
}

#[derive(Debug)]
struct State {
    phase: Phase,
    /// When the phase began; while requests are answered, when the one began that has taken longest. So a stalled stream
    /// does not live for as long as others come and go beside it.
    since: Instant,
    /// When each request that is being answered was here, by its number.
    requests: BTreeMap<u64, Instant>,
    /// How many requests there were.
    count: u64,
    /// Once more the time for an exchange, for what is under way on a connection that takes nothing new.
    is_closing: bool,
    /// HTTP/2 sends frames of its own between requests: they are no request's first bytes.
    multiplexed: bool,
}

/// A connection's stopwatch, shared by its parts.
#[derive(Debug)]
pub(crate) struct Watch {
    state: Mutex<State>,
    limits: Arc<Limits>,
    /// Who is at the other end, as connections are counted.
    pub(crate) source: IpAddr,
    /// Rung to ask an idle connection to leave.
    pub(crate) leave: Notify,
}

impl Watch {
    pub(crate) fn new(limits: Arc<Limits>, source: IpAddr) -> Self {
        let state = State {
            phase: Phase::Reading,
            since: Instant::now(),
            requests: BTreeMap::new(),
            count: 0,
            is_closing: false,
            multiplexed: false,
        };
        Self { state: Mutex::new(state), limits, source, leave: Notify::new() }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When the present phase must have ended.
    pub(crate) fn deadline(&self) -> Instant {
        let state = self.state();
        state.since
            + match state.phase {
                Phase::Reading => self.limits.headers,
                Phase::Answering if state.is_closing => self.limits.exchange * 2,
                Phase::Answering => self.limits.exchange,
                Phase::Idle => self.limits.idle,
            }
    }

    /// Since when no request was being answered; `None` while one is.
    pub(crate) fn idle_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.phase != Phase::Answering).then_some(state.since)
    }

    /// Whether others are answered beside the request that has taken too long; they then get as long once more, on a
    /// connection that takes no new ones. The second time there is no more.
    pub(crate) fn spares_the_others(&self) -> bool {
        let mut state = self.state();
        let spares = !state.is_closing && state.requests.len() > 1;
        state.is_closing |= spares;
        spares
    }

    fn bytes_came(&self) {
        let mut state = self.state();
        if state.phase == Phase::Idle && !state.multiplexed {
            (state.phase, state.since) = (Phase::Reading, Instant::now());
        }
    }

    /// A request is here whole, body aside. It lasts until the guard is dropped.
    pub(crate) fn request_came(self: &Arc<Self>, multiplexed: bool) -> InFlight {
        let mut state = self.state();
        let (number, now) = (state.count, Instant::now());
        state.count += 1;
        state.requests.insert(number, now);
        if state.phase != Phase::Answering {
            (state.phase, state.since) = (Phase::Answering, now);
        }
        state.multiplexed = multiplexed;
        drop(state);
        InFlight(Arc::clone(self), number)
    }
}

/// A request being answered; lives in its response body.
pub(crate) struct InFlight(Arc<Watch>, u64);

impl Drop for InFlight {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.requests.remove(&self.1);
        (state.phase, state.since) = match state.requests.first_key_value() {
            Some((_, &oldest)) => (Phase::Answering, oldest),
            None => (Phase::Idle, Instant::now()),
        };
    }
}

/// A socket that tells the stopwatch of bytes. Its other handle reads on after HTTP is done with it.
pub(crate) struct Watched<I> {
    io: Arc<Mutex<I>>,
    watch: Arc<Watch>,
}

impl<I> Watched<I> {
    pub(crate) fn new(io: I, watch: Arc<Watch>) -> Self {
        Self { io: Arc::new(Mutex::new(io)), watch }
    }

    pub(crate) fn another(&self) -> Self {
        Self { io: Arc::clone(&self.io), watch: Arc::clone(&self.watch) }
    }

    fn lock(&self) -> MutexGuard<'_, I> {
        self.io.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Watched<I> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut *self.lock()).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.watch.bytes_came();
        }
        polled
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Watched<I> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut *self.lock()).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut *self.lock()).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut *self.lock()).poll_shutdown(context)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        Pin::new(&mut *self.lock()).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.lock().is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watch() -> Arc<Watch> {
        Arc::new(Watch::new(Arc::new(Limits::default()), IpAddr::from([0; 4])))
    }

    /// How long the present phase may last in all.
    fn allowed(watch: &Watch) -> u64 {
        (watch.deadline() - watch.state().since).as_secs()
    }

    #[test]
    fn phases_of_a_connection() {
        let watch = watch();
        assert_eq!((allowed(&watch), watch.idle_since().is_some()), (10, true), "a new connection owes a request");
        let first = watch.request_came(false);
        let second = watch.request_came(false);
        assert_eq!((allowed(&watch), watch.idle_since()), (60, None));
        drop(first);
        assert_eq!((allowed(&watch), watch.idle_since()), (60, None), "one is still being answered");
        watch.bytes_came();
        assert_eq!(allowed(&watch), 60, "a body is not a request");
        drop(second);
        assert_eq!((allowed(&watch), watch.idle_since().is_some()), (75, true));
        watch.bytes_came();
        assert_eq!(allowed(&watch), 10, "the next request has begun");
    }

    #[test]
    fn requests_beside_it_buy_no_time() {
        let watch = watch();
        let slow = watch.request_came(true);
        let deadline = watch.deadline();
        for _ in 0..3 {
            drop(watch.request_came(true));
            assert_eq!(watch.deadline(), deadline);
        }
        assert!(!watch.spares_the_others(), "there is nobody beside it");
        let other = watch.request_came(true);
        assert!(watch.spares_the_others() && !watch.spares_the_others(), "once");
        assert_eq!(allowed(&watch), 120);
        drop(slow);
        assert!(watch.deadline() > deadline, "now it is the other's time");
        drop(other);
        assert_eq!(allowed(&watch), 75);
    }

    #[test]
    fn bytes_buy_no_time() {
        let watch = watch();
        let deadline = watch.deadline();
        watch.bytes_came();
        assert_eq!(watch.deadline(), deadline);
    }

    #[test]
    fn frames_are_no_request() {
        let watch = watch();
        drop(watch.request_came(true));
        let deadline = watch.deadline();
        watch.bytes_came();
        assert_eq!((watch.deadline(), allowed(&watch)), (deadline, 75));
    }
}
