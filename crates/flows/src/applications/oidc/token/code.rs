//! Codes are exchanged (RFC 6749 §4.1.3).

use crypto::token::Token;
use oidc::{
    client::{Client, GrantType},
    token::{
        AuthenticationFailure, Grant as Asked, TokenError, TokenRequest,
        authorization_code::{self, CodeError, Record},
    },
};
use store::{Change, Guard, grants};

use super::{
    super::{
        Grant,
        client::{REPLAYED, Written},
    },
    Answer, Exchange,
};
use crate::{Caller, Doorward, Error, Result, events::EventKind};

/// Some clients, whose code was refused, try once more with their secret in the other place, and show people the second
/// answer. Who shows the right secret there is told again why the code is refused; nothing is granted or ended by it.
pub(super) async fn first_reason(
    doorward: &Doorward,
    caller: &Caller,
    request: &TokenRequest,
    error: TokenError,
) -> Result<TokenError> {
    let Asked::AuthorizationCode(asked) = &request.grant else { return Ok(error) };
    if !error.failure.is_some_and(AuthenticationFailure::secret_is_right) {
        return Ok(error);
    }
    let application = doorward.application(request.credentials.client_id()).await?;
    let Some(client) = application.as_ref().and_then(|application| application.settings.client()) else {
        return Ok(error);
    };
    let mut first = match judged(doorward, caller, client, asked).await?.0 {
        Ok(()) => return Ok(error),
        Err(CodeError::Reused) => authorization_code::REUSED,
        Err(CodeError::Refused(reason)) => reason,
    };
    first.failure = error.failure;
    Ok(first)
}

/// Whether the client may exchange the code, and the grant that it is of.
async fn judged(
    doorward: &Doorward,
    caller: &Caller,
    client: &Client,
    asked: &authorization_code::Exchange,
) -> Result<(std::result::Result<(), CodeError>, Option<Grant>)> {
    let grant = match Token::parse(&asked.code) {
        Some(code) => Grant::by_code(doorward, code.hash().as_bytes(), caller).await?,
        None => None,
    };
    let record = grant.as_ref().map(|grant| Record {
        request: &grant.row.request.request,
        expires_at: grant.row.code_expires_at,
        used: grant.row.used_at.is_some(),
        revoked: !grant.is_active(),
    });
    let judged = authorization_code::check(client, asked, record.as_ref(), caller.now);
    Ok((judged, grant))
}

impl Exchange<'_> {
    pub(super) async fn code(&self, asked: &authorization_code::Exchange) -> Result<Answer> {
        let (judged, grant) = judged(self.doorward, self.caller, self.client.metadata(), asked).await?;
        match (judged, grant) {
            (Ok(()), Some(grant)) => match self.resources(&asked.resources, &grant.row.request.request.resources) {
                Ok(resources) => self.first_tokens(asked, &grant, resources).await,
                Err(error) => Ok(Err(error)),
            },
            (Err(CodeError::Reused), Some(grant)) => {
                self.ended(&grant, EventKind::TokenReused, authorization_code::REUSED).await
            }
            (Err(CodeError::Refused(error)), _) => Ok(Err(error)),
            (Ok(()) | Err(CodeError::Reused), None) => Err(Error::Corrupt("a code that was never given")),
        }
    }

    async fn first_tokens(
        &self,
        asked: &authorization_code::Exchange,
        grant: &Grant,
        resources: Vec<String>,
    ) -> Result<Answer> {
        let scope = grant.row.request.request.scope.clone();
        let mut response = self.issue(grant, scope.clone(), resources).await?;
        let mut change = Change::new();
        grants::use_code(&mut change, grant.row.org, grant.row.id, self.caller.now);
        if self.client.metadata().may_use(GrantType::RefreshToken) {
            response.refresh_token = Some(self.add_refresh_token(&mut change, grant, &scope));
        }
        grant.record(self.doorward, &mut change, self.caller, EventKind::TokenIssued);
        match self.client.write(self.doorward, change).await? {
            Written::Done => Ok(Ok(response)),
            Written::AssertionSpent => Ok(Err(REPLAYED)),
            Written::Overtaken(guard) => self.overtaken_code(asked, guard).await,
        }
    }

    /// Between our read and our write somebody exchanged the code, which is reuse, or the grant was revoked, which is not.
    async fn overtaken_code(&self, asked: &authorization_code::Exchange, guard: Guard) -> Result<Answer> {
        match judged(self.doorward, self.caller, self.client.metadata(), asked).await? {
            (Err(CodeError::Reused), Some(grant)) => {
                self.ended(&grant, EventKind::TokenReused, authorization_code::REUSED).await
            }
            (Err(CodeError::Refused(error)), _) => Ok(Err(error)),
            (Ok(()) | Err(CodeError::Reused), _) => Err(Error::Guard(guard.0)),
        }
    }
}
