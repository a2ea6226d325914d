//! The configuration that `doorward init` writes: every key, what it means, and its default.

use std::{net::SocketAddr, path::PathBuf};

/// What a first configuration says.
pub struct Template<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// `database.url`.
    pub database: &'a str,
    /// `server.listen`.
    pub listen: &'a [SocketAddr],
    /// Certificate and key, when Doorward itself speaks TLS.
    pub tls: Option<&'a (PathBuf, PathBuf)>,
}

/// The text of the configuration. Its sealing key is expected in `sealing.key`, beside it.
pub fn template(says: &Template<'_>) -> String {
    let text = |value: &str| toml::Value::String(value.to_owned()).to_string();
    let listen: Vec<String> = says.listen.iter().map(|address| text(&address.to_string())).collect();
    let tls = match says.tls {
        None => "# [server.tls]\n# certificate = \"fullchain.pem\"\n# key = \"privkey.pem\"".to_owned(),
        Some((certificate, key)) => {
            let path = |path: &PathBuf| text(&path.display().to_string());
            format!("[server.tls]\ncertificate = {}\nkey = {}", path(certificate), path(key))
        }
    };
    include_str!("doorward.toml")
        .replace("\"@issuer@\"", &text(says.issuer))
        .replace("\"@database@\"", &text(says.database))
        .replace("\"@listen@\"", &format!("[{}]", listen.join(", ")))
        .replace("# @tls@", &tls)
}
