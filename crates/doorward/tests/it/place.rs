//! A directory for one test, and the command run in it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use serde_json::Value;

/// How long a test waits for what must come. Only a failing test waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A directory that goes with the test.
pub(crate) struct Place(PathBuf);

impl Place {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("doorward-it-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// A place with a configuration, on a port that was free a moment ago.
    pub(crate) fn configured() -> (Self, SocketAddr) {
        let place = Self::new();
        let address = free_address();
        place.run(&["init", "--issuer", &format!("http://localhost:{}", address.port())]).succeeded();
        (place, address)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        fs::write(self.path(name), text).unwrap();
    }

    /// Puts a line into a section of the configuration.
    pub(crate) fn set(&self, section: &str, line: &str) {
        let header = format!("[{section}]");
        let mut lines: Vec<String> = self.read("doorward.toml").lines().map(str::to_owned).collect();
        let at = lines.iter().position(|line| *line == header).unwrap_or_else(|| {
            lines.push(header);
            lines.len() - 1
        });
        lines.insert(at + 1, line.to_owned());
        self.write("doorward.toml", lines.join("\n"));
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_doorward"));
        command.args(arguments).current_dir(&self.0).env_remove("DOORWARD_LOG").env_remove("DOORWARD_CONFIG");
        command
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&mut self.command(arguments))
    }

    /// Starts `serve` and waits until it answers.
    pub(crate) fn serve(&self, address: SocketAddr) -> Served {
        self.serve_when(|| get(address, "/readyz").is_some_and(|(status, _)| status == 200), address)
    }

    /// The same, after these words of a shell: limits of the process, as a supervisor sets them.
    pub(crate) fn serve_after(&self, words: &str, address: SocketAddr) -> Served {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{words}; exec \"$0\" serve"), env!("CARGO_BIN_EXE_doorward")]);
        shell.current_dir(&self.0).env_remove("DOORWARD_LOG").env_remove("DOORWARD_CONFIG");
        self.started(&mut shell, || get(address, "/readyz").is_some_and(|(status, _)| status == 200), address)
    }

    /// Starts `serve` and waits until it is up by this sign.
    pub(crate) fn serve_when(&self, up: impl Fn() -> bool, address: SocketAddr) -> Served {
        self.started(&mut self.command(&["serve"]), up, address)
    }

    fn started(&self, command: &mut Command, up: impl Fn() -> bool, address: SocketAddr) -> Served {
        let child = command.stderr(Stdio::piped()).spawn().unwrap();
        let served = Served { child, address };
        let begun = std::time::Instant::now();
        while !up() {
            assert!(begun.elapsed() < PATIENCE, "the server does not answer");
            std::thread::yield_now();
        }
        served
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl AsRef<Path> for Place {
    fn as_ref(&self) -> &Path {
        &self.0
    }
}

/// What a command did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.stdin(Stdio::null()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    pub(crate) fn succeeded(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }
}

/// A server that a test started. It is killed when the test ends.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
}

impl Served {
    /// A GET over a connection of its own: status and the whole answer. `None` when nobody listens.
    pub(crate) fn get(&self, path: &str) -> Option<(u16, String)> {
        get(self.address, path)
    }

    /// Tells it to end, as a supervisor does, and returns its exit code and what it wrote to standard error.
    pub(crate) fn end(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(Command::new("sh").args(["-c", "kill -s TERM \"$0\"", &pid]).status().unwrap().success());
        let mut log = String::new();
        let _ = self.child.stderr.take().unwrap().read_to_string(&mut log);
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A GET over a connection of its own.
pub(crate) fn get(address: SocketAddr, path: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", address.port());
    stream.write_all(request.as_bytes()).ok()?;
    let mut reader = BufReader::new(stream);
    let mut answer = String::new();
    reader.read_line(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    reader.read_to_string(&mut answer).ok()?;
    Some((status, answer))
}

/// A loopback address whose port was free a moment ago.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}
