//! The ID token, from what any response type has at hand.

use jose::SigningKey;
use model::{Span, Time};
use oidc::{Issuer, id_token::IdToken};
use serde_json::{Map, Value};

use super::Grant;
use crate::{Error, Result};

/// How long an ID token is good: it tells of a moment.
const LIFE: Span = Span::minutes(10);

/// What an ID token is issued beside; each is bound to it by its hash (OIDC Core §3.1.3.6, §3.3.2.11).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside<'a> {
    pub(crate) access_token: Option<&'a str>,
    pub(crate) code: Option<&'a str>,
}

impl Grant {
    /// The ID token for the application that the grant was given to. `claims` are about the user.
    pub(crate) fn id_token(
        &self,
        issuer: &Issuer,
        key: &SigningKey,
        beside: Beside<'_>,
        claims: Map<String, Value>,
        now: Time,
    ) -> Result<String> {
        let given = &self.row.request;
        let amr: Vec<&str> = given.amr.iter().map(String::as_str).collect();
        let sid = self.row.app_session.to_string();
        let id_token = IdToken {
            issuer,
            subject: &self.row.subject,
            client_id: self.client_id(),
            issued_at: now,
            life: LIFE,
            auth_time: Some(given.auth_time),
            nonce: given.request.nonce.as_deref(),
            acr: Some(&given.acr),
            amr: &amr,
            sid: Some(&sid),
            access_token: beside.access_token,
            code: beside.code,
            claims,
        };
        id_token.sign(key).map_err(|_| Error::Corrupt("a token to be signed"))
    }
}
