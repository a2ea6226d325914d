//! What the programs that a command starts learn of the machine and of whoever started it: nothing that could decide about a
//! test.

use crate::postgres;
use std::process::Command;

/// How the names of variables begin that change what PostgreSQL's programs, Python, Node or Doorward do.
const FOREIGN: [&str; 6] = ["PG", "PYTHON", "NODE_", "DOORWARD", "LC_", "LANG"];

/// A zone that no machine is in and whose offset is no whole hour: who reads the machine's zone is seen.
const ZONE: &str = "Pacific/Chatham";

/// Gives the program the environment of every test: English without a country, [`ZONE`], `/tmp` (a longer path does not fit
/// into the address of a socket, a private one is closed to PostgreSQL's user), and the newest PostgreSQL's programs first.
pub(crate) fn settle(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| FOREIGN.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = postgres::programs().into_iter().chain(std::env::split_paths(&path));
    if let Ok(path) = std::env::join_paths(folders) {
        command.env("PATH", path);
    }
    command.env("LC_ALL", "C.UTF-8").env("TZ", ZONE).env("TMPDIR", "/tmp")
}

/// A signal to a process. Debian's command `kill` is in a package that a small system lacks; every shell has its own.
pub(crate) fn signal(name: &str, process: u32) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "kill -s \"$0\" \"$1\"", name, &process.to_string()]);
    command
}
