//! What is kept of an application as JSON: how it is spoken to, and what is ours.

use std::sync::Arc;

use model::sign_in::Level;
use oidc::client::Client;
use serde::{Deserialize, Serialize};

/// How an application is spoken to.
#[derive(Debug, Clone, PartialEq)]
pub enum Protocol {
    /// OpenID Connect and OAuth 2, with this client metadata (RFC 7591 §2).
    Oidc(Arc<Client>),
    /// Not at all: its tile leads somewhere, and nobody there is told who comes.
    Link,
}

/// The settings of an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub struct Settings {
    /// How it is spoken to.
    pub protocol: Protocol,
    /// A picture beside its name: the name of an asset.
    pub logo: Option<String>,
    /// One line that says what it is for.
    pub description: String,
    /// Where its tile leads.
    pub launch_url: Option<String>,
    /// Whether people are asked before it is told about them.
    pub asks_consent: bool,
    /// The least level of assurance that opens it.
    pub level: Level,
}

impl Settings {
    /// What a new application begins with.
    pub fn begun(protocol: Protocol) -> Self {
        let (logo, description, launch_url) = (None, String::new(), None);
        Self { protocol, logo, description, launch_url, asks_consent: false, level: Level::default() }
    }

    /// What a new client begins with.
    pub fn of_client(client: Client) -> Self {
        Self::begun(Protocol::Oidc(Arc::new(client)))
    }

    /// Where people begin it: its tile's address, or the one at which it begins a sign-in (OIDC Core §4).
    pub fn begins_at(&self) -> Option<&str> {
        let own = self.launch_url.as_deref();
        own.or_else(|| self.client()?.initiate_login_uri.as_deref())
    }

    /// Its client metadata, where it speaks OpenID Connect.
    pub fn client(&self) -> Option<&Client> {
        match &self.protocol {
            Protocol::Oidc(client) => Some(client),
            Protocol::Link => None,
        }
    }

    /// The same, to be changed.
    pub fn client_mut(&mut self) -> Option<&mut Client> {
        match &mut self.protocol {
            Protocol::Oidc(client) => Some(Arc::make_mut(client)),
            Protocol::Link => None,
        }
    }
}

/// The names of the protocols, as documents and the database write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Name {
    #[default]
    Oidc,
    Link,
}

/// Settings as they are written: what belongs to a protocol beside its name.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    #[serde(default)]
    protocol: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client: Option<Client>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    launch_url: Option<String>,
    #[serde(default)]
    asks_consent: bool,
    #[serde(default)]
    level: Level,
}

impl From<Settings> for Stored {
    fn from(settings: Settings) -> Self {
        let (protocol, client) = match settings.protocol {
            Protocol::Oidc(client) => (Name::Oidc, Some(Arc::unwrap_or_clone(client))),
            Protocol::Link => (Name::Link, None),
        };
        let Settings { logo, description, launch_url, asks_consent, level, .. } = settings;
        Self { protocol, client, logo, description, launch_url, asks_consent, level }
    }
}

impl TryFrom<Stored> for Settings {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<Self, Self::Error> {
        let protocol = match (stored.protocol, stored.client) {
            (Name::Oidc, Some(client)) => Protocol::Oidc(Arc::new(client)),
            (Name::Link, None) => Protocol::Link,
            (Name::Oidc, None) => return Err("an application of the protocol oidc has client metadata"),
            (Name::Link, Some(_)) => return Err("a link has no client metadata"),
        };
        let Stored { logo, description, launch_url, asks_consent, level, .. } = stored;
        Ok(Self { protocol, logo, description, launch_url, asks_consent, level })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let link = Settings { launch_url: Some("https://canteen.example".into()), ..Settings::begun(Protocol::Link) };
        let client = Client { client_id: "wiki".into(), ..Client::default() };
        for settings in [link, Settings::of_client(client)] {
            let written = serde_json::to_value(&settings).unwrap();
            let read: Settings = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), written);
        }
    }

    #[test]
    fn a_protocol_and_what_belongs_to_it() {
        let read = |json| serde_json::from_value::<Settings>(json);
        assert!(
            read(json!({"client": {"client_id": "wiki"}})).unwrap().client().is_some(),
            "oidc unless it says otherwise"
        );
        for wrong in [json!({}), json!({"protocol": "link", "client": {}}), json!({"protocol": "saml", "client": {}})] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
