//! Applications that show who they are at our endpoints.

use std::sync::Arc;

use crypto::token::{TokenHash, hash_secret};
use jose::VerifyingKeys;
use model::Time;
use oidc::token::{ClientFacts, Credentials, Spend, TokenError};
use store::{Change, spent};

use crate::{Application, Doorward, Result};

/// What client assertions are spent as.
const ASSERTION: &str = "client_assertion";

/// An application that has shown who it is.
pub(crate) struct Shown {
    pub(crate) application: Arc<Application>,
    /// What must be spent with whatever is given to it (OAU-30).
    pub(crate) spend: Option<Spend>,
}

impl Doorward {
    /// Judges an application's credentials. Unknown applications and wrong credentials get one answer.
    pub(crate) async fn shown(
        &self,
        credentials: &Credentials,
        now: Time,
    ) -> Result<std::result::Result<Shown, TokenError>> {
        let application = self.application(credentials.client_id()).await?;
        let client = application.as_ref().map(|application| &application.settings.client);
        let keys = client.and_then(|client| client.jwks.as_ref());
        let keys = keys.and_then(|set| VerifyingKeys::from_set(set).ok()).unwrap_or_default();
        let secrets = application.as_ref().map(|application| application.secrets_at(now)).unwrap_or_default();
        let secret_is_good = |secret: &str| {
            let hash = hash_secret(secret);
            // Every one is compared, so that the time says nothing of which.
            secrets.iter().fold(false, |good, known| (TokenHash::from_bytes(*known) == hash) | good)
        };
        let facts = ClientFacts { keys: &keys, secret_is_good: &secret_is_good, issuer: &self.instance.issuer, now };
        Ok(match (credentials.authenticate(client, &facts), application) {
            (Ok(shown), Some(application)) => Ok(Shown { application, spend: shown.spend }),
            (Err(error), _) => Err(error),
            (Ok(_), None) => Err(TokenError::new(oidc::ErrorCode::InvalidClient, "client authentication failed")),
        })
    }
}

/// Spends an assertion with the change that it allowed.
pub(crate) fn spend(change: &mut Change, spend: Option<Spend>) {
    if let Some(spend) = spend {
        spent::spend(change, ASSERTION, &spend.key, spend.until);
    }
}

/// The guard that refuses when an assertion comes a second time.
pub(crate) const ASSERTION_SPENT: &str = "not spent before";
