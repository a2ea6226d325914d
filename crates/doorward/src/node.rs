//! One running server: database, flows, pages, and what goes on in the background.

use std::{sync::Arc, time::Duration};

use crypto::{
    entropy::{self, Entropy, System},
    password::{Cost, Hasher, Places},
    seal::{Sealer, SealingKey},
};
use flows::{Doorward, EventsKept, Instance, Limits, Rate, Worker};
use model::{Span, Time};
use notify::Deliver;
use store::{Location, Store};
use tokio::{sync::oneshot, task::JoinHandle, time::MissedTickBehavior};
use web::chassis::{self, App, Listener, Site, address::TrustedProxies, serve};

use crate::{Configuration, Trouble};

/// How often a node asks whether something cached was changed elsewhere: within the two seconds that are promised.
const REFRESH: Duration = Duration::from_secs(1);

/// How often what is over is removed.
const PRUNE: Duration = Duration::from_secs(60);

/// How often events that were committed are numbered and chained.
const CHAIN_EVENTS: Duration = Duration::from_secs(1);

/// How often the log says where the audit trail ends: a trail that was put back does not fit what stands there.
const NOTE_AUDIT_HEAD: Duration = Duration::from_secs(3600);

/// How often old events are looked for.
const PRUNE_EVENTS: Duration = Duration::from_secs(3600);

/// How often is looked whether a directory is to be read as a whole.
const SYNC_DIRECTORIES: Duration = Duration::from_secs(600);

/// How often accounts that nobody uses are looked after, by the clock: a machine that slept looks when it wakes.
const UNUSED_ACCOUNTS: Span = Span::hours(1);

/// How soon the same is tried again when the database did not answer.
const AGAIN: Span = Span::minutes(1);

/// What one source may ask for where no configuration says otherwise: enough for a company behind one address, which
/// mostly types right and finishes what it begins; far too little for spraying.
pub(crate) const LIMITS: Limits = Limits {
    wrong_guesses: Some(Rate { burst: 50, per_minute: 10 }),
    unfinished_sign_ins: Some(Rate { burst: 2_000, per_minute: 240 }),
    failed_clients: Some(Rate { burst: 60, per_minute: 30 }),
    wrong_answer_takes: Duration::from_millis(400),
    events_kept: EventsKept::all(Span::days(400)),
};

/// What time it is.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// What a server is started with.
pub struct Node {
    /// Where its data is.
    pub location: Location,
    /// What seals secrets in it.
    pub sealing_key: SealingKey,
    /// What sealed them before.
    pub previous_keys: Vec<SealingKey>,
    /// Who it is.
    pub instance: Instance,
    /// The addresses that it answers for.
    pub site: Site,
    /// Whose forwarding header counts.
    pub proxies: TrustedProxies,
    /// What new password hashes cost, and how many are made at once.
    pub hashing: (Cost, Places),
    /// Whether it brings the schema up to date by itself.
    pub migrates: bool,
    /// What one source may ask for, and how long events are kept.
    pub limits: Limits,
    /// Connections at one time.
    pub connections: usize,
    /// Connections of one source.
    pub connections_per_source: usize,
    /// What carries mails, if anything does; the instance says who they are from.
    pub post: Option<Arc<dyn Deliver>>,
    /// What time it is.
    pub clock: Clock,
}

/// A server that is running. It ends when this is stopped or dropped.
pub struct Running {
    /// What it does.
    pub doorward: Doorward,
    /// What it serves, and what was counted.
    pub app: App,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<usize>,
    background: JoinHandle<()>,
    work: Work,
}

/// What carries jobs out, until it is stopped.
struct Work {
    stop: oneshot::Sender<()>,
    working: JoinHandle<()>,
}

impl Work {
    fn begin(doorward: Doorward, post: Option<Arc<dyn Deliver>>, clock: Clock) -> Self {
        let (stop, stopped) = oneshot::channel();
        let ended = async {
            // An error means that the sender is gone, which is an end as well.
            let _ = stopped.await;
        };
        Self { stop, working: tokio::spawn(Worker::new(doorward, post, clock).run(ended)) }
    }

    /// Begins nothing more, and waits a while for what is under way.
    async fn stop(self) {
        let _ = self.stop.send(());
        // A panic has been logged; there is nothing left to wait for.
        let _ = self.working.await;
    }
}

impl Node {
    /// A node with everything else as usual, alone on loopback.
    ///
    /// # Errors
    /// When the issuer is no address to be served at.
    pub fn new(location: Location, sealing_key: SealingKey, instance: Instance, clock: Clock) -> Result<Self, Trouble> {
        let site = Site::new(instance.issuer.as_str(), &[]).map_err(|bad| Trouble::File(bad.to_string()))?;
        Ok(Self {
            location,
            sealing_key,
            previous_keys: Vec::new(),
            instance,
            site,
            proxies: TrustedProxies::default(),
            hashing: (Cost::default(), Places::default()),
            migrates: true,
            limits: LIMITS,
            connections: chassis::Limits::default().connections,
            connections_per_source: chassis::Limits::default().connections_per_source,
            post: None,
            clock,
        })
    }

