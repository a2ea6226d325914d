//! Kinds of work side by side: none holds up another, and what one recipient gets is bounded on all nodes together.

use std::{
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crypto::{
    entropy::Seeded,
    seal::{SealContext, Sealer},
};
use flows::Worker;
use model::{Id, id};
use notify::{Deliver, Delivery, Mail, Outcome};
use store::jobs::{self, JobRow};
use tokio::sync::{Barrier, Semaphore, oneshot};

use crate::{
    mails::{away, leased},
    races::at_once,
    world::{NOW, World, doorward, on_both, sealing_key},
};

const SIGN_IN: &str = "notice.sign_in";
const LOCK: &str = "notice.lock";

/// Jobs that were ordered for somebody, made from one that really was.
struct Orders<'a> {
    world: &'a World,
    like: JobRow,
}

impl<'a> Orders<'a> {
    async fn new(world: &'a World) -> Self {
        world.told_of_another_browser().await;
        let like = jobs::due(&mut world.store.read().await.unwrap(), SIGN_IN, NOW, 9).await.unwrap().remove(0);
        world.change(|change| jobs::lease(change, &like, NOW, NOW)).await;
        world.change(|change| jobs::done(change, like.id, 1)).await;
        assert_eq!(world.waiting().await, 0);
        Self { world, like }
    }

    /// So many notices of a kind to this address, each of another recipient's budget.
    async fn add(&self, kind: &str, to: &str, numbers: std::ops::Range<u8>) {
        let sealer = Sealer::new(&sealing_key(), &[]);
        let content = format!(
            r#"{{"to":"{to}","name":null,"language":"en","zone":null,"happened":"new_browser","at":1,"agent":"","address":""}}"#
        );
        for number in numbers {
            let id = Id::<id::Job>::from_bytes([number; 16]);
            let place = SealContext { table: "jobs", column: "data", row: id.as_bytes() };
            let data = sealer.seal(&Seeded::new(number.into()), place, content.as_bytes());
            let recipient_key = Some([number; 32]);
            let row = JobRow { id, kind: kind.to_owned(), recipient_key, data, ..self.like.clone() };
            self.world.change(|change| jobs::insert(change, &row)).await;
        }
    }
}

/// A mail server whose answer depends on the recipient.
struct Server {
    taken: Mutex<Vec<String>>,
    /// Mails to `hangs@` that are waiting for an answer …
    hanging: AtomicUsize,
    /// … until they may end.
    end: Semaphore,
    /// Mails to `pair@` are taken two by two.
    pair: Barrier,
}

impl Deliver for Server {
    fn deliver<'a>(&'a self, mail: &'a Mail) -> Delivery<'a> {
        Box::pin(async move {
            match mail.to.as_str() {
                "away@acme.example" => return away(),
                "hangs@acme.example" => {
                    self.hanging.fetch_add(1, Ordering::Relaxed);
                    self.end.acquire().await.unwrap().forget();
                }
                "pair@acme.example" => _ = self.pair.wait().await,
                _ => {}
            }
            self.taken.lock().unwrap().push(mail.to.as_str().to_owned());
            Outcome::Accepted
        })
    }
}

impl Server {
    fn new() -> Arc<Self> {
        let (taken, hanging) = (Mutex::default(), AtomicUsize::new(0));
        Arc::new(Self { taken, hanging, end: Semaphore::new(0), pair: Barrier::new(2) })
    }

    fn count(&self, to: &str) -> usize {
        self.taken.lock().unwrap().iter().filter(|taken| *taken == to).count()
    }
}

/// A worker runs while `play` does.
async fn while_working(world: &World, server: &Arc<Server>, play: impl Future<Output = ()>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = Worker::new(world.doorward.clone(), Some(server.clone()), Arc::new(|| NOW));
    let working = tokio::spawn(worker.run(async move { _ = stopped.await }));
    let in_time = tokio::time::timeout(Duration::from_secs(20), play).await;
    server.end.add_permits(100);
    stop.send(()).unwrap();
    working.await.unwrap();
    assert!(in_time.is_ok(), "one kind waits for another");
}

async fn until(mut holds: impl FnMut() -> bool) {
    while !holds() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_that_hangs_holds_up_no_other() {
    on_both(async |world| {
        let orders = Orders::new(world).await;
        orders.add(SIGN_IN, "hangs@acme.example", 1..20).await;
        orders.add(LOCK, "lock@acme.example", 20..23).await;
        let server = Server::new();
        let locks = async {
            until(|| server.count("lock@acme.example") == 3).await;
            assert_eq!(server.hanging.load(Ordering::Relaxed), 2, "and no more of it is under way than may be at once");
        };
        while_working(world, &server, locks).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kind_that_fails_slows_down_no_other() {
    on_both(async |world| {
        let orders = Orders::new(world).await;
        orders.add(SIGN_IN, "away@acme.example", 1..2).await;
        let server = Server::new();
        let play = async {
            until(|| world.doorward.jobs_done()[0].1.put_off == 1).await;
            orders.add(SIGN_IN, "hangs@acme.example", 2..6).await;
            orders.add(LOCK, "pair@acme.example", 6..8).await;
            until(|| server.count("pair@acme.example") == 2).await;
            until(|| server.hanging.load(Ordering::Relaxed) > 0).await;
            assert_eq!(server.hanging.load(Ordering::Relaxed), 1, "one is enough to see whether it is back");
        };
        while_working(world, &server, play).await;
    })
    .await;
}

/// Whoever leases it counts it, also a node that can't read what it is about.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_recipient_gets_is_bounded_on_all_nodes_together() {
    on_both(async |world| {
        let orders = Orders::new(world).await;
        for (number, kind) in [(1, SIGN_IN), (2, SIGN_IN), (3, SIGN_IN), (4, SIGN_IN), (5, SIGN_IN), (6, LOCK)] {
            let id = Id::<id::Job>::from_bytes([number; 16]);
            let (kind, data, recipient_key) = (kind.to_owned(), b"unreadable".to_vec(), Some([7; 32]));
            let row = JobRow { id, kind, recipient_key, data, ..orders.like.clone() };
            world.change(|change| jobs::insert(change, &row)).await;
        }
        let nodes: Vec<_> = (0..4).map(|number| doorward(&world.store, 100 + number)).collect();
        let lease = |node: flows::Doorward| async move { leased(&node, NOW, 9).await.len() };
        let counts = at_once(nodes.iter().cloned().map(lease)).await;
        assert_eq!(counts.iter().sum::<usize>(), 3 + 1, "three of a kind: {counts:?}");
        let suppressed: u64 = nodes.iter().map(|node| node.jobs_done()[0].1.suppressed).sum();
        assert_eq!((suppressed, world.waiting().await), (2, 4));
    })
    .await;
}
