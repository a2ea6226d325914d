//! The token endpoint (RFC 6749 §3.2): a file for each grant.
//!
//! One durable write each. What may happen once is a guard of that write; whoever loses a race is told what a second
//! attempt is told, and reuse ends everything that came of the first.

mod client_credentials;
mod code;
mod issue;
mod refresh;

use oidc::{
    post::Post,
    token::{Grant as Asked, TokenError, TokenRequest, TokenResponse},
};
use store::{Change, Outcome, grants};

use super::{Grant, client::AuthenticatedClient};
use crate::{
    Caller, Doorward, Error, Result, applications::oidc::client, applications::oidc::refused::record_refusal,
    events::EventKind,
};

/// The answer of the token endpoint.
pub type Answer = std::result::Result<TokenResponse, TokenError>;

/// A token request of an authenticated client.
struct Exchange<'a> {
    doorward: &'a Doorward,
    caller: &'a Caller,
    client: &'a AuthenticatedClient,
}

impl Doorward {
    /// Answers a request to the token endpoint.
    pub async fn token(&self, caller: &Caller, post: &Post<'_>) -> Result<Answer> {
        let answer = granted(self, caller, post).await?;
        if let Err(error) = &answer {
            record_refusal(self, caller, "token", post, error).await?;
        }
        Ok(answer)
    }
}

async fn granted(doorward: &Doorward, caller: &Caller, post: &Post<'_>) -> Result<Answer> {
    let request = match TokenRequest::parse(post) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    let client = match client::authenticated(doorward, &request.credentials, caller).await? {
        Ok(client) => client,
        Err(error) => return code::first_reason(doorward, caller, &request, error).await.map(Err),
    };
    let exchange = Exchange { doorward, caller, client: &client };
    match request.grant {
        Asked::AuthorizationCode(code) => Box::pin(exchange.code(&code)).await,
        Asked::RefreshToken(refresh) => Box::pin(exchange.refresh(&refresh)).await,
        Asked::ClientCredentials(ask) => exchange.client_credentials(&ask).await,
    }
}

impl Exchange<'_> {
    /// Ends all that came of the grant, and answers so: a code or refresh token came a second time and may have been stolen, or
    /// what it depends on holds no more.
    async fn ended(&self, grant: &Grant, why: EventKind, answer: TokenError) -> Result<Answer> {
        let mut change = Change::new();
        grants::revoke(&mut change, grant.row.org, grant.row.id, self.caller.now);
        grant.record(self.doorward, &mut change, self.caller, why);
        match self.doorward.store.write(change).await? {
            Outcome::Done => Ok(Err(answer)),
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}
