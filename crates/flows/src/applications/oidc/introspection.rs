//! Introspection (RFC 7662): whether a token is good, for the applications that it concerns.

use crypto::token::Token;
use oidc::{
    ErrorCode, Scopes,
    client::ClientAuthMethod,
    introspection::{Introspection, IntrospectionRequest, RefreshToken},
    post::Post,
    token::TokenError,
};
use store::{Change, grants::RefreshTokenRow};

use super::{
    Grant,
    client::{REPLAYED, Written},
};
use crate::{
    Caller, Doorward, Error, Result, applications::oidc::access_token, applications::oidc::client,
    applications::oidc::refused::record_refusal, refusals,
};

impl Doorward {
    /// Answers a request to the introspection endpoint.
    pub async fn introspect(
        &self,
        caller: &Caller,
        post: &Post<'_>,
    ) -> Result<std::result::Result<Introspection, TokenError>> {
        let answer = introspected(self, caller, post).await?;
        if let Err(error) = &answer {
            record_refusal(self, caller, "introspection", post, error).await?;
        }
        Ok(answer)
    }
}

async fn introspected(
    doorward: &Doorward,
    caller: &Caller,
    post: &Post<'_>,
) -> Result<std::result::Result<Introspection, TokenError>> {
    let request = match IntrospectionRequest::parse(post) {
        Ok(request) => request,
        Err(error) => return Ok(Err(error)),
    };
    let client = match client::authenticated(doorward, &request.credentials, caller).await? {
        Ok(client) => client,
        Err(error) => return Ok(Err(error)),
    };
    if request.credentials.method() == ClientAuthMethod::None {
        return Ok(Err(TokenError::new(ErrorCode::InvalidClient, "the client must authenticate")));
    }
    match client.write(doorward, Change::new()).await? {
        Written::Done => {}
        Written::AssertionSpent => return Ok(Err(REPLAYED)),
        Written::Overtaken(guard) => return Err(Error::Guard(guard.0)),
    }
    let asking = &client.application.client_id;
    let why = match access_token::standing(doorward, caller, &request.token).await? {
        Ok((token, _)) => return Ok(Ok(Introspection::access_token(asking, &token))),
        Err(why) => why,
    };
    let answer = introspect_refresh_token(doorward, caller, asking, &request.token).await?;
    if !answer.is_active() {
        refusals::log(caller.request, "introspection", Some(asking), why);
    }
    Ok(Ok(answer))
}

async fn introspect_refresh_token(
    doorward: &Doorward,
    caller: &Caller,
    asking: &str,
    token: &str,
) -> Result<Introspection> {
    let Some(token) = Token::parse(token) else { return Ok(Introspection::inactive()) };
    let found = Grant::by_refresh_token(doorward, token.hash().as_bytes(), caller).await?;
    let good = |row: &RefreshTokenRow, grant: &Grant| {
        grant.is_active() && row.used_at.is_none() && row.expires_at > caller.now
    };
    let Some((row, grant)) = found.filter(|(row, grant)| good(row, grant)) else {
        return Ok(Introspection::inactive());
    };
    let scope = Scopes::parse(&row.scopes).map_err(|_| Error::Corrupt("a refresh token's scope"))?;
    let known = RefreshToken {
        client_id: grant.client_id(),
        subject: &grant.row.subject,
        scope: &scope,
        issued_at: row.created_at,
        expires_at: row.expires_at,
    };
    Ok(Introspection::refresh_token(asking, &known, &doorward.instance.issuer))
}
