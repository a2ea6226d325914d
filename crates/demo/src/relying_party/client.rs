//! The application as a client of Doorward's token endpoint (RFC 6749 §4.1.3 and §6), of userinfo (Core §5.3) and of introspection
//! (RFC 7662).

use std::sync::Arc;

use jose::SigningKey;
use model::{Span, Time};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    confidential::Introspected,
    http::{Answer, Fault, Http},
    id_token::Distrust,
};
use crate::{Entropy, Secret, random_text};

/// The kind of assertion that a key makes (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How the application proves to Doorward who it is.
#[derive(Debug, Clone)]
pub enum ClientAuthentication {
    /// Not at all: a public client, which has PKCE only.
    None,
    /// `client_secret_basic`: the secret in the Authorization header.
    SecretBasic(Secret),
    /// `client_secret_post`: the secret in the form.
    SecretPost(Secret),
    /// `private_key_jwt`: an assertion signed by a key that Doorward knows the public half of (OpenID Connect Core §9).
    PrivateKey(Arc<SigningKey>),
}

impl ClientAuthentication {
    /// Its name in client metadata (`token_endpoint_auth_method`).
    pub fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::SecretBasic(_) => "client_secret_basic",
            Self::SecretPost(_) => "client_secret_post",
            Self::PrivateKey(_) => "private_key_jwt",
        }
    }
}

/// What the token endpoint gave.
#[derive(Clone, Default)]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) refresh_token: Option<String>,
    pub(crate) id_token: Option<String>,
    pub(crate) expires_at: Option<Time>,
    pub(crate) scope: Option<String>,
}

/// Why there are no tokens, or no claims about the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Denied {
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The error that the endpoint answered with (RFC 6749 §5.2).
    #[error("{error}: {description}")]
    Answered { error: String, description: String },
    #[error("The token is of type “{0}”; this application knows bearer tokens only.")]
    TokenType(String),
    #[error("The assertion that names this application could not be signed.")]
    Assertion,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    token_type: String,
    expires_in: Option<i64>,
    refresh_token: Option<String>,
    id_token: Option<String>,
    scope: Option<String>,
}

#[derive(Deserialize)]
struct Error {
    error: String,
    error_description: Option<String>,
}

/// One application at one token endpoint.
pub(crate) struct TokenEndpoint<'a> {
    pub(crate) http: &'a Http,
    pub(crate) url: &'a str,
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) authentication: &'a ClientAuthentication,
    pub(crate) entropy: &'a Entropy,
    pub(crate) now: Time,
}

impl TokenEndpoint<'_> {
    /// Exchanges the code, with the PKCE verifier that only this application knows.
    pub(crate) async fn exchange(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens, Denied> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("code_verifier", verifier),
            ("redirect_uri", redirect_uri),
        ];
        self.ask(&form).await
    }

    /// Spends the refresh token for new tokens.
    pub(crate) async fn refresh(&self, refresh_token: &str) -> Result<Tokens, Denied> {
        self.ask(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
    }

    /// Asks what an access token is good for, at this address (RFC 7662 §2.1).
    pub(crate) async fn introspect(&self, url: &str, access_token: &str) -> Result<Introspected, Denied> {
        let answer = self.post(url, &[("token", access_token), ("token_type_hint", "access_token")]).await?;
        Ok(answer.ok_json("what a token is good for")?)
    }

    async fn ask(&self, form: &[(&str, &str)]) -> Result<Tokens, Denied> {
        let answer = self.post(self.url, form).await?;
        if !answer.status.is_success() {
            return Err(answered(&answer, "tokens"));
        }
        self.tokens(answer.json("tokens")?)
    }

    /// A form of the application's, which says who it is.
    async fn post(&self, url: &str, form: &[(&str, &str)]) -> Result<Answer, Denied> {
        let mut form = form.to_vec();
        let assertion;
        let mut basic = None;
        match self.authentication {
            ClientAuthentication::None => form.push(("client_id", self.client_id)),
            ClientAuthentication::SecretBasic(secret) => basic = Some((self.client_id, secret.reveal())),
            ClientAuthentication::SecretPost(secret) => {
                form.extend([("client_id", self.client_id), ("client_secret", secret.reveal())]);
            }
            ClientAuthentication::PrivateKey(key) => {
                assertion = self.assertion(key)?;
                form.extend([
                    ("client_id", self.client_id),
                    ("client_assertion_type", JWT_BEARER),
                    ("client_assertion", &assertion),
                ]);
            }
        }
        Ok(self.http.post(url, &form, basic).await?)
    }

    /// Who we are, for this endpoint's eyes, for one minute, once (RFC 7523 §3).
    fn assertion(&self, key: &SigningKey) -> Result<String, Denied> {
        let claims = json!({
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": self.issuer,
            "jti": random_text(self.entropy),
            "iat": self.now.seconds(),
            "exp": (self.now + Span::minutes(1)).seconds(),
        });
        key.sign("JWT", &claims).map_err(|_| Denied::Assertion)
    }

    fn tokens(&self, granted: Granted) -> Result<Tokens, Denied> {
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(Denied::TokenType(granted.token_type));
        }
        Ok(Tokens {
            access_token: granted.access_token,
            refresh_token: granted.refresh_token,
            id_token: granted.id_token,
            expires_at: granted.expires_in.map(|seconds| self.now + Span::seconds(seconds)),
            scope: granted.scope,
        })
    }
}

/// What userinfo said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Userinfo {
    /// Its claims; `sub` was compared with the ID token's (Core §5.3.2: "MUST be verified").
    Claims(Map<String, Value>),
    /// The access token does not hold any more: it expired, or somebody signed out (RFC 6750 §3.1).
    TokenOver,
}

/// Asks userinfo about the user of the access token, who must be `subject`.
pub(crate) async fn userinfo(
    http: &Http,
    url: &str,
    access_token: &str,
    subject: &str,
) -> Result<Userinfo, UserinfoError> {
    let answer = http.get(url, Some(access_token)).await?;
    if answer.status.as_u16() == 401 {
        return Ok(Userinfo::TokenOver);
    }
    let claims: Map<String, Value> = answer.ok_json("claims about the user")?;
    if claims.get("sub").and_then(Value::as_str) != Some(subject) {
        return Err(UserinfoError::Distrust(Distrust::Subject));
    }
    Ok(Userinfo::Claims(claims))
}

/// Why userinfo's claims were not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UserinfoError {
    #[error(transparent)]
    Fault(#[from] Fault),
    #[error(transparent)]
    Distrust(Distrust),
}

fn answered(answer: &Answer, expected: &'static str) -> Denied {
    match answer.json::<Error>(expected) {
        Ok(Error { error, error_description }) => {
            Denied::Answered { error, description: error_description.unwrap_or_default() }
        }
        Err(fault) => Denied::Fault(fault),
    }
}
