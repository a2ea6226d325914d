//! A private PostgreSQL for one run of the tests: in a folder of its own, on a socket that only we reach, gone at the end.
//!
//! It is a child of ours, not a daemon: it ends with us when we panic, are interrupted or are killed. PostgreSQL refuses
//! to run as root, so root hands it to the user `postgres`.

use crate::checkout::{Checkout, find_program};
use crate::environment::{settle, signal};
use crate::run::{output, run};
use std::fs::{self, DirBuilder, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The variable in which tests find the server: a connection string in libpq's keyword form, for a superuser.
pub(crate) const VARIABLE: &str = "DOORWARD_TEST_POSTGRES";

/// Where the folder of a server is: short enough for the address of a socket, open to every user.
const TEMPORARY: &str = "/tmp";

/// What the folder of a server is called, in front of our process id.
const FOLDER: &str = "doorward-xtask-postgres-";

/// A running server; dropping it stops it and removes its data.
pub(crate) struct Postgres {
    server: Child,
    folder: PathBuf,
    /// Copies what the server says to its log, until it ends.
    log: Option<std::thread::JoinHandle<()>>,
}

/// The folder of the newest PostgreSQL's programs on this machine.
pub(crate) fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    match newest {
        Some((_, folder)) => Some(folder),
        None => find_program("initdb", &[])?.canonicalize().ok()?.parent().map(Path::to_path_buf),
    }
}

impl Postgres {
    /// Makes a database cluster in a temporary folder and starts it.
    ///
    /// # Errors
    /// A sentence for a person; the log stays in the target directory.
    pub(crate) fn start(checkout: &Checkout) -> Result<Postgres, String> {
        let programs = programs().ok_or("PostgreSQL is not installed: `cargo xtask install`")?;
        sweep();
        let folder = Path::new(TEMPORARY).join(format!("{FOLDER}{}", std::process::id()));
        DirBuilder::new().mode(0o700).create(&folder).map_err(|reason| format!("{}: {reason}", folder.display()))?;
        match start_in(checkout, &programs, &folder) {
            Ok((server, log)) => Ok(Postgres { server, folder, log: Some(log) }),
            Err(reason) => {
                let _ = fs::remove_dir_all(&folder);
                Err(reason)
            }
        }
    }

    /// How a client reaches it.
    pub(crate) fn connection(&self) -> String {
        format!("host={} user=postgres", self.folder.display())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Standard output is the place for reports; nothing here can be handled any better than by going on.
        let _ = signal("INT", self.server.id()).status();
        let _ = self.server.wait();
        if let Some(log) = self.log.take() {
            let _ = log.join();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn start_in(
    checkout: &Checkout,
    programs: &Path,
    folder: &Path,
) -> Result<(Child, std::thread::JoinHandle<()>), String> {
    let user = server_user()?;
    if let Some(user) = &user {
        run(Command::new("chown").arg(user).arg(folder))?;
    }
    let data = folder.join("data");
    let mut initdb = as_user(user.as_deref(), &programs.join("initdb"));
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]).arg(&data);
    output(initdb.current_dir(folder))?;

    let mut server = as_user(user.as_deref(), &programs.join("postgres"));
    server.current_dir(folder).arg("-D").arg(&data).arg("-k").arg(folder);
    // The data does not outlive the run, so nothing waits for the disk.
    for setting in [
        "listen_addresses=",
        "fsync=off",
        "full_page_writes=off",
        "max_connections=400",
        "shared_buffers=64MB",
        "jit=off",
    ] {
        server.args(["-c", setting]);
    }
    let mut server = server
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|reason| format!("postgres: {reason}"))?;
    let log_file = checkout.target.join("postgres.log");
    wait_until_ready(&mut server, &log_file)
        .inspect_err(|_| {
            let _ = server.kill();
            let _ = server.wait();
        })
        .map(|log| (server, log))
}

/// Removes what runs left that were interrupted: folders whose process is gone.
fn sweep() {
    for entry in fs::read_dir(TEMPORARY).into_iter().flatten().flatten() {
        let process = entry.file_name().to_str().and_then(|name| name.strip_prefix(FOLDER)?.parse::<u32>().ok());
        if process.is_some_and(|process| !Path::new(&format!("/proc/{process}")).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Reads the server's log until it accepts connections, then goes on copying it on a thread.
fn wait_until_ready(server: &mut Child, log_file: &Path) -> Result<std::thread::JoinHandle<()>, String> {
    let named = |reason: std::io::Error| format!("{}: {reason}", log_file.display());
    let mut log = File::create(log_file).map_err(named)?;
    let mut lines = BufReader::new(server.stderr.take().ok_or("postgres has no log")?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line).map_err(named)? == 0 {
            return Err(format!("PostgreSQL did not start: {} says why", log_file.display()));
        }
        log.write_all(&line).map_err(named)?;
        if String::from_utf8_lossy(&line).contains("database system is ready to accept connections") {
            break;
        }
    }
    Ok(std::thread::spawn(move || {
        let _ = std::io::copy(&mut lines, &mut log);
    }))
}

/// The user that the server runs as, when it can not be ours.
fn server_user() -> Result<Option<String>, String> {
    if !is_root()? {
        return Ok(None);
    }
    match output(Command::new("id").arg("-u").arg("postgres")) {
        Ok(_) => Ok(Some("postgres".into())),
        Err(_) => Err("PostgreSQL refuses to run as root, and there is no user `postgres`".into()),
    }
}

/// Whether we are root.
pub(crate) fn is_root() -> Result<bool, String> {
    Ok(output(Command::new("id").arg("-u"))?.trim() == "0")
}

/// A program that runs as that user and is told to stop when we are gone.
fn as_user(user: Option<&str>, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    settle(&mut command);
    command.args(["--pdeathsig", "INT"]);
    if let Some(user) = user {
        command.args([format!("--reuid={user}"), format!("--regid={user}"), "--init-groups".into()]);
    }
    command.arg(program);
    command
}
