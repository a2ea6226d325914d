//! Where PostgreSQL is, and how the connection to it is protected.
//!
//! A connection that leaves this machine is encrypted and its certificate verified, or the operator has said otherwise:
//! `sslmode=require` (also `verify-full`), or `sslmode=disable`. There is nothing between: what falls back to plain text
//! protects against nobody. `sslrootcert` names a file with the authorities to believe instead of the system's.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

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
        let wrong = |what: String| StoreError::Location(format!("the PostgreSQL connection string: {what}"));
        let (rest, said) = Said::take(text);
        let mut config: Config = rest.parse().map_err(|error: tokio_postgres::Error| {
            let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            wrong(format!("{error}{cause}"))
        })?;
        let encrypted = match said.mode.as_deref() {
            Some("disable") => false,
            // All of them verify: a certificate that nobody looked at proves nothing.
            Some("require" | "verify-ca" | "verify-full") => true,
            // Written in a way that only the driver has read (`sslmode = require`).
            None if config.get_ssl_mode() == SslMode::Require => true,
            None if is_local(&config) => false,
            None => {
                let remedy = "it leaves this machine: add sslmode=require, or sslmode=disable where the network itself is protected";
                return Err(wrong(remedy.to_owned()));
            }
            Some(other) => {
                return Err(wrong(format!("sslmode={other} would fall back to plain text: say require or disable")));
            }
        };
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        let authorities = said.authorities.clone();
        let tls = encrypted.then(|| client(said.authorities.as_deref().map(Path::new))).transpose();
        Ok(Self { config, tls: tls.map_err(wrong)?.map(MakeRustlsConnect::new), authorities })
    }

    /// One configuration for each server that is named: the driver would wait for the first to give up before it asks the second.
    pub(super) fn servers(&self) -> Vec<Config> {
        let (hosts, addresses, ports) = (self.config.get_hosts(), self.config.get_hostaddrs(), self.config.get_ports());
        let count = hosts.len().max(addresses.len());
        let fits = |length: usize| length == 0 || length == count;
        if count < 2 || !(fits(hosts.len()) && fits(addresses.len()) && (fits(ports.len()) || ports.len() == 1)) {
            // Lists of different lengths are the driver's to refuse.
            return vec![self.config.clone()];
        }
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

    /// The same in libpq's environment variables.
    pub(crate) fn libpq(&self) -> Vec<(&'static str, String)> {
        let (config, mut variables) = (&self.config, Vec::new());
        let hosts = config.get_hosts().iter().map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        });
        variables.push(("PGHOST", hosts.collect::<Vec<_>>().join(",")));
        let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
        if !ports.is_empty() {
            variables.push(("PGPORT", ports.join(",")));
        }
        let known = [("PGUSER", config.get_user()), ("PGDATABASE", config.get_dbname())];
        variables.extend(known.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))));
        if let Some(password) = config.get_password() {
            variables.push(("PGPASSWORD", String::from_utf8_lossy(password).into_owned()));
        }
        if self.tls.is_some() {
            variables.push(("PGSSLMODE", "verify-full".to_owned()));
            variables.push(("PGSSLROOTCERT", self.authorities.clone().unwrap_or_else(|| SYSTEM.to_owned())));
        } else {
            variables.push(("PGSSLMODE", "disable".to_owned()));
        }
        variables.push(("PGTARGETSESSIONATTRS", "read-write".to_owned()));
        // For each server: one that is gone without a word is not waited for until the network gives up.
        variables.push(("PGCONNECT_TIMEOUT", "5".to_owned()));
        variables
    }
}

/// What the string says of TLS that the driver does not know.
#[derive(Default)]
struct Said {
    mode: Option<String>,
    authorities: Option<String>,
}

impl Said {
    /// Takes `sslmode` and `sslrootcert` out of the string.
    fn take(text: &str) -> (String, Self) {
        let mut said = Self::default();
        let is_url = text.starts_with("postgres://") || text.starts_with("postgresql://");
        let (head, rest, between) = match text.split_once('?') {
            Some((head, query)) if is_url => (format!("{head}?"), query, '&'),
            _ if is_url => return (text.to_owned(), said),
            _ => (String::new(), text, ' '),
        };
        let mut is_quoted = false;
        let kept: Vec<&str> = rest
            .split(|char| {
                is_quoted ^= !is_url && char == '\'';
                char == between && !is_quoted
            })
            .filter(|pair| {
                let Some((name, value)) = pair.split_once('=') else { return true };
                let value = match is_url {
                    true => percent_encoding::percent_decode_str(value).decode_utf8_lossy().into_owned(),
                    false => value.trim_matches('\'').to_owned(),
                };
                match name {
                    "sslmode" => said.mode = Some(value),
                    "sslrootcert" => said.authorities = Some(value),
                    _ => return true,
                }
                false
            })
            .collect();
        (head + &kept.join(&between.to_string()), said)
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
    let wrong = |error: &dyn std::fmt::Display| format!("sslrootcert={}: {error}", file.display());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| wrong(&error))? {
        roots.add(certificate.map_err(|error| wrong(&error))?).map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"holds no certificate"));
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
        let wrong = "host=localhost,localhost,localhost port=1,2 dbname=d";
        assert_eq!(servers(wrong), Ok(vec![of(wrong).unwrap()]), "the driver refuses it");
    }

    #[test]
    fn nothing_else_is_taken_out() {
        let (rest, said) = Said::take("postgresql://u@h/d?sslmode=require&application_name=a&sslrootcert=%2Fca.pem");
        assert_eq!(rest, "postgresql://u@h/d?application_name=a");
        assert_eq!((said.mode.as_deref(), said.authorities.as_deref()), (Some("require"), Some("/ca.pem")));
        let (rest, said) = Said::take("host=h sslmode=disable password='a b' dbname=d");
        assert_eq!((rest.as_str(), said.mode.as_deref()), ("host=h password='a b' dbname=d", Some("disable")));
        let secret = "host=h password='a sslmode=disable' dbname=d";
        let (rest, said) = Said::take(secret);
        assert_eq!((rest.as_str(), said.mode), (secret, None));
    }
}
