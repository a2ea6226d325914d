//! Logout tokens (OIDC Back-Channel Logout 1.0 §2.4): what an application is told when a session that it was used in ends.

use jose::{SignError, SigningKey};
use model::{Span, Time};
use serde_json::{Map, Value, json};

use crate::issuer::Issuer;

/// What a token says that it is about.
pub const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How long one is good: it is sent at once, and made anew for each try (§2.4: preferably at most two minutes).
pub const LIFE: Span = Span::minutes(2);

/// What a logout token says.
#[derive(Debug, Clone, Copy)]
pub struct LogoutToken<'a> {
    /// Who we are.
    pub issuer: &'a Issuer,
    /// For whom the token is.
    pub client_id: &'a str,
    /// Whose session ended, as the client knows them.
    pub subject: &'a str,
    /// The session's name towards this client, as in its ID tokens.
    pub sid: &'a str,
    /// The token's own name; no two are called the same.
    pub id: &'a str,
    /// Now.
    pub issued_at: Time,
}

impl LogoutToken<'_> {
    /// Signs it. The header says `typ: logout+jwt`, and there is no `nonce`: it passes for no ID token (OAU-21, OAU-52).
    pub fn sign(&self, key: &SigningKey) -> Result<String, SignError> {
        let events: Map<String, Value> = Map::from_iter([(EVENT.to_owned(), json!({}))]);
        let claims = json!({
            "iss": self.issuer.as_str(),
            "sub": self.subject,
            "aud": self.client_id,
            "iat": self.issued_at.seconds(),
            "exp": (self.issued_at + LIFE).seconds(),
            "jti": self.id,
            "events": events,
            "sid": self.sid,
        });
        key.sign("logout+jwt", &claims)
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

    use super::*;
    use crate::sample;

    #[test]
    fn oau_52_a_logout_token_says_what_the_specification_wants_and_no_more() {
        let issued_at = Time::from_seconds(1_700_000_000);
        let issuer = sample::issuer();
        let token = LogoutToken { issuer: &issuer, client_id: "rp", subject: "ann", sid: "s1", id: "t1", issued_at };
        let signed = token.sign(sample::key()).unwrap();
        let part = |at: usize| -> Value {
            serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(signed.split('.').nth(at).unwrap()).unwrap()).unwrap()
        };
        assert_eq!(part(0)["typ"], "logout+jwt");
        let expected = json!({
            "iss": sample::ISSUER, "sub": "ann", "aud": "rp", "sid": "s1", "jti": "t1",
            "iat": 1_700_000_000, "exp": 1_700_000_120,
            "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        });
        assert_eq!(part(1), expected);
    }

    #[test]
    fn oau_21_a_logout_token_is_no_hint() {
        let issuer = sample::issuer();
        let issued_at = Time::from_seconds(1_700_000_000);
        let token = LogoutToken { issuer: &issuer, client_id: "rp", subject: "ann", sid: "s1", id: "t1", issued_at };
        let signed = token.sign(sample::key()).unwrap();
        assert!(crate::id_token::read_hint(&signed, &issuer, sample::keyring().verifying()).is_err());
    }
}
