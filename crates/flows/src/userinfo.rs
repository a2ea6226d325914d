//! Userinfo: what an access token may know of its user.

use model::{Id, id::Grant};
use oidc::{
    access_token::AccessToken,
    userinfo::{self, BearerError, Presented},
};
use serde_json::{Map, Value};
use store::grants::{self, GrantRow};

use crate::{
    Caller, Doorward, Result,
    token::{granted, known_claims},
};

impl Doorward {
    /// Answers a request to the userinfo endpoint (OIDC Core §5.3).
    pub async fn userinfo(
        &self,
        caller: &Caller,
        presented: &Presented<'_>,
    ) -> Result<std::result::Result<Map<String, Value>, BearerError>> {
        let token = match userinfo::bearer(presented) {
            Ok(token) => token,
            Err(error) => return Ok(Err(error)),
        };
        let Some((token, Some(row))) = self.standing(caller, &token).await? else {
            return Ok(Err(BearerError::Invalid));
        };
        if let Err(error) = userinfo::check(&token, &self.instance.issuer) {
            return Ok(Err(error));
        }
        let asked = granted(&row)?.request.claims;
        Ok(Ok(userinfo::claims(&row.subject, &token.scope, &asked, &known_claims(&row.profile)?)))
    }

    /// An access token of ours that is good now, and its grant. None for one that is not, was called back, or whose
    /// grant, session or user no longer stands.
    pub(crate) async fn standing(
        &self,
        caller: &Caller,
        token: &str,
    ) -> Result<Option<(AccessToken, Option<GrantRow>)>> {
        let keys = self.keys(caller.now).await?;
        let read = AccessToken::read(token, &self.instance.issuer, keys.keyring.verifying(), caller.now);
        let Ok(token) = read else { return Ok(None) };
        let mut read = self.store.read().await?;
        match &token.grant_id {
            None => {
                let hash = crypto::token::hash_secret(&token.jti);
                let called_back = store::spent::is_spent(&mut read, crate::introspection::CALLED_BACK, hash.as_bytes());
                Ok((!called_back.await?).then_some((token, None)))
            }
            Some(id) => {
                let Ok(id) = id.parse::<Id<Grant>>() else { return Ok(None) };
                let row = grants::by_id(&mut read, id, caller.now).await?;
                let Some(row) = row.filter(|row| row.stands) else { return Ok(None) };
                let stands = self.application(&token.client_id).await?.is_some() && self.still_opens(&row).await?;
                Ok(stands.then_some((token, Some(row))))
            }
        }
    }
}
