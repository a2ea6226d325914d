//! Who may hash now: a fixed number of permits, and a bounded queue before them, in which sources take turns.

mod turns;

use std::{
    hint::black_box,
    num::NonZeroUsize,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::task;
use tracing::Instrument as _;

pub use turns::Requester;
use turns::{Asked, Slot, Turns};

use super::{
    argon::{Argon, Cost, Memory},
    stored::Stored,
    typed::Password,
};
use crate::entropy::{self, Entropy};

/// Nobody waits longer than this for a permit, as far as can be foreseen: costly hashes make the queue shorter.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How many may hash at once, and how many may wait for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// Hashes at once, each on a thread of its own with memory of its own.
    pub permits: NonZeroUsize,
    /// Requests that wait for a permit; one more is [`Busy`].
    pub queue: usize,
}

impl Places {
    /// So many permits, and 64 times as many places in the queue: about a second's work.
    pub const fn new(permits: NonZeroUsize) -> Self {
        Self { permits, queue: permits.get().saturating_mul(64) }
    }
}

impl Default for Places {
    /// A permit for each core.
    fn default() -> Self {
        Self::new(thread::available_parallelism().unwrap_or(NonZeroUsize::MIN))
    }
}

/// All permits are taken, and the queue or what one source may have of it is full. Nothing was computed or reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once, try again in {retry_after_seconds} s")]
pub struct Busy {
    /// When those who wait now will have been served, by how long the last permits were held.
    pub retry_after_seconds: u32,
}

/// How busy a [`Hasher`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Permits that are given out.
    pub permits: usize,
    /// Requests that wait for one.
    pub waiting: usize,
}

/// What verifying a password found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The password is right.
    pub matches: bool,
    /// It is right, and should be hashed again: the stored hash is an import or costs less than new ones do.
    pub upgrade: bool,
}

impl Verdict {
    const WRONG: Self = Self { matches: false, upgrade: false };
}

/// Hashes and verifies passwords, so many at a time.
#[derive(Clone)]
pub struct Hasher(Arc<Shared>);

struct Shared {
    cost: Cost,
    places: Places,
    turns: Arc<Turns>,
    /// Memory of the permits that are not given out. It is made at first use, so an idle server has none.
    idle: Mutex<Vec<Memory>>,
    /// How long a permit is held, in microseconds: a moving average over about eight.
    held_for: AtomicU64,
}

impl Hasher {
    /// A hasher that makes new hashes at this cost.
    pub fn new(cost: Cost, places: Places) -> Self {
        let turns = Turns::new(places.permits.get(), places.queue);
        // Time goes with memory times passes: about 2 GiB a second on a core of today.
        let held_for = AtomicU64::new(u64::from(cost.work()) * 1_000_000 / (2 * 1024 * 1024));
        Self(Arc::new(Shared { cost, places, turns, idle: Mutex::default(), held_for }))
    }

    /// Waits for a permit, for work of the node's own.
    ///
    /// # Errors
    /// [`Busy`], at once, when the queue is full.
    pub async fn permit(&self) -> Result<Permit, Busy> {
        self.permit_for(Requester::NODE).await
    }

    /// Waits for a permit. Take it before an attempt is reserved (LGN-05): who is sent away has not
    /// guessed.
    ///
    /// # Errors
    /// [`Busy`], at once, when the queue or the source's part of it is full.
    pub async fn permit_for(&self, requester: Requester) -> Result<Permit, Busy> {
        let slot = match self.0.turns.ask(requester, self.0.room()) {
            Asked::Served(slot) => slot,
            Asked::Waiting(place) => {
                let span = tracing::info_span!(target: "trace", "wait to hash");
                place.served().instrument(span).await.ok_or_else(|| self.0.busy(0))?
            }
            Asked::Full(before) => return Err(self.0.busy(before)),
        };
        let memory = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let since = Instant::now();
        Ok(Permit(Arc::new(Held { shared: Arc::clone(&self.0), memory: Mutex::new(memory), since, _slot: slot })))
    }

    /// How busy it is now.
    pub fn load(&self) -> Load {
        let (free, waiting) = self.0.turns.load();
        Load { permits: self.0.places.permits.get().saturating_sub(free), waiting }
    }
}

impl Shared {
    /// How many places of the queue are filled at most: as many as are served within [`LONGEST_WAIT`].
    fn room(&self) -> usize {
        let each = self.held_for.load(Ordering::Relaxed).max(1);
        let in_time = LONGEST_WAIT.as_micros() as u64 / each * self.places.permits.get() as u64;
        let least = self.places.permits.get().saturating_mul(4);
        self.places.queue.min(usize::try_from(in_time).unwrap_or(usize::MAX).max(least))
    }

