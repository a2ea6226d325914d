//! `doorward.toml`: what a node must know before it can ask the database. All else is data.
//!
//! Every key is documented in the file that `doorward init` writes. A key that nobody knows is refused, and so is one
//! that can't mean anything; the message names the key and the remedy. Secrets stand in files of their own, or in the
//! environment, so that the configuration can be shown to anybody.

mod environment;
mod mail;
mod secret;
mod template;

use std::{
    net::SocketAddr,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use crypto::{
    password::{Cost, Places},
    seal::SealingKey,
};
use flows::Instance;
use model::{Branding, Policy};
use oidc::Issuer;
use serde::Deserialize;
use store::Location;
use web::chassis::{
    Site,
    address::{ForwardingHeader, Network, TrustedProxies},
};

use crate::Trouble;
pub use secret::{Secret, write_private};
pub use template::template;

/// The configuration of a node, as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The address at which browsers and applications reach Doorward. It never changes: it is in every token.
    pub issuer: String,
    /// Further addresses of the same installation.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the instance calls itself where no organisation is known.
    #[serde(default = "own_name")]
    pub name: String,
    /// Where the data is.
    pub database: Database,
    /// What seals secrets in the database.
    pub secrets: Secrets,
    /// Where to listen, and whom to believe.
    #[serde(default)]
    pub server: Server,
    /// Metrics for Prometheus.
    #[serde(default)]
    pub metrics: Option<Metrics>,
    /// What new password hashes cost.
    #[serde(default)]
    pub passwords: Passwords,
    /// How to send mail. Without it none is sent.
    #[serde(default)]
    pub mail: Option<Mail>,
    /// What is written to standard error.
    #[serde(default)]
    pub log: Log,
    /// Traces for an OpenTelemetry collector.
    #[serde(default)]
    pub traces: Option<Traces>,
    /// Where relative paths begin.
    #[serde(skip)]
    directory: PathBuf,
}

fn own_name() -> String {
    "Doorward".to_owned()
}

/// Where the data is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:PATH`, or a connection string as libpq takes it (`postgresql://…` or `host=… dbname=…`).
    pub url: Option<Secret>,
    /// A file that holds it, when it contains a password.
    pub url_file: Option<PathBuf>,
    /// Whether `serve` brings the schema up to date by itself. Set to false where a deployment runs `doorward migrate`.
    #[serde(default = "yes")]
    pub migrate: bool,
}

const fn yes() -> bool {
    true
}

/// What seals secrets in the database.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// The key, when it comes from the environment.
    pub sealing_key: Option<Secret>,
    /// A file that holds the key.
    pub sealing_key_file: Option<PathBuf>,
    /// Files with keys that were current before: still read, never used to seal.
    #[serde(default)]
    pub former_sealing_key_files: Vec<PathBuf>,
}

/// Where to listen, and whom to believe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Addresses with ports.
    pub listen: Vec<SocketAddr>,
    /// Addresses or networks of proxies whose forwarding header counts.
    pub trusted_proxies: Vec<String>,
    /// The one header that they write: `x-forwarded-for` or `forwarded`.
    pub forwarding_header: Header,
    /// Certificate and key, when Doorward itself speaks TLS.
    pub tls: Option<Tls>,
    /// Connections at one time.
    pub connections: NonZeroUsize,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: vec![SocketAddr::from(([127, 0, 0, 1], 8080))],
            trusted_proxies: Vec::new(),
            forwarding_header: Header::default(),
            tls: None,
            connections: NonZeroUsize::MIN.saturating_add(9_999),
        }
    }
}

/// The header that the proxies write.
#[derive(Debug, Deserialize, Clone, Copy, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Header {
    /// `X-Forwarded-For`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// TLS with given files. They are read again when they change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM: the certificate, then those that lead to its root.
    pub certificate: PathBuf,
    /// PEM: its private key.
    pub key: PathBuf,
}

/// Metrics for Prometheus, on a listener of their own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Address with port. Anybody who reaches it may read.
    pub listen: SocketAddr,
}

/// What new password hashes cost. Hashes that cost less are replaced at the next sign-in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Passwords {
    /// Memory of one hash, in MiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Hashes at one time; a core each when absent.
    pub at_once: Option<NonZeroUsize>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { memory: Cost::MIN_MEMORY / 1024, passes: Cost::MIN_PASSES, at_once: None }
    }
}

