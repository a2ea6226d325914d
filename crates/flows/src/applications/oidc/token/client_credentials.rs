//! Applications get tokens for themselves (RFC 6749 §4.4).

use oidc::token::{
    TokenResponse,
    client_credentials::{self, Ask},
};
use store::Change;

use super::{
    super::{
        access_token::LIFE,
        client::{REPLAYED, Written},
    },
    Answer, Exchange,
    issue::Wanted,
};
use crate::{Error, Result};

impl Exchange<'_> {
    pub(super) async fn client_credentials(&self, ask: &Ask) -> Result<Answer> {
        let asked = client_credentials::check(self.client.metadata(), ask);
        let (scope, resources) = match asked.and_then(|scope| Ok((scope, self.resources(&ask.resources, &[])?))) {
            Ok(asked) => asked,
            Err(error) => return Ok(Err(error)),
        };
        let keys = self.doorward.keys(self.caller.now).await?;
        let wanted = Wanted { grant: None, scope, resources };
        let token = self.access_token(&keys, &wanted)?;
        // What was given is in the token itself: without an assertion to spend nothing is written.
        match self.client.write(self.doorward, Change::new()).await? {
            Written::Done => Ok(Ok(TokenResponse::bearer(token, LIFE, wanted.scope))),
            Written::AssertionSpent => Ok(Err(REPLAYED)),
            Written::Overtaken(guard) => Err(Error::Guard(guard.0)),
        }
    }
}
