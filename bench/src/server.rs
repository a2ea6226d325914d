//! Doorward as a process of its own: the shipped binary with a configuration file, behind what it takes for a proxy.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use http::{Method, StatusCode};
use store::Location;

use crate::{
    content::Content,
    http::Connection,
    process::{Memory, Threads, signal},
};

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// Where it is started, and what it is told.
pub(crate) struct Place {
    /// The binary.
    pub(crate) binary: PathBuf,
    /// A folder for configuration, keys and logs.
    pub(crate) folder: PathBuf,
    /// The port that it gets, always the same: the issuer does not change.
    pub(crate) port: u16,
}

/// A running server; dropping it kills it.
pub(crate) struct Server {
    child: Child,
    /// From its start to its first answer from the database.
    pub(crate) started_in: Duration,
    /// CPU that it used until then.
    pub(crate) start_cpu: Duration,
}

impl Place {
    /// A place with a port that is free now.
    pub(crate) fn new(binary: PathBuf, folder: PathBuf) -> Result<Self, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("a port: {error}"))?;
        let port = listener.local_addr().map_err(|error| format!("a port: {error}"))?.port();
        Ok(Self { binary, folder, port })
    }

    /// Host and port.
    pub(crate) fn authority(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// The issuer.
    pub(crate) fn issuer(&self) -> String {
        format!("http://{}", self.authority())
    }

    /// Starts the server on this database and waits for its first answer.
    pub(crate) async fn start(&self, content: &Content) -> Result<Server, String> {
        let configuration = self.configure(content)?;
        self.run(Command::new(&self.binary).args(["serve", "--config"]).arg(configuration)).await
    }

    /// Starts this program as the server that does nothing but answer.
    pub(crate) async fn start_bare(&self) -> Result<Server, String> {
        self.run(Command::new(&self.binary).args(["bare", &self.port.to_string()])).await
    }

    async fn run(&self, command: &mut Command) -> Result<Server, String> {
        let log =
            File::options().create(true).append(true).open(self.log()).map_err(|error| format!("a log: {error}"))?;
        let begun = Instant::now();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.binary.display()))?;
        let mut server = Server { child, started_in: Duration::ZERO, start_cpu: Duration::ZERO };
        while !self.is_ready().await {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!("Doorward ended with {status}; {} says why", self.log().display()));
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("Doorward did not start; {} may say why", self.log().display()));
            }
            tokio::time::sleep(Duration::from_micros(200)).await;
        }
        server.started_in = begun.elapsed();
        server.start_cpu = Threads::of(server.id()).all_since(&Threads::default());
        Ok(server)
    }

    /// Waits until the server answers from its database again.
    pub(crate) async fn wait_until_ready(&self) -> Result<(), String> {
        let begun = Instant::now();
        while !self.is_ready().await {
            if begun.elapsed() > PATIENCE {
                return Err(format!("Doorward does not come back; {} may say why", self.log().display()));
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn log(&self) -> PathBuf {
        self.folder.join("doorward.log")
    }

    async fn is_ready(&self) -> bool {
        let Ok(mut connection) = Connection::open(&self.authority()).await else { return false };
        let reply = connection.send(Method::GET, "/readyz", &[], String::new()).await;
        reply.is_ok_and(|reply| reply.status == StatusCode::OK)
    }

    fn configure(&self, content: &Content) -> Result<PathBuf, String> {
        let database = match &content.location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(connection) => connection.clone(),
        };
        write_private(&self.folder.join("sealing.key"), &content.key.expose())?;
        let text = format!(
            "issuer = \"{}\"\n[database]\nurl = \"{database}\"\n[secrets]\nsealing_key_file = \"sealing.key\"\n\
             [server]\nlisten = [\"127.0.0.1:{}\"]\ntrusted_proxies = [\"127.0.0.1\"]\n",
            self.issuer(),
            self.port
        );
        let path = self.folder.join("doorward.toml");
        write_private(&path, &text)?;
        Ok(path)
    }
}

impl Server {
    /// Its process id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Its memory.
    pub(crate) fn memory(&self) -> Memory {
        Memory::of(self.id())
    }

    /// What it used between two moments: for serving, and for hashing.
    pub(crate) fn used(&self, before: &Threads, after: &Threads) -> (Duration, Duration) {
        let blocking = after.blocking(self.id());
        (
            after.since(before, |thread| !blocking.contains(&thread)),
            after.since(before, |thread| blocking.contains(&thread)),
        )
    }

    /// Ends it at once, as the kernel does when memory is short.
    pub(crate) fn kill(mut self) -> Result<(), String> {
        self.child.kill().and_then(|()| self.child.wait()).map(drop).map_err(|error| format!("kill: {error}"))
    }

    /// Asks it to end, and waits until it has.
    pub(crate) async fn stop(mut self) -> Result<(), String> {
        let asked = signal("TERM", self.id()).status();
        asked.map_err(|error| format!("kill: {error}"))?;
        let until = Instant::now() + PATIENCE;
        while self.child.try_wait().map_err(|error| error.to_string())?.is_none() {
            if Instant::now() > until {
                return Err("Doorward does not end when it is asked to".to_owned());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already where it was stopped or killed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write_private(path: &Path, text: &str) -> Result<(), String> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let _ = fs::remove_file(path);
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| format!("{}: {error}", path.display()))
}
