//! Revocation (RFC 7009): an application gives a token back, and what descends from the same grant ends with it.

use crypto::token::Token;
use oidc::{
    post::Post,
    revocation::{self, RevocationRequest},
    token::TokenError,
};
use store::{Change, grants, spent};

use super::{
    Grant,
    access_token::CALLED_BACK,
    client::{REPLAYED, Written},
};
use crate::{
    Caller, Doorward, Error, Result, applications::oidc::access_token, applications::oidc::client,
    applications::oidc::refused::record_refusal, events::EventKind,
};

impl Doorward {
    /// Answers a request to the revocation endpoint. What is unknown is as good as revoked.
    pub async fn revoke(&self, caller: &Caller, post: &Post<'_>) -> Result<std::result::Result<(), TokenError>> {
        let answer = revoked(self, caller, post).await?;
        if let Err(error) = &answer {
            record_refusal(self, caller, "revocation", post, error).await?;
        }
        Ok(answer)
    }
}

async fn revoked(doorward: &Doorward, caller: &Caller, post: &Post<'_>) -> Result<std::result::Result<(), TokenError>> {
    let request = match RevocationRequest::parse(post) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    let client = match client::authenticated(doorward, &request.credentials, caller).await? {
        Ok(client) => client,
        Err(error) => return Ok(Err(error)),
    };
    let change = match revoking(doorward, caller, &client.application.client_id, &request.token).await? {
        Ok(change) => change,
        Err(error) => return Ok(Err(error)),
    };
    match client.write(doorward, change).await? {
        Written::Done => Ok(Ok(())),
        Written::AssertionSpent => Ok(Err(REPLAYED)),
        Written::Overtaken(guard) => Err(Error::Guard(guard.0)),
    }
}

/// What ends the token, if `asking` may; nothing for a token that nobody knows.
async fn revoking(
    doorward: &Doorward,
    caller: &Caller,
    asking: &str,
    token: &str,
) -> Result<std::result::Result<Change, TokenError>> {
    let mut change = Change::new();
    let grant = match access_token::standing(doorward, caller, token).await? {
        Ok((token, None)) => {
            if let Err(error) = revocation::check(asking, &token.client_id) {
                return Ok(Err(error));
            }
            let hash = crypto::token::hash_secret(&token.jti);
            spent::call_back(&mut change, CALLED_BACK, hash.as_bytes(), token.expires_at());
            return Ok(Ok(change));
        }
        Ok((_, Some(grant))) => Some(grant),
        Err(_) => grant_of_refresh_token(doorward, caller, token).await?,
    };
    let Some(grant) = grant else { return Ok(Ok(change)) };
    if let Err(error) = revocation::check(asking, grant.client_id()) {
        return Ok(Err(error));
    }
    grants::revoke(&mut change, grant.row.org, grant.row.id, caller.now);
    grant.record(doorward, &mut change, caller, EventKind::TokenRevoked);
    Ok(Ok(change))
}

async fn grant_of_refresh_token(doorward: &Doorward, caller: &Caller, token: &str) -> Result<Option<Grant>> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let found = Grant::by_refresh_token(doorward, token.hash().as_bytes(), caller).await?;
    Ok(found.map(|(_, grant)| grant))
}
