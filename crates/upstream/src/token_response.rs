//! What the token endpoint answers (RFC 6749 §5, OIDC Core §3.1.3.3).

use model::openid_connect::{Deviation, OpenidConnect};
use serde_json::{Map, Value};

use crate::Said;

/// The tokens. They are used at once and kept nowhere (FED-13).
#[derive(Clone, PartialEq, Eq)]
pub struct TokenResponse {
    /// For userinfo.
    pub access_token: String,
    /// Who signed in; none where there is no OpenID Connect.
    pub id_token: Option<String>,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The provider says why (RFC 6749 §5.2).
    #[error("the token endpoint refuses: {error} ({description})")]
    Refused {
        /// Its code.
        error: Said,
        /// Its words, for the administrator.
        description: Said,
    },
    /// It can not serve: 5xx, 408, 425 or 429.
    #[error("the token endpoint is out of order (status {0})")]
    Outage(u16),
    /// No answer that the standard describes.
    #[error("the token endpoint's answer is no token response (status {0})")]
    Unreadable(u16),
    /// A token of another type (RFC 6749 §7.1).
    #[error("the access token is no bearer token")]
    NotBearer,
    /// OpenID Connect without an ID token.
    #[error("the token endpoint gave no ID token: the scope openid is missing, or the provider is OAuth 2.0 alone")]
    NoIdToken,
}

impl TokenResponse {
    /// Reads an answer.
    ///
    /// # Errors
    /// When there are no tokens in it.
    pub fn read(connector: &OpenidConnect, status: u16, body: &[u8]) -> Result<Self, TokenError> {
        if is_outage(status) {
            return Err(TokenError::Outage(status));
        }
        let answer: Map<String, Value> = serde_json::from_slice(body).map_err(|_| TokenError::Unreadable(status))?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        if let Some(error) = text("error") {
            // GitHub says so with status 200.
            let description = Said::new(text("error_description").unwrap_or_default());
            return Err(TokenError::Refused { error: Said::new(error), description });
        }
        if status != 200 {
            return Err(TokenError::Unreadable(status));
        }
        let access_token = text("access_token").ok_or(TokenError::Unreadable(status))?;
        if !text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("Bearer")) {
            return Err(TokenError::NotBearer);
        }
        let id_token = text("id_token").map(str::to_owned);
        match id_token.is_some() || connector.deviates(Deviation::NoIdToken) {
            true => Ok(Self { access_token: access_token.to_owned(), id_token }),
            false => Err(TokenError::NoIdToken),
        }
    }
}

/// Whether the other side can not serve, which says nothing of what was asked (decision 16).
pub(crate) const fn is_outage(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

#[cfg(test)]
mod tests {
    use model::openid_connect::Preset;
    use serde_json::json;

    use super::*;
    use crate::sample;

    fn read(status: u16, body: &Value) -> Result<TokenResponse, TokenError> {
        TokenResponse::read(&sample::connector(), status, body.to_string().as_bytes())
    }

    fn good() -> Value {
        json!({"access_token": "a", "token_type": "Bearer", "expires_in": 3600, "id_token": "i"})
    }

    fn changed(name: &str, value: Value) -> Value {
        let mut answer = good();
        answer[name] = value;
        answer
    }

    #[test]
    fn tokens_are_read() {
        let tokens = TokenResponse { access_token: "a".into(), id_token: Some("i".into()) };
        for answer in [good(), changed("token_type", json!("bearer")), changed("new", json!([]))] {
            assert!(read(200, &answer) == Ok(tokens.clone()), "{answer}");
        }
    }

    #[test]
    fn one_flaw_at_a_time() {
        let table = [
            (200, changed("access_token", Value::Null), TokenError::Unreadable(200)),
            (200, changed("access_token", json!(1)), TokenError::Unreadable(200)),
            (200, changed("token_type", json!("DPoP")), TokenError::NotBearer),
            (200, changed("token_type", Value::Null), TokenError::NotBearer),
            (200, changed("id_token", Value::Null), TokenError::NoIdToken),
            (201, good(), TokenError::Unreadable(201)),
            (404, good(), TokenError::Unreadable(404)),
            (200, json!([]), TokenError::Unreadable(200)),
            (200, json!("x"), TokenError::Unreadable(200)),
            (500, good(), TokenError::Outage(500)),
            (503, json!({"error": "invalid_client"}), TokenError::Outage(503)),
            (429, json!({}), TokenError::Outage(429)),
        ];
        for (status, answer, error) in table {
            assert!(read(status, &answer) == Err(error.clone()), "{status} {answer}: {error}");
        }
    }

    #[test]
    fn errors_are_told_whatever_their_status() {
        for (status, error) in [(400, "invalid_grant"), (401, "invalid_client"), (200, "bad_verification_code")] {
            let answer = json!({"error": error, "error_description": "why"});
            let refused = TokenError::Refused { error: Said::new(error), description: Said::new("why") };
            assert!(read(status, &answer) == Err(refused), "{error}");
        }
    }

    #[test]
    fn p11_github_alone_has_no_id_token() {
        let answer = changed("id_token", Value::Null).to_string();
        for preset in Preset::ALL {
            let read = TokenResponse::read(&OpenidConnect::of(preset, "rp"), 200, answer.as_bytes());
            assert_eq!(read.is_ok(), preset == Preset::Github, "{preset:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_answer_panics(status: u16, body: Vec<u8>) {
            let _ = TokenResponse::read(&sample::connector(), status, &body);
        }
    }
}
