//! Prints how many passwords are hashed each second, by number of permits: `cargo run --release -p crypto --example hash_rate`.

use std::{
    num::NonZeroUsize,
    thread,
    time::{Duration, Instant},
};

use crypto::{
    Hasher, Password,
    entropy::System,
    password::{Cost, Places},
};

const TIME: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() {
    let cores = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    println!("{cores} cores, Argon2id at {:?}", Cost::default());
    for permits in (1..=cores * 2).filter_map(NonZeroUsize::new) {
        let hasher = Hasher::new(Cost::default(), Places::new(permits));
        let begin = Instant::now();
        let workers: Vec<_> =
            (0..permits.get()).map(|_| tokio::spawn(hash_until_late(hasher.clone(), begin))).collect();
        let mut hashes = 0;
        for worker in workers {
            hashes += worker.await.unwrap_or_default();
        }
        println!("{permits:>3} permits: {:6.1} hashes/s", f64::from(hashes) / begin.elapsed().as_secs_f64());
    }
}

/// Hashes as a request does, one permit for each, and counts.
async fn hash_until_late(hasher: Hasher, begin: Instant) -> u32 {
    let Ok(password) = Password::new("correct horse battery staple") else { return 0 };
    let mut hashes = 0;
    while begin.elapsed() < TIME {
        let Ok(permit) = hasher.permit().await else { continue };
        permit.hash(&System, &password).await;
        hashes += 1;
    }
    hashes
}
