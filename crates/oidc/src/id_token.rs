//! ID tokens (OIDC Core §2): making them, and recognising one of ours that comes back as a hint.

use jose::{Algorithm, Jws, JwsError, SignError, SigningKey, Typ, VerifyingKeys, digest};
use model::{Span, Time};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{audience::Audience, issuer::Issuer};

/// Claims that only the protocol may set, in ID tokens, access tokens and userinfo (OAU-58).
const RESERVED: &[&str] = &[
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "c_hash",
    "client_id",
    "cnf",
    "events",
    "exp",
    "grant_id",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "s_hash",
    "scope",
    "sid",
    "sub",
    "sub_jwk",
    "typ",
];

/// Whether the claim is the protocol's, so that no mapping may set it.
pub fn is_reserved(claim: &str) -> bool {
    RESERVED.contains(&claim)
}

/// What an ID token says.
#[derive(Debug, Clone)]
pub struct IdToken<'a> {
    /// Who we are.
    pub issuer: &'a Issuer,
    /// Who signed in, as the client knows them.
    pub subject: &'a str,
    /// For whom the token is.
    pub client_id: &'a str,
    /// Now.
    pub issued_at: Time,
    /// How long it is good.
    pub life: Span,
    /// When the user signed in, if it is to be said.
    pub auth_time: Option<Time>,
    /// From the request.
    pub nonce: Option<&'a str>,
    /// The level reached.
    pub acr: Option<&'a str>,
    /// The authenticators used (RFC 8176).
    pub amr: &'a [&'a str],
    /// The session's name towards this client (OIDC Back-Channel Logout §2.1).
    pub sid: Option<&'a str>,
    /// The access token issued with it, to be bound by `at_hash`.
    pub access_token: Option<&'a str>,
    /// The code issued with it, to be bound by `c_hash`.
    pub code: Option<&'a str>,
    /// Claims about the user. Reserved names are left out.
    pub claims: Map<String, Value>,
}

impl IdToken<'_> {
    /// Signs it. The header says `typ: JWT`; no other token of ours does (OAU-21).
    pub fn sign(&self, key: &SigningKey) -> Result<String, SignError> {
        let mut claims: Map<String, Value> =
            self.claims.iter().filter(|(name, _)| !is_reserved(name)).map(|(k, v)| (k.clone(), v.clone())).collect();
        let mut set = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        set("iss", self.issuer.as_str().into());
        set("sub", self.subject.into());
        set("aud", self.client_id.into());
        set("iat", self.issued_at.seconds().into());
        set("exp", (self.issued_at + self.life).seconds().into());
        let texts = [("nonce", self.nonce), ("acr", self.acr), ("sid", self.sid)];
        for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
            set(name, text.into());
        }
        if let Some(time) = self.auth_time {
            set("auth_time", time.seconds().into());
        }
        if !self.amr.is_empty() {
            set("amr", self.amr.into());
        }
        for (name, token) in [("at_hash", self.access_token), ("c_hash", self.code)] {
            if let Some(token) = token {
                set(name, digest::left_half(key.algorithm(), token).into());
            }
        }
        key.sign("JWT", &claims)
    }
}

/// What one of our ID tokens says when it comes back as a hint. It may have expired.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Hint {
    iss: String,
    aud: Audience,
    /// Whom it is about, as the client knows them.
    pub sub: String,
    /// The session it was issued in.
    pub sid: Option<String>,
}

impl Hint {
    /// Whether it was given to this client.
    pub fn is_for(&self, client_id: &str) -> bool {
        self.aud.contains(client_id)
    }

    /// The client it was given to.
    pub fn client_id(&self) -> Option<&str> {
        match self.aud.names() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// Reads a hint: signed by us, as an ID token, with us as the issuer (OAU-20, OAU-21). Its age does not matter.
pub fn read_hint(token: &str, issuer: &Issuer, keys: &VerifyingKeys) -> Result<Hint, JwsError> {
    const ID_TOKEN: Typ = Typ { names: &["JWT"], absent: false };
    let hint: Hint = Jws::parse(token)?.verify(keys, &Algorithm::ALL, ID_TOKEN)?.claims()?;
    if hint.iss == issuer.as_str() { Ok(hint) } else { Err(JwsError::Claims) }
}

#[cfg(test)]
#[path = "id_token_tests.rs"]
mod tests;
