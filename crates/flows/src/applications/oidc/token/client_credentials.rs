//! Applications get tokens for themselves (RFC 6749 §4.4).

use oidc::{
    access_token::AccessToken,
    token::{
        TokenResponse,
        client_credentials::{self, Ask},
    },
};
use store::Change;

use super::{
    super::client::{REPLAYED, Written},
    Answer, Exchange,
    issue::{LIFE, signing_key},
};
use crate::{Error, Result};

impl Exchange<'_> {
    pub(super) async fn client_credentials(&self, ask: &Ask) -> Result<Answer> {
        let client = self.client.metadata();
        let scope = match client_credentials::check(client, ask) {
            Ok(scope) => scope,
            Err(error) => return Ok(Err(error)),
        };
        let keys = self.doorward.keys(self.caller.now).await?;
        let id = self.doorward.id::<model::id::Grant>(self.caller.now).to_string();
        let issuer = &self.doorward.instance.issuer;
        let mut token = AccessToken::new(issuer, &client.client_id, &client.client_id, id, self.caller.now, LIFE);
        token.scope = scope.clone();
        let signed = token.sign(signing_key(&keys.keyring, client.id_token_signed_response_alg)?);
        let signed = signed.map_err(|_| Error::Corrupt("a token to be signed"))?;
        // What was given is in the token itself: without an assertion to spend nothing is written.
        match self.client.write(self.doorward, Change::new()).await? {
            Written::Done => Ok(Ok(TokenResponse::bearer(signed, LIFE, scope))),
            Written::AssertionSpent | Written::Overtaken => Ok(Err(REPLAYED)),
        }
    }
}
