//! Applications as the flows see them: metadata read, secrets at hand, cached.

mod access;
pub(crate) mod oidc;

use std::sync::Arc;

use ::oidc::client::Client;
use model::{
    Id, Time,
    id::{App, Org},
};
use serde::{Deserialize, Serialize};
use store::applications::{self, ApplicationRow};

use crate::{Doorward, Error, Result};

/// What is kept of an application as JSON: its protocol metadata and what is ours.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Client metadata (RFC 7591 §2).
    pub client: Client,
    /// A picture beside its name: the name of an asset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// One line that says what it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Where its tile leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub launch_url: Option<String>,
    /// Whether people are asked before it is told about them.
    #[serde(default)]
    pub asks_consent: bool,
    /// The least level of assurance that opens it.
    #[serde(default)]
    pub level: model::sign_in::Level,
}

impl Settings {
    /// What a new application begins with.
    pub(crate) fn begun() -> Self {
        Self {
            client: Client::default(),
            logo: None,
            description: String::new(),
            launch_url: None,
            asks_consent: false,
            level: model::sign_in::Level::default(),
        }
    }
}

/// An application.
#[derive(Debug)]
pub struct Application {
    /// The organisation that owns it.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<App>,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Whether it may be used.
    pub active: bool,
    /// Its metadata.
    pub settings: Settings,
    /// Hashes of its secrets, and when each ends.
    pub secrets: Vec<([u8; 32], Option<Time>)>,
}

impl Application {
    pub(crate) fn read(row: ApplicationRow, secrets: Vec<([u8; 32], Option<Time>)>) -> Result<Self> {
        Ok(Self {
            settings: store::json::read(&row.settings).map_err(|_| Error::Corrupt("an application's settings"))?,
            org: row.org,
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            active: row.state == "active",
            secrets,
        })
    }

    /// Hashes of the secrets that are good now.
    pub fn secrets_at(&self, now: Time) -> Vec<[u8; 32]> {
        self.secrets.iter().filter(|(_, ends)| ends.is_none_or(|ends| ends > now)).map(|(hash, _)| *hash).collect()
    }
}

impl Doorward {
    /// The application that calls itself this, if it may be used.
    pub async fn application(&self, client_id: &str) -> Result<Option<Arc<Application>>> {
        if let Some(application) = self.cache.application(client_id) {
            return Ok(Some(application).filter(|application| application.active));
        }
        let version = self.cache.version();
        let mut read = self.store.read().await?;
        let Some(row) = applications::by_client_id(&mut read, client_id).await? else { return Ok(None) };
        let secrets = applications::secrets(&mut read, row.org, row.id).await?;
        let application = Arc::new(Application::read(row, secrets)?);
        self.cache.keep(version, |cache| cache.application(&application));
        Ok(Some(application).filter(|application| application.active))
    }
}
