//! The relying party's verbs: begin a sign-in, finish it, refresh, look whether it still holds, sign out, obey a log-out.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use jose::{VerifyingKeys, base64url, digest};
use model::Time;
use serde_json::{Map, Value};
use url::Url;

use super::{
    Application,
    client::{Denied, TokenEndpoint, Userinfo, userinfo},
    confidential::{self, Unauthorized, Wanted},
    http::{Http, on_this_computer},
    id_token::{self, Distrust, Expected, Nonce},
    keys::{self, Signed},
    logins::{Login, Logins},
    logout_token,
    provider::{Metadata, Provider},
    refused::Refused,
    sessions::{Refreshed, Session, Sessions},
};
use crate::{Clock, Entropy, random_text};

/// How many log-out tokens are remembered, so that none is obeyed twice.
const SPENT_HELD: usize = 1000;

/// The application at work.
pub(crate) struct Party {
    pub(crate) application: Application,
    pub(crate) sessions: Sessions,
    provider: Provider,
    http: Http,
    logins: Logins,
    spent: Mutex<VecDeque<String>>,
    clock: Clock,
    entropy: Entropy,
}

/// What the application asks of Doorward beside the sign-in itself: parameters of the authorization request.
pub(crate) type Wishes = Vec<(&'static str, String)>;

/// What came back to the redirect URI (RFC 6749 §4.1.2, RFC 9207).
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) code: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) error_description: Option<String>,
}

/// Whether a session still holds at Doorward.
pub(crate) enum Look {
    /// It does, and userinfo says this.
    Holds(Map<String, Value>),
    /// Somebody signed out, or the time was up.
    Over,
}

/// What became of asking the application's API.
pub(crate) enum Confidential {
    /// It answered.
    Said(Value),
    /// It wants another sign-in.
    Wanted(Wanted),
    /// The session does not hold any more.
    Over,
}

impl Party {
    pub(crate) fn new(application: Application, clock: Clock, entropy: Entropy) -> Self {
        let http = Http::new();
        Self {
            provider: Provider::new(application.issuer.clone(), http.clone()),
            application,
            http,
            sessions: Sessions::default(),
            logins: Logins::default(),
            spent: Mutex::default(),
            clock,
            entropy,
        }
    }

    pub(crate) fn now(&self) -> Time {
        (self.clock)()
    }

    /// A new unguessable value for a cookie or a state.
    pub(crate) fn random(&self) -> String {
        random_text(&self.entropy)
    }

    fn redirect_uri(&self) -> String {
        self.application.redirect_uri()
    }

