//! Load: so many clients at once, each doing the same thing again and again, for so long.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{cases::Case, client::Client};

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    /// How long each took that ended in the measured time, in nanoseconds, ascending.
    pub(crate) times: Vec<u64>,
    /// How many were errors or had a wrong answer.
    pub(crate) errors: u64,
    /// What the first of them said.
    pub(crate) first_error: Option<String>,
    /// How long was measured.
    pub(crate) measured: Duration,
}

impl Counted {
    /// The time within which this share of them ended, in milliseconds.
    pub(crate) fn percentile(&self, share: f64) -> f64 {
        if self.times.is_empty() {
            return f64::NAN;
        }
        let last = self.times.len() - 1;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the list")]
        let place = (last as f64 * share).round() as usize;
        self.times[place.min(last)] as f64 / 1e6
    }

    /// How many a second.
    pub(crate) fn per_second(&self) -> f64 {
        self.times.len() as f64 / self.measured.as_secs_f64()
    }
}

/// Runs the case in all clients at once. `edges` is called when the measured time begins and when it ends.
pub(crate) async fn run(
    case: Case,
    clients: &mut Vec<Client>,
    (warm_up, measured): (Duration, Duration),
    mut edges: impl FnMut(),
) -> Result<Counted, String> {
    let stop = Arc::new(AtomicBool::new(false));
    let counts = Arc::new(AtomicBool::new(false));
    let workers: Vec<_> = clients
        .drain(..)
        .map(|client| tokio::spawn(work(case, client, Arc::clone(&stop), Arc::clone(&counts))))
        .collect();
    tokio::time::sleep(warm_up).await;
    let begun = Instant::now();
    edges();
    counts.store(true, Ordering::Relaxed);
    tokio::time::sleep(measured).await;
    counts.store(false, Ordering::Relaxed);
    edges();
    let mut all = Counted { measured: begun.elapsed(), ..Counted::default() };
    stop.store(true, Ordering::Relaxed);
    for worker in workers {
        let (client, own) = worker.await.map_err(|error| format!("a client panicked: {error}"))?;
        clients.push(client);
        all.times.extend(own.times);
        all.errors += own.errors;
        all.first_error = all.first_error.or(own.first_error);
    }
    all.times.sort_unstable();
    Ok(all)
}

async fn work(case: Case, mut client: Client, stop: Arc<AtomicBool>, counts: Arc<AtomicBool>) -> (Client, Counted) {
    let mut counted = Counted::default();
    while !stop.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let done = Box::pin(case.once(&mut client)).await;
        let took = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        match done {
            Ok(()) if counts.load(Ordering::Relaxed) => counted.times.push(took),
            Ok(()) => {}
            Err(error) => {
                counted.errors += 1;
                counted.first_error.get_or_insert(error.what);
                // A server that is gone answers with errors at once: no need to count millions of them.
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
    }
    (client, counted)
}
