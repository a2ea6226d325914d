//! Introspection and revocation of tokens, by the applications that hold them.

use crypto::token::Token;
use oidc::{
    Scopes,
    client::ClientAuthMethod,
    introspection::{Introspection, IntrospectionRequest, RefreshToken},
    post::Post,
    revocation::{self, RevocationRequest},
    token::TokenError,
};
use store::{Change, Outcome, grants, spent};

use crate::{Caller, Doorward, Error, Result, client::spend, events::Concerning, token::granted};

/// What access tokens without a grant are called back as, by a hash of their `jti`.
pub(crate) const CALLED_BACK: &str = "access_token";

impl Doorward {
    /// Answers a request to the introspection endpoint (RFC 7662).
    pub async fn introspect(
        &self,
        caller: &Caller,
        post: &Post<'_>,
    ) -> Result<std::result::Result<Introspection, TokenError>> {
        let request = match IntrospectionRequest::parse(post) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        let shown = match self.shown(&request.credentials, caller.now).await? {
            Ok(shown) => shown,
            Err(error) => return Ok(Err(error)),
        };
        if request.credentials.method() == ClientAuthMethod::None {
            return Ok(Err(TokenError::new(oidc::ErrorCode::InvalidClient, "the client must authenticate")));
        }
        if let Err(error) = self.spend_alone(shown.spend).await? {
            return Ok(Err(error));
        }
        let asking = &shown.application.client_id;
        if let Some((token, _)) = self.standing(caller, &request.token).await? {
            return Ok(Ok(Introspection::access_token(asking, &token)));
        }
        self.introspect_refresh_token(caller, asking, &request.token).await.map(Ok)
    }

    async fn introspect_refresh_token(&self, caller: &Caller, asking: &str, token: &str) -> Result<Introspection> {
        let Some(token) = Token::parse(token) else { return Ok(Introspection::inactive()) };
        let mut read = self.store.read().await?;
        let row = grants::refresh_token(&mut read, token.hash().as_bytes()).await?;
        let Some(row) = row.filter(|row| row.used_at.is_none() && row.expires_at > caller.now) else {
            return Ok(Introspection::inactive());
        };
        let grant = grants::by_id(&mut read, row.grant, caller.now).await?.filter(|grant| grant.stands);
        let Some(grant) = grant else { return Ok(Introspection::inactive()) };
        let scope = Scopes::parse(&row.scopes).map_err(|_| Error::Corrupt("a refresh token's scope"))?;
        let known = RefreshToken {
            client_id: &granted(&grant)?.request.client_id,
            subject: &grant.subject,
            scope: &scope,
            issued_at: row.created_at,
            expires_at: row.expires_at,
        };
        Ok(Introspection::refresh_token(asking, &known, &self.instance.issuer))
    }

    /// Answers a request to the revocation endpoint (RFC 7009). What is unknown is as good as revoked.
    pub async fn revoke(&self, caller: &Caller, post: &Post<'_>) -> Result<std::result::Result<(), TokenError>> {
        let request = match RevocationRequest::parse(post) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        let shown = match self.shown(&request.credentials, caller.now).await? {
            Ok(shown) => shown,
            Err(error) => return Ok(Err(error)),
        };
        let asking = &shown.application.client_id;
        let mut change = Change::new();
        spend(&mut change, shown.spend);
        if let Some((token, row)) = self.standing(caller, &request.token).await? {
            if let Err(error) = revocation::check(asking, &token.client_id) {
                return Ok(Err(error));
            }
            match row {
                Some(row) => grants::revoke(&mut change, row.org, row.id, caller.now),
                None => {
                    let hash = crypto::token::hash_secret(&token.jti);
                    spent::call_back(&mut change, CALLED_BACK, hash.as_bytes(), token.expires_at());
                }
            }
        } else if let Some(token) = Token::parse(&request.token) {
            let mut read = self.store.read().await?;
            let row = grants::refresh_token(&mut read, token.hash().as_bytes()).await?;
            let grant = match &row {
                Some(row) => grants::by_id(&mut read, row.grant, caller.now).await?,
                None => None,
            };
            drop(read);
            if let Some(grant) = grant {
                if let Err(error) = revocation::check(asking, &granted(&grant)?.request.client_id) {
                    return Ok(Err(error));
                }
                grants::revoke(&mut change, grant.org, grant.id, caller.now);
                let concerning = Concerning { org: Some(grant.org), user: Some(grant.user), app: Some(grant.app) };
                self.tell(&mut change, caller, "token.revoked", concerning, &serde_json::json!({ "grant": grant.id }));
            }
        }
        if change.is_empty() {
            return Ok(Ok(()));
        }
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(())),
            Outcome::Refused(_) => Ok(Err(assertion_spent())),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// Spends an assertion that allows nothing to be written besides.
    async fn spend_alone(&self, assertion: Option<oidc::token::Spend>) -> Result<std::result::Result<(), TokenError>> {
        let mut change = Change::new();
        spend(&mut change, assertion);
        if change.is_empty() {
            return Ok(Ok(()));
        }
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(())),
            Outcome::Refused(_) => Ok(Err(assertion_spent())),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

fn assertion_spent() -> TokenError {
    TokenError::new(oidc::ErrorCode::InvalidClient, "the client assertion was used before")
}
