//! One running server: database, flows, pages, and what goes on in the background.

use std::{sync::Arc, time::Duration};

use crypto::{
    entropy::{self, Entropy, System},
    password::{Cost, Hasher, Places},
    seal::{Sealer, SealingKey},
};
use flows::{Doorward, Instance, Limits, Rate};
use model::Time;
use store::{Location, Store};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};
use web::chassis::{self, Site, serve};

/// How often a node asks whether something cached was changed elsewhere: within the two seconds that are promised.
const REFRESH: Duration = Duration::from_secs(1);

/// How often what is over is removed.
const PRUNE: Duration = Duration::from_secs(60);

/// What one source may ask for: enough for an office behind one address, far too little for spraying.
const LIMITS: Limits = Limits {
    wrong_guesses: Some(Rate { burst: 50, per_minute: 10 }),
    beginnings: Some(Rate { burst: 300, per_minute: 240 }),
    wrong_answer_takes: Duration::from_millis(400),
};

/// Why a server does not start. The text says what happened, then the remedy.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The demonstration can't begin.
    #[error(transparent)]
    Demo(#[from] demo::Trouble),
    /// The database can't be used.
    #[error("The database can't be used: {0}. Check its address and that it is running.")]
    Store(#[from] store::StoreError),
    /// Something that a flow could not do.
    #[error("Doorward could not start: {0}.")]
    Flow(#[from] flows::Error),
    /// Anything that the operating system refuses.
    #[error("{what}: {source}.")]
    System {
        /// What was tried.
        what: &'static str,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// A file that does not say what it should.
    #[error("{0}")]
    File(String),
}

/// What a server is started with.
pub struct Node {
    /// Where its data is.
    pub location: Location,
    /// What seals secrets in it.
    pub sealing_key: SealingKey,
    /// Who it is.
    pub instance: Instance,
    /// What time it is.
    pub clock: Arc<dyn Fn() -> Time + Send + Sync>,
}

/// A server that is running. It ends when this is dropped, or told to.
pub struct Running {
    /// What it does.
    pub doorward: Doorward,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<usize>,
    background: JoinHandle<()>,
}

impl Node {
    /// Opens the database, brings it up to date, makes the first keys.
    pub async fn open(&self) -> Result<Doorward, Trouble> {
        let now = (self.clock)();
        let store = Store::open(&self.location, store::Options::default()).await?;
        store.migrate(now).await?;
        let sealer = Sealer::new(&self.sealing_key, &[]);
        let hasher = Hasher::new(Cost::default(), Places::default());
        let doorward = Doorward::limited(self.instance.clone(), store, sealer, hasher, Arc::new(System), LIMITS);
        doorward.ensure_keys(now).await?;
        doorward.refresh().await?;
        Ok(doorward)
    }

    /// Serves on these listeners until it is stopped.
    pub fn start(&self, doorward: Doorward, listeners: Vec<TcpListener>) -> Result<Running, Trouble> {
        let issuer = self.instance.issuer.as_str();
        let site = Site::new(issuer, &[]).map_err(|bad| Trouble::File(bad.to_string()))?;
        let random: Arc<dyn Fn() -> [u8; 10] + Send + Sync> = Arc::new(|| entropy::bytes(&System as &dyn Entropy));
        let app = web::app(doorward.clone(), site, self.clock.clone(), random);
        let (stop, stopped) = oneshot::channel();
        let ended = async {
            // An error means that the sender is gone, which is an end as well.
            let _ = stopped.await;
        };
        let serving = tokio::spawn(serve(listeners, app, chassis::Limits::default(), ended));
        let background = tokio::spawn(keep_house(doorward.clone(), self.clock.clone()));
        Ok(Running { doorward, stop: Some(stop), serving, background })
    }
}

impl Running {
    /// Takes no new connections, and waits for requests that are under way.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.background.abort();
        // A panic in the server has been logged; there is nothing left to wait for.
        let _ = self.serving.await;
    }
}

/// Forgets what was changed elsewhere, and removes what is over.
async fn keep_house(doorward: Doorward, clock: Arc<dyn Fn() -> Time + Send + Sync>) {
    let mut refresh = tokio::time::interval(REFRESH);
    let mut prune = tokio::time::interval(PRUNE);
    loop {
        let done = tokio::select! {
            _ = refresh.tick() => doorward.refresh().await,
            _ = prune.tick() => doorward.prune(clock()).await,
        };
        if let Err(error) = done {
            tracing::warn!(%error, "housekeeping was put off");
        }
    }
}
