//! Userinfo (OIDC Core §5.3): what an access token may know of its user.

use oidc::userinfo::{self, BearerError, Presented};
use serde_json::{Map, Value};

use crate::{Caller, Doorward, Result, applications::oidc::access_token, refusals};

impl Doorward {
    /// Answers a request to the userinfo endpoint.
    pub async fn userinfo(
        &self,
        caller: &Caller,
        presented: &Presented<'_>,
    ) -> Result<std::result::Result<Map<String, Value>, BearerError>> {
        let refused = |client_id: Option<&str>, error: BearerError, reason: &str| {
            refusals::log(caller.request, "userinfo", client_id, reason);
            Ok(Err(error))
        };
        let token = match userinfo::bearer(presented) {
            Ok(token) => token,
            Err(error) => return refused(None, error, &error.to_string()),
        };
        let (token, grant) = match access_token::standing(self, caller, &token).await? {
            Ok((token, Some(grant))) => (token, grant),
            Ok((token, None)) => return refused(Some(&token.client_id), BearerError::Invalid, "it is no user's token"),
            Err(why) => return refused(None, BearerError::Invalid, why),
        };
        if let Err(error) = userinfo::check(&token, &self.instance.issuer) {
            return refused(Some(&token.client_id), error, "it is for another audience, or without openid");
        }
        grant.userinfo(self, &token.scope).await.map(Ok)
    }
}
