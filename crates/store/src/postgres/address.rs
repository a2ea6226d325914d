//! Where PostgreSQL is, and how the connection to it is protected.
//!
//! A connection that leaves this machine is encrypted and its certificate verified, or the operator has said otherwise:
//! `sslmode=require` (also `verify-full`), or `sslmode=disable`. There is nothing between: what falls back to plain text
//! protects against nobody. `sslrootcert` names a file with the authorities to believe instead of the system's.

use std::{path::Path, sync::Arc};

use rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_postgres::{
    Config,
    config::{ChannelBinding, Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::settings::Settings;
use crate::StoreError;

/// Where Debian and its kin keep the certificates of public authorities; libpq older than 16 has no word for "the system's".
const SYSTEM: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The connection string as libpq takes it, with what it says of TLS.
pub(crate) struct Address {
    pub(super) config: Config,
    /// Absent where the connection is in the clear.
    pub(super) tls: Option<MakeRustlsConnect>,
    authorities: Option<String>,
}

impl Address {
    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        Settings::parse(text).and_then(Self::new).map_err(wrong)
    }

    /// The same text in one form, with the file of authorities seen from this directory. It can be used as it is.
    pub(crate) fn canonical(text: &str, directory: &Path) -> Result<String, StoreError> {
        let mut settings = Settings::parse(text).map_err(wrong)?;
        if let Some(file) = settings.take(AUTHORITIES) {
            let seen = if file == OF_THE_SYSTEM { file } else { directory.join(file).display().to_string() };
            settings.set(AUTHORITIES, seen);
        }
        let text = settings.text();
        Self::new(settings).map_err(wrong)?;
        Ok(text)
    }

    fn new(mut settings: Settings) -> Result<Self, String> {
        let (mode, authorities) = (settings.take("sslmode"), settings.take(AUTHORITIES));
        let authorities = authorities.filter(|file| file != OF_THE_SYSTEM);
        let mut config: Config = settings.text().parse().map_err(|error: tokio_postgres::Error| {
            std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string)
        })?;
        check_servers(&config)?;
        let encrypted = is_encrypted(mode.as_deref(), &config)?;
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        let tls = encrypted.then(|| client(authorities.as_deref().map(Path::new))).transpose()?;
        Ok(Self { config, tls: tls.map(MakeRustlsConnect::new), authorities })
    }

    /// Servers and database, for people: `db1.example.com:5432,db2.example.com:5432, database doorward`.
    pub(crate) fn describe(&self) -> String {
        let Self { config, .. } = self;
        let names = config.get_hosts().iter().map(host_text);
        let names = if config.get_hosts().is_empty() { self.host_addresses() } else { names.collect() };
        let port = |index| config.get_ports().get(index).or_else(|| config.get_ports().first()).unwrap_or(&5432);
        let servers = names.iter().enumerate().map(|(index, name)| format!("{name}:{}", port(index)));
        let database = config.get_dbname().or_else(|| config.get_user()).unwrap_or("of the user's name");
        format!("{}, database {database}", servers.collect::<Vec<_>>().join(","))
    }

    pub(crate) fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    fn host_addresses(&self) -> Vec<String> {
        self.config.get_hostaddrs().iter().map(ToString::to_string).collect()
    }

    /// One configuration for each server that is named: the driver would wait for the first to give up before it asks the second.
    pub(super) fn servers(&self) -> Vec<Config> {
        let (hosts, addresses, ports) = (self.config.get_hosts(), self.config.get_hostaddrs(), self.config.get_ports());
        let count = hosts.len().max(addresses.len());
        let of = |index: usize| {
            let mut config = without_servers(&self.config);
            match hosts.get(index) {
                Some(Host::Tcp(name)) => config.host(name),
                Some(Host::Unix(path)) => config.host_path(path),
                None => &mut config,
            };
            if let Some(address) = addresses.get(index) {
                config.hostaddr(*address);
            }
            if let Some(port) = ports.get(index).or_else(|| ports.first()) {
                config.port(*port);
            }
            config
        };
        (0..count).map(of).collect()
    }

    /// The same in libpq's environment variables (PostgreSQL 17 §32.15): everything that decides which database is reached,
    /// as whom, and under which settings.
    pub(crate) fn libpq(&self) -> Vec<(&'static str, String)> {
        let config = &self.config;
        let list = |texts: Vec<String>| Some(texts.join(",")).filter(|text| !text.is_empty());
        let password = config.get_password().map(|password| String::from_utf8_lossy(password).into_owned());
        let binding = match config.get_channel_binding() {
            ChannelBinding::Disable => "disable",
            ChannelBinding::Require => "require",
            _ => "prefer",
        };
        let (mode, authorities) = match &self.tls {
            Some(_) => ("verify-full", Some(self.authorities.clone().unwrap_or_else(|| SYSTEM.to_owned()))),
            None => ("disable", None),
        };
        let variables = [
            ("PGHOST", list(config.get_hosts().iter().map(host_text).collect())),
            ("PGHOSTADDR", list(self.host_addresses())),
            ("PGPORT", list(config.get_ports().iter().map(u16::to_string).collect())),
            ("PGUSER", config.get_user().map(str::to_owned)),
            ("PGDATABASE", config.get_dbname().map(str::to_owned)),
            ("PGPASSWORD", password),
            ("PGOPTIONS", config.get_options().map(str::to_owned)),
            ("PGCHANNELBINDING", Some(binding.to_owned())),
            ("PGSSLMODE", Some(mode.to_owned())),
            ("PGSSLROOTCERT", authorities),
            ("PGGSSENCMODE", Some("disable".to_owned())),
            ("PGTARGETSESSIONATTRS", Some("read-write".to_owned())),
            // For each server: one that is gone without a word is not waited for until the network gives up.
            ("PGCONNECT_TIMEOUT", Some("5".to_owned())),
        ];
        variables.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

const AUTHORITIES: &str = "sslrootcert";
/// What libpq 16 calls the system's own authorities.
const OF_THE_SYSTEM: &str = "system";

fn wrong(what: String) -> StoreError {
    StoreError::Location(what)
}

fn host_text(host: &Host) -> String {
    match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(path) => path.display().to_string(),
    }
}

/// Whether it is said, one for one, where the servers are.
fn check_servers(config: &Config) -> Result<(), String> {
    let (hosts, addresses, ports) = (config.get_hosts().len(), config.get_hostaddrs().len(), config.get_ports().len());
    let count = hosts.max(addresses);
    if count == 0 {
        return Err("it names no server: add host=NAME, or host=/run/postgresql for a socket".to_owned());
    }
    if hosts != 0 && addresses != 0 && hosts != addresses {
        return Err(format!("host names {hosts} servers, and hostaddr {addresses}: name as many in each"));
    }
    if ports > 1 && ports != count {
        return Err(format!("it names {count} servers and {ports} ports: name one port, or as many"));
    }
    Ok(())
}

fn is_encrypted(mode: Option<&str>, config: &Config) -> Result<bool, String> {
    match mode {
        Some("disable") => Ok(false),
        // All of them verify: a certificate that nobody looked at proves nothing.
        Some("require" | "verify-ca" | "verify-full") => {
            let named = |host: &Host| matches!(host, Host::Tcp(_));
            match !config.get_hosts().is_empty() && config.get_hosts().iter().all(named) {
                true => Ok(true),
                false => Err(
                    "TLS needs the name that the server's certificate carries: add host=NAME beside hostaddr, or take \
                    sslmode out for a socket"
                        .to_owned(),
                ),
            }
        }
        None if is_local(config) => Ok(false),
        None => {
            Err("it leaves this machine: add sslmode=require, or sslmode=disable where the network itself is protected"
                .to_owned())
        }
        Some(other) => Err(format!("sslmode={other} would fall back to plain text: say require or disable")),
    }
}

/// A configuration with everything but where the servers are.
fn without_servers(from: &Config) -> Config {
    let mut config = Config::new();
    config.ssl_mode(from.get_ssl_mode()).ssl_negotiation(from.get_ssl_negotiation());
    config.channel_binding(from.get_channel_binding()).target_session_attrs(from.get_target_session_attrs());
    config.load_balance_hosts(from.get_load_balance_hosts());
    config.keepalives(from.get_keepalives()).keepalives_idle(from.get_keepalives_idle());
    for (set, value) in [
        (Config::user as fn(&mut Config, String) -> &mut Config, from.get_user()),
        (Config::dbname, from.get_dbname()),
        (Config::options, from.get_options()),
        (Config::application_name, from.get_application_name()),
    ] {
        if let Some(value) = value {
            set(&mut config, value.to_owned());
        }
    }
    if let Some(password) = from.get_password() {
        config.password(password);
    }
    if let Some(limit) = from.get_connect_timeout() {
        config.connect_timeout(*limit);
    }
    if let Some(limit) = from.get_tcp_user_timeout() {
        config.tcp_user_timeout(*limit);
    }
    if let Some(interval) = from.get_keepalives_interval() {
        config.keepalives_interval(interval);
    }
    if let Some(retries) = from.get_keepalives_retries() {
        config.keepalives_retries(retries);
    }
    config
}

/// Whether nobody is between us and the server: a socket's directory, or loopback.
fn is_local(config: &Config) -> bool {
    let named = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback()),
        Host::Unix(_) => true,
    });
    named && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
}