/// How to send mail.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// The SMTP server.
    pub host: String,
    /// Its port; 587, 465 or 25 by what secures it, when absent.
    pub port: Option<u16>,
    /// What secures the connection.
    #[serde(default)]
    pub security: MailSecurity,
    /// A file with certificates (PEM) of authorities to believe instead of the system's, for a private server.
    pub authorities: Option<PathBuf>,
    /// Who we are there.
    pub user: Option<String>,
    /// The password, when it comes from the environment.
    pub password: Option<Secret>,
    /// A file that holds the password.
    pub password_file: Option<PathBuf>,
    /// Whom mail comes from: `Name <address>`.
    pub from: String,
}

/// What secures the connection to the mail server.
#[derive(Debug, Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum MailSecurity {
    /// Begins in the clear and must turn to TLS.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// Nothing: on loopback only.
    None,
}

/// What is written to standard error.
#[derive(Debug, Deserialize, Default, Clone, Copy)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// Lines for people, or one JSON object a line.
    pub format: LogFormat,
    /// The least that is written.
    pub level: LogLevel,
}

/// How log lines look.
#[derive(Debug, Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The least that is written.
#[derive(Debug, Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum LogLevel {
    /// What somebody must look at.
    Error,
    /// What somebody should look at.
    Warn,
    /// Also each request.
    #[default]
    Info,
    /// Also why.
    Debug,
    /// Everything.
    Trace,
}

/// Traces for an OpenTelemetry collector.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traces {
    /// Where it takes OTLP over HTTP: `http://127.0.0.1:4318`.
    pub endpoint: String,
    /// How many of a hundred requests are traced.
    #[serde(default = "all")]
    pub percent: u8,
}

const fn all() -> u8 {
    100
}

