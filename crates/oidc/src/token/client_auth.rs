//! Client authentication (RFC 6749 §2.3, RFC 7523 §2.2, OIDC Core §9): exactly one method, and the one that the client
//! registered (OAU-28, OAU-31).
//!
//! A refusal spends nothing: golang.org/x/oauth2 tries the header first, also for public clients, and then the body.

use base64::{Engine, engine::general_purpose::STANDARD};
use jose::{Jws, VerifyingKeys};
use model::Time;

use super::{TokenError, client_assertion};
use crate::{
    client::{Client, ClientAuthMethod},
    error::ErrorCode,
    issuer::Issuer,
    parameters::{self, Parameters},
    post,
};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client shows of itself. `Debug` hides how.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    client_id: String,
    proof: Proof,
}

#[derive(Clone, PartialEq, Eq)]
enum Proof {
    None,
    Basic {
        secret: String,
        /// What stood in the header, where that is another text: some clients do not form-encode it.
        plain: Option<String>,
    },
    Post(String),
    Assertion(String),
}

/// Why a client did not authenticate. It is told none of this: unknown clients and wrong credentials get one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthenticationFailure {
    /// No such client, or it is switched off.
    #[error("there is no such client, or it is switched off")]
    Unknown,
    /// Another method than the one that it registered.
    #[error("it used {} and is registered for {}{}", .used.name(), .registered.name(), if *.secret_is_right { "; the secret is right" } else { "" })]
    Method {
        /// What it used.
        used: ClientAuthMethod,
        /// What its metadata says (`token_endpoint_auth_method`).
        registered: ClientAuthMethod,
        /// Whether the secret was right that came in the wrong place.
        secret_is_right: bool,
    },
    /// No secret that is good now.
    #[error("the secret is wrong, or has ended")]
    Secret,
    /// The right secret, but for the encoding.
    #[error("the secret is right, but not form-encoded in the Authorization header (RFC 6749 §2.3.1)")]
    NotFormEncoded,
    /// The header is not `Basic` with base64 of two parts.
    #[error("the Authorization header is not Basic with the base64 of client_id:client_secret")]
    Header,
    /// What is in the header is not form-encoded.
    #[error("client_id or client_secret in the Authorization header is not form-encoded (RFC 6749 §2.3.1)")]
    HeaderEncoding,
    /// A client assertion that proves nothing.
    #[error("the client assertion is no good: {0}")]
    Assertion(&'static str),
}

impl AuthenticationFailure {
    /// Whether the client showed its secret all the same, in the wrong place.
    pub const fn secret_is_right(self) -> bool {
        matches!(self, Self::Method { secret_is_right: true, .. })
    }
}

/// The client that a request claims to be of, for the log. Nothing about it was checked.
pub fn claimed_client_id(post: &post::Post<'_>) -> Option<String> {
    let parameters = Parameters::parse(post.body).unwrap_or_default();
    if let Some(client_id) = parameters.get("client_id") {
        return Some(client_id.to_owned());
    }
    if let Some(assertion) = parameters.get("client_assertion") {
        return client_assertion::unverified_client_id(assertion);
    }
    let joined = STANDARD.decode(post::credentials(post.authorization?, "Basic")?).ok()?;
    let client_id = joined.split(|&byte| byte == b':').next()?;
    parameters::decode(client_id).ok().map(std::borrow::Cow::into_owned).filter(|client_id| !client_id.is_empty())
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("client_id", &self.client_id).field("method", &self.method()).finish()
    }
}

/// What is known about the client beside its metadata.
#[derive(Clone, Copy)]
pub struct ClientFacts<'a> {
    /// Its public keys.
    pub keys: &'a VerifyingKeys,
    /// Whether a text is one of its secrets that are good now. Must compare in constant time.
    pub secret_is_good: &'a dyn Fn(&str) -> bool,
    /// Who we are.
    pub issuer: &'a Issuer,
    /// The time.
    pub now: Time,
}

/// What must be spent in the same transaction as the grant: the assertion is good once (OAU-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spend {
    /// SHA-256 over the client and its `jti`.
    pub key: [u8; 32],
    /// Until when it must be remembered.
    pub until: Time,
}

/// A client that showed who it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// How it did.
    pub method: ClientAuthMethod,
    /// What is to be spent.
    pub spend: Option<Spend>,
}

impl Credentials {
    /// Reads what the client sent. Two methods at once are an error, whether or not either is right.
    pub fn parse(authorization: Option<&[u8]>, parameters: &Parameters) -> Result<Self, TokenError> {
        let secret = parameters.get("client_secret");
        let assertion = parameters.get("client_assertion");
        let methods = [authorization.is_some(), secret.is_some(), assertion.is_some()];
        if methods.into_iter().filter(|sent| *sent).count() > 1 {
            return Err(TokenError::request("more than one way of client authentication was used"));
        }
        if let Some(header) = authorization {
            return Self::basic(header, parameters);
        }
        if let Some(assertion) = assertion {
            return Self::assertion(assertion, parameters);
        }
        if parameters.sent("client_assertion_type") {
            return Err(TokenError::request("client_assertion is missing"));
        }
        let client_id = parameters.get("client_id").ok_or(refused("the client did not authenticate"))?;
        let proof = secret.map_or(Proof::None, |secret| Proof::Post(secret.to_owned()));
        Ok(Self { client_id: client_id.to_owned(), proof })
    }

