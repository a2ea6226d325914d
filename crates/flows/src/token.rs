//! The token endpoint: codes and refresh tokens are exchanged, applications get tokens for themselves.
//!
//! One durable write each. What may happen once is a guard of that write; whoever loses a race is told what a second
//! attempt is told, and reuse ends everything that came of the first.

use std::sync::Arc;

use crypto::token::Token;
use jose::SigningKey;
use model::{Id, Span, Time, id::App, release::Profile};
use oidc::{
    ErrorCode, Scopes,
    access_token::AccessToken,
    authorize::Valid,
    client::GrantType,
    id_token::IdToken,
    post::Post,
    token::{Grant, TokenError, TokenRequest, TokenResponse, authorization_code, client_credentials, refresh_token},
    userinfo,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{
    Change, Outcome,
    grants::{self, GrantRow},
};

use crate::{
    Application, Caller, Doorward, Error, Result,
    client::{ASSERTION_SPENT, Shown, spend},
    events::Concerning,
};

/// How long an access token is good.
const ACCESS: Span = Span::minutes(10);

/// How long an ID token is good: it tells of a moment.
const ID: Span = Span::minutes(10);

/// How long a refresh token is good unless it is used.
const REFRESH: Span = Span::days(14);

/// What a grant remembers of its request and of how the person signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GrantRequest {
    pub(crate) request: Valid,
    pub(crate) auth_time: Time,
    pub(crate) acr: String,
    pub(crate) amr: Vec<String>,
}

/// The answer of the token endpoint.
pub type Answer = std::result::Result<TokenResponse, TokenError>;

impl Doorward {
    /// Answers a request to the token endpoint (RFC 6749 §3.2).
    pub async fn token(&self, caller: &Caller, post: &Post<'_>) -> Result<Answer> {
        let request = match TokenRequest::parse(post) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        let shown = match self.shown(&request.credentials, caller.now).await? {
            Ok(shown) => shown,
            Err(error) => return Ok(Err(error)),
        };
        match request.grant {
            Grant::AuthorizationCode(exchange) => Box::pin(self.exchange_code(caller, &shown, &exchange)).await,
            Grant::RefreshToken(refresh) => Box::pin(self.refresh_tokens(caller, &shown, &refresh)).await,
            Grant::ClientCredentials(ask) => self.own_token(caller, &shown, &ask).await,
        }
    }

    async fn exchange_code(
        &self,
        caller: &Caller,
        shown: &Shown,
        exchange: &authorization_code::Exchange,
    ) -> Result<Answer> {
        let row = match Token::parse(&exchange.code) {
            Some(code) => grants::by_code(&mut self.store.read().await?, code.hash().as_bytes(), caller.now).await?,
            None => None,
        };
        let granted = row.as_ref().map(granted).transpose()?;
        let opens = match &row {
            Some(row) => self.still_opens(row).await?,
            None => false,
        };
        let record = row.as_ref().zip(granted.as_ref()).map(|(row, granted)| authorization_code::Record {
            request: &granted.request,
            expires_at: row.code_expires_at,
            used: row.used_at.is_some(),
            revoked: !row.stands || !opens,
        });
        let client = &shown.application.settings.client;
        match (authorization_code::check(client, exchange, record.as_ref(), caller.now), row.zip(granted)) {
            (Ok(()), Some((row, granted))) => self.first_tokens(caller, shown, &row, &granted).await,
            (Err(authorization_code::Refusal::Reused), Some((row, _))) => {
                self.reused(caller, &row, authorization_code::REUSED).await
            }
            (Err(authorization_code::Refusal::Refused(error)), _) => Ok(Err(error)),
            (Ok(()) | Err(authorization_code::Refusal::Reused), None) => {
                Err(Error::Corrupt("a code that was never given"))
            }
        }
    }