    fn expected(&self) -> Expected<'_> {
        Expected { issuer: self.provider.issuer(), client_id: &self.application.client_id, now: self.now() }
    }

    /// Where to send the browser: the authorization endpoint, with a state, a nonce and a PKCE challenge that only this
    /// browser's sign-in has.
    pub(crate) async fn begin(&self, browser: String, wishes: &Wishes, to: &'static str) -> Result<Url, Refused> {
        let metadata = self.provider.metadata().await?;
        let mut url = on_this_computer(&metadata.authorization_endpoint)?;
        let (state, nonce, verifier) = (self.random(), self.random(), self.random());
        let challenge = base64url::encode(digest::sha256(&verifier));
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.application.client_id)
            .append_pair("redirect_uri", &self.redirect_uri())
            .append_pair("scope", &self.application.scope)
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .extend_pairs(wishes);
        self.logins.begin(state, Login { browser, nonce, verifier, begun: self.now(), to });
        Ok(url)
    }

    /// Judges what came back, exchanges the code and judges the ID token. The session begins only when all of it holds. With it comes
    /// the page that it leads to.
    pub(crate) async fn finish(
        &self,
        browser: Option<&str>,
        answer: &Answer,
    ) -> Result<(Session, &'static str), Refused> {
        let state = answer.state.as_deref().ok_or(Refused::NotWaiting)?;
        let login = self.logins.finish(state, browser, self.now()).ok_or(Refused::NotWaiting)?;
        let metadata = self.provider.metadata().await?;
        match &answer.iss {
            Some(iss) if *iss == metadata.issuer => {}
            None if !metadata.authorization_response_iss_parameter_supported => {}
            other => return Err(Refused::AnsweredByAnother(other.clone())),
        }
        if let Some(error) = &answer.error {
            let description = answer.error_description.clone().unwrap_or_default();
            return Err(Refused::Answered { error: error.clone(), description });
        }
        let code = answer.code.as_deref().ok_or(Refused::NoCode)?;
        let tokens = self.endpoint(&metadata).exchange(code, &login.verifier, &self.redirect_uri()).await?;
        let raw = tokens.id_token.as_deref().ok_or(Refused::NoIdToken)?;
        let id_token = self.signed(raw, keys::ID_TOKEN).await?;
        id_token::check(&id_token, &self.expected(), Nonce::Required(&login.nonce), &tokens.access_token)?;
        Ok((Session { id_token, tokens, nonce: login.nonce, refreshed: None }, login.to))
    }

    /// Whether the session still holds at Doorward. The application asks on every page, so that signing out anywhere
    /// signs out here; an access token that has merely expired is refreshed first.
    pub(crate) async fn look(&self, session: &mut Session) -> Result<Look, Refused> {
        if let Userinfo::Claims(claims) = self.ask_userinfo(session).await? {
            return Ok(Look::Holds(claims));
        }
        match self.refresh(session).await {
            Ok(()) => {}
            Err(Refused::Token(Denied::Answered { .. }) | Refused::NoRefreshToken) => return Ok(Look::Over),
            Err(other) => return Err(other),
        }
        Ok(match self.ask_userinfo(session).await? {
            Userinfo::Claims(claims) => Look::Holds(claims),
            Userinfo::TokenOver => Look::Over,
        })
    }

    /// Asks the application's API with the user's access token, as any other caller would.
    pub(crate) async fn ask_api(&self, session: &mut Session) -> Result<Confidential, Refused> {
        let Look::Holds(_) = self.look(session).await? else { return Ok(Confidential::Over) };
        let url = format!("{}/api/confidential", self.application.origin);
        let answer = self.http.get(&url, Some(&session.tokens.access_token)).await?;
        match answer.challenge.as_deref().and_then(Unauthorized::read) {
            Some(Unauthorized::InvalidToken) => Ok(Confidential::Over),
            Some(Unauthorized::Insufficient(wanted)) => Ok(Confidential::Wanted(wanted)),
            None => Ok(Confidential::Said(answer.ok_json("what is confidential")?)),
        }
    }

    /// The API: what it answers to this access token.
    pub(crate) async fn api(&self, access_token: Option<&str>) -> Result<Result<Value, Unauthorized>, Refused> {
        let Some(access_token) = access_token else { return Ok(Err(Unauthorized::InvalidToken)) };
        let metadata = self.provider.metadata().await?;
        let token = self.endpoint(&metadata).introspect(&metadata.introspection_endpoint, access_token).await?;
        Ok(confidential::answer(&token, self.now()))
    }

    async fn ask_userinfo(&self, session: &Session) -> Result<Userinfo, Refused> {
        let metadata = self.provider.metadata().await?;
        let subject = id_token::subject(session.claims())?;
        Ok(userinfo(&self.http, &metadata.userinfo_endpoint, &session.tokens.access_token, subject).await?)
    }

    /// Spends the refresh token. An ID token that comes along must speak of the same person (Core §12.2).
    pub(crate) async fn refresh(&self, session: &mut Session) -> Result<(), Refused> {
        let metadata = self.provider.metadata().await?;
        let spent = session.tokens.refresh_token.clone().ok_or(Refused::NoRefreshToken)?;
        let mut tokens = self.endpoint(&metadata).refresh(&spent).await?;
        let rotated = tokens.refresh_token.as_ref().is_some_and(|new| *new != spent);
        if tokens.refresh_token.is_none() {
            tokens.refresh_token = Some(spent);
        }
        if let Some(raw) = tokens.id_token.as_deref() {
            let id_token = self.signed(raw, keys::ID_TOKEN).await?;
            id_token::check(&id_token, &self.expected(), Nonce::IfAny(&session.nonce), &tokens.access_token)?;
            if id_token::subject(&id_token.claims)? != id_token::subject(session.claims())? {
                return Err(Distrust::Subject.into());
            }
            session.id_token = id_token;
        }
        if tokens.scope.is_none() {
            tokens.scope = session.tokens.scope.take();
        }
        let (before, after) = (session.tokens.expires_at, tokens.expires_at);
        session.refreshed = Some(Refreshed { at: self.now(), before, after, rotated });
        session.tokens = tokens;
        Ok(())
    }

    /// Where to send the browser to sign out of Doorward too (RP-Initiated Logout 1.0 §2), if Doorward offers it.
    pub(crate) async fn sign_out(
        &self,
        session: &Session,
        state: &str,
        language: &str,
    ) -> Result<Option<Url>, Refused> {
        let metadata = self.provider.metadata().await?;
        let Some(endpoint) = &metadata.end_session_endpoint else { return Ok(None) };
        let mut url = on_this_computer(endpoint)?;
        url.query_pairs_mut()
            .append_pair("id_token_hint", &session.id_token.raw)
            .append_pair("client_id", &self.application.client_id)
            .append_pair("post_logout_redirect_uri", &self.application.post_logout_redirect_uri())
            .append_pair("state", state)
            .append_pair("ui_locales", language);
        Ok(Some(url))
    }

    /// Ends the sessions that a log-out token means; answers how many there were.
    pub(crate) async fn log_out(&self, token: &str) -> Result<usize, Refused> {
        let signed = self.signed(token, keys::LOGOUT_TOKEN).await?;
        let logout = logout_token::check(&signed, &self.expected())?;
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if spent.contains(&logout.jti) {
            return Err(Distrust::Replayed.into());
        }
        spent.push_back(logout.jti);
        if spent.len() > SPENT_HELD {
            spent.pop_front();
        }
        Ok(self.sessions.end_all(&logout.ended))
    }

    async fn signed(&self, token: &str, typ: jose::Typ) -> Result<Signed, Refused> {
        let kid = keys::named_key(token)?;
        let keys: Arc<VerifyingKeys> = self.provider.keys(kid.as_deref(), self.now()).await?;
        Ok(keys::verify(token, &keys, typ)?)
    }

    fn endpoint<'a>(&'a self, metadata: &'a Metadata) -> TokenEndpoint<'a> {
        TokenEndpoint {
            http: &self.http,
            url: &metadata.token_endpoint,
            issuer: &metadata.issuer,
            client_id: &self.application.client_id,
            authentication: &self.application.authentication,
            entropy: &self.entropy,
            now: self.now(),
        }
    }
}