    /// Both halves are form-encoded before they are joined (RFC 6749 §2.3.1).
    fn basic(header: &[u8], parameters: &Parameters) -> Result<Self, TokenError> {
        let malformed = |failure| TokenError {
            by_header: true,
            failure: Some(failure),
            ..refused("the Authorization header is malformed")
        };
        let joined = post::credentials(header, "Basic").and_then(|encoded| STANDARD.decode(encoded).ok());
        let joined = joined.ok_or(malformed(AuthenticationFailure::Header))?;
        let mut halves = joined.splitn(2, |&byte| byte == b':');
        let (Some(client_id), Some(secret)) = (halves.next(), halves.next()) else {
            return Err(malformed(AuthenticationFailure::Header));
        };
        let decoded = |half| parameters::decode(half).map(std::borrow::Cow::into_owned);
        let (Ok(client_id), Ok(decoded)) = (decoded(client_id), decoded(secret)) else {
            return Err(malformed(AuthenticationFailure::HeaderEncoding));
        };
        if client_id.is_empty() {
            return Err(malformed(AuthenticationFailure::Header));
        }
        agree(parameters, &client_id)?;
        let plain = str::from_utf8(secret).ok().filter(|plain| *plain != decoded).map(str::to_owned);
        Ok(Self { client_id, proof: Proof::Basic { secret: decoded, plain } })
    }

    fn assertion(assertion: &str, parameters: &Parameters) -> Result<Self, TokenError> {
        if parameters.get("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(TokenError::request("client_assertion_type is not supported"));
        }
        let client_id =
            client_assertion::unverified_client_id(assertion).ok_or(refused("the client assertion is malformed"))?;
        agree(parameters, &client_id)?;
        Ok(Self { client_id, proof: Proof::Assertion(assertion.to_owned()) })
    }

    /// The client it claims to be, to be looked up.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// How it wants to show it.
    pub fn method(&self) -> ClientAuthMethod {
        match self.proof {
            Proof::None => ClientAuthMethod::None,
            Proof::Basic { .. } => ClientAuthMethod::ClientSecretBasic,
            Proof::Post(_) => ClientAuthMethod::ClientSecretPost,
            Proof::Assertion(_) => ClientAuthMethod::PrivateKeyJwt,
        }
    }

    /// The key that an assertion names, so that newer keys can be looked for before judging.
    pub fn kid(&self) -> Option<String> {
        match &self.proof {
            Proof::Assertion(assertion) => Jws::parse(assertion).ok()?.unverified_header().kid.clone(),
            _ => None,
        }
    }

    /// Judges the credentials. Unknown clients and wrong credentials get the same answer.
    pub fn authenticate(&self, client: Option<&Client>, facts: &ClientFacts<'_>) -> Result<Authenticated, TokenError> {
        let by_header = matches!(self.proof, Proof::Basic { .. });
        let failed =
            |failure| TokenError { by_header, failure: Some(failure), ..refused("client authentication failed") };
        let client = client.filter(|client| client.client_id == self.client_id);
        let client = client.ok_or(failed(AuthenticationFailure::Unknown))?;
        self.prove(client, facts).map_err(failed)
    }

    fn prove(&self, client: &Client, facts: &ClientFacts<'_>) -> Result<Authenticated, AuthenticationFailure> {
        let good = |secret: &str| !secret.is_empty() && (facts.secret_is_good)(secret);
        let (method, registered) = (self.method(), client.token_endpoint_auth_method);
        if method != registered {
            let secret_is_right = match &self.proof {
                Proof::Basic { secret, .. } | Proof::Post(secret) => good(secret),
                Proof::None | Proof::Assertion(_) => false,
            };
            return Err(AuthenticationFailure::Method { used: method, registered, secret_is_right });
        }
        let spend = match &self.proof {
            Proof::None => None,
            Proof::Basic { secret, .. } | Proof::Post(secret) if good(secret) => None,
            Proof::Basic { plain: Some(plain), .. } if good(plain) => {
                return Err(AuthenticationFailure::NotFormEncoded);
            }
            Proof::Basic { .. } | Proof::Post(_) => return Err(AuthenticationFailure::Secret),
            Proof::Assertion(assertion) => {
                let judged = client_assertion::judge(assertion, client, facts);
                Some(judged.map_err(AuthenticationFailure::Assertion)?)
            }
        };
        Ok(Authenticated { method, spend })
    }
}

/// A `client_id` in the body must name the same client.
fn agree(parameters: &Parameters, client_id: &str) -> Result<(), TokenError> {
    match parameters.get("client_id") {
        Some(other) if other != client_id => Err(TokenError::request("client_id names another client")),
        _ => Ok(()),
    }
}

const fn refused(description: &'static str) -> TokenError {
    TokenError::new(ErrorCode::InvalidClient, description)
}

#[cfg(test)]
#[path = "client_auth_tests.rs"]
mod tests;