    /// What somebody is told behind so many who wait: when those will have been served.
    fn busy(&self, before: usize) -> Busy {
        let rounds = (before as u64).div_ceil(self.places.permits.get() as u64) + 1;
        let micros = self.held_for.load(Ordering::Relaxed).saturating_mul(rounds);
        let seconds = u32::try_from(micros.div_ceil(1_000_000)).unwrap_or(u32::MAX);
        Busy { retry_after_seconds: seconds.clamp(1, 60) }
    }

    fn was_held_for(&self, took: Duration) {
        let (average, took) = (self.held_for.load(Ordering::Relaxed), took.as_micros() as u64);
        self.held_for.store((average * 7 + took) / 8, Ordering::Relaxed);
    }
}

/// The right to hash or verify, one after the other, until it is dropped.
pub struct Permit(Arc<Held>);

/// A permit with its memory. A computation holds it as well, since it goes on when its request is gone.
struct Held {
    shared: Arc<Shared>,
    memory: Mutex<Memory>,
    since: Instant,
    _slot: Slot,
}

impl Drop for Held {
    fn drop(&mut self) {
        let memory = std::mem::take(self.memory.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        self.shared.was_held_for(self.since.elapsed());
    }
}

impl Permit {
    /// Hashes a new password, or the right one again.
    pub async fn hash(&self, entropy: &dyn Entropy, password: &Password) -> Stored {
        let (salt, password) = (entropy::bytes(entropy), password.clone());
        let hashed = self.compute(move |cost, memory| {
            // The first form is the normal one, and always there.
            let form = password.forms().next().unwrap_or_default();
            Stored::new(Argon::hash(form, salt, cost, memory))
        });
        match hashed.await {
            Ok(stored) => stored,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }

    /// Whether this is the password of the hash.
    pub async fn verify(&self, password: &Password, stored: &Stored) -> Verdict {
        let (password, stored) = (password.clone(), stored.clone());
        let judged = self.compute(move |cost, memory| {
            if password.forms().any(|form| stored.matches(form, cost, memory)) {
                return Verdict { matches: true, upgrade: stored.is_weaker_than(cost) };
            }
            // Some imports take microseconds. No account may answer sooner than one that does not exist.
            if stored.is_weaker_than(cost) {
                decoy(&password, cost, memory);
            }
            Verdict::WRONG
        });
        // Should a hash that somebody imported bring a library down, then it is a wrong password and a line in the log.
        judged.await.unwrap_or(Verdict::WRONG)
    }

    /// Takes as long as a wrong password does, for accounts that do not exist.
    pub async fn decoy(&self, password: &Password) -> Verdict {
        let password = password.clone();
        let _ = self.compute(move |cost, memory| decoy(&password, cost, memory)).await;
        Verdict::WRONG
    }

    /// Whether this is the password of what the database holds: a hash; something that is none any more; or nothing,
    /// where the account does not exist or has no password. The last two take as long as a wrong password does.
    pub async fn check(&self, password: &Password, stored: Option<&str>) -> Verdict {
        match stored.map(Stored::parse) {
            Some(Ok(stored)) => self.verify(password, &stored).await,
            Some(Err(_)) | None => self.decoy(password).await,
        }
    }

    /// Computes on a thread for blocking work. The error is the panic of the computation.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(Cost, &mut Memory) -> T + Send + 'static,
    ) -> thread::Result<T> {
        let held = Arc::clone(&self.0);
        let computation = task::spawn_blocking(move || {
            let mut memory = held.memory.lock().unwrap_or_else(PoisonError::into_inner);
            work(held.shared.cost, &mut memory)
        });
        let computation = computation.instrument(tracing::info_span!(target: "trace", "password hash"));
        match computation.await.map_err(task::JoinError::try_into_panic) {
            Ok(result) => Ok(result),
            Err(Ok(panic)) => Err(panic),
            // Never begun: the runtime is shutting down, and drops this as well.
            Err(Err(_)) => std::future::pending().await,
        }
    }
}

/// Computes what verifying a hash of ours computes, and throws it away.
fn decoy(password: &Password, cost: Cost, memory: &mut Memory) {
    for form in password.forms() {
        black_box(Argon::hash(form, *b"nobody's account", cost, memory));
    }
}

#[cfg(test)]
mod tests;
