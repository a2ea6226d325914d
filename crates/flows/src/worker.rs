//! What a node does with jobs, for as long as it runs: look for work, do some of it at once, wait when there is none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use model::Time;
use notify::{Deliver, Nowhere};
use tokio::{
    sync::{Notify, OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};

use crate::{
    Doorward,
    jobs::{JobKind, Leased},
};

/// How often a node looks for work that another one ordered, or that is due again. Its own wakes it at once.
const POLL_INTERVAL: Duration = Duration::from_secs(1);
/// How long a node that ends waits for what it has begun.
const GRACE: Duration = Duration::from_secs(10);

/// Does the work of one node.
pub struct Worker {
    doorward: Doorward,
    post: Arc<dyn Deliver>,
    clock: Arc<dyn Fn() -> Time + Send + Sync>,
    lanes: Vec<Lane>,
    /// Wakes the worker when a job has ended, so that the next one begins.
    ended: Arc<Notify>,
}

/// What a node does of one kind. Whatever hangs or fails there holds up no other kind.
struct Lane {
    kind: &'static JobKind,
    permits: Arc<Semaphore>,
    /// Whether the last try came as far as it alone can. If not, one at a time is enough to find out whether that has changed.
    reached: Arc<AtomicBool>,
}

impl Lane {
    fn new(kind: &'static JobKind) -> Self {
        let permits = Arc::new(Semaphore::new(kind.at_once as usize));
        Self { kind, permits, reached: Arc::new(AtomicBool::new(true)) }
    }

    /// The permits to do as much as may begin now.
    fn permits(&self) -> Vec<OwnedSemaphorePermit> {
        let free = self.permits.available_permits();
        let idle = free == self.kind.at_once as usize;
        let most = if self.reached.load(Ordering::Relaxed) { free } else { usize::from(idle) };
        std::iter::from_fn(|| self.permits.clone().try_acquire_owned().ok()).take(most).collect()
    }
}

impl Worker {
    /// A worker that hands mails to `post`; without one they are left to other nodes.
    pub fn new(doorward: Doorward, post: Option<Arc<dyn Deliver>>, clock: Arc<dyn Fn() -> Time + Send + Sync>) -> Self {
        let kinds = Doorward::kinds_of_jobs().iter().filter(|kind| post.is_some() || !kind.needs_mail);
        let lanes = kinds.map(|kind| Lane::new(kind)).collect();
        let post = post.unwrap_or_else(|| Arc::new(Nowhere));
        Self { doorward, post, clock, lanes, ended: Arc::new(Notify::new()) }
    }

    /// Works until `stopped`; then begins nothing more, and waits a while for what is under way.
    pub async fn run(self, stopped: impl Future<Output = ()>) {
        tokio::select! {
            () = self.work() => {}
            () = stopped => {}
        }
        if timeout(GRACE, self.idle()).await.is_err() {
            tracing::warn!("ended with jobs under way; they may be done once more");
        }
    }

    /// Until nothing is under way.
    async fn idle(&self) {
        for lane in &self.lanes {
            // Never an error: nobody closes it.
            let _ = lane.permits.acquire_many(lane.kind.at_once).await;
        }
    }

    async fn work(&self) {
        loop {
            let mut any = false;
            for lane in &self.lanes {
                any |= Box::pin(self.begin(lane)).await;
            }
            if !any {
                tokio::select! {
                    () = self.doorward.ordered.notified() => {}
                    () = self.ended.notified() => {}
                    () = sleep(POLL_INTERVAL) => {}
                }
            }
        }
    }

    /// Begins what is due of a kind, as much as may be done at once. Says whether there was anything.
    async fn begin(&self, lane: &Lane) -> bool {
        let permits = lane.permits();
        if permits.is_empty() {
            return false;
        }
        let leased = match self.doorward.lease_jobs(lane.kind, (self.clock)(), permits.len()).await {
            Ok(leased) => leased,
            Err(error) => {
                tracing::warn!(%error, kind = lane.kind.word, "the work that is due can't be read");
                return false;
            }
        };
        let any = !leased.is_empty();
        for (job, permit) in leased.into_iter().zip(permits) {
            self.spawn(lane, job, permit);
        }
        any
    }

    fn spawn(&self, lane: &Lane, job: Leased, permit: OwnedSemaphorePermit) {
        let (doorward, post, clock) = (self.doorward.clone(), self.post.clone(), self.clock.clone());
        let (reached, ended) = (lane.reached.clone(), self.ended.clone());
        tokio::spawn(async move {
            match doorward.carry_out(job, &*post, &*clock).await {
                Ok(came_far) => reached.store(came_far, Ordering::Relaxed),
                // The lease runs out, and the job is done again.
                Err(error) => tracing::warn!(%error, "what came of a job can't be written"),
            }
            drop(permit);
            ended.notify_one();
        });
    }
}