fn client(authorities: Option<&Path>) -> Result<ClientConfig, String> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    let Some(file) = authorities else {
        let verified =
            builder.with_platform_verifier().map_err(|error| format!("the system's authorities: {error}"))?;
        return Ok(verified.with_no_client_auth());
    };
    let wrong = |error: &dyn std::fmt::Display| format!("sslrootcert: {error}");
    let mut roots = RootCertStore::empty();
    for certificate in pki::certificates(file).map_err(|error| wrong(&error))? {
        roots.add(certificate).map_err(|error| wrong(&error))?;
    }
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_the_machine_says_how_it_is_protected() {
        for (text, encrypted) in [
            ("postgresql://u@localhost/d", false),
            ("postgresql://u@127.0.0.1/d", false),
            ("host=/run/postgresql dbname=d", false),
            ("host=db.example.com dbname=d sslmode=disable", false),
            ("host=db.example.com sslmode=require dbname=d", true),
            ("postgresql://u:p@db.example.com/d?sslmode=verify-full&application_name=x", true),
            ("postgresql://u@localhost/d?sslmode=require", true),
            ("host=localhost sslmode = require dbname=d", true),
        ] {
            let address = Address::parse(text).map_err(|error| format!("{text}: {error}"));
            assert_eq!(address.map(|address| address.tls.is_some()), Ok(encrypted), "{text}");
        }
        for text in [
            "postgresql://u@db.example.com/d",
            "host=10.0.0.7 dbname=d",
            "host=db.example.com sslmode=prefer",
            "host=db.example.com sslmode=allow",
            "host=localhost,db.example.com dbname=d",
            "postgresql://u@localhost/d?sslmode=require&sslrootcert=%2Fnowhere",
            "postgresql://u@localhost/d?nonsense=1",
        ] {
            assert!(matches!(Address::parse(text), Err(StoreError::Location(_))), "{text}");
        }
    }

    #[test]
    fn each_of_several_servers_is_asked_in_the_same_words() {
        let written = "postgresql://u:p@one:5433,two/d?options=-c%20jit%3Doff&application_name=a&sslmode=require\
            &channel_binding=require&target_session_attrs=read-write&load_balance_hosts=random&connect_timeout=3\
            &tcp_user_timeout=4&keepalives=0&keepalives_idle=5&keepalives_interval=6&keepalives_retries=7";
        let servers = |text: &str| Address::parse(text).map(|address| address.servers());
        let of = |text: &str| Address::parse(text).map(|address| address.config);
        let alone = |host: &str| of(&written.replace("one:5433,two", host));
        assert_eq!(servers(written), Ok(vec![alone("one:5433").unwrap(), alone("two:5432").unwrap()]));
        let one = "host=/run/postgresql dbname=d";
        assert_eq!(servers(one), Ok(vec![of(one).unwrap()]));
        let sockets = "host=/a,/b port=1 dbname=d";
        assert_eq!(
            servers(sockets),
            Ok(vec![of("host=/a port=1 dbname=d").unwrap(), of("host=/b port=1 dbname=d").unwrap()])
        );
        let named = "host=localhost,localhost hostaddr=127.0.0.1,::1 port=1,2 dbname=d";
        assert_eq!(
            servers(named),
            Ok(vec![
                of("host=localhost hostaddr=127.0.0.1 port=1 dbname=d").unwrap(),
                of("host=localhost hostaddr=::1 port=2 dbname=d").unwrap()
            ])
        );
    }

    #[test]
    fn what_can_not_be_a_connection_is_told() {
        for (text, why) in [
            ("postgress://u@db/x", "postgress://"),
            ("dbname=d", "names no server"),
            ("host=localhost,localhost,localhost port=1,2", "3 servers and 2 ports"),
            ("host=localhost,localhost hostaddr=127.0.0.1", "host names 2 servers, and hostaddr 1"),
            ("hostaddr=10.0.0.7 sslmode=require", "add host=NAME"),
            ("host=/run/postgresql sslmode=require", "take sslmode out"),
            ("postgres://u@db.example.com/x?sslmode=prefer", "would fall back to plain text"),
            ("host=localhost nonsense=1", "unknown option `nonsense`"),
            ("host=localhost sslmode=require sslrootcert=/not/there.pem", "/not/there.pem can't be read"),
        ] {
            let Err(StoreError::Location(found)) = Address::parse(text).map(|_| ()) else { panic!("{text}") };
            assert!(found.contains(why), "{text}: {found}");
        }
    }

    /// What decides which database is reached is told to PostgreSQL's programs as well.
    #[test]
    fn postgresql_programs_reach_the_same_server() {
        let of = |text: &str| -> Vec<String> {
            let variables = Address::parse(text).unwrap().libpq();
            let told = variables.iter().filter(|(name, _)| !matches!(*name, "PGGSSENCMODE" | "PGCONNECT_TIMEOUT"));
            told.map(|(name, value)| format!("{name}={value}")).collect()
        };
        let always = ["PGCHANNELBINDING=prefer", "PGSSLMODE=disable", "PGTARGETSESSIONATTRS=read-write"];
        let addressed = of("hostaddr=127.0.0.1 port=5499 user=postgres dbname=doorward");
        let named = ["PGHOSTADDR=127.0.0.1", "PGPORT=5499", "PGUSER=postgres", "PGDATABASE=doorward"];
        assert_eq!(addressed, [&named[..], &always[..]].concat());
        let both = of(
            r"host=db.example,localhost hostaddr=127.0.0.1,::1 sslmode=disable password='it\'s' options='-c search_path=x'",
        );
        let told = [
            "PGHOST=db.example,localhost",
            "PGHOSTADDR=127.0.0.1,::1",
            "PGPASSWORD=it's",
            "PGOPTIONS=-c search_path=x",
        ];
        assert_eq!(both, [&told[..], &always[..]].concat());
    }

    #[test]
    fn a_file_of_authorities_is_seen_from_the_configuration() {
        let directory = std::env::temp_dir().join(format!("doorward-authorities-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
        std::fs::write(directory.join("ca.pem"), certificate).unwrap();
        let seen = format!("sslrootcert='{}'", directory.join("ca.pem").display());
        for text in [
            r"host=localhost port=5432 user=doorward password='it\'s a secret' sslmode=verify-full sslrootcert=ca.pem",
            "host=localhost\nport=5432\nsslmode=verify-full\nsslrootcert=ca.pem",
            "host = localhost sslmode = verify-full sslrootcert = ca.pem",
            "postgresql://localhost/d?sslmode=require&sslrootcert=ca.pem",
        ] {
            let canonical = Address::canonical(text, &directory);
            let address = canonical.clone().and_then(|text| Address::parse(&text)).map(|address| address.tls.is_some());
            assert!(canonical.clone().is_ok_and(|text| text.contains(&seen)), "{text}: {canonical:?}");
            assert_eq!(address, Ok(true), "{text}");
        }
        std::fs::remove_dir_all(&directory).unwrap();
        assert!(Address::canonical("host=localhost sslmode=require sslrootcert=ca.pem", &directory).is_err());
    }
}
