//! Access tokens are issued in the form that their audience needs, and read in either.
//!
//! One for Doorward alone is a reference: sealed under an instance key, so that nobody else can make or read it, of constant
//! length, and without a signature to compute (docs/decisions/0010-opaque-access-tokens.md). One for an API is a JWT.

use crypto::{seal::Sealer, token::hash_secret};
use model::{
    Id, Span, Time,
    id::{self, App},
};
use oidc::{Scopes, access_token::AccessToken};
use store::{applications, spent};

use super::Grant;
use crate::{Caller, Doorward, Error, Result};

/// How long an access token is good.
pub(super) const LIFE: Span = Span::minutes(10);

/// What access tokens without a grant are called back as, by a hash of their identifier.
pub(super) const CALLED_BACK: &str = "access_token";

/// What references begin with, so that scanners for leaked secrets know them.
const PREFIX: &str = "dwa_";

/// The purpose that references are sealed for; no other sealed text opens as one.
const PURPOSE: &str = "access token";

/// Whom a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    /// The user who gave this grant.
    Grant(Id<id::Grant>),
    /// The application itself (RFC 6749 §4.4), in this epoch.
    Application(Id<App>, i64),
}

/// What a reference holds. Every part has a fixed length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) of: Of,
    /// The token's own identifier (`jti` in introspection).
    pub(super) id: Id<id::Grant>,
    pub(super) issued_at: Time,
    pub(super) scope: Subset,
}

/// Which names of a list of scopes are in a token: a bit for each, and a digest of the list that the bits count in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subset {
    bits: [u8; 8],
    list: [u8; 8],
}

impl Subset {
    /// `scope`, all of which is in `whole`. A list of scopes has at most 64 names ([`oidc::MAX_SCOPES`]).
    pub(super) fn of(scope: &Scopes, whole: &Scopes) -> Self {
        let bits = whole.iter().enumerate().filter(|(_, name)| scope.contains(name));
        let bits = bits.fold(0u64, |bits, (at, _)| bits | 1 << at);
        Self { bits: bits.to_be_bytes(), list: digest(whole) }
    }

    /// The names, if this is the list that they were counted in.
    fn within(self, whole: &Scopes) -> Option<Scopes> {
        let bits = u64::from_be_bytes(self.bits);
        let names: Vec<&str> = whole.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, n)| n).collect();
        (self.list == digest(whole)).then(|| whole.only(|name| names.contains(&name)))
    }
}

fn digest(scopes: &Scopes) -> [u8; 8] {
    let mut first = [0; 8];
    first.copy_from_slice(&hash_secret(&scopes.to_string()).as_bytes()[..8]);
    first
}

impl Reference {
    const LENGTH: usize = 1 + 16 + 8 + 16 + 8 + 8 + 8;

    fn to_bytes(self) -> [u8; Self::LENGTH] {
        let (kind, of, epoch) = match self.of {
            Of::Grant(grant) => (1, *grant.as_bytes(), 0),
            Of::Application(app, epoch) => (2, *app.as_bytes(), epoch),
        };
        let epoch = epoch.to_be_bytes();
        let seconds = self.issued_at.seconds().to_be_bytes();
        let mut bytes = [0; Self::LENGTH];
        let parts: [&[u8]; 7] =
            [&[kind], &of, &epoch, self.id.as_bytes(), &seconds, &self.scope.bits, &self.scope.list];
        bytes.iter_mut().zip(parts.concat()).for_each(|(byte, value)| *byte = value);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[kind], rest) = bytes.split_first_chunk()?;
        let (&of, rest) = rest.split_first_chunk()?;
        let (&epoch, rest) = rest.split_first_chunk()?;
        let (&id, rest) = rest.split_first_chunk()?;
        let (&seconds, rest) = rest.split_first_chunk()?;
        let (&bits, rest) = rest.split_first_chunk()?;
        let list = rest.try_into().ok()?;
        let of = match kind {
            1 => Of::Grant(Id::from_bytes(of)),
            2 => Of::Application(Id::from_bytes(of), i64::from_be_bytes(epoch)),
            _ => return None,
        };
        let issued_at = Time::from_seconds(i64::from_be_bytes(seconds));
        Some(Self { of, id: Id::from_bytes(id), issued_at, scope: Subset { bits, list } })
    }

    /// The token.
    pub(super) fn seal(self, sealer: &Sealer, entropy: &dyn crypto::entropy::Entropy) -> String {
        format!("{PREFIX}{}", sealer.seal_text(entropy, PURPOSE, b"", &self.to_bytes()))
    }

    /// The reference that this token is, if it is one of ours and unaltered.
    fn open(sealer: &Sealer, token: &str) -> Option<Self> {
        Self::from_bytes(&sealer.open_text(PURPOSE, b"", token.strip_prefix(PREFIX)?).ok()?)
    }

    /// What a token of this grant says.
    fn of_grant(self, doorward: &Doorward, grant: Grant) -> Result<(AccessToken, Option<Grant>)> {
        let given = &grant.row.request;
        let says = self.says(doorward, grant.client_id(), &grant.row.subject, &given.request.scope);
        let says = says.ok_or(Error::Corrupt("a grant whose scope is not the one that was granted"))?;
        let (auth_time, acr) = (Some(given.auth_time.seconds()), Some(given.acr.clone()));
        let grant_id = Some(grant.row.id.to_string());
        Ok((AccessToken { grant_id, auth_time, acr, amr: given.amr.clone(), ..says }, Some(grant)))
    }

    fn expires_at(self) -> Time {
        self.issued_at + LIFE
    }

    /// What the token says, for those who ask about it.
    fn says(self, doorward: &Doorward, client_id: &str, subject: &str, whole: &Scopes) -> Option<AccessToken> {
        let (issuer, id) = (&doorward.instance.issuer, self.id.to_string());
        let scope = self.scope.within(whole)?;
        Some(AccessToken { scope, ..AccessToken::new(issuer, client_id, subject, id, self.issued_at, LIFE) })
    }
}

