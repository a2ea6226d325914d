//! `doorward.toml`: what a node must know before it can ask the database. All else is data.
//!
//! Every key is documented in the file that `doorward init` writes. A key that nobody knows is refused, and so is one
//! that can't mean anything; the message names the key and the remedy. Secrets stand in files of their own, or in the
//! environment, so that the configuration holds none.

mod egress;
mod environment;
mod file;
mod mail;
mod secret;
mod sms;
mod template;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use crypto::{
    breached::Breached,
    password::{Cost, Places},
    seal::SealingKey,
};
use flows::Instance;
use model::{Branding, Network, Policy};
use oidc::Issuer;
use store::Location;
use web::chassis::{
    Site,
    address::{ForwardingHeader, TrustedProxies},
};

use crate::Trouble;
pub use file::{
    Configuration, Database, Egress, Events, Header, Limits, Log, LogFormat, LogLevel, Mail, MailSecurity, Metrics,
    Passwords, Rate, Secrets, Server, Sms, SmsGateway, SmsReceipt, SmsSuccess, StrictTransportSecurity, Tls, Traces,
};
pub use secret::{Secret, write_private};
pub use template::{Template, template};

impl Configuration {
    /// The file that is read when none is named.
    pub const USUAL: &str = "doorward.toml";

    /// Reads the file, then what the environment says otherwise (`DOORWARD__SERVER__LISTEN`).
    ///
    /// # Errors
    /// [`Trouble::Configuration`], with the key and the remedy.
    pub fn read(file: &Path) -> Result<Self, Trouble> {
        let text = match std::fs::read_to_string(file) {
            Ok(text) => text,
            // Everything may come from the environment, as it does in a container. A file that was named has to be there.
            Err(error)
                if error.kind() == std::io::ErrorKind::NotFound
                    && file == Path::new(Self::USUAL)
                    && environment::is_used() =>
            {
                String::new()
            }
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
        let wrong = |source: &str, message: &str| Trouble::Configuration(format!("{source}: {}", message.trim_end()));
        // Parsed alone first, so that an error in the file is reported with its line.
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
        self.check_listeners()?;
        if let Some(mail) = &self.mail
            && mail.security == MailSecurity::None
            && !is_loopback(&mail.host)
        {
            let remedy = "use \"starttls\" or \"tls\"; \"none\" is for a mail server on this very machine";
            return Err(Trouble::key("mail.security", "would send passwords and mail in the clear", remedy));
        }
        self.traces.as_ref().map_or(Ok(()), Traces::check)
    }

    fn check_listeners(&self) -> Result<(), Trouble> {
        let listen = &self.server.listen;
        if listen.is_empty() {
            return Err(Trouble::key("server.listen", "is empty", "name an address, as \"127.0.0.1:8080\""));
        }
        let all: Vec<_> = listen.iter().chain(self.metrics.as_ref().map(|metrics| &metrics.listen)).collect();
        let twice =
            all.iter().enumerate().find(|(index, address)| address.port() != 0 && all[..*index].contains(address));
        match twice {
            Some((index, address)) => {
                let key = if index < listen.len() { "server.listen" } else { "metrics.listen" };
                Err(Trouble::key(key, &format!("names {address} a second time"), "choose another port"))
            }
            None => Ok(()),
        }
    }

    /// Who this installation is.
    ///
    /// # Errors
    /// When the issuer is none.
    pub fn instance(&self) -> Result<Instance, Trouble> {
        let issuer = Issuer::parse(&self.issuer).map_err(|bad| Trouble::key("issuer", &bad.to_string(), ISSUER))?;
        let branding = Branding { accent: "#2f4a5e".parse().unwrap_or_default(), ..Branding::default() };
        let (mail, breached) = (self.sender()?, self.breached()?.map(Arc::new));
        let egress = self.egress()?;
        let text_messages = self.text_messages(&egress)?;
        Ok(Instance {
            issuer,
            name: self.name.clone(),
            branding,
            policy: Policy::default(),
            breached,
            passkey_models: self.passkey_models()?.map(Arc::new),
            mail,
            text_messages,
            egress,
            external: passthrough::Rules { password_in_url: self.egress.password_in_url },
        })
    }

    /// Passwords that are known from breaches, where a list of them is named.
    ///
    /// # Errors
    /// When it can't be read, or is none.
    fn breached(&self) -> Result<Option<Breached>, Trouble> {
        let Some(file) = &self.passwords.breached else { return Ok(None) };
        let path = self.path(file);
        let remedy = "make one with `doorward passwords filter`, and let the server read it";
        let opened = Breached::open(&path);
        opened.map(Some).map_err(|bad| {
            Trouble::key("passwords.breached", &format!("names {}, which can't be used: {bad}", path.display()), remedy)
        })
    }

    /// The models of passkeys that are known, where a list of them is named.
    ///
    /// # Errors
    /// When it can't be read, or is none.
    pub fn passkey_models(&self) -> Result<Option<webauthn::Models>, Trouble> {
        let Some(file) = &self.passkeys.models else { return Ok(None) };
        let path = self.path(file);
        let remedy = "make one with `doorward passkeys models`, and let the server read it";
        let wrong = |bad: &dyn std::fmt::Display| {
            Trouble::key("passkeys.models", &format!("names {}, which can't be used: {bad}", path.display()), remedy)
        };
        let json = std::fs::read(&path).map_err(|bad| wrong(&bad))?;
        webauthn::Models::parse(&json).map(Some).map_err(|bad| wrong(&bad))
    }

    /// The addresses we answer for.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn site(&self) -> Result<Site, Trouble> {
        let aliases: Vec<&str> = self.aliases.iter().map(String::as_str).collect();
        Site::new(&self.issuer, &[]).map_err(|bad| Trouble::key("issuer", &format!("is wrong: {bad}"), ISSUER))?;
        let site = Site::new(&self.issuer, &aliases)
            .map_err(|bad| Trouble::key("aliases", &format!("is wrong: {bad}"), ISSUER))?;
        let StrictTransportSecurity { days, subdomains } = self.server.strict_transport_security;
        Ok(site.with_transport_security(days, subdomains))
    }

