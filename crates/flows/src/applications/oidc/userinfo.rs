//! Userinfo (OIDC Core §5.3): what an access token may know of its user.

use model::{Id, id};
use oidc::{
    access_token::AccessToken,
    userinfo::{self, BearerError, Presented},
};
use serde_json::{Map, Value};

use super::Grant;
use crate::{Caller, Doorward, Result};

/// What access tokens without a grant are called back as, by a hash of their `jti`.
pub(super) const CALLED_BACK: &str = "access_token";

impl Doorward {
    /// Answers a request to the userinfo endpoint.
    pub async fn userinfo(
        &self,
        caller: &Caller,
        presented: &Presented<'_>,
    ) -> Result<std::result::Result<Map<String, Value>, BearerError>> {
        let token = match userinfo::bearer(presented) {
            Ok(token) => token,
            Err(error) => return Ok(Err(error)),
        };
        let Some((token, Some(grant))) = self.standing(caller, &token).await? else {
            return Ok(Err(BearerError::Invalid));
        };
        if let Err(error) = userinfo::check(&token, &self.instance.issuer) {
            return Ok(Err(error));
        }
        grant.userinfo(&token.scope).map(Ok)
    }

    /// An access token of ours that is good now, and its grant. None for one that is not, was called back, or whose
    /// grant, session, user or application no longer stands.
    pub(super) async fn standing(&self, caller: &Caller, token: &str) -> Result<Option<(AccessToken, Option<Grant>)>> {
        let keys = self.keys(caller.now).await?;
        let read = AccessToken::read(token, &self.instance.issuer, keys.keyring.verifying(), caller.now);
        let Ok(token) = read else { return Ok(None) };
        let mut read = self.store.read().await?;
        let Some(id) = &token.grant_id else {
            let hash = crypto::token::hash_secret(&token.jti);
            let called_back = store::spent::is_spent(&mut read, CALLED_BACK, hash.as_bytes()).await?;
            return Ok((!called_back).then_some((token, None)));
        };
        let Ok(id) = id.parse::<Id<id::Grant>>() else { return Ok(None) };
        let grant = Grant::by_id(self, &mut read, id, caller).await?.filter(|grant| grant.stands);
        Ok(grant.map(|grant| (token, Some(grant))))
    }
}
