//! The raw limits of this machine: what a hash, a signature, an answer and a durable write cost when nothing else is done.

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use crypto::{
    entropy::System,
    password::{Cost, Hasher, Password, Places, Stored},
};
use jose::{Algorithm, SigningKey};
use model::{Id, id::Event};
use serde::Serialize;
use store::{
    Change, Location, Options, Outcome, Store,
    events::{self, EventRow},
};

use crate::{
    content::{self, PASSWORD},
    process::Threads,
};

/// How many a second, and what one costs.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Limit {
    /// How many a second.
    pub(crate) per_second: f64,
    /// CPU of one, in microseconds.
    pub(crate) cpu_micros: f64,
    /// CPU of one in PostgreSQL, in microseconds.
    pub(crate) database_micros: f64,
}

impl Limit {
    fn of(count: u64, took: Duration, cpu: Duration) -> Self {
        let count = count.max(1) as f64;
        Self {
            per_second: count / took.as_secs_f64(),
            cpu_micros: cpu.as_secs_f64() * 1e6 / count,
            database_micros: 0.0,
        }
    }
}

/// Runs one after the other for so long.
async fn repeated(time: Duration, mut once: impl AsyncFnMut() -> Result<(), String>) -> Result<Limit, String> {
    let (before, begun) = (own_threads(), Instant::now());
    let mut count = 0;
    while begun.elapsed() < time {
        once().await?;
        count += 1;
    }
    Ok(Limit::of(count, begun.elapsed(), own_threads().all_since(&before)))
}

fn own_threads() -> Threads {
    Threads::of(std::process::id())
}

/// Argon2id at the cost of new hashes, so many at once.
pub(crate) async fn hashes(at_once: usize, time: Duration) -> Result<Limit, String> {
    let hasher = Hasher::new(Cost::default(), Places::default());
    let stored = Stored::parse(&content::hash(&System).await?).map_err(|error| error.to_string())?;
    let (before, begun) = (own_threads(), Instant::now());
    let workers: Vec<_> = (0..at_once)
        .map(|_| {
            let (hasher, stored) = (hasher.clone(), stored.clone());
            tokio::spawn(async move {
                let password = Password::new(PASSWORD).map_err(|_| "the password is too long".to_owned())?;
                let mut count = 0;
                while begun.elapsed() < time {
                    let permit = hasher.permit().await.map_err(|busy| busy.to_string())?;
                    if !permit.verify(&password, &stored).await.matches {
                        return Err("the right password is wrong".to_owned());
                    }
                    count += 1;
                }
                Ok::<u64, String>(count)
            })
        })
        .collect();
    let count = total(workers).await?;
    Ok(Limit::of(count, begun.elapsed(), own_threads().all_since(&before)))
}

async fn total(workers: Vec<tokio::task::JoinHandle<Result<u64, String>>>) -> Result<u64, String> {
    let mut count = 0;
    for worker in workers {
        count += worker.await.map_err(|error| error.to_string())??;
    }
    Ok(count)
}

/// Signatures over a message as long as an access token's, on one thread.
pub(crate) async fn signatures(algorithm: Algorithm, time: Duration) -> Result<Limit, String> {
    let key = SigningKey::generate(algorithm).map_err(|error| error.to_string())?;
    let message = [b'e'; 640];
    repeated(time, async || {
        for _ in 0..16 {
            black_box(key.signature(black_box(&message)).map_err(|error| error.to_string())?);
        }
        Ok(())
    })
    .await
    .map(|limit| Limit { per_second: limit.per_second * 16.0, cpu_micros: limit.cpu_micros / 16.0, ..limit })
}

/// Durable writes of one row, so many at once. `database`: the first process of PostgreSQL.
pub(crate) async fn writes(
    location: &Location,
    at_once: usize,
    time: Duration,
    database: Option<u32>,
) -> Result<Limit, String> {
    let store = Store::open(location, Options::default()).await.map_err(|error| error.to_string())?;
    let now = doorward::system_clock()();
    let family = || database.map(Threads::of_family).unwrap_or_default();
    // Sessions are opened and statements prepared before anything is counted.
    for _ in 0..20 {
        write(&store, now).await?;
    }
    let (before, database_before, begun) = (own_threads(), family(), Instant::now());
    let workers: Vec<_> = (0..at_once)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut count = 0;
                while begun.elapsed() < time {
                    write(&store, now).await?;
                    count += 1;
                }
                Ok::<u64, String>(count)
            })
        })
        .collect();
    let count = total(workers).await?;
    let limit = Limit::of(count, begun.elapsed(), own_threads().all_since(&before));
    let database = family().all_since(&database_before).as_secs_f64() * 1e6 / count.max(1) as f64;
    store.close().await;
    Ok(Limit { database_micros: database, ..limit })
}

async fn write(store: &Store, now: model::Time) -> Result<(), String> {
    let mut change = Change::new();
    let id: Id<Event> = Id::new(now, crypto::entropy::bytes(&System));
    let event = EventRow {
        org: vec![0; 16],
        id: id.as_bytes().to_vec(),
        user: None,
        app: None,
        kind: "sign_in.succeeded".to_owned(),
        data: "{}".to_owned(),
        changes: String::new(),
        changes_salt: None,
        changes_hash: None,
        actor: "system".to_owned(),
        actor_id: None,
        on_behalf_of: None,
        address: "192.0.2.1".to_owned(),
        request: id.to_string(),
        at: now,
        mac: vec![0; 32],
        seq: None,
    };
    events::insert(&mut change, event);
    match store.write(change).await {
        Ok(Outcome::Done) => Ok(()),
        other => Err(format!("a write came to {other:?}")),
    }
}
