//! Files and limits of this machine.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use super::Findings;
use crate::{Configuration, certificates::Certificates};

const SECRETS: &str = "secrets";
const CERTIFICATE: &str = "certificate";
const LIMITS: &str = "limits";

pub(super) fn look(configuration: &Configuration, findings: &mut Findings) {
    secrets(configuration, findings);
    certificate(configuration, findings);
    limits(configuration, findings);
}

fn secrets(configuration: &Configuration, findings: &mut Findings) {
    let secrets = &configuration.secrets;
    let mail = configuration.mail.as_ref().and_then(|mail| mail.password_file.as_ref());
    let tls = configuration.server.tls.as_ref().map(|tls| &tls.key);
    let files = secrets.sealing_key_file.iter().chain(&secrets.previous_sealing_key_files);
    let files = files.chain(&configuration.database.url_file).chain(mail).chain(tls);
    let files: Vec<PathBuf> = files.map(|file| configuration.path(file)).collect();
    let open: Vec<String> =
        files.iter().filter(|file| others_read(file)).map(|file| file.display().to_string()).collect();
    match open.is_empty() {
        true => findings.ok(SECRETS, "files with secrets can be read by their owner only"),
        false => {
            let open = open.join(" ");
            findings.problem(SECRETS, format!("others on this machine can read {open}"), format!("chmod 600 {open}"));
        }
    }
    if !secrets.previous_sealing_key_files.is_empty() {
        let count = secrets.previous_sealing_key_files.len();
        let remedy = "run `doorward key reseal`, then take them out of secrets.previous_sealing_key_files";
        findings.warning(SECRETS, format!("previous sealing keys are still in use: {count}"), remedy);
    }
}

/// Certificate and key of the listeners, read as `serve` reads them.
fn certificate(configuration: &Configuration, findings: &mut Findings) {
    let Some(files) = &configuration.server.tls else { return };
    match Certificates::read(configuration, files) {
        Ok(_) => findings.ok(CERTIFICATE, "certificate and key of server.tls belong together"),
        Err(trouble) => {
            findings.problem(CERTIFICATE, trouble.to_string(), "correct server.tls; `serve` would not start");
        }
    }
}

fn limits(configuration: &Configuration, findings: &mut Findings) {
    let Some(most) = most_files() else { return };
    let wanted = configuration.server.connections.get() + 256;
    match most < wanted {
        true => findings.warning(
            LIMITS,
            format!("a process may open {most} files, fewer than server.connections and the database need ({wanted})"),
            "raise it (systemd: LimitNOFILE=65536), or lower server.connections",
        ),
        false => findings.ok(LIMITS, format!("a process may open {most} files")),
    }
}

fn others_read(file: &PathBuf) -> bool {
    fs::metadata(file).is_ok_and(|data| data.permissions().mode() & 0o004 != 0)
}

/// How many files a process may open at most, where Linux says so.
fn most_files() -> Option<usize> {
    let limits = fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let mut numbers = line.split_ascii_whitespace();
    // The hard limit: the server raises its own to it.
    numbers.nth(1)?.parse().ok()
}
