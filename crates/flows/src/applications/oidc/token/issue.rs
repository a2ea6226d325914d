//! Access tokens and ID tokens of a grant.

use jose::SigningKey;
use model::Span;
use oidc::{Scopes, access_token::AccessToken, token::TokenResponse};

use super::{
    super::{Grant, id_token::Beside},
    Exchange,
};
use crate::{Error, Result};

/// How long an access token is good.
pub(super) const LIFE: Span = Span::minutes(10);

impl Exchange<'_> {
    /// Access token and, where one was asked for, ID token.
    pub(super) async fn issue(&self, grant: &Grant, scope: Scopes) -> Result<TokenResponse> {
        let now = self.caller.now;
        let keys = self.doorward.keys(now).await?;
        let key = signing_key(&keys.keyring, self.client.metadata().id_token_signed_response_alg)?;
        let access_token = self.access_token(grant, &scope).sign(key);
        let access_token = access_token.map_err(|_| Error::Corrupt("a token to be signed"))?;
        let beside = Beside { access_token: Some(&access_token), code: None };
        let id_token = match scope.contains("openid") {
            true => Some(grant.id_token(&self.doorward.instance.issuer, key, beside, now)?),
            false => None,
        };
        Ok(TokenResponse { id_token, ..TokenResponse::bearer(access_token, LIFE, scope) })
    }

    fn access_token(&self, grant: &Grant, scope: &Scopes) -> AccessToken {
        let id = self.doorward.id::<model::id::Grant>(self.caller.now).to_string();
        let (issuer, given) = (&self.doorward.instance.issuer, &grant.request);
        AccessToken {
            scope: scope.clone(),
            grant_id: Some(grant.row.id.to_string()),
            auth_time: Some(given.auth_time.seconds()),
            acr: Some(given.acr.clone()),
            amr: given.amr.clone(),
            ..AccessToken::new(issuer, grant.client_id(), &grant.row.subject, id, self.caller.now, LIFE)
        }
    }
}

pub(super) fn signing_key(keyring: &jose::Keyring, algorithm: jose::Algorithm) -> Result<&SigningKey> {
    keyring.signing(algorithm).ok_or(Error::Corrupt("an application that wants an algorithm without a key"))
}
