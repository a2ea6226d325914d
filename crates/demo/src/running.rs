//! The demonstration at work: its three servers beside Doorward's own, and their end.

use std::{io, sync::Arc, time::Duration};

use axum::Router;
use tokio::{
    net::TcpListener,
    sync::watch,
    task::{JoinError, JoinSet},
};

use crate::{
    Clock, Entropy, Origins, Outbox, Seed, Service,
    announce::Keeping,
    relying_party,
    start::{self, Start},
};

/// How long requests that are under way may take to end.
const GRACE: Duration = Duration::from_secs(3);

/// What the demonstration needs besides places to listen.
pub struct Setting {
    /// The organisations, people and applications that Doorward was given.
    pub seed: Seed,
    /// Where everything is; Doorward's origin is its issuer.
    pub origins: Origins,
    /// What becomes of the data.
    pub keeping: Keeping,
    /// Where Doorward's e-mails and text messages go.
    pub outbox: Outbox,
    /// The present.
    pub clock: Clock,
    /// Randomness.
    pub entropy: Entropy,
}

/// The pages of each place.
pub struct Sites {
    /// Start page and outbox.
    pub start: Router,
    /// The first sample application.
    pub almanac: Router,
    /// The second sample application.
    pub ledgerline: Router,
}

impl Setting {
    /// The pages, each to be served at its own origin.
    pub fn sites(self) -> Sites {
        let mut applications = self
            .seed
            .relying_parties(&self.origins.doorward, &self.origins.start)
            .into_iter()
            .map(|application| relying_party::router(application, self.clock.clone(), self.entropy.clone()));
        let almanac = applications.next().unwrap_or_default();
        let ledgerline = applications.next().unwrap_or_default();
        drop(applications);
        let start = start::router(Start {
            seed: Arc::new(self.seed),
            origins: self.origins,
            keeping: self.keeping,
            outbox: self.outbox,
            service: Service::default(),
            clock: self.clock,
        });
        Sites { start, almanac, ledgerline }
    }
}

/// The servers of the demonstration. Dropping it ends them at once; [`stop`](Self::stop) lets requests end first.
#[derive(Debug)]
pub struct Running {
    stopping: watch::Sender<bool>,
    servers: JoinSet<io::Result<()>>,
}

impl Running {
    /// Serves each site at its place.
    pub fn start(sites: Sites, start: TcpListener, almanac: TcpListener, ledgerline: TcpListener) -> Self {
        let (stopping, _) = watch::channel(false);
        let mut servers = JoinSet::new();
        for (listener, site) in [(start, sites.start), (almanac, sites.almanac), (ledgerline, sites.ledgerline)] {
            let mut stopped = stopping.subscribe();
            let stopped = async move {
                // An error means that the sender is gone, which is an end as well.
                let _ = stopped.wait_for(|stopped| *stopped).await;
            };
            servers.spawn(axum::serve(listener, site).with_graceful_shutdown(stopped).into_future());
        }
        Self { stopping, servers }
    }

    /// Takes no new requests, and waits a moment for those under way.
    ///
    /// # Errors
    ///
    /// When a server had broken before.
    pub async fn stop(mut self) -> io::Result<()> {
        self.stopping.send_replace(true);
        let all = async {
            while let Some(ended) = self.servers.join_next().await {
                ended.unwrap_or_else(|error: JoinError| Err(io::Error::other(error)))?;
            }
            Ok(())
        };
        tokio::time::timeout(GRACE, all).await.unwrap_or(Ok(()))
    }
}
