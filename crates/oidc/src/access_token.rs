//! Access tokens: what each says, and its form as a JWT (RFC 9068). It names the grant it descends from, so that revoking
//! is one look-up. Its form as a sealed reference is not of this crate, which holds no sealing key.

use jose::{Algorithm, Jws, JwsError, SignError, SigningKey, Typ, VerifyingKeys};
use model::{Span, Time};
use serde::{Deserialize, Serialize};

use crate::{audience::Audience, issuer::Issuer, scope::Scopes};

const TYP: &str = "at+jwt";
/// How far clocks of our nodes may differ (OAU-23).
const SKEW: Span = Span::seconds(60);

/// What an access token says (RFC 9068 §2.2). Times are seconds since the epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Who issued it.
    pub iss: String,
    /// Whom it stands for: a user as the client knows them, or the client itself.
    pub sub: String,
    /// Where it may be used: ourselves (userinfo), unless a resource was named.
    pub aud: Audience,
    /// The client it was given to.
    pub client_id: String,
    /// What it allows.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// When it was issued.
    pub iat: i64,
    /// When it ends.
    pub exp: i64,
    /// Its own name.
    pub jti: String,
    /// The grant it descends from; none for a client's own token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<String>,
    /// The client's epoch, in its own token: under another it has ended. None in a user's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<i64>,
    /// When the user signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_time: Option<i64>,
    /// The level reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// The authenticators used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
}

impl AccessToken {
    /// A token for ourselves as its audience, to be completed.
    pub fn new(issuer: &Issuer, client_id: &str, subject: &str, id: String, now: Time, life: Span) -> Self {
        Self {
            iss: issuer.to_string(),
            sub: subject.to_owned(),
            aud: Audience::One(issuer.to_string()),
            client_id: client_id.to_owned(),
            scope: Scopes::default(),
            iat: now.seconds(),
            exp: (now + life).seconds(),
            jti: id,
            grant_id: None,
            epoch: None,
            auth_time: None,
            acr: None,
            amr: Vec::new(),
        }
    }

    /// Signs it.
    pub fn sign(&self, key: &SigningKey) -> Result<String, SignError> {
        key.sign(TYP, self)
    }

    /// When it ends.
    pub fn expires_at(&self) -> Time {
        Time::from_seconds(self.exp)
    }

    /// Reads one of ours that is good now. Whether its grant still holds is the caller's to look up.
    pub fn read(token: &str, issuer: &Issuer, keys: &VerifyingKeys, now: Time) -> Result<Self, JwsError> {
        const ACCESS_TOKEN: Typ = Typ { names: &[TYP], absent: false };
        let read: Self = Jws::parse(token)?.verify(keys, &Algorithm::ALL, ACCESS_TOKEN)?.claims()?;
        let current = now < read.expires_at() && Time::from_seconds(read.iat) <= now + SKEW;
        if read.iss == issuer.as_str() && current { Ok(read) } else { Err(JwsError::Claims) }
    }
}

#[cfg(test)]
#[path = "access_token_tests.rs"]
mod tests;
