//! The permits hold, nobody is told too much, and hashes get better with time.

use std::{
    pin::pin,
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    task::{Context, Poll, Waker},
};

use super::*;
use crate::entropy::Seeded;

fn hasher(permits: usize, queue: usize) -> Hasher {
    let permits = NonZeroUsize::new(permits).expect("at least one");
    Hasher::new(Cost::default(), Places { permits, queue })
}

fn password(text: &str) -> Password {
    Password::new(text).expect("short")
}

fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Poll<T> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

const RIGHT: Verdict = Verdict { matches: true, upgrade: false };
const RIGHT_BUT_OLD: Verdict = Verdict { matches: true, upgrade: true };

#[tokio::test]
async fn beyond_permits_and_queue_is_busy() {
    let hasher = hasher(2, 3);
    let [first, second] = [hasher.permit().await, hasher.permit().await].map(|permit| permit.expect("free"));
    let [mut third, mut fourth, mut fifth] = [(); 3].map(|()| Box::pin(hasher.permit()));
    for waiting in [&mut third, &mut fourth, &mut fifth] {
        assert!(poll(waiting.as_mut()).is_pending());
    }
    assert_eq!(hasher.load(), Load { permits: 2, waiting: 3 });
    assert!(hasher.permit().await.is_err(), "the queue is full");

    drop(fourth);
    assert_eq!(hasher.load(), Load { permits: 2, waiting: 2 }, "who goes away leaves the queue");
    drop(first);
    let third = match poll(third.as_mut()) {
        Poll::Ready(Ok(permit)) => permit,
        _ => panic!("the first that waits is next"),
    };
    assert!(poll(fifth.as_mut()).is_pending());
    assert_eq!(hasher.load(), Load { permits: 2, waiting: 1 });
    drop((second, third, fifth));
    assert_eq!(hasher.load(), Load { permits: 0, waiting: 0 });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_runs_as_many_at_once_as_there_are_permits() {
    let (hasher, running, most) = (hasher(3, 36), AtomicUsize::new(0), AtomicUsize::new(0));
    // Three have to be inside together before any goes on, thirteen times over.
    let shared = Arc::new((Barrier::new(3), running, most));
    let storm: Vec<_> = (0..39)
        .map(|_| {
            let (hasher, shared) = (hasher.clone(), Arc::clone(&shared));
            tokio::spawn(async move {
                let permit = hasher.permit().await.expect("a place in the queue");
                permit
                    .compute(move |_, _| {
                        let (barrier, running, most) = &*shared;
                        most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                        barrier.wait();
                        running.fetch_sub(1, SeqCst);
                    })
                    .await
            })
        })
        .collect();
    for request in storm {
        assert!(request.await.expect("not dropped").is_ok());
    }
    assert!(shared.2.load(SeqCst) <= 3, "{} at once", shared.2.load(SeqCst));
    assert_eq!(hasher.0.idle.lock().expect("not poisoned").len(), 3, "as many buffers as permits, kept");
}

#[tokio::test]
async fn a_request_that_hangs_up_keeps_its_permit_until_the_work_is_done() {
    let hasher = hasher(1, 1);
    let (go, gone) = mpsc::channel::<()>();
    {
        let permit = hasher.permit().await.expect("free");
        let mut computation = pin!(permit.compute(move |_, _| gone.recv()));
        assert!(poll(computation.as_mut()).is_pending());
    }
    let mut next = pin!(hasher.permit());
    assert!(poll(next.as_mut()).is_pending(), "the work goes on");
    go.send(()).expect("it waits");
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn a_panic_is_a_wrong_password_and_costs_no_permit() {
    let hasher = hasher(1, 0);
    let permit = hasher.permit().await.expect("free");
    let result: thread::Result<()> = permit.compute(|_, _| panic!("a library's error")).await;
    assert!(result.is_err());
    assert_eq!(permit.check(&password("a"), None).await, Verdict::WRONG, "goes on");
    drop(permit);
    assert!(hasher.permit().await.is_ok());
}

#[test]
fn when_to_come_back() {
    let places = Places::new(NonZeroUsize::new(4).expect("four"));
    assert_eq!(places.queue, 256);
    let wait = |hasher: &Hasher, before| hasher.0.busy(before).retry_after_seconds;
    let usual = Hasher::new(Cost::default(), places);
    assert_eq!((wait(&usual, 0), wait(&usual, 256)), (1, 2), "65 rounds of 18.5 ms");
    assert_eq!(usual.0.room(), 256);

    // A second each: nobody is let in who would wait for longer than ten.
    let costly = Hasher::new(Cost::new(262_144, 8, 1).expect("within bounds"), places);
    assert_eq!(costly.0.room(), 40);
    assert_eq!(wait(&costly, 40), 11);

    // What was measured counts, not what was supposed.
    for _ in 0..64 {
        usual.0.was_held_for(Duration::from_millis(500));
    }
    assert!((80..=84).contains(&usual.0.room()), "{}", usual.0.room());
    assert_eq!(wait(&usual, 80), 11);
}

/// How long permits are held is measured where they are given back.
#[tokio::test]
async fn what_a_permit_took_is_measured() {
    let hasher = Hasher::new(Cost::new(262_144, 8, 1).expect("within bounds"), Places::new(NonZeroUsize::MIN));
    let room = hasher.0.room();
    assert_eq!(room, 10, "a second each");
    for _ in 0..16 {
        drop(hasher.permit().await);
    }
    assert!(hasher.0.room() > room, "{}", hasher.0.room());
}

#[tokio::test]
async fn the_whole_password_counts() {
    let (permit, entropy) = (hasher(1, 0).permit().await.expect("free"), Seeded::new(1));
    let long = "Pass word ".repeat(10);
    let stored = permit.hash(&entropy, &password(&long)).await;
    assert!(stored.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", stored.as_str());
    assert_ne!(stored.as_str(), permit.hash(&entropy, &password(&long)).await.as_str(), "another salt");

    assert_eq!(permit.check(&password(&long), Some(stored.as_str())).await, RIGHT);
    for wrong in [&long[..72], &long[..64], long.trim_end(), &format!("{long} "), &long.to_lowercase(), ""] {
        assert_eq!(permit.check(&password(wrong), Some(stored.as_str())).await, Verdict::WRONG, "{wrong:?}");
    }
}

#[tokio::test]
async fn typed_another_way() {
    let permit = hasher(1, 0).permit().await.expect("free");
    let stored = permit.hash(&Seeded::new(1), &password(&"\u{e9}".repeat(64))).await;
    assert_eq!(permit.verify(&password(&"e\u{301}".repeat(64)), &stored).await, RIGHT);
    assert_eq!(permit.verify(&password(&"e".repeat(64)), &stored).await, Verdict::WRONG);
}

#[tokio::test]
async fn a_raised_cost_is_taken_up_and_a_lowered_one_is_not() {
    let (places, entropy, password) = (Places::default(), Seeded::new(1), password("correct horse"));
    let costs = [Cost::default(), Cost::new(19_456, 3, 1).expect("within"), Cost::new(20_480, 2, 1).expect("within")];
    let mut permits = Vec::new();
    for cost in costs {
        permits.push(Hasher::new(cost, places).permit().await.expect("free"));
    }
    let [low, passes, memory] = permits.try_into().unwrap_or_else(|_| panic!("three"));
    let old = low.hash(&entropy, &password).await;
    for raised in [&passes, &memory] {
        assert_eq!(raised.verify(&password, &old).await, RIGHT_BUT_OLD);
        let new = raised.hash(&entropy, &password).await;
        assert_eq!(raised.verify(&password, &new).await, RIGHT);
        assert_eq!(low.verify(&password, &new).await, RIGHT);
    }
}

#[tokio::test]
async fn an_import_is_replaced_at_the_first_sign_in() {
    let permit = hasher(1, 0).permit().await.expect("free");
    let vectors = include_str!("../imports/vectors.tsv").lines().map(|line| line.split('\t').collect::<Vec<_>>());
    for line in vectors.filter(|line| line[0].contains("72 bytes") || line[0].contains("decomposed")) {
        let [maker, typed, hash] = line[..] else { panic!("three columns") };
        assert_eq!(permit.check(&password(typed), Some(hash)).await, RIGHT_BUT_OLD, "{maker}");
        let new = permit.hash(&Seeded::new(1), &password(typed)).await;
        assert_eq!(permit.verify(&password(typed), &new).await, RIGHT, "{maker}");
        if maker.contains("72 bytes") {
            assert_eq!(permit.check(&password(&typed[..72]), Some(hash)).await, RIGHT_BUT_OLD);
            assert_eq!(permit.verify(&password(&typed[..72]), &new).await, Verdict::WRONG, "every byte counts now");
        }
    }
}

#[tokio::test]
async fn no_account_answers_without_hashing() {
    let cheap = "{SSHA}Utd8d6lQQAKk5WmvoUUSbFxrwMkXUzsIbqaeew==";
    for stored in [None, Some(""), Some("garbage"), Some("$2b$05$é"), Some(cheap)] {
        let hasher = hasher(1, 0);
        let permit = hasher.permit().await.expect("free");
        assert_eq!(permit.check(&password("hunter2"), stored).await, Verdict::WRONG, "{stored:?}");
        drop(permit);
        let idle = hasher.0.idle.lock().expect("not poisoned");
        assert_eq!(idle[0].blocks(), 19_456, "{stored:?} took the memory of a hash");
    }
}
