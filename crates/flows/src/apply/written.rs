//! A document as our own code writes it: the demonstration, commands that make one thing, measurements and tests. Its keys are
//! those that operators write (`docs/guide`); it is read and applied as theirs is.

use crypto::totp::Secret as TotpSecret;
use model::{Branding, Policy as WholePolicy, account::State, release::Profile, sign_in::Level};
use serde::{
    Deserialize as _, Serialize, Serializer,
    ser::{Error as _, SerializeMap as _},
};
use serde_json::{Map, Value};

use super::{NoSecrets, Node, policy_document};
use crate::Settings;

/// A document.
#[derive(Clone, Serialize)]
pub struct Document {
    version: i64,
    organisations: Vec<Organisation>,
    applications: Vec<Application>,
}

/// An organisation and its users.
#[derive(Clone, Default, Serialize)]
pub struct Organisation {
    /// The company ID.
    pub slug: String,
    /// What people call it; the slug when absent.
    pub name: Option<String>,
    /// Its policy; what the instance begins with when absent.
    pub policy: Option<Policy>,
    /// Its look; the instance's when absent.
    pub branding: Option<Branding>,
    /// All mail domains that are its own.
    pub domains: Vec<String>,
    /// Its identity providers, as operators write them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identity_providers: Vec<Value>,
    /// Its users, as far as the document speaks of them.
    pub users: Vec<User>,
}

/// A policy.
#[derive(Clone)]
pub enum Policy {
    /// A preset of this name.
    Preset(String),
    /// All of it.
    Whole(Box<WholePolicy>),
}

/// A user.
#[derive(Clone, Default, Serialize)]
pub struct User {
    /// An address to be found by; taken as verified.
    pub email: Option<String>,
    /// A name to be found by in the organisation.
    pub user_name: Option<String>,
    /// How applications know the user; the identifier when absent.
    pub subject: Option<String>,
    /// The password.
    #[serde(flatten)]
    pub password: Option<Password>,
    /// The secret of an authenticator app.
    #[serde(rename = "totp_secret", serialize_with = "base32")]
    pub totp: Option<TotpSecret>,
    /// All that is known of the person; nothing is implied.
    #[serde(rename = "claims", serialize_with = "claims")]
    pub profile: Profile,
    /// All roles.
    pub roles: Vec<String>,
    /// All groups; as they are when absent.
    pub groups: Option<Vec<String>>,
    /// Whether the organisation's notice was accepted.
    pub accepted_notice: bool,
    /// How the account is; active, or as it is stored, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// Client ids of applications of the document that are assigned to the user.
    #[serde(skip)]
    pub assigned: Vec<String>,
}

/// A password.
#[derive(Clone, Serialize)]
pub enum Password {
    /// As it is typed.
    #[serde(rename = "password")]
    Plain(String),
    /// As a hash from elsewhere.
    #[serde(rename = "password_hash")]
    Hash(String),
}

/// An application that speaks OpenID Connect. What is absent stays as it is stored.
#[derive(Clone, Default, Serialize)]
pub struct Application {
    /// Client metadata (RFC 7591 §2).
    #[serde(flatten)]
    pub metadata: Map<String, Value>,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// The slug of the organisation that owns it.
    pub organisation: String,
    /// What people call it; what the metadata says when absent.
    #[serde(rename = "client_name", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// A picture beside its name: the name of an asset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// One line that says what it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where its tile leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub launch_url: Option<String>,
    /// Whether people are asked before it is told about them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks_consent: Option<bool>,
    /// The least level of assurance that opens it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Its secret.
    #[serde(rename = "client_secret", skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// The organisations whose people may use it.
    pub subscriptions: Vec<Subscription>,
}

/// An organisation whose people may use an application.
#[derive(Clone, Serialize)]
pub struct Subscription {
    organisation: String,
    everyone: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    users: Vec<String>,
}

impl Document {
    /// What there is to be. Applications are subscribed to by the users that they are assigned to.
    pub fn new(organisations: Vec<Organisation>, mut applications: Vec<Application>) -> Self {
        for application in &mut applications {
            let Application { client_id, subscriptions, .. } = application;
            for subscription in subscriptions {
                let people = organisations.iter().filter(|one| one.slug == subscription.organisation);
                let assigned = people.flat_map(|one| &one.users).filter(|user| user.assigned.contains(client_id));
                subscription.users.extend(assigned.filter_map(User::identifier).map(str::to_owned));
            }
        }
        Self { version: super::document::VERSION, organisations, applications }
    }

    /// The document as it is applied. What no document can hold makes one with a problem.
    pub fn read(&self) -> super::Document {
        let written = serde_json::to_value(self).and_then(Node::deserialize);
        super::Document::read(&written.unwrap_or(Node::Null), &NoSecrets)
    }
}

impl User {
    /// What is typed to be found.
    fn identifier(&self) -> Option<&str> {
        self.email.as_deref().or(self.user_name.as_deref())
    }
}

impl From<&Settings> for Application {
    /// With all of these settings; a link has no client id in them.
    fn from(settings: &Settings) -> Self {
        let metadata = match settings.client().map(serde_json::to_value) {
            Some(Ok(Value::Object(metadata))) => metadata,
            _ => Map::from_iter([("protocol".to_owned(), "link".into())]),
        };
        Self {
            client_id: settings.client().map(|client| client.client_id.clone()).unwrap_or_default(),
            metadata,
            logo: settings.logo.clone(),
            description: Some(settings.description.clone()),
            launch_url: settings.launch_url.clone(),
            asks_consent: Some(settings.asks_consent),
            level: Some(settings.level),
            ..Self::default()
        }
    }
}

impl Subscription {
    /// For all people of this organisation, or only for those that the application is assigned to.
    pub fn new(organisation: impl Into<String>, everyone: bool) -> Self {
        Self { organisation: organisation.into(), everyone, users: Vec::new() }
    }
}

impl From<WholePolicy> for Policy {
    fn from(policy: WholePolicy) -> Self {
        Self::Whole(Box::new(policy))
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Preset(name) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("preset", name)?;
                map.end()
            }
            Self::Whole(policy) => policy_document(policy).serialize(serializer),
        }
    }
}

/// In base32, in one piece.
fn base32<S: Serializer>(secret: &Option<TotpSecret>, serializer: S) -> Result<S::Ok, S::Error> {
    secret.as_ref().map(|secret| secret.to_groups().replace(' ', "")).serialize(serializer)
}

/// With `updated_at` in seconds (OpenID Connect Core 1.0 §5.1).
fn claims<S: Serializer>(profile: &Profile, serializer: S) -> Result<S::Ok, S::Error> {
    let mut claims = serde_json::to_value(profile).map_err(S::Error::custom)?;
    if let Some(at) = profile.updated_at {
        claims["updated_at"] = at.seconds().into();
    }
    claims.serialize(serializer)
}
