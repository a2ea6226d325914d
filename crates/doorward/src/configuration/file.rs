//! What `doorward.toml` can say: every section, every key, every default.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    num::{NonZeroU32, NonZeroUsize},
    path::PathBuf,
};

use crypto::password::Cost;
use flows::EventsKept;
use model::Span;
use serde::Deserialize;

use super::Secret;

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
    /// What one source may ask for.
    #[serde(default)]
    pub limits: Limits,
    /// How long audit events are kept.
    #[serde(default)]
    pub events: Events,
    /// Metrics for Prometheus.
    #[serde(default)]
    pub metrics: Option<Metrics>,
    /// What new password hashes cost.
    #[serde(default)]
    pub passwords: Passwords,
    /// Of which models passkeys may be.
    #[serde(default)]
    pub passkeys: Passkeys,
    /// How to send mail. Without it none is sent.
    #[serde(default)]
    pub mail: Option<Mail>,
    /// How to send text messages. Without it none is sent.
    #[serde(default)]
    pub sms: Option<Sms>,
    /// Where requests to applications and gateways may go.
    #[serde(default)]
    pub egress: Egress,
    /// What is written to standard error.
    #[serde(default)]
    pub log: Log,
    /// Traces for an OpenTelemetry collector.
    #[serde(default)]
    pub traces: Option<Traces>,
    /// Where relative paths begin.
    #[serde(skip)]
    pub(super) directory: PathBuf,
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
    pub previous_sealing_key_files: Vec<PathBuf>,
}

/// Where to listen, and whom to believe.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Addresses with ports.
    #[serde(deserialize_with = "addresses")]
    pub listen: Vec<SocketAddr>,
    /// Addresses or networks of proxies whose forwarding header counts.
    pub trusted_proxies: Vec<String>,
    /// The one header that they write: `x-forwarded-for` or `forwarded`.
    pub forwarding_header: Header,
    /// Certificate and key, when Doorward itself speaks TLS.
    pub tls: Option<Tls>,
    /// Connections at one time.
    pub connections: NonZeroUsize,
    /// Connections of one source at one time; proxies that are trusted may have any number.
    pub connections_per_source: NonZeroUsize,
    /// What browsers are told about https (`Strict-Transport-Security`).
    pub strict_transport_security: StrictTransportSecurity,
}

/// A list of IP addresses with ports; of anything else it is said how to write it.
fn addresses<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<SocketAddr>, D::Error> {
    use serde::de::Error as _;
    let list = match toml::Value::deserialize(deserializer)? {
        toml::Value::Array(list) => list,
        toml::Value::String(one) => {
            return Err(D::Error::custom(format!("server.listen is a list: write listen = [\"{one}\"]")));
        }
        _ => return Err(D::Error::custom("server.listen is a list: write listen = [\"127.0.0.1:8080\"]")),
    };
    let address = |item: &toml::Value| {
        let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
        let wanted = "an IP address and a port are wanted, as 127.0.0.1:8080 or [::1]:8080";
        text.parse().map_err(|_| D::Error::custom(format!("server.listen has \"{text}\": {wanted}")))
    };
    list.iter().map(address).collect()
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: vec![SocketAddr::from(([127, 0, 0, 1], 8080))],
            trusted_proxies: Vec::new(),
            forwarding_header: Header::default(),
            tls: None,
            connections: NonZeroUsize::MIN.saturating_add(9_999),
            connections_per_source: NonZeroUsize::MIN.saturating_add(255),
            strict_transport_security: StrictTransportSecurity::default(),
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

/// What browsers are told about https (RFC 6797). Never sent on localhost.
#[derive(Debug, Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields, default)]
pub struct StrictTransportSecurity {
    /// For how many days browsers keep to https; 0 takes back what was sent before.
    pub days: u32,
    /// Whether that holds for all names below the issuer's host as well. When absent: unless that host is a whole domain
    /// (`example.com`), whose other names may be anybody's.
    pub subdomains: Option<bool>,
}

impl Default for StrictTransportSecurity {
    fn default() -> Self {
        Self { days: 730, subdomains: None }
    }
}

/// What one source may ask for: an IPv4 address, or the /64 that an IPv6 address lies in. Each node counts for itself.
#[derive(Debug, Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Wrong passwords and codes. Right ones cost nothing.
    pub wrong_guesses: Rate,
    /// Sign-ins that are begun and not finished. Each is a row in the database for an hour.
    pub unfinished_sign_ins: Rate,
    /// Wrong credentials of one application.
    pub failed_clients: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            wrong_guesses: Rate { at_once: NonZeroU32::MIN.saturating_add(49), per_minute: 10 },
            unfinished_sign_ins: Rate { at_once: NonZeroU32::MIN.saturating_add(1_999), per_minute: 240 },
            failed_clients: Rate { at_once: NonZeroU32::MIN.saturating_add(59), per_minute: 30 },
        }
    }
}

/// So many at once, and so many more with every minute.
#[derive(Debug, Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// At once.
    pub at_once: NonZeroU32,
    /// With every minute.
    pub per_minute: u32,
}

