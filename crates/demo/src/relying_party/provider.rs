//! What the application knows of Doorward: the issuer URL it was given, and what that URL says of itself.
//!
//! Discovery (OpenID Connect Discovery 1.0 §4) is fetched at first use; the keys are fetched again when a token names a
//! key that is not there, at most once a while, so that a forged `kid` is no way to make us hammer Doorward.

use std::sync::Arc;

use jose::VerifyingKeys;
use model::{Span, Time};
use serde::Deserialize;
use tokio::sync::Mutex;

use super::{
    http::{Fault, Http},
    keys,
};

/// The pause between two fetches that an unknown `kid` causes.
const KEYS_PAUSE: Span = Span::seconds(10);

/// The part of the discovery document that the application uses.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) userinfo_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) end_session_endpoint: Option<String>,
    pub(crate) introspection_endpoint: String,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// Why Doorward's description of itself was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unknown {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The document names another issuer (Discovery §4.3: it must be the one that was asked).
    #[error(
        "The discovery document of {asked} says that its issuer is {answered}. They must be the same, letter by letter."
    )]
    Issuer { asked: String, answered: String },
    #[error("The keys at {0} can't be read: they are not a JSON Web Key Set.")]
    Keys(String),
}

/// Doorward, as one application sees it.
#[derive(Debug)]
pub(crate) struct Provider {
    issuer: String,
    http: Http,
    metadata: Mutex<Option<Arc<Metadata>>>,
    keys: Mutex<Option<Fetched>>,
}

#[derive(Debug, Clone)]
struct Fetched {
    keys: Arc<VerifyingKeys>,
    at: Time,
}

impl Provider {
    pub(crate) fn new(issuer: String, http: Http) -> Self {
        Self { issuer, http, metadata: Mutex::default(), keys: Mutex::default() }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The discovery document, fetched once.
    pub(crate) async fn metadata(&self) -> Result<Arc<Metadata>, Unknown> {
        let mut held = self.metadata.lock().await;
        if let Some(metadata) = &*held {
            return Ok(metadata.clone());
        }
        let url = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let answer = self.http.get(&url, None).await?;
        let metadata: Metadata = answer.ok_json("a discovery document")?;
        if metadata.issuer != self.issuer {
            return Err(Unknown::Issuer { asked: self.issuer.clone(), answered: metadata.issuer });
        }
        Ok(held.insert(Arc::new(metadata)).clone())
    }

    /// The keys, which have `kid` when Doorward publishes it: an unknown one makes us look again.
    pub(crate) async fn keys(&self, kid: Option<&str>, now: Time) -> Result<Arc<VerifyingKeys>, Unknown> {
        let url = self.metadata().await?.jwks_uri.clone();
        let mut held = self.keys.lock().await;
        if let Some(fetched) = &*held
            && (kid.is_none_or(|kid| fetched.keys.knows(kid)) || now.since(fetched.at) < KEYS_PAUSE)
        {
            return Ok(fetched.keys.clone());
        }
        let document = self.http.get(&url, None).await?.ok_json("a JSON Web Key Set")?;
        let keys = Arc::new(keys::read(&document).ok_or(Unknown::Keys(url))?);
        *held = Some(Fetched { keys: keys.clone(), at: now });
        Ok(keys)
    }
}
