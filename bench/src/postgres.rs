//! A private PostgreSQL that is as durable as one in production: it waits for the disk. On a socket that only we reach, in
//! a folder of its own, gone at the end.

use crate::process;
use std::{
    fs::{self, DirBuilder, File},
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

/// How long it may take to start, crash recovery included.
const PATIENCE: Duration = Duration::from_secs(60);

/// Adds every foreign key once more, which looks at every row.
const CHECK_REFERENCES: &str = "do $$ declare key record; begin \
    for key in select conrelid::regclass as holder, conname, pg_get_constraintdef(oid) as definition \
    from pg_constraint where contype = 'f' loop \
    execute format('alter table %s drop constraint %I, add constraint %I %s', \
    key.holder, key.conname, key.conname, key.definition); end loop; end $$";

/// A server; dropping it ends it and removes its data.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: PathBuf,
    user: Option<&'static str>,
    server: Option<Child>,
}

impl Postgres {
    /// Makes a cluster in a folder of this name under `parent` and starts it.
    pub(crate) fn start(parent: &Path, name: &str) -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL is not installed: `cargo xtask install`")?;
        let folder = parent.join(name);
        DirBuilder::new().mode(0o700).create(&folder).map_err(|reason| format!("{}: {reason}", folder.display()))?;
        let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let user = is_root.then_some("postgres");
        let mut cluster = Self { programs, folder, user, server: None };
        if let Some(user) = user {
            run(Command::new("chown").arg(user).arg(&cluster.folder))?;
        }
        let data = cluster.folder.join("data");
        let mut initdb = cluster.program("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"]);
        run(initdb.arg(data))?;
        cluster.resume()?;
        run(cluster.program("createdb").args(["-h"]).arg(&cluster.folder).args(["-U", "postgres", "doorward"]))?;
        Ok(cluster)
    }

    /// How a client reaches the database.
    pub(crate) fn connection(&self) -> String {
        format!("host={} user=postgres dbname=doorward", self.folder.display())
    }

    /// The process id of the server's first process.
    pub(crate) fn id(&self) -> Option<u32> {
        self.server.as_ref().map(Child::id)
    }

    /// Starts it again, and waits until it answers: it replays its log first.
    pub(crate) fn resume(&mut self) -> Result<(), String> {
        let log = File::options().create(true).append(true).open(self.folder.join("log"));
        let log = log.map_err(|reason| format!("postgres: {reason}"))?;
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.folder.join("data")).arg("-k").arg(&self.folder);
        for setting in ["listen_addresses=", "max_connections=100", "shared_buffers=128MB", "jit=off"] {
            server.args(["-c", setting]);
        }
        let server = server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
        self.server = Some(server.map_err(|reason| format!("postgres: {reason}"))?);
        let until = Instant::now() + PATIENCE;
        loop {
            let ready =
                self.program("pg_isready").args(["-q", "-h"]).arg(&self.folder).args(["-U", "postgres"]).status();
            if ready.is_ok_and(|status| status.success()) {
                return Ok(());
            }
            if Instant::now() > until {
                return Err(format!("PostgreSQL did not start; see {}", self.folder.join("log").display()));
            }
            wait(Duration::from_millis(20));
        }
    }

    /// Ends the first process and all its children as a power cut would, without a word.
    pub(crate) fn kill(&mut self) -> Result<(), String> {
        let Some(mut server) = self.server.take() else { return Ok(()) };
        // First the parent, or it would notice the end of a child and begin to recover.
        let children = process::children(server.id());
        server.kill().map_err(|reason| format!("postgres: {reason}"))?;
        for child in &children {
            // It may have ended with its parent.
            let _ = process::signal("KILL", *child).stderr(Stdio::null()).status();
        }
        server.wait().map_err(|reason| format!("postgres: {reason}"))?;
        let until = Instant::now() + PATIENCE;
        while children.iter().any(|child| Path::new(&format!("/proc/{child}")).exists()) {
            if Instant::now() > until {
                return Err("a process of PostgreSQL does not end".to_owned());
            }
            wait(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Does now what PostgreSQL would do by itself in the minutes after much was written.
    pub(crate) fn settle(&self) -> Result<(), String> {
        for statement in ["vacuum (analyze)", "checkpoint"] {
            let mut psql = self.program("psql");
            psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-h"]).arg(&self.folder);
            run(psql.args(["-U", "postgres", "-d", "doorward", "-c", statement]))?;
        }
        Ok(())
    }

    /// What PostgreSQL's own checker finds wrong with tables and indexes, and references to nothing.
    pub(crate) fn damage(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut check = self.program("pg_amcheck");
        check.args(["-h"]).arg(&self.folder);
        check.args(["-U", "postgres", "--install-missing", "--heapallindexed", "doorward"]);
        wrong.extend(run(&mut check).err());
        let mut references = self.program("psql");
        references.args(["-q", "-v", "ON_ERROR_STOP=1", "-h"]).arg(&self.folder);
        references.args(["-U", "postgres", "-d", "doorward", "-c", CHECK_REFERENCES]);
        wrong.extend(run(&mut references).err());
        wrong
    }

    /// One of its programs, as the user that it runs as, ended when we are.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Some(user) = self.user {
            command.args([format!("--reuid={user}"), format!("--regid={user}"), "--init-groups".to_owned()]);
        }
        command.arg(self.programs.join(name)).current_dir(&self.folder);
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = process::signal("INT", server.id()).status();
            let _ = server.wait();
        }
        // What can't be removed is in a temporary place.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// The folder of the newest PostgreSQL's programs. Debian keeps them out of the path.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| folder.join("initdb").is_file())
        .max();
    if let Some((_, folder)) = newest {
        return Some(folder);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join("initdb")).find(|file| file.is_file())?;
    found.canonicalize().ok()?.parent().map(Path::to_path_buf)
}

/// Runs a program that says something only when it fails.
fn run(command: &mut Command) -> Result<(), String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().map_err(|reason| format!("{name}: {reason}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{name}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}

#[expect(clippy::disallowed_methods, reason = "another program is waited for, outside of any server")]
pub(crate) fn wait(time: Duration) {
    std::thread::sleep(time);
}