impl Configuration {
    /// Reads the file, then what the environment says otherwise (`DOORWARD__SERVER__LISTEN`).
    ///
    /// # Errors
    /// [`Trouble::Configuration`], with the key and the remedy.
    pub fn read(file: &Path) -> Result<Self, Trouble> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            // Everything may come from the environment, as it does in a container.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && environment::says_anything() => String::new(),
            Err(error) => {
                return Err(Trouble::Configuration(format!(
                    "{} can't be read: {error}. Write one with `doorward init`, or name yours with --config.",
                    file.display()
                )));
            }
        };
        let directory = file.parent().unwrap_or(Path::new("")).to_owned();
        Self::from_text(&text, &file.display().to_string(), std::env::vars_os(), directory)
    }

    fn from_text(
        text: &str,
        name: &str,
        environment: impl Iterator<Item = (std::ffi::OsString, std::ffi::OsString)>,
        directory: PathBuf,
    ) -> Result<Self, Trouble> {
        let wrong = |place: &str, message: &str| Trouble::Configuration(format!("{place}: {}", message.trim_end()));
        // Once alone, so that a mistake in the file is shown with its line.
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| wrong(name, &error.to_string()))?;
        let (table, overlaid) = environment::overlay(table, environment)?;
        let mut configuration: Self = match overlaid.is_empty() {
            true => toml::from_str(text).map_err(|error| wrong(name, &error.to_string()))?,
            false => table.try_into().map_err(|error: toml::de::Error| {
                wrong(&format!("{name} with {}", overlaid.join(", ")), error.message())
            })?,
        };
        configuration.directory = directory;
        configuration.check()?;
        Ok(configuration)
    }

    /// What can be known to be wrong without asking anybody else.
    fn check(&self) -> Result<(), Trouble> {
        self.site()?;
        self.proxies()?;
        self.cost()?;
        self.sender()?;
        if self.server.listen.is_empty() {
            return Err(Trouble::key("server.listen", "is empty", "name an address, as \"127.0.0.1:8080\""));
        }
        if let Some(mail) = &self.mail
            && mail.security == MailSecurity::None
            && !is_loopback(&mail.host)
        {
            let remedy = "use \"starttls\" or \"tls\"; \"none\" is for a mail server on this very machine";
            return Err(Trouble::key("mail.security", "would send passwords and mail in the clear", remedy));
        }
        if self.traces.as_ref().is_some_and(|traces| traces.percent > 100) {
            return Err(Trouble::key("traces.percent", "is more than 100", "say how many of a hundred requests"));
        }
        Ok(())
    }

    /// Who this installation is.
    ///
    /// # Errors
    /// When the issuer is none.
    pub fn instance(&self) -> Result<Instance, Trouble> {
        let issuer = Issuer::parse(&self.issuer).map_err(|bad| Trouble::key("issuer", &bad.to_string(), ISSUER))?;
        let branding = Branding { accent: "#2f4a5e".parse().unwrap_or_default(), ..Branding::default() };
        Ok(Instance { issuer, name: self.name.clone(), branding, policy: Policy::default(), mail: self.sender()? })
    }

    /// The addresses we answer for.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn site(&self) -> Result<Site, Trouble> {
        let aliases: Vec<&str> = self.aliases.iter().map(String::as_str).collect();
        Site::new(&self.issuer, &[]).map_err(|bad| Trouble::key("issuer", &format!("is wrong: {bad}"), ISSUER))?;
        Site::new(&self.issuer, &aliases).map_err(|bad| Trouble::key("aliases", &format!("is wrong: {bad}"), ISSUER))
    }

    /// Where the database is.
    ///
    /// # Errors
    /// When it is not said, said twice, or in a file that can't be read.
    pub fn location(&self) -> Result<Location, Trouble> {
        let url = self.secret("database.url", self.database.url.as_ref(), self.database.url_file.as_deref())?;
        Ok(match url.expose().strip_prefix("sqlite:") {
            Some(path) => Location::Sqlite(self.path(Path::new(path))),
            None => Location::Postgres(url.expose().to_owned()),
        })
    }

    /// The key that seals, and those that did before.
    ///
    /// # Errors
    /// When a file can't be read or holds no key.
    pub fn sealing_keys(&self) -> Result<(SealingKey, Vec<SealingKey>), Trouble> {
        let Secrets { sealing_key, sealing_key_file, former_sealing_key_files } = &self.secrets;
        let current = self.secret("secrets.sealing_key", sealing_key.as_ref(), sealing_key_file.as_deref())?;
        let former = former_sealing_key_files.iter().map(|file| {
            let text = Secret::read(&self.path(file), "secrets.former_sealing_key_files")?;
            sealing_key_of(&text, "secrets.former_sealing_key_files")
        });
        Ok((sealing_key_of(&current, "secrets.sealing_key")?, former.collect::<Result<_, _>>()?))
    }

    /// What new password hashes cost, and how many are made at once.
    ///
    /// # Errors
    /// When it is out of bounds.
    pub fn cost(&self) -> Result<(Cost, Places), Trouble> {
        let Passwords { memory, passes, at_once } = self.passwords;
        let cost = Cost::new(memory.saturating_mul(1024), passes, 1).map_err(|bad| {
            Trouble::key("passwords", &format!("is out of bounds: {bad}"), "19 MiB and 2 passes are the usual choice")
        })?;
        Ok((cost, at_once.map_or_else(Places::default, Places::new)))
    }

    /// Whose forwarding header counts.
    ///
    /// # Errors
    /// When one is no address or network.
    pub fn proxies(&self) -> Result<TrustedProxies, Trouble> {
        let networks = self.server.trusted_proxies.iter().map(|text| {
            text.parse::<Network>().map_err(|bad| {
                let remedy = "name addresses or networks, as \"10.0.0.0/8\"";
                Trouble::key("server.trusted_proxies", &format!("has {text:?}, which is {bad}"), remedy)
            })
        });
        let header = match self.server.forwarding_header {
            Header::XForwardedFor => ForwardingHeader::XForwardedFor,
            Header::Forwarded => ForwardingHeader::Forwarded,
        };
        Ok(TrustedProxies { networks: networks.collect::<Result<_, _>>()?, header })
    }

    /// A secret that stands in the file, in the environment, or in a file of its own: in one of them.
    ///
    /// # Errors
    /// When it is in none or in both, or its file can't be read.
    pub fn secret(&self, key: &str, given: Option<&Secret>, file: Option<&Path>) -> Result<Secret, Trouble> {
        match (given, file) {
            (Some(given), None) => Ok(given.clone()),
            (None, Some(file)) => Secret::read(&self.path(file), key),
            (None, None) => {
                let remedy = format!("give {key}_file, or {} in the environment", environment::name_of(key));
                Err(Trouble::key(key, "is missing", &remedy))
            }
            (Some(_), Some(_)) => {
                Err(Trouble::key(key, "is given twice", &format!("leave one of {key} and {key}_file")))
            }
        }
    }

    /// A path of the file, seen from where the file is.
    pub fn path(&self, path: &Path) -> PathBuf {
        self.directory.join(path)
    }
}

const ISSUER: &str = "write it as browsers see it, as \"https://login.example.com\", without path or trailing slash";

fn sealing_key_of(text: &Secret, key: &str) -> Result<SealingKey, Trouble> {
    SealingKey::parse(text.expose())
        .map_err(|bad| Trouble::key(key, &format!("holds something else: {bad}"), "make one with `doorward init`"))
}

/// Whether this host can only be this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
