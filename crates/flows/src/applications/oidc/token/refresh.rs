//! Refresh tokens are exchanged for their successors (RFC 6749 §6).

use crypto::token::Token;
use model::{Span, Time};
use oidc::{
    Scopes,
    token::refresh_token::{self, Record, Refresh, RefreshError},
};
use store::{
    Change, Guard,
    grants::{self, RefreshTokenRow},
};

use super::{
    super::{
        Grant,
        client::{REPLAYED, Written},
    },
    Answer, Exchange,
};
use crate::{Error, Result, events::EventKind, sessions::NOTED_EVERY};

/// How long a refresh token is good unless it is used.
const LIFE: Span = Span::days(14);

/// A refresh token that was presented, and what it descends from.
struct Presented {
    hash: [u8; 32],
    row: RefreshTokenRow,
    /// All that it may ask for.
    scope: Scopes,
    grant: Grant,
}

impl Exchange<'_> {
    pub(super) async fn refresh(&self, asked: &Refresh) -> Result<Answer> {
        let presented = self.presented(&asked.refresh_token).await?;
        match (self.judged(asked, presented.as_ref()), presented) {
            (Ok(scope), Some(presented)) => {
                match self.resources(&asked.resources, &presented.grant.row.request.request.resources) {
                    Ok(resources) => self.next_tokens(asked, &presented, scope, resources).await,
                    Err(error) => Ok(Err(error)),
                }
            }
            (Err(refused), Some(presented)) => self.refused(&presented.grant, refused).await,
            (Err(RefreshError::Refused(error)), None) => Ok(Err(error)),
            (_, None) => Err(Error::Corrupt("a refresh token that was never given")),
        }
    }

    async fn presented(&self, text: &str) -> Result<Option<Presented>> {
        let Some(token) = Token::parse(text) else { return Ok(None) };
        let hash = *token.hash().as_bytes();
        let found = Grant::by_refresh_token(self.doorward, &hash, self.caller).await?;
        let Some((row, grant)) = found else { return Ok(None) };
        let scope = Scopes::parse(&row.scopes).map_err(|_| Error::Corrupt("a refresh token's scope"))?;
        Ok(Some(Presented { hash, row, scope, grant }))
    }

    async fn next_tokens(
        &self,
        asked: &Refresh,
        presented: &Presented,
        scope: Scopes,
        resources: Vec<String>,
    ) -> Result<Answer> {
        let Presented { hash, scope: all, grant, .. } = presented;
        let mut response = self.issue(grant, scope, resources).await?;
        let mut change = Change::new();
        self.session_goes_on(&mut change, grant).await?;
        grants::use_refresh_token(&mut change, hash, self.caller.now);
        response.refresh_token = Some(self.add_refresh_token(&mut change, grant, all));
        match self.client.write(self.doorward, change).await? {
            Written::Done => Ok(Ok(response)),
            Written::AssertionSpent => Ok(Err(REPLAYED)),
            Written::Overtaken(guard) => self.overtaken_refresh(asked, guard).await,
        }
    }

    /// Between our read and our write somebody exchanged the token, which is reuse, or it was forgotten, which is not.
    async fn overtaken_refresh(&self, asked: &Refresh, guard: Guard) -> Result<Answer> {
        let presented = self.presented(&asked.refresh_token).await?;
        match (self.judged(asked, presented.as_ref()), presented) {
            (Err(refused), Some(presented)) => self.refused(&presented.grant, refused).await,
            (Err(RefreshError::Refused(error)), None) => Ok(Err(error)),
            _ => Err(Error::Guard(guard.0)),
        }
    }

    /// What the client is told, and what has to end with it.
    async fn refused(&self, grant: &Grant, refused: RefreshError) -> Result<Answer> {
        match refused {
            RefreshError::Reused => self.ended(grant, EventKind::TokenReused, refresh_token::REUSED).await,
            RefreshError::Lapsed(error) => self.ended(grant, EventKind::GrantLapsed, error).await,
            RefreshError::Refused(error) => Ok(Err(error)),
        }
    }

    /// What the refreshed tokens may ask for, if the client may have them.
    fn judged(&self, asked: &Refresh, presented: Option<&Presented>) -> std::result::Result<Scopes, RefreshError> {
        let record = presented.map(|presented| Record {
            client_id: presented.grant.client_id(),
            scope: &presented.scope,
            expires_at: presented.row.expires_at,
            used: presented.row.used_at.is_some(),
            revoked: presented.grant.is_revoked(),
            lapsed: presented.grant.lapsed(),
        });
        refresh_token::check(self.client.metadata(), asked, record.as_ref(), self.caller.now)
    }

    pub(super) fn add_refresh_token(&self, change: &mut Change, grant: &Grant, scope: &Scopes) -> String {
        let (row, now) = (&grant.row, self.caller.now);
        let token = Token::mint(&*self.doorward.entropy);
        let expires_at: Time = (now + LIFE).min(row.ends_at);
        let hash = token.hash();
        grants::insert_refresh_token(change, (row.org, row.id), hash.as_bytes(), &scope.to_string(), now, expires_at);
        token.expose()
    }

    /// An application that refreshes its tokens uses the session that they hang off.
    async fn session_goes_on(&self, change: &mut Change, grant: &Grant) -> Result<()> {
        let row = &grant.row;
        if !row.offline && self.caller.now.since(row.session_seen_at) >= NOTED_EVERY {
            let home = self.doorward.organisation(row.org).await?;
            let idle_ends_at = (self.caller.now + home.policy.session.idle).min(row.ends_at);
            store::sessions::extend(change, row.org, row.session, self.caller.now, idle_ends_at);
        }
        Ok(())
    }
}