/// How long audit events are kept.
#[derive(Debug, Deserialize, Clone, Copy)]
#[serde(deny_unknown_fields, default)]
pub struct Events {
    /// In days; 0 keeps them for ever.
    pub keep_days: u32,
    /// The same for sign-ins, sessions and what applications were given; as `keep_days` when absent.
    pub keep_sign_ins_days: Option<u32>,
    /// The same for what people do to their own accounts.
    pub keep_accounts_days: Option<u32>,
    /// The same for what is done to others and to the instance.
    pub keep_administration_days: Option<u32>,
}

impl Events {
    /// How long each class is kept.
    pub(super) fn kept(self) -> EventsKept {
        let kept = |days: Option<u32>| {
            let days = days.unwrap_or(self.keep_days);
            (days > 0).then(|| Span::days(i64::from(days)))
        };
        EventsKept {
            sign_ins: kept(self.keep_sign_ins_days),
            accounts: kept(self.keep_accounts_days),
            administration: kept(self.keep_administration_days),
        }
    }
}

impl Default for Events {
    fn default() -> Self {
        Self { keep_days: 400, keep_sign_ins_days: None, keep_accounts_days: None, keep_administration_days: None }
    }
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
    /// A filter of passwords that are known from breaches.
    pub breached: Option<PathBuf>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { memory: Cost::MIN_MEMORY / 1024, passes: Cost::MIN_PASSES, at_once: None, breached: None }
    }
}

/// Of which models passkeys may be.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Passkeys {
    /// A list of models, made of what the FIDO Alliance publishes.
    pub models: Option<PathBuf>,
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

/// How to send text messages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sms {
    /// Which gateway.
    pub gateway: SmsGateway,
    /// Its address, where the preset has none, or another one is meant.
    pub url: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// What the body is.
    pub content_type: Option<String>,
    /// Headers, by name.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Option<String>,
    /// Who we are there.
    #[serde(default)]
    pub user: String,
    /// The secret, when it comes from the environment.
    pub secret: Option<Secret>,
    /// A file that holds the secret.
    pub secret_file: Option<PathBuf>,
    /// Whom messages come from: a number, or up to eleven letters.
    #[serde(default)]
    pub from: String,
    /// What an answer looks like that took the message.
    pub success: Option<SmsSuccess>,
    /// Whether the gateway is asked to tell what became of messages, as its preset says.
    #[serde(default)]
    pub receipts: bool,
    /// How to read what any other gateway tells at `{receipt}`.
    pub receipt: Option<SmsReceipt>,
    /// The countries that messages go to, by their codes (ISO 3166).
    pub countries: Vec<String>,
    /// Of those, the ones where messages do not name our host, since carriers hold back what names one.
    #[serde(default)]
    pub countries_without_host: Vec<String>,
    /// The most messages of a day.
    #[serde(default = "messages_a_day")]
    pub a_day: NonZeroU32,
    /// The most messages of a day to one country.
    #[serde(default = "messages_a_day_to_one_country")]
    pub a_day_to_one_country: NonZeroU32,
}

const fn messages_a_day() -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(1_999)
}

const fn messages_a_day_to_one_country() -> NonZeroU32 {
    NonZeroU32::MIN.saturating_add(999)
}

/// How to read what a gateway tells afterwards.
#[derive(Debug, Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub struct SmsReceipt {
    /// Where the outcome stands (RFC 6901).
    pub field: String,
    /// What stands there when the message arrived.
    #[serde(default)]
    pub delivered: Vec<String>,
    /// What stands there when it never will.
    pub failed: Vec<String>,
    /// Where the reason stands.
    #[serde(default)]
    pub reason: String,
}

/// A gateway for text messages.
#[derive(Debug, Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum SmsGateway {
    /// Twilio.
    Twilio,
    /// Vonage.
    Vonage,
    /// A modem of one's own.
    Modem,
    /// Any other that is asked over HTTP.
    Http,
}

/// What an answer looks like that took the message.
#[derive(Debug, Deserialize, Clone, Default)]
#[serde(deny_unknown_fields, default)]
pub struct SmsSuccess {
    /// The statuses.
    pub status: Vec<u16>,
    /// Where in a body of JSON to look (RFC 6901).
    pub field: String,
    /// What stands there.
    pub values: Vec<String>,
    /// What stands there when trying again may help.
    pub later: Vec<String>,
    /// What the body contains.
    pub contains: String,
}

/// Where requests to applications and gateways may go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Egress {
    /// Hosts, networks and addresses that may be called although they are not public, at any port.
    pub allow: Vec<String>,
    /// Whether those may be called by `http` as well.
    pub plain_http: bool,
    /// The ports of public addresses.
    pub ports: Vec<u16>,
    /// Files with certificates (PEM) of authorities to believe beside the system's.
    pub authorities: Vec<PathBuf>,
    /// Whether an organisation's own service may be told a password in an address, where others log it.
    pub password_in_url: bool,
}

impl Default for Egress {
    fn default() -> Self {
        let egress::Rules { plain_http, ports, .. } = egress::Rules::default();
        Self { allow: Vec::new(), plain_http, ports, authorities: Vec::new(), password_in_url: false }
    }
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
