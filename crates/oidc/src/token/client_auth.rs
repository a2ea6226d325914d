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
    Basic(String),
    Post(String),
    Assertion(String),
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
        let malformed = TokenError { by_header: true, ..refused("the Authorization header is malformed") };
        let read = || {
            let joined = STANDARD.decode(post::credentials(header, "Basic")?).ok()?;
            let colon = joined.iter().position(|&byte| byte == b':')?;
            let half = |bytes: &[u8]| parameters::decode(bytes).ok().map(std::borrow::Cow::into_owned);
            Some((half(&joined[..colon])?, half(&joined[colon + 1..])?))
        };
        let (client_id, secret) = read().filter(|(client_id, _)| !client_id.is_empty()).ok_or(malformed)?;
        agree(parameters, &client_id)?;
        Ok(Self { client_id, proof: Proof::Basic(secret) })
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
            Proof::Basic(_) => ClientAuthMethod::ClientSecretBasic,
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
        let failed =
            TokenError { by_header: matches!(self.proof, Proof::Basic(_)), ..refused("client authentication failed") };
        let method = self.method();
        let known =
            client.filter(|client| client.client_id == self.client_id && client.token_endpoint_auth_method == method);
        let Some(client) = known else { return Err(failed) };
        let spend = match &self.proof {
            Proof::None => None,
            Proof::Basic(secret) | Proof::Post(secret) => {
                if secret.is_empty() || !(facts.secret_is_good)(secret) {
                    return Err(failed);
                }
                None
            }
            Proof::Assertion(assertion) => Some(client_assertion::judge(assertion, client, facts).ok_or(failed)?),
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
