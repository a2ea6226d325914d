//! What one person's browser and application were told, and what that still has to be worth after a crash.

use jose::Algorithm;
use model::{Span, Time};

use super::journal::Journal;
use crate::{
    client::{Client, Code, SESSION, tokens},
    http::{Failed, Reply},
};

/// What everything is signed with: the kill test is not about signatures.
const ALGORITHM: Algorithm = Algorithm::EdDSA;
/// Refreshes after each exchange.
const REFRESHES: usize = 3;
/// A code is good for a minute; one that is older when it is looked at may be refused.
const CODE: Span = Span::seconds(50);
/// A one-time code is refused when its step is over, whether it was used or not.
const STEP: Span = Span::seconds(25);

/// What became of something that can be used once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// It was never sent.
    Never,
    /// It was sent, and no answer said what came of it.
    Unknown,
    /// It was answered with success.
    Done,
}

/// Everything that came of one sign-in.
pub(crate) struct Chain {
    user: u32,
    at: Time,
    session: String,
    code: Code,
    code_use: Use,
    /// Refresh tokens, each from the one before it.
    refresh: Vec<(String, Use)>,
}

/// How a sign-in and what followed it ended.
pub(crate) enum End {
    /// As it should.
    Whole,
    /// The server is gone.
    Cut,
}

impl Chain {
    /// How many effects were acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        1 + usize::from(self.code_use == Use::Done) + self.refresh.iter().filter(|(_, used)| *used == Use::Done).count()
    }

    /// Signs the client's person in and, unless the code is left for later, exchanges it and refreshes. `None`: it was cut
    /// before anything was acknowledged.
    pub(crate) async fn live(
        client: &mut Client,
        journal: &Journal,
        leave_code: bool,
    ) -> Result<(Option<Self>, End), String> {
        let (user, at) = (client.user, doorward::system_clock()());
        let code = match Box::pin(client.sign_in(ALGORITHM, at)).await {
            Ok(code) => code,
            Err(failed) if failed.unknown => return Ok((None, End::Cut)),
            Err(failed) => return Err(format!("user {user} can't sign in: {failed}")),
        };
        let session = client.cookie(SESSION).unwrap_or_default().to_owned();
        journal.note(user, "session", &session)?;
        journal.note(user, "code", &code.code)?;
        let mut chain = Self { user, at, session, code, code_use: Use::Never, refresh: Vec::new() };
        let end = if leave_code { End::Whole } else { chain.go_on(client, journal).await? };
        Ok((Some(chain), end))
    }

    async fn go_on(&mut self, client: &mut Client, journal: &Journal) -> Result<End, String> {
        self.code_use = Use::Unknown;
        match client.exchange(&self.code).await {
            Ok(tokens) => {
                self.code_use = Use::Done;
                journal.note(self.user, "exchanged", &tokens.refresh)?;
                self.refresh.push((tokens.refresh, Use::Never));
            }
            Err(failed) if failed.unknown => return Ok(End::Cut),
            Err(failed) => return Err(format!("a fresh code of user {} is refused: {failed}", self.user)),
        }
        for _ in 0..REFRESHES {
            match self.spend_head(client).await {
                Ok(next) => journal.note(self.user, "refreshed", &next)?,
                Err(failed) if failed.unknown => return Ok(End::Cut),
                Err(failed) => return Err(format!("a fresh refresh token of user {} is refused: {failed}", self.user)),
            }
        }
        Ok(End::Whole)
    }

    /// Exchanges the newest refresh token.
    async fn spend_head(&mut self, client: &mut Client) -> Result<String, Failed> {
        let Some((token, used)) = self.refresh.last_mut() else { return Err("no refresh token".into()) };
        *used = Use::Unknown;
        let reply = client.refresh_reply(ALGORITHM, token).await?;
        let next = tokens(&reply)?.refresh;
        *used = Use::Done;
        self.refresh.push((next.clone(), Use::Never));
        Ok(next)
    }

    /// After a restart: what was acknowledged is there, and what was spent is spent. Answers what is wrong.
    pub(crate) async fn look_again(&mut self, client: &mut Client) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        let user = self.user;
        self.session_stands(client, &mut wrong).await?;
        let unknown = self.refresh.last().is_some_and(|(_, used)| *used == Use::Unknown);
        if !self.refresh.is_empty() {
            match self.spend_head(client).await {
                Ok(_) => {}
                // Sent before the crash: it may have been exchanged without our hearing of it.
                Err(failed) if unknown && !failed.unknown => {}
                Err(failed) => wrong.push(format!("a refresh token of user {user} that was never used: {failed}")),
            }
        }
        self.code_once(client, &mut wrong).await?;
        Ok(wrong)
    }

    async fn session_stands(&self, client: &mut Client, wrong: &mut Vec<String>) -> Result<(), String> {
        client.become_again(self.user, &self.session);
        if !client.is_signed_in().await? {
            wrong.push(format!("the session of user {} is gone", self.user));
        }
        Ok(())
    }

    /// A code that was never sent is good, once; one that was sent, once at most.
    async fn code_once(&mut self, client: &mut Client, wrong: &mut Vec<String>) -> Result<(), String> {
        if self.code_use == Use::Done {
            return Ok(());
        }
        let young = doorward::system_clock()() < self.at + CODE;
        match client.exchange(&self.code).await {
            Ok(tokens) => self.refresh.push((tokens.refresh, Use::Never)),
            Err(failed) if failed.unknown => return Err(failed.what),
            Err(failed) if self.code_use == Use::Never && young => {
                wrong.push(format!("a code of user {} that was never used: {failed}", self.user));
            }
            Err(_) => {}
        }
        self.code_use = Use::Done;
        Ok(())
    }

    /// Nothing that was used is good again. Ends the chain: whoever sends something twice loses all that came of it.
    pub(crate) async fn replay(&self, client: &mut Client) -> Result<Vec<String>, String> {
        let mut wrong = Vec::new();
        client.become_again(self.user, &self.session);
        for (token, _) in self.refresh.iter().filter(|(_, used)| *used == Use::Done) {
            let reply = client.refresh_reply(ALGORITHM, token).await?;
            if !is_refused(&reply) {
                wrong.push(format!("a refresh token of user {} was used twice: {}", self.user, reply.shown()));
            }
        }
        if self.code_use == Use::Done {
            let reply = client.exchange_reply(&self.code).await?;
            if !is_refused(&reply) {
                wrong.push(format!("a code of user {} was used twice: {}", self.user, reply.shown()));
            }
        }
        self.session_stands(client, &mut wrong).await?;
        Ok(wrong)
    }

    /// Whether a second sign-in with the one-time code of this one is refused. `None` where there was none, or its step is
    /// over.
    pub(crate) async fn replay_one_time_code(&self, client: &mut Client) -> Result<Option<String>, String> {
        if !crate::content::has_app(self.user) || doorward::system_clock()() > self.at + STEP {
            return Ok(None);
        }
        client.become_user(self.user);
        match Box::pin(client.sign_in(ALGORITHM, self.at)).await {
            Ok(_) => Ok(Some(format!("a one-time code of user {} was used twice", self.user))),
            Err(failed) if failed.unknown => Err(failed.what),
            Err(_) => Ok(None),
        }
    }
}

/// Refused as what it is, and not for some other reason.
fn is_refused(reply: &Reply) -> bool {
    reply.status == http::StatusCode::BAD_REQUEST
        && serde_json::from_slice::<serde_json::Value>(&reply.body)
            .is_ok_and(|answer| answer["error"] == "invalid_grant")
}
