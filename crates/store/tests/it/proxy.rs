//! A network between the store and PostgreSQL that breaks on purpose.

use std::sync::{Arc, Mutex};

use store::testing::postgres_url;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::{oneshot, watch},
};
use tokio_postgres::config::Host;

/// When the next COMMIT passes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Close both sides; the server never sees it.
    Before,
    /// Close the client's side only, as a network does that fails without a word: the server waits on.
    BeforeInSilence,
    /// Close both sides when the server has answered; the client never sees that.
    After,
}

/// Whether bytes and connections pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Network {
    Passes,
    /// Nothing arrives, nothing is refused.
    Frozen,
    /// Connections are closed, new ones at once.
    Refuses,
}

pub(crate) struct Proxy {
    /// Where the store finds PostgreSQL through this proxy.
    pub(crate) url: String,
    shared: Arc<Shared>,
    accepting: tokio::task::JoinHandle<()>,
}

/// What to do at the next COMMIT.
struct Order {
    cut: Cut,
    then: Network,
    happened: oneshot::Sender<()>,
}

struct Shared {
    server: Host,
    port: u16,
    network: watch::Sender<Network>,
    order: Mutex<Option<Order>>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Proxy {
    /// In front of the server of this connection string, which has a host and no password.
    pub(crate) async fn before(server_url: &str, database: &str) -> Self {
        let server: tokio_postgres::Config = server_url.parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let user = server.get_user().unwrap();
        let password =
            server.get_password().map(|password| format!(" password='{}'", String::from_utf8_lossy(password)));
        let url = format!("host=127.0.0.1 port={port} user={user} dbname={database}{}", password.unwrap_or_default());
        let shared = Arc::new(Shared {
            server: server.get_hosts()[0].clone(),
            port: server.get_ports().first().copied().unwrap_or(5432),
            network: watch::Sender::new(Network::Passes),
            order: Mutex::default(),
        });
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Self { url, shared, accepting }
    }

    /// In front of the tests' server.
    pub(crate) async fn new(database: &str) -> Self {
        Self::before(&postgres_url(database), database).await
    }

    pub(crate) fn set(&self, network: Network) {
        self.shared.network.send_replace(network);
    }

    /// Cuts at the next COMMIT, and sets the network for what comes after. The answer comes when it has happened.
    pub(crate) fn cut_at_commit(&self, cut: Cut, then: Network) -> oneshot::Receiver<()> {
        let (happened, answer) = oneshot::channel();
        *self.shared.order.lock().unwrap() = Some(Order { cut, then, happened });
        answer
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((client, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let mut network = shared.network.subscribe();
            let open = network.wait_for(|network| *network != Network::Frozen).await.map(|network| *network);
            if open.is_ok_and(|network| network == Network::Passes) {
                Box::pin(relay(client, server(&shared).await, &shared, network)).await;
            }
        });
    }
}

async fn server(shared: &Shared) -> Box<dyn Stream> {
    match &shared.server {
        Host::Unix(directory) => {
            Box::new(UnixStream::connect(directory.join(format!(".s.PGSQL.{}", shared.port))).await.unwrap())
        }
        Host::Tcp(name) => Box::new(TcpStream::connect((name.as_str(), shared.port)).await.unwrap()),
    }
}

/// Passes bytes on until a side closes, or it is time to cut.
async fn relay(
    mut client: TcpStream,
    mut server: Box<dyn Stream>,
    shared: &Shared,
    mut network: watch::Receiver<Network>,
) {
    let (mut from_client, mut from_server) = ([0; 16_384], [0; 16_384]);
    loop {
        let (to_server, length) = tokio::select! {
            read = client.read(&mut from_client) => (true, read.unwrap_or(0)),
            read = server.read(&mut from_server) => (false, read.unwrap_or(0)),
            _ = network.wait_for(|network| *network == Network::Refuses) => return,
        };
        if network.wait_for(|network| *network != Network::Frozen).await.is_err() || length == 0 {
            return;
        }
        let passed = if to_server {
            let bytes = &from_client[..length];
            let commits = bytes.windows(7).any(|window| window == b"commit\0");
            let order = if commits { shared.order.lock().unwrap().take() } else { None };
            if let Some(order) = order {
                return cut_here(order, bytes, client, server, shared).await;
            }
            server.write_all(bytes).await
        } else {
            client.write_all(&from_server[..length]).await
        };
        if passed.is_err() {
            return;
        }
    }
}

async fn cut_here(order: Order, commit: &[u8], client: TcpStream, mut server: Box<dyn Stream>, shared: &Shared) {
    if order.cut == Cut::After {
        server.write_all(commit).await.unwrap();
        let mut answer = [0; 1024];
        assert!(server.read(&mut answer).await.unwrap() > 0, "the server answers COMMIT");
    }
    shared.network.send_replace(order.then);
    drop(client);
    order.happened.send(()).ok();
    if order.cut == Cut::BeforeInSilence {
        // Until the server closes it.
        let mut rest = Vec::new();
        server.read_to_end(&mut rest).await.ok();
    }
}