    async fn first_tokens(
        &self,
        caller: &Caller,
        shown: &Shown,
        row: &GrantRow,
        granted: &GrantRequest,
    ) -> Result<Answer> {
        let scope = granted.request.scope.clone();
        let mut response = self.signed(caller, &shown.application, row, granted, scope).await?;
        let mut change = Change::new();
        spend(&mut change, shown.spend);
        grants::use_code(&mut change, row.org, row.id, caller.now);
        if shown.application.settings.client.may_use(GrantType::RefreshToken) {
            response.refresh_token = Some(self.add_refresh_token(&mut change, row, &granted.request.scope, caller.now));
        }
        self.tell(&mut change, caller, "token.issued", concerning(row), &serde_json::json!({ "grant": row.id }));
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(response)),
            Outcome::Refused(guard) if guard.0 == ASSERTION_SPENT => Ok(Err(assertion_spent())),
            // Somebody else exchanged the code between our look and our write.
            Outcome::Refused(_) => self.reused(caller, row, authorization_code::REUSED).await,
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    async fn refresh_tokens(&self, caller: &Caller, shown: &Shown, refresh: &refresh_token::Refresh) -> Result<Answer> {
        let presented = Token::parse(&refresh.refresh_token).map(|token| *token.hash().as_bytes()).unwrap_or_default();
        let mut read = self.store.read().await?;
        let token = grants::refresh_token(&mut read, &presented).await?;
        let row = match &token {
            Some(token) => grants::by_id(&mut read, token.grant, caller.now).await?,
            None => None,
        };
        drop(read);
        let known = match token.zip(row) {
            Some((token, row)) => {
                let scope = Scopes::parse(&token.scopes).map_err(|_| Error::Corrupt("a refresh token's scope"))?;
                let granted = granted(&row)?;
                let stands = row.stands && self.still_opens(&row).await?;
                Some((token, row, granted, scope, stands))
            }
            None => None,
        };
        let record = known.as_ref().map(|(token, _, granted, scope, stands)| refresh_token::Record {
            client_id: &granted.request.client_id,
            scope,
            expires_at: token.expires_at,
            used: token.used_at.is_some(),
            revoked: !stands,
        });
        let client = &shown.application.settings.client;
        match (refresh_token::check(client, refresh, record.as_ref(), caller.now), known) {
            (Ok(scope), Some((_, row, granted, all, _))) => {
                self.next_tokens(caller, shown, (&row, &granted), &presented, (scope, &all)).await
            }
            (Err(refresh_token::Refusal::Reused), Some((_, row, ..))) => {
                self.reused(caller, &row, refresh_token::REUSED).await
            }
            (Err(refresh_token::Refusal::Refused(error)), _) => Ok(Err(error)),
            (Ok(_) | Err(refresh_token::Refusal::Reused), None) => {
                Err(Error::Corrupt("a refresh token that was never given"))
            }
        }
    }

