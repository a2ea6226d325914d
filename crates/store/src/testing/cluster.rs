//! A private PostgreSQL server for tests: on a unix socket in a temporary directory, gone with the test process.

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

/// Makes a cluster, tells its directory, and ends it when its standard input does: that happens however the test ends.
const KEEPER: &str = r#"
set -e
umask 077
bin=$1
dir=$(mktemp -d "${TMPDIR:-/tmp}/doorward-postgres-XXXXXX")
stop() {
  "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
cd "$dir"
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync --no-instructions >log 2>&1 || { cat log >&2; exit 1; }
cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$dir'
max_connections = 300
fsync = off
full_page_writes = off
synchronous_commit = on
shared_buffers = 64MB
autovacuum = off
END
if [ -n "${TLS_FROM:-}" ]; then
  cp "$TLS_FROM/server.pem" "$TLS_FROM/server.key" "$dir/data/"
  cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
port = $TLS_PORT
ssl = on
ssl_cert_file = 'server.pem'
ssl_key_file = 'server.key'
END
fi
"$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" start >/dev/null 2>&1 </dev/null || { cat "$dir/log" >&2; exit 1; }
echo "$dir"
read -r line || true
"#;

/// A server of one's own, for tests that break it. It ends when this is dropped.
pub struct PrivateCluster {
    /// The connection string of its superuser, without a database.
    pub url: String,
    keeper: Child,
}

/// The connection string, without a database, of the server that tests share.
pub(super) fn shared() -> &'static str {
    static SHARED: OnceLock<(String, Option<PrivateCluster>)> = OnceLock::new();
    let (url, _) = SHARED.get_or_init(|| match std::env::var("DOORWARD_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => (url, None),
        _ => {
            let cluster = PrivateCluster::start();
            (cluster.url.clone(), Some(cluster))
        }
    });
    url
}

impl PrivateCluster {
    /// Makes and starts a cluster, as the user `postgres` when this is root, whom PostgreSQL refuses.
    pub fn start() -> Self {
        Self::start_with(None)
    }

    /// The same, which also listens on this port of 127.0.0.1 and speaks TLS there, with `server.pem` and `server.key` of
    /// this directory; both must be readable for everybody.
    pub fn with_tls(directory: &std::path::Path, port: u16) -> Self {
        Self::start_with(Some((directory, port)))
    }

    fn start_with(tls: Option<(&std::path::Path, u16)>) -> Self {
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--init-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        if let Some((directory, port)) = tls {
            command.env("TLS_FROM", directory).env("TLS_PORT", port.to_string());
        }
        command.args(["-c", KEEPER, "keeper"]).arg(binaries()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut keeper = command.spawn().expect("sh, and setpriv (util-linux) for root, are installed");
        let stdout = keeper.stdout.take().expect("it is piped");
        let mut directory = String::new();
        BufReader::new(stdout).read_line(&mut directory).expect("the keeper's output is text");
        let directory = directory.trim();
        assert!(!directory.is_empty(), "PostgreSQL did not start; see its log above");
        let port = tls.map(|(_, port)| format!(" port={port}")).unwrap_or_default();
        Self { url: format!("host={directory} user=postgres{port}"), keeper }
    }
}

impl Drop for PrivateCluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // The directory is gone when the keeper is.
        self.keeper.wait().ok();
    }
}

/// The newest installed server. Debian keeps its programs out of the path.
fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let debian = versions
        .map(|version| version.path().join("bin"))
        .filter(|bin| bin.join("initdb").is_file())
        .max_by_key(|bin| bin.components().nth_back(1).and_then(|part| part.as_os_str().to_str()?.parse::<u32>().ok()));
    let path = std::env::var_os("PATH").unwrap_or_default();
    debian
        .or_else(|| std::env::split_paths(&path).find(|directory| directory.join("initdb").is_file()))
        .expect("PostgreSQL is installed (Debian: apt-get install postgresql); both engines are tested, always")
}
