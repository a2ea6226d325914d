//! `doorward serve`: a node, until it receives a signal.

use std::{net::SocketAddr, time::Duration};

use flows::Doorward;
use store::{Location, StoreError};
use tokio::{
    net::{TcpListener, TcpSocket},
    signal::unix::{SignalKind, signal},
    time::{Instant, sleep},
};
#[cfg(not(feature = "otlp"))]
use tracing_subscriber::layer::Identity;
use web::chassis::Listener;

use super::{Arguments, block_on, passkeys::is_over};
#[cfg(feature = "otlp")]
use crate::traces::Traces;
use crate::{
    Configuration, Node, Trouble,
    certificates::Certificates,
    log,
    metrics::{self, Measured},
    open_files, system_clock,
};

/// How long a server waits at its start for a PostgreSQL that is not up yet. Machines that start together need not start in
/// order.
const WAIT: Duration = Duration::from_secs(60);

/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) fn run(arguments: &Arguments) -> Result<(), Trouble> {
    let configuration = Configuration::read(&arguments.config)?;
    block_on(Box::pin(traced(configuration)))
}

/// Serves with logs, and with traces where that is configured.
#[cfg(feature = "otlp")]
async fn traced(configuration: Configuration) -> Result<(), Trouble> {
    let traces = configuration.traces.as_ref().map(Traces::begin).transpose()?;
    let settings = log::Settings::configured(configuration.log);
    let _farewell = log::begin_serving(settings, traces.as_ref().map(Traces::layer))?;
    let served = Box::pin(serve(configuration)).await;
    if let Some(traces) = traces {
        traces.end().await;
    }
    served
}

/// Serves with logs. This build sends no traces, and its configuration names none.
#[cfg(not(feature = "otlp"))]
async fn traced(configuration: Configuration) -> Result<(), Trouble> {
    let _farewell = log::begin_serving(log::Settings::configured(configuration.log), None::<Identity>)?;
    Box::pin(serve(configuration)).await
}

/// Everything that a node reads before it begins: the configuration's values, and the files that it names.
pub(super) fn prepare(configuration: &Configuration) -> Result<(Node, Option<Certificates>), Trouble> {
    let node = Node::configured(configuration, system_clock())?;
    let files = configuration.server.tls.as_ref();
    let certificates = files.map(|files| Certificates::read(configuration, files)).transpose()?;
    Ok((node, certificates))
}

async fn serve(configuration: Configuration) -> Result<(), Trouble> {
    open_files::raise_limit();
    let (node, certificates) = prepare(&configuration)?;
    let tls = certificates.as_ref().map(|certificates| certificates.tls.clone());
    let mut listeners = Vec::new();
    let listen = &configuration.server.listen;
    for &address in listen {
        listeners.push(Listener { socket: bind(address, listen, "server.listen")?, tls: tls.clone() });
    }
    let watched = match &configuration.metrics {
        Some(metrics) => Some(bind(metrics.listen, listen, "metrics.listen")?),
        None => None,
    };
    let started = (node.clock)();
    if let Some(models) = configuration.passkey_models()?.filter(|models| is_over(&models.next_update, started)) {
        tracing::warn!(list = models.number, due = models.next_update, "the list of passkey models is out of date");
    }
    let doorward = Box::pin(opened(&node)).await?;
    // Before the first request is answered: whoever sees that it answers may send a signal at once.
    let end = end_signal()?;
    let running = node.start(doorward, listeners);
    if let Some(certificates) = certificates {
        tokio::spawn(certificates.watch());
    }
    if let Some(listener) = watched {
        let (doorward, app) = (running.doorward.clone(), running.app.clone());
        tokio::spawn(metrics::serve(listener, Measured { doorward, app, clock: node.clock.clone(), started }));
    }
    tracing::info!(issuer = configuration.issuer, listen = ?configuration.server.listen, "serving");
    end.await;
    tracing::info!("ending: no new connections, requests under way are finished");
    match running.stop().await {
        0 => tracing::info!("ended"),
        cut => tracing::warn!(cut, "ended; connections that took too long were cut"),
    }
    Ok(())
}

/// The node's database, once it answers. A server that refuses us, and a file, are not waited for: time changes nothing there.
async fn opened(node: &Node) -> Result<Doorward, Trouble> {
    let begun = Instant::now();
    loop {
        let opened = Box::pin(node.open()).await;
        let Err(Trouble::Store(error @ (StoreError::Unavailable(_) | StoreError::Busy { .. }))) = &opened else {
            return opened;
        };
        let waited = begun.elapsed();
        if waited >= WAIT || matches!(node.location, Location::Sqlite(_)) {
            return opened;
        }
        tracing::warn!(%error, left_seconds = (WAIT - waited).as_secs(), "waiting for the database");
        sleep(PAUSE).await;
    }
}

/// A listener beside others; `key` is what chose the address.
fn bind(address: SocketAddr, others: &[SocketAddr], key: &str) -> Result<TcpListener, Trouble> {
    // Left to itself `[::]` takes IPv4 as well, and `0.0.0.0` beside it would find its port in use.
    let is_split = others.iter().any(|other| other.is_ipv4() && other.port() == address.port());
    bound(address, address.is_ipv6() && is_split).map_err(|error| {
        let remedy = "choose another, or end what has it";
        Trouble::key(key, &format!("has {address}, which can't be listened on: {error}"), remedy)
    })
}

fn bound(address: SocketAddr, is_only_ipv6: bool) -> std::io::Result<TcpListener> {
    let socket = if address.is_ipv6() { TcpSocket::new_v6()? } else { TcpSocket::new_v4()? };
    // As tokio's own: a server that is started again does not wait for the connections of the one before.
    socket.set_reuseaddr(true)?;
    if is_only_ipv6 {
        rustix::net::sockopt::set_ipv6_v6only(&socket, true)?;
    }
    socket.bind(address)?;
    socket.listen(1024)
}

/// SIGINT or SIGTERM, from now on, whenever it is awaited.
pub(crate) fn end_signal() -> Result<impl Future<Output = ()>, Trouble> {
    let refused = |source| Trouble::System { what: "Signals can't be received", source };
    let mut interrupt = signal(SignalKind::interrupt()).map_err(refused)?;
    let mut terminate = signal(SignalKind::terminate()).map_err(refused)?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