    async fn next_tokens(
        &self,
        caller: &Caller,
        shown: &Shown,
        (row, granted): (&GrantRow, &GrantRequest),
        presented: &[u8; 32],
        (scope, all): (Scopes, &Scopes),
    ) -> Result<Answer> {
        let mut response = self.signed(caller, &shown.application, row, granted, scope).await?;
        let mut change = Change::new();
        spend(&mut change, shown.spend);
        self.session_goes_on(&mut change, row, caller.now).await?;
        grants::use_refresh_token(&mut change, (row.org, row.id), presented, caller.now);
        response.refresh_token = Some(self.add_refresh_token(&mut change, row, all, caller.now));
        match self.store.write(change).await? {
            Outcome::Done => Ok(Ok(response)),
            Outcome::Refused(guard) if guard.0 == ASSERTION_SPENT => Ok(Err(assertion_spent())),
            Outcome::Refused(_) => self.reused(caller, row, refresh_token::REUSED).await,
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    async fn own_token(&self, caller: &Caller, shown: &Shown, ask: &client_credentials::Ask) -> Result<Answer> {
        let client = &shown.application.settings.client;
        let scope = match client_credentials::check(client, ask) {
            Ok(scope) => scope,
            Err(error) => return Ok(Err(error)),
        };
        let keys = self.keys(caller.now).await?;
        let id = self.id::<model::id::Grant>(caller.now).to_string();
        let issuer = &self.instance.issuer;
        let mut token = AccessToken::new(issuer, &client.client_id, &client.client_id, id, caller.now, ACCESS);
        token.scope = scope.clone();
        let signed = token.sign(signing_key(&keys.keyring, client.id_token_signed_response_alg)?);
        let signed = signed.map_err(|_| Error::Corrupt("a token to be signed"))?;
        // Without an assertion to spend there is nothing to write: what was given is in the token itself.
        let mut change = Change::new();
        spend(&mut change, shown.spend);
        if !change.is_empty() {
            match self.store.write(change).await? {
                Outcome::Done => {}
                Outcome::Refused(_) => return Ok(Err(assertion_spent())),
                Outcome::Unknown => return Err(Error::Unknown),
            }
        }
        Ok(Ok(TokenResponse::bearer(signed, ACCESS, scope)))
    }

    /// Access token and, where one was asked for, ID token.
    async fn signed(
        &self,
        caller: &Caller,
        application: &Arc<Application>,
        row: &GrantRow,
        granted: &GrantRequest,
        scope: Scopes,
    ) -> Result<TokenResponse> {
        let GrantRequest { request, auth_time, acr, amr } = granted;
        let keys = self.keys(caller.now).await?;
        let client = &application.settings.client;
        let key = signing_key(&keys.keyring, client.id_token_signed_response_alg)?;
        let issuer = &self.instance.issuer;
        let id = self.id::<model::id::Grant>(caller.now).to_string();
        let mut token = AccessToken::new(issuer, &client.client_id, &row.subject, id, caller.now, ACCESS);
        token.scope = scope.clone();
        token.grant_id = Some(row.id.to_string());
        token.auth_time = Some(auth_time.seconds());
        token.acr = Some(acr.clone());
        token.amr.clone_from(amr);
        let corrupt = |_| Error::Corrupt("a token to be signed");
        let access_token = token.sign(key).map_err(corrupt)?;
        let id_token = match scope.contains("openid") {
            false => None,
            true => {
                let amr: Vec<&str> = amr.iter().map(String::as_str).collect();
                let sid = row.app_session.to_string();
                let id_token = IdToken {
                    issuer,
                    subject: &row.subject,
                    client_id: &client.client_id,
                    issued_at: caller.now,
                    life: ID,
                    auth_time: Some(*auth_time),
                    nonce: request.nonce.as_deref(),
                    acr: Some(acr),
                    amr: &amr,
                    sid: Some(&sid),
                    access_token: Some(&access_token),
                    code: None,
                    claims: userinfo::id_token_claims(&request.claims, &known_claims(&row.profile)?),
                };
                Some(id_token.sign(key).map_err(corrupt)?)
            }
        };
        Ok(TokenResponse { id_token, ..TokenResponse::bearer(access_token, ACCESS, scope) })
    }

    fn add_refresh_token(&self, change: &mut Change, row: &GrantRow, scope: &Scopes, now: Time) -> String {
        let token = Token::mint(&*self.entropy);
        let expires_at = (now + REFRESH).min(row.ends_at);
        let hash = token.hash();
        grants::insert_refresh_token(change, (row.org, row.id), hash.as_bytes(), &scope.to_string(), now, expires_at);
        token.expose()
    }

    /// A code or refresh token came a second time: it may have been stolen, so all that came of it ends.
    async fn reused(&self, caller: &Caller, row: &GrantRow, answer: TokenError) -> Result<Answer> {
        let mut change = Change::new();
        grants::revoke(&mut change, row.org, row.id, caller.now);
        self.tell(&mut change, caller, "token.reused", concerning(row), &serde_json::json!({ "grant": row.id }));
        match self.store.write(change).await? {
            Outcome::Done => Ok(Err(answer)),
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }

    /// An application that refreshes its tokens uses the session that they hang off.
    async fn session_goes_on(&self, change: &mut Change, row: &GrantRow, now: Time) -> Result<()> {
        let home = self.organisation(row.org).await?;
        if !row.offline {
            let idle_ends_at = (now + home.policy.session.idle).min(row.ends_at);
            store::sessions::goes_on(change, row.org, row.session, now, idle_ends_at);
        }
        Ok(())
    }

    /// Whether the user may still open the application (OAU-17).
    pub(crate) async fn still_opens(&self, row: &GrantRow) -> Result<bool> {
        let facts = store::applications::access(&mut self.store.read().await?, (row.org, row.user), row.app).await?;
        let home = self.organisation(row.org).await?;
        Ok(home.active && facts.is_some_and(|facts| facts.everyone || facts.assigned || facts.by_group))
    }
}

/// The request that a grant remembers.
pub(crate) fn granted(row: &GrantRow) -> Result<GrantRequest> {
    serde_json::from_str(&row.request).map_err(|_| Error::Corrupt("a grant's request"))
}

/// All standard claims that are known of a person, for the protocol to choose from.
pub(crate) fn known_claims(profile: &str) -> Result<Map<String, Value>> {
    let profile: Profile = serde_json::from_str(profile).map_err(|_| Error::Corrupt("a user's profile"))?;
    let claims = model::release::claims(&profile, model::release::Scope::ALL.map(model::release::Scope::as_str));
    let named = claims.into_iter().map(|(name, value)| Ok((name.to_owned(), serde_json::to_value(value)?)));
    named.collect::<std::result::Result<_, serde_json::Error>>().map_err(|_| Error::Corrupt("a user's profile"))
}

fn signing_key(keyring: &jose::Keyring, algorithm: jose::Algorithm) -> Result<&SigningKey> {
    keyring.signing(algorithm).ok_or(Error::Corrupt("an application that wants an algorithm without a key"))
}

fn concerning(row: &GrantRow) -> Concerning {
    let app: Id<App> = row.app;
    Concerning { org: Some(row.org), user: Some(row.user), app: Some(app) }
}

fn assertion_spent() -> TokenError {
    TokenError::new(ErrorCode::InvalidClient, "the client assertion was used before")
}