    /// What one source may ask for, and how long events are kept.
    pub fn limits(&self) -> flows::Limits {
        let rate = |rate: Rate| flows::Rate { burst: rate.at_once.get(), per_minute: rate.per_minute };
        flows::Limits {
            wrong_guesses: Some(rate(self.limits.wrong_guesses)),
            unfinished_sign_ins: Some(rate(self.limits.unfinished_sign_ins)),
            failed_clients: Some(rate(self.limits.failed_clients)),
            events_kept: self.events.kept(),
            ..crate::node::LIMITS
        }
    }

    /// Where the database is.
    ///
    /// # Errors
    /// When it is not said, said twice, or in a file that can't be read, or when it can't be a database's address.
    pub fn location(&self) -> Result<Location, Trouble> {
        let url = self.secret("database.url", self.database.url.as_ref(), self.database.url_file.as_deref())?;
        Ok(match url.expose().strip_prefix("sqlite:") {
            Some(path) => Location::Sqlite(self.path(Path::new(path))),
            None => Location::postgres(url.expose(), &self.directory)?,
        })
    }

    /// The key that seals, and those that did before.
    ///
    /// # Errors
    /// When a file can't be read or holds no key.
    pub fn sealing_keys(&self) -> Result<(SealingKey, Vec<SealingKey>), Trouble> {
        let Secrets { sealing_key, sealing_key_file, previous_sealing_key_files } = &self.secrets;
        let current = self.secret("secrets.sealing_key", sealing_key.as_ref(), sealing_key_file.as_deref())?;
        let previous = previous_sealing_key_files.iter().map(|file| {
            let text = Secret::read(&self.path(file), "secrets.previous_sealing_key_files")?;
            sealing_key_of(&text, "secrets.previous_sealing_key_files")
        });
        Ok((sealing_key_of(&current, "secrets.sealing_key")?, previous.collect::<Result<_, _>>()?))
    }

    /// What new password hashes cost, and how many are made at once.
    ///
    /// # Errors
    /// When it is out of bounds.
    pub fn cost(&self) -> Result<(Cost, Places), Trouble> {
        let Passwords { memory, passes, at_once, .. } = self.passwords;
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

impl Traces {
    fn check(&self) -> Result<(), Trouble> {
        if !cfg!(feature = "otlp") {
            let remedy = "build with `--features otlp`, or take it out";
            return Err(Trouble::key("traces", "is for a Doorward that was built to send them", remedy));
        }
        if self.percent > 100 {
            return Err(Trouble::key("traces.percent", "is more than 100", "say how many of a hundred requests"));
        }
        if !self.endpoint.starts_with("http://") {
            let remedy = "name a collector on this machine or in its network, as \"http://127.0.0.1:4318\"; it can speak TLS onwards";
            return Err(Trouble::key("traces.endpoint", "is no http address", remedy));
        }
        Ok(())
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
