//! `doorward init`: a commented configuration and a fresh sealing key, beside each other. Nothing is overwritten.

use std::{
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    path::{Path, PathBuf, absolute},
};

use crypto::{entropy::System, seal::SealingKey};
use serde_json::json;
use store::Location;
use web::chassis::{Site, Tls};

use super::say;
use crate::{
    Configuration, Trouble,
    configuration::{Template, template, write_private},
};

/// What the first configuration says.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The address at which browsers will reach Doorward. It can't be changed later
    #[arg(long, value_name = "URL", default_value = "http://localhost:8080")]
    issuer: String,
    /// Where the data will be: sqlite:PATH (seen from the configuration file), or postgresql://…
    #[arg(long, value_name = "URL", default_value = "sqlite:doorward.db")]
    database: String,
    /// Where to listen. May be repeated. With certificate and key the issuer's port on all addresses when nothing is given;
    /// else 127.0.0.1:8080, for a proxy
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: Vec<SocketAddr>,
    /// Let Doorward itself speak TLS: a PEM file with the certificate, then those that lead to its root
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// A PEM file with the certificate's private key
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
}

pub(super) fn run(arguments: &super::Arguments, options: &Arguments) -> Result<(), Trouble> {
    let issuer = options.issuer.trim_end_matches('/');
    let file = arguments.config.as_path();
    let directory = file.parent().unwrap_or(Path::new(""));
    let tls = options.check(issuer, directory)?;
    let key_file: PathBuf = directory.join("sealing.key");
    for path in [file, &key_file] {
        if path.exists() {
            let text = format!("{} exists already. Move it away first, or name another with --config.", path.display());
            return Err(Trouble::Refused(text));
        }
    }
    let written = |path: &Path, text: &str| {
        write_private(path, text).map_err(|error| {
            Trouble::File(format!("{} can't be written: {error}. Choose another place with --config.", path.display()))
        })
    };
    std::fs::create_dir_all(Path::new(".").join(directory))
        .map_err(|error| Trouble::File(format!("{} can't be made: {error}.", directory.display())))?;
    let listen = options.listeners(issuer);
    let text = template(&Template { issuer, database: &options.database, listen: &listen, tls: tls.as_ref() });
    written(&key_file, &format!("{}\n", *SealingKey::generate(&System).expose()))?;
    written(file, &text)?;
    let text = next(issuer, file, &key_file, &listen, tls.is_some());
    say(arguments.json, &text, &json!({ "configuration": file, "sealing_key": key_file }))
}

impl Arguments {
    /// Whether what was given can be used. Certificate and key are then named by their whole paths.
    fn check(&self, issuer: &str, directory: &Path) -> Result<Option<(PathBuf, PathBuf)>, Trouble> {
        Site::new(issuer, &[]).map_err(|bad| Trouble::Refused(format!("--issuer: {bad}.")))?;
        if !self.database.starts_with("sqlite:") {
            let location = Location::postgres(&self.database, directory)
                .map_err(|bad| Trouble::Refused(format!("--database: {bad}.")))?;
            if location.has_password() {
                let text = "--database holds a password, which every user of this machine can see among the arguments. Leave it out; \
                    then put the whole text into a file of its own, and name that in database.url_file.";
                return Err(Trouble::Refused(text.to_owned()));
            }
        }
        let (Some(certificate), Some(key)) = (&self.tls_certificate, &self.tls_key) else { return Ok(None) };
        if !issuer.starts_with("https://") {
            return Err(Trouble::Refused("--tls-certificate is for an issuer that begins with https://.".to_owned()));
        }
        Tls::new(certificate, key).map_err(|bad| Trouble::Refused(format!("--tls-certificate: {bad}.")))?;
        let whole = |path: &Path| absolute(path).unwrap_or_else(|_| path.to_owned());
        Ok(Some((whole(certificate), whole(key))))
    }

    /// Where to listen, so that the issuer's address is reached when there is nothing in front.
    fn listeners(&self, issuer: &str) -> Vec<SocketAddr> {
        if !self.listen.is_empty() {
            return self.listen.clone();
        }
        let is_tls = self.tls_certificate.is_some();
        let authority = issuer.split_once("://").map_or(issuer, |(_, rest)| rest);
        let port = authority.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        let port = port.unwrap_or(if issuer.starts_with("https://") { 443 } else { 80 });
        let is_local =
            authority.starts_with("localhost") || authority.starts_with("127.") || authority.starts_with("[::1]");
        match (is_tls, issuer.starts_with("http://") || is_local) {
            (false, false) => vec![USUAL],
            // Behind a proxy on this very machine.
            (false, true) if issuer.starts_with("https://") => vec![USUAL],
            (_, true) => vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))],
            (true, false) => {
                vec![SocketAddr::from((Ipv4Addr::UNSPECIFIED, port)), SocketAddr::from((Ipv6Addr::UNSPECIFIED, port))]
            }
        }
    }
}

/// Where a Doorward behind a proxy listens.
const USUAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// What was written, and what to do with it.
fn next(issuer: &str, file: &Path, key: &Path, listen: &[SocketAddr], is_tls: bool) -> String {
    let (config, key) = (file.display(), key.display());
    let named = match file == Path::new(Configuration::USUAL) {
        true => "doorward".to_owned(),
        false => format!("doorward --config {config}"),
    };
    let listen = listen.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    let front = match issuer.starts_with("https://") && !is_tls {
        true => format!(
            "\n\nIt listens on {listen} without TLS: let a proxy serve {issuer} from there (docs/guide/proxies.md), and name it in \
            server.trusted_proxies. Or fill in [server.tls]."
        ),
        false => String::new(),
    };
    format!(
        "Written: {config}, and {key}.\n\n\
        Keep a copy of {key} apart from the database's backups: without it nothing that is sealed can be read.{front}\n\n\
        Next, look through {config}, and start the server:\n\n  {named} serve\n\n\
        Then, beside it, the first organisation, its owner, and a look whether {issuer} leads here:\n\n  \
        {named} org create example --name Example\n  \
        {named} user create --org example --email you@example.com --role owner\n  {named} doctor"
    )
}