    /// The node of a configuration.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn configured(configuration: &Configuration, clock: Clock) -> Result<Self, Trouble> {
        let (sealing_key, previous_keys) = configuration.sealing_keys()?;
        Ok(Self {
            location: configuration.location()?,
            sealing_key,
            previous_keys,
            instance: configuration.instance()?,
            site: configuration.site()?,
            proxies: configuration.proxies()?,
            hashing: configuration.cost()?,
            migrates: configuration.database.migrate,
            limits: configuration.limits(),
            connections: configuration.server.connections.get(),
            connections_per_source: configuration.server.connections_per_source.get(),
            post: configuration.mail_server()?.map(|server| Arc::new(server) as Arc<dyn Deliver>),
            clock,
        })
    }

    /// Opens the database, brings it up to date, makes the first keys.
    ///
    /// # Errors
    /// When the database can't be used, or its schema is not one that this binary may run on.
    pub async fn open(&self) -> Result<Doorward, Trouble> {
        let now = (self.clock)();
        let doorward = self.attach(self.migrates).await?;
        doorward.ensure_keys(now).await?;
        doorward.refresh().await?;
        Ok(doorward)
    }

    /// The flows over this node's database, for a command that does one thing: nothing is made that is not asked for.
    ///
    /// # Errors
    /// When the database can't be used, or its schema is not one that this binary may run on.
    pub async fn attach(&self, migrates: bool) -> Result<Doorward, Trouble> {
        let store = Store::open(&self.location, store::Options::default()).await?;
        if migrates {
            store.migrate((self.clock)()).await?;
        } else {
            store.check_schema().await?;
        }
        let sealer = Sealer::new(&self.sealing_key, &self.previous_keys);
        let (cost, places) = self.hashing;
        let hasher = Hasher::new(cost, places);
        Ok(Doorward::limited(self.instance.clone(), store, sealer, hasher, Arc::new(System), self.limits))
    }

    /// Serves on these listeners until it is stopped.
    pub fn start(&self, doorward: Doorward, listeners: Vec<Listener>) -> Running {
        let random: Arc<dyn Fn() -> [u8; 10] + Send + Sync> = Arc::new(|| entropy::bytes(&System as &dyn Entropy));
        let (site, proxies, clock) = (self.site.clone(), self.proxies.clone(), self.clock.clone());
        let app = web::app(doorward.clone(), site, proxies, clock, random);
        let (stop, stopped) = oneshot::channel();
        let ended = async {
            // An error means that the sender is gone, which is an end as well.
            let _ = stopped.await;
        };
        let limits = chassis::Limits {
            connections: self.connections,
            connections_per_source: self.connections_per_source,
            ..chassis::Limits::default()
        };
        let serving = tokio::spawn(serve(listeners, app.clone(), limits, ended));
        let background = tokio::spawn(maintain(doorward.clone(), self.clock.clone()));
        let work = Work::begin(doorward.clone(), self.post.clone(), self.clock.clone());
        Running { doorward, app, stop: Some(stop), serving, background, work }
    }
}

impl Running {
    /// Takes no new connections, and waits for requests that are under way. Says how many had to be cut.
    pub async fn stop(mut self) -> usize {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        // A panic in the server has been logged; there is nothing left to wait for.
        let cut = self.serving.await.unwrap_or_default();
        // After the last request, so that what it ordered is begun as well.
        self.work.stop().await;
        self.background.abort();
        cut
    }
}

/// Forgets what was changed elsewhere, and removes what is over: each in its own time, so that much of one delays no other.
async fn maintain(doorward: Doorward, clock: Clock) {
    tokio::join!(
        every(REFRESH, || doorward.refresh()),
        every(PRUNE, || doorward.prune(clock())),
        every(CHAIN_EVENTS, async || doorward.chain_events(clock()).await.map(drop)),
        every(PRUNE_EVENTS, || doorward.prune_events(clock())),
        every(NOTE_AUDIT_HEAD, || note_audit_head(&doorward)),
        look_after_unused_accounts(&doorward, &clock),
        every(SYNC_DIRECTORIES, || doorward.sync_directories(clock())),
    );
}

async fn note_audit_head(doorward: &Doorward) -> flows::Result<()> {
    if let Some(head) = doorward.audit_head().await? {
        tracing::info!(%head, "audit trail ends here");
    }
    Ok(())
}

async fn look_after_unused_accounts(doorward: &Doorward, clock: &Clock) {
    let mut ticks = tokio::time::interval(REFRESH);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut due = Time::from_millis(0);
    loop {
        ticks.tick().await;
        let now = clock();
        if now < due {
            continue;
        }
        due = now + UNUSED_ACCOUNTS;
        if let Err(error) = doorward.look_after_unused_accounts(now).await {
            tracing::warn!(%error, "accounts that nobody uses were not looked after");
            due = now + AGAIN;
        }
    }
}

async fn every<W: Future<Output = flows::Result<()>>>(pause: Duration, work: impl Fn() -> W) {
    let mut ticks = tokio::time::interval(pause);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = work().await {
            tracing::warn!(%error, "housekeeping was put off");
        }
    }
}
