//! What a node does with jobs, for as long as it runs: look for work, do some of it at once, wait when there is none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use model::Time;
use notify::Deliver;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};

use crate::{Doorward, jobs::Leased};

/// How many jobs a node does at once. A mail server that hangs holds up so many, and nothing else.
const AT_ONCE: u32 = 4;
/// How often a node looks for work that another one ordered, or that is due again. Its own wakes it at once.
const LOOKS: Duration = Duration::from_secs(1);
/// How long a node that ends waits for what it has begun.
const LAST_WORDS: Duration = Duration::from_secs(10);

/// Does the work of one node.
pub struct Worker {
    doorward: Doorward,
    post: Arc<dyn Deliver>,
    clock: Arc<dyn Fn() -> Time + Send + Sync>,
    places: Arc<Semaphore>,
    /// Whether the last try came as far as a mail server. If not, one at a time is enough to find out whether it is back.
    reached: Arc<AtomicBool>,
}

impl Worker {
    /// A worker that hands mails to `post`.
    pub fn new(doorward: Doorward, post: Arc<dyn Deliver>, clock: Arc<dyn Fn() -> Time + Send + Sync>) -> Self {
        let places = Arc::new(Semaphore::new(AT_ONCE as usize));
        Self { doorward, post, clock, places, reached: Arc::new(AtomicBool::new(true)) }
    }

    /// Works until `ended`; then begins nothing more, and waits a while for what is under way.
    pub async fn run(self, ended: impl Future<Output = ()>) {
        tokio::select! {
            () = self.work() => {}
            () = ended => {}
        }
        if timeout(LAST_WORDS, self.places.acquire_many(AT_ONCE)).await.is_err() {
            tracing::warn!("ended with mails under way; they may be sent once more");
        }
    }

    async fn work(&self) {
        loop {
            // Never an error: nobody closes it.
            let Ok(place) = self.places.clone().acquire_owned().await else { return };
            if !Box::pin(self.begin(place)).await {
                tokio::select! {
                    () = self.doorward.ordered.notified() => {}
                    () = sleep(LOOKS) => {}
                }
            }
        }
    }

    /// Begins what is due, in this place and in the others that are free. Says whether there was anything.
    async fn begin(&self, place: OwnedSemaphorePermit) -> bool {
        let mut places = vec![place];
        while self.reached.load(Ordering::Relaxed)
            && let Ok(another) = self.places.clone().try_acquire_owned()
        {
            places.push(another);
        }
        let leased = match self.doorward.lease_jobs((self.clock)(), places.len()).await {
            Ok(leased) => leased,
            Err(error) => {
                tracing::warn!(%error, "the work that is due can't be read");
                return false;
            }
        };
        let any = !leased.is_empty();
        for (job, place) in leased.into_iter().zip(places) {
            self.spawn(job, place);
        }
        any
    }

    fn spawn(&self, job: Leased, place: OwnedSemaphorePermit) {
        let (doorward, post, clock) = (self.doorward.clone(), self.post.clone(), self.clock.clone());
        let reached = self.reached.clone();
        tokio::spawn(async move {
            match doorward.carry_out(job, &*post, &*clock).await {
                Ok(came_far) => reached.store(came_far, Ordering::Relaxed),
                // The lease runs out, and the job is done again.
                Err(error) => tracing::warn!(%error, "what came of a job can't be written"),
            }
            drop(place);
        });
    }
}
