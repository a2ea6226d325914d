//! Codes are exchanged (RFC 6749 §4.1.3).

use crypto::token::Token;
use oidc::{
    client::GrantType,
    token::authorization_code::{self, Record, Refusal},
};
use store::{Change, grants};

use super::{
    super::{
        Grant,
        client::{REPLAYED, Written},
    },
    Answer, Exchange,
};
use crate::{Error, Result, events::Kind};

impl Exchange<'_> {
    pub(super) async fn code(&self, asked: &authorization_code::Exchange) -> Result<Answer> {
        let grant = match Token::parse(&asked.code) {
            Some(code) => Grant::by_code(self.doorward, code.hash().as_bytes(), self.caller).await?,
            None => None,
        };
        let record = grant.as_ref().map(|grant| Record {
            request: &grant.request.request,
            expires_at: grant.row.code_expires_at,
            used: grant.row.used_at.is_some(),
            revoked: !grant.stands,
        });
        let judged = authorization_code::check(self.client.metadata(), asked, record.as_ref(), self.caller.now);
        match (judged, grant) {
            (Ok(()), Some(grant)) => self.first_tokens(&grant).await,
            (Err(Refusal::Reused), Some(grant)) => self.reused(&grant, authorization_code::REUSED).await,
            (Err(Refusal::Refused(error)), _) => Ok(Err(error)),
            (Ok(()) | Err(Refusal::Reused), None) => Err(Error::Corrupt("a code that was never given")),
        }
    }

    async fn first_tokens(&self, grant: &Grant) -> Result<Answer> {
        let scope = grant.request.request.scope.clone();
        let mut response = self.issue(grant, scope.clone()).await?;
        let mut change = Change::new();
        grants::use_code(&mut change, grant.row.org, grant.row.id, self.caller.now);
        if self.client.metadata().may_use(GrantType::RefreshToken) {
            response.refresh_token = Some(self.add_refresh_token(&mut change, grant, &scope));
        }
        grant.record(self.doorward, &mut change, self.caller, Kind::TokenIssued);
        match self.client.write(self.doorward, change).await? {
            Written::Done => Ok(Ok(response)),
            Written::AssertionSpent => Ok(Err(REPLAYED)),
            // Somebody else exchanged the code between our read and our write.
            Written::Overtaken => self.reused(grant, authorization_code::REUSED).await,
        }
    }
}
