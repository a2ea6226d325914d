//! Who may hash now: a fixed number of permits, and a bounded queue before them.

use std::{
    hint::black_box,
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task,
};
use tracing::Instrument as _;

use super::{
    argon::{Argon, Cost, Memory},
    stored::Stored,
    typed::Password,
};
use crate::entropy::{self, Entropy};

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

/// All permits are taken and the queue is full. Nothing was computed or reserved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many sign-ins at once, try again in {retry_after_seconds} s")]
pub struct Busy {
    /// When the queue will have been worked off, roughly.
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
    /// Permits and places in the queue together: whoever gets none of these is sent away.
    admitted: Arc<Semaphore>,
    permits: Arc<Semaphore>,
    /// Memory of the permits that are not given out. It is made at first use, so an idle server has none.
    idle: Mutex<Vec<Memory>>,
}

impl Hasher {
    /// A hasher that makes new hashes at this cost.
    pub fn new(cost: Cost, places: Places) -> Self {
        let Places { permits, queue } = places;
        let all = permits.get().saturating_add(queue).min(Semaphore::MAX_PERMITS);
        Self(Arc::new(Shared {
            cost,
            places,
            admitted: Arc::new(Semaphore::new(all)),
            permits: Arc::new(Semaphore::new(permits.get().min(Semaphore::MAX_PERMITS))),
            idle: Mutex::default(),
        }))
    }

    /// Waits for a permit. Take it before an attempt is reserved (SECURITY_BAR decision 14): who is sent away has not
    /// guessed.
    ///
    /// # Errors
    /// [`Busy`], at once, when the queue is full.
    pub async fn permit(&self) -> Result<Permit, Busy> {
        let busy = Busy { retry_after_seconds: self.retry_after_seconds() };
        let admission = Arc::clone(&self.0.admitted).try_acquire_owned().map_err(|_| busy)?;
        let waiting = Arc::clone(&self.0.permits).acquire_owned();
        let permit =
            waiting.instrument(tracing::info_span!(target: "trace", "wait to hash")).await.map_err(|_| busy)?;
        let memory = self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        Ok(Permit(Arc::new(Held {
            shared: Arc::clone(&self.0),
            memory: Mutex::new(memory),
            _permit: permit,
            _admission: admission,
        })))
    }

    /// How busy it is now.
    pub fn load(&self) -> Load {
        let all = self.0.places.permits.get().saturating_add(self.0.places.queue).min(Semaphore::MAX_PERMITS);
        let permits = self.0.places.permits.get().saturating_sub(self.0.permits.available_permits());
        let admitted = all.saturating_sub(self.0.admitted.available_permits());
        Load { permits, waiting: admitted.saturating_sub(permits) }
    }

    /// Time goes with memory times passes: about 2 GiB a second on a core of today.
    fn retry_after_seconds(&self) -> u32 {
        let queue = self.0.places.queue.div_ceil(self.0.places.permits.get());
        let work = u64::from(self.0.cost.work()).saturating_mul(queue as u64);
        u32::try_from(work.div_ceil(2 * 1024 * 1024)).unwrap_or(u32::MAX).clamp(1, 60)
    }
}

/// The right to hash or verify, one after the other, until it is dropped.
pub struct Permit(Arc<Held>);

/// A permit with its memory. A computation holds it as well, since it goes on when its request is gone.
struct Held {
    shared: Arc<Shared>,
    memory: Mutex<Memory>,
    _permit: OwnedSemaphorePermit,
    _admission: OwnedSemaphorePermit,
}

impl Drop for Held {
    fn drop(&mut self) {
        let memory = std::mem::take(self.memory.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.shared.idle.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
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