/// An access token that is good, and the grant it descends from (none for an application's own); or why it is not, for
/// operators.
pub(super) type Standing = std::result::Result<(AccessToken, Option<Grant>), &'static str>;

const UNKNOWN: &str = "it is none of ours, altered, or under a key that is gone";
const EXPIRED: &str = "it has expired";
const APPLICATION_OFF: &str = "its application is switched off or gone";

/// An access token of ours that is good now: not expired, not called back, and nothing that it came of has ended.
pub(super) async fn standing(doorward: &Doorward, caller: &Caller, token: &str) -> Result<Standing> {
    let keys = doorward.keys(caller.now).await?;
    if token.starts_with(PREFIX) {
        return match Reference::open(keys.access_tokens()?, token) {
            Some(reference) if caller.now < reference.expires_at() => referred(doorward, caller, reference).await,
            Some(_) => Ok(Err(EXPIRED)),
            None => Ok(Err(UNKNOWN)),
        };
    }
    let token = match AccessToken::read(token, &doorward.instance.issuer, keys.keyring.verifying(), caller.now) {
        Ok(token) => token,
        Err(jose::JwsError::Claims) => return Ok(Err(EXPIRED)),
        Err(_) => return Ok(Err(UNKNOWN)),
    };
    let Some(id) = &token.grant_id else { return own(doorward, token).await };
    let Ok(id) = id.parse::<Id<id::Grant>>() else { return Ok(Err(UNKNOWN)) };
    let grant = Grant::by_id(doorward, &mut doorward.store.read().await?, id, caller).await?;
    Ok(Grant::unless_ended(grant).map(|grant| (token, Some(grant))))
}

async fn referred(doorward: &Doorward, caller: &Caller, reference: Reference) -> Result<Standing> {
    let mut read = doorward.store.read().await?;
    match reference.of {
        Of::Grant(id) => match Grant::unless_ended(Grant::by_id(doorward, &mut read, id, caller).await?) {
            Ok(grant) => reference.of_grant(doorward, grant).map(Ok),
            Err(why) => Ok(Err(why)),
        },
        Of::Application(id, epoch) => {
            let client_id = applications::client_id(&mut read, id).await?;
            drop(read);
            referred_own(doorward, reference, client_id, epoch).await
        }
    }
}

async fn referred_own(
    doorward: &Doorward,
    reference: Reference,
    client_id: Option<String>,
    epoch: i64,
) -> Result<Standing> {
    let application = match client_id {
        Some(client_id) => doorward.application(&client_id).await?,
        None => None,
    };
    let Some(application) = application else { return Ok(Err(APPLICATION_OFF)) };
    let Some(client) = application.settings.client() else { return Ok(Err(APPLICATION_OFF)) };
    match reference.says(doorward, &client.client_id, &client.client_id, &client.scope) {
        Some(says) => own(doorward, AccessToken { epoch: Some(epoch), ..says }).await,
        None => Ok(Err("the application's scopes have changed since")),
    }
}

/// An application's own token, unless it was called back or the application is switched off, or was in the meantime.
async fn own(doorward: &Doorward, token: AccessToken) -> Result<Standing> {
    let Some(application) = doorward.application(&token.client_id).await? else { return Ok(Err(APPLICATION_OFF)) };
    if token.epoch != Some(application.epoch) {
        return Ok(Err("its application, or the application's organisation, was switched off since"));
    }
    let hash = hash_secret(&token.jti);
    let called_back = spent::is_spent(&mut doorward.store.read().await?, CALLED_BACK, hash.as_bytes()).await?;
    Ok(if called_back { Err("it was revoked") } else { Ok((token, None)) })
}

#[cfg(test)]
#[path = "access_token_tests.rs"]
mod tests;
