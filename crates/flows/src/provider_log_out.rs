//! Signing out, in both directions: a provider says that a session there ended (OIDC Back-Channel Logout 1.0), and whoever signs out here is
//! sent there to sign out as well (RP-Initiated Logout 1.0).

use jose::{JwsError, digest};
use model::{Id, Span, Time, id::Session};
use serde::{Deserialize, Serialize};
use store::{Change, provider_sessions, sessions, spent};
use upstream::{IdTokenError, LogoutToken, log_out_address};

use crate::{
    AuditContext, Caller, Doorward, IdentityProvider, Result, SignedIn,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    farewells,
    providers::openid_connect::Asking,
    refusals,
};

/// What is spent with a log-out token.
const SPENT: &str = "log-out token of a provider";

/// What the way back from signing out there is sealed for.
const SEALED_FOR: &str = "signed out there";

/// How long that way may take.
const HOLDS: Span = Span::hours(1);

/// A log-out token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogOutRefused;

/// Where whoever signed out here signs out as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// Where the browser goes.
    pub address: String,
    /// What people call the provider.
    pub provider: String,
}

/// What travels there and back.
#[derive(Serialize, Deserialize)]
struct Back {
    /// Where the application wants whoever signed out.
    to: String,
    at: Time,
}

impl Doorward {
    /// A provider says that a session there ended: those here that came by it end, and their applications are told. `of`: slug and key in
    /// the address. Whether anything came by it the provider is not told.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn provider_logged_out(
        &self,
        caller: &Caller,
        (slug, key): (&str, &str),
        token: &str,
    ) -> Result<std::result::Result<(), LogOutRefused>> {
        let Some(home) = self.organisation_by_slug(slug).await? else { return Ok(Err(LogOutRefused)) };
        let named = |provider: &&IdentityProvider| provider.key == key && provider.active;
        let Some(provider) = home.providers.iter().find(named) else { return Ok(Err(LogOutRefused)) };
        let token = match provider.log_out_token(self, token, caller.now).await? {
            Ok(token) => token,
            Err(why) => {
                refusals::log(caller.request, "provider", Some(key), &format!("log-out token: {why}"));
                return Ok(Err(LogOutRefused));
            }
        };
        let ended = provider.came_by(self, &token).await?;
        let mut change = Change::new();
        let jti =
            digest::sha256([&provider.id.as_bytes()[..], token.issuer.as_bytes(), b" ", token.jti.as_bytes()].concat());
        spent::spend(&mut change, SPENT, &jti, token.until);
        for (user, session) in ended {
            let owner = (home.id, user);
            sessions::end(&mut change, home.id, session, caller.now);
            farewells::order(self, &mut change, owner, caller.now);
            let data = serde_json::json!({ "session": session, "provider": key });
            let by: AuditContext = caller.anonymous();
            events::record(self, &mut change, &by, EventKind::SessionEnded, EventSubject::user(owner), &data);
        }
        let taken = self.store.commit(change).await?.is_ok();
        self.ordered.notify_one();
        if !taken {
            refusals::log(caller.request, "provider", Some(key), "log-out token: it came before");
        }
        Ok(if taken { Ok(()) } else { Err(LogOutRefused) })
    }

    /// Where the application wants whoever comes back from signing out there, by what was sent along; none where that is not ours or too
    /// old.
    pub fn back_from_there(&self, caller: &Caller, state: &str) -> Option<String> {
        let plain = self.sealer.open_text(SEALED_FOR, b"", state).ok()?;
        let Back { to, at } = store::json::read_bytes(&plain).ok()?;
        (caller.now.since(at) <= HOLDS).then_some(to)
    }
}

impl IdentityProvider {
    /// The token, judged; newer keys are looked for once.
    async fn log_out_token(
        &self,
        doorward: &Doorward,
        token: &str,
        now: Time,
    ) -> Result<std::result::Result<LogoutToken, String>> {
        let Some(asking) = Asking::new(doorward, self, now)?.filter(|asking| !asking.connector.is_oauth_alone()) else {
            return Ok(Err("the provider has none".to_owned()));
        };
        let (mut read, mut again) = (asking.read_soon(false).await, false);
        loop {
            let (metadata, keys) = match read {
                Ok(read) => read,
                Err(failure) => return Ok(Err(format!("{failure:?}"))),
            };
            let wanted = (asking.connector, metadata.id_token_algorithms.as_slice());
            match LogoutToken::verify(token, keys.verifying(), wanted, now) {
                Err(IdTokenError::UnknownKey | IdTokenError::Token(JwsError::Signature)) if !again => again = true,
                judged => return Ok(judged.map_err(|error| error.to_string())),
            }
            read = asking.read_soon(true).await;
        }
    }

    /// The open sessions that came by what the token names. Where it names both a session and whose it is, both have to fit.
    async fn came_by(
        &self,
        doorward: &Doorward,
        token: &LogoutToken,
    ) -> Result<Vec<(Id<model::id::User>, Id<Session>)>> {
        let (of, issuer) = ((self.org, self.id), token.issuer.as_str());
        let mut read = doorward.store.read().await?;
        let by_subject = match &token.subject {
            Some(subject) => Some(provider_sessions::by_subject(&mut read, of, issuer, subject).await?),
            None => None,
        };
        let by_sid = match &token.sid {
            Some(sid) => Some(provider_sessions::by_sid(&mut read, of, issuer, sid).await?),
            None => None,
        };
        Ok(match (by_subject, by_sid) {
            (Some(by_subject), Some(by_sid)) => by_sid.into_iter().filter(|one| by_subject.contains(one)).collect(),
            (by_subject, by_sid) => by_subject.or(by_sid).unwrap_or_default(),
        })
    }
}

impl SignedIn {
    /// Where whoever signs out here signs out as well, by the rules of the provider that they came by; none where it has no such place, or
    /// does not answer. `to` is where the application wants them afterwards.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub(crate) async fn signs_out_there(
        &self,
        doorward: &Doorward,
        caller: &Caller,
        to: Option<&str>,
    ) -> Result<Option<There>> {
        let home = &self.organisation;
        if !home.providers.iter().any(|provider| provider.active && provider.rules.signs_out_there) {
            return Ok(None);
        }
        let came_by = provider_sessions::of_session(&mut doorward.store.read().await?, home.id, self.row.id).await?;
        let wanted = |provider: &&IdentityProvider| {
            let came = came_by.iter().any(|one| one.provider == provider.id);
            came && provider.active && provider.rules.signs_out_there
        };
        let Some(provider) = home.providers.iter().find(wanted) else { return Ok(None) };
        let Some(asking) = Asking::new(doorward, provider, caller.now)? else { return Ok(None) };
        let Ok((metadata, _)) = asking.read_soon(false).await else { return Ok(None) };
        let state = to.map(|to| {
            let plain = serde_json::to_vec(&Back { to: to.to_owned(), at: caller.now }).unwrap_or_default();
            doorward.sealer.seal_text(&*doorward.entropy, SEALED_FOR, b"", &plain)
        });
        let back = format!("{}/signed-out", doorward.instance.issuer.as_str().trim_end_matches('/'));
        let address = log_out_address(asking.connector, &metadata, (&back, state.as_deref()));
        Ok(address.map(|address| There { address, provider: provider.name.clone() }))
    }
}
