//! Applications that authenticate at our endpoints.

use std::sync::Arc;

use jose::VerifyingKeys;
use oidc::{
    ErrorCode,
    client::Client,
    token::{ClientFacts, Credentials, Spend, TokenError},
};
use store::{Change, Guard, Outcome, spent};

use crate::{Application, Caller, Doorward, Error, Protocol, Result};

/// What client assertions are spent as.
const ASSERTION: &str = "client_assertion";

/// An application that authenticated, or a public one that named itself.
pub(crate) struct AuthenticatedClient {
    pub(crate) application: Arc<Application>,
    client: Arc<Client>,
    /// What must be spent with whatever is given to it (OAU-30).
    spend: Option<Spend>,
}

/// What became of a change that an authenticated client asked for.
pub(crate) enum Written {
    Done,
    /// Its assertion was used before; nothing was written.
    AssertionSpent,
    /// Another guard refused, this one; nothing was written.
    Overtaken(Guard),
}

/// The answer to an assertion that was used before.
pub(crate) const REPLAYED: TokenError =
    TokenError::new(ErrorCode::InvalidClient, "the client assertion was used before");

impl AuthenticatedClient {
    /// Its metadata.
    pub(crate) fn metadata(&self) -> &Client {
        &self.client
    }

    /// Writes a change on its behalf, and spends its assertion with it. With neither there is nothing to write.
    pub(crate) async fn write(&self, doorward: &Doorward, rest: Change) -> Result<Written> {
        let mut change = Change::new();
        if let Some(spend) = &self.spend {
            spent::spend(&mut change, ASSERTION, &spend.key, spend.until);
        }
        change.append(rest);
        if change.is_empty() {
            return Ok(Written::Done);
        }
        match doorward.store.write(change).await? {
            Outcome::Done => Ok(Written::Done),
            Outcome::Refused(guard) if guard == spent::NOT_SPENT_BEFORE => Ok(Written::AssertionSpent),
            Outcome::Refused(guard) => Ok(Written::Overtaken(guard)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

/// Judges an application's credentials. Unknown applications and wrong credentials get one answer; too many of them from one
/// source are not judged any more, right or wrong (RLP-07).
pub(crate) async fn authenticated(
    doorward: &Doorward,
    credentials: &Credentials,
    caller: &Caller,
) -> Result<std::result::Result<AuthenticatedClient, TokenError>> {
    let (application, now) = (doorward.application(credentials.client_id()).await?, caller.now);
    let mut failure = doorward.buckets.judge_client(caller, application.as_ref().map(|application| application.id))?;
    let client = application.as_ref().and_then(|application| match &application.settings.protocol {
        Protocol::Oidc(client) => Some(client.clone()),
        Protocol::Link => None,
    });
    let keys = client.as_ref().and_then(|client| client.jwks.as_ref());
    let keys = keys.and_then(|set| VerifyingKeys::from_set(set).ok()).unwrap_or_default();
    let secret_is_good =
        |secret: &str| application.as_ref().is_some_and(|application| application.has_secret(secret, now));
    let facts = ClientFacts { keys: &keys, secret_is_good: &secret_is_good, issuer: &doorward.instance.issuer, now };
    let judged = credentials.authenticate(client.as_deref(), &facts);
    failure.counts(judged.is_err());
    Ok(match (judged, application.zip(client)) {
        (Ok(shown), Some((application, client))) => Ok(AuthenticatedClient { application, client, spend: shown.spend }),
        (Err(error), _) => Err(error),
        (Ok(_), None) => Err(TokenError::new(ErrorCode::InvalidClient, "client authentication failed")),
    })
}
