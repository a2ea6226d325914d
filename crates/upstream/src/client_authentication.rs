//! How we show a provider who we are: exactly one way in a request (RFC 6749 §2.3, O11).

use model::{
    Span, Time,
    openid_connect::{ClientAuthMethod, OpenidConnect},
};
use serde::Serialize;

use crate::Metadata;

/// How long an assertion of ours is good.
const ASSERTION_LIFE: Span = Span::seconds(60);

/// What we have to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// A secret that the provider gave.
    Secret,
    /// A key whose public half the provider was given.
    Key,
    /// Nothing.
    Nothing,
}

impl Held {
    /// The ways that it is good for, the best first.
    const fn ways(self) -> &'static [ClientAuthMethod] {
        match self {
            Self::Secret => &[ClientAuthMethod::ClientSecretBasic, ClientAuthMethod::ClientSecretPost],
            Self::Key => &[ClientAuthMethod::PrivateKeyJwt],
            Self::Nothing => &[ClientAuthMethod::None],
        }
    }
}

/// No way that the provider takes is one that we can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the provider takes no client authentication that is possible with what is held here")]
pub struct NoAuthentication;

/// The way: the one that is set, else the best that the metadata name. Where they name none it is Basic (OIDC Discovery §3);
/// that a client without a secret shows nothing goes without saying.
///
/// # Errors
/// When there is none.
pub fn choose(
    connector: &OpenidConnect,
    metadata: &Metadata,
    held: Held,
) -> Result<ClientAuthMethod, NoAuthentication> {
    if let Some(set) = connector.client_authentication {
        return if held.ways().contains(&set) { Ok(set) } else { Err(NoAuthentication) };
    }
    let taken = |way: &&ClientAuthMethod| match &metadata.token_endpoint_auth_methods {
        Some(named) => held == Held::Nothing || named.iter().any(|name| name == way.name()),
        None => true,
    };
    held.ways().iter().find(taken).copied().ok_or(NoAuthentication)
}

/// The claims of our assertion (RFC 7523 §3). It names the token endpoint as its audience, and goes nowhere else: who receives it
/// can use it at no other server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientAssertion<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    jti: &'a str,
}

impl<'a> ClientAssertion<'a> {
    /// One that is good for a minute. `jti` is drawn for it.
    pub fn new(connector: &'a OpenidConnect, metadata: &'a Metadata, jti: &'a str, now: Time) -> Self {
        let client_id = connector.client_id.as_str();
        let (iat, exp) = (now.seconds(), (now + ASSERTION_LIFE).seconds());
        Self { iss: client_id, sub: client_id, aud: &metadata.token_endpoint, iat, exp, jti }
    }
}

#[cfg(test)]
mod tests {
    use model::openid_connect::Preset;
    use serde_json::json;

    use super::*;
    use crate::sample;

    #[test]
    fn o11_one_way_the_one_that_is_set_or_the_best_that_is_taken() {
        use ClientAuthMethod::{ClientSecretBasic, ClientSecretPost, PrivateKeyJwt};
        let metadata = |named: Option<&[&str]>| Metadata {
            token_endpoint_auth_methods: named.map(|named| named.iter().map(|name| (*name).to_owned()).collect()),
            ..sample::metadata()
        };
        let none: Option<&[&str]> = None;
        let table = [
            (None, none, Held::Secret, Ok(ClientSecretBasic)),
            (None, Some(&["client_secret_post", "client_secret_basic"][..]), Held::Secret, Ok(ClientSecretBasic)),
            (None, Some(&["client_secret_post"][..]), Held::Secret, Ok(ClientSecretPost)),
            (None, Some(&["private_key_jwt"][..]), Held::Secret, Err(NoAuthentication)),
            (None, Some(&["private_key_jwt"][..]), Held::Key, Ok(PrivateKeyJwt)),
            (None, Some(&["client_secret_basic"][..]), Held::Key, Err(NoAuthentication)),
            (None, Some(&["client_secret_basic"][..]), Held::Nothing, Ok(ClientAuthMethod::None)),
            (Some(ClientSecretPost), Some(&["client_secret_basic"][..]), Held::Secret, Ok(ClientSecretPost)),
            (Some(ClientSecretPost), none, Held::Key, Err(NoAuthentication)),
        ];
        for (set, named, held, way) in table {
            let connector = OpenidConnect { client_authentication: set, ..sample::connector() };
            assert_eq!(choose(&connector, &metadata(named), held), way, "{set:?} {named:?} {held:?}");
        }
        let entra = OpenidConnect::of(Preset::EntraTenant, "rp");
        assert_eq!(choose(&entra, &metadata(none), Held::Secret), Ok(ClientSecretPost));
    }

    #[test]
    fn an_assertion_is_for_the_token_endpoint_and_a_minute() {
        let (connector, metadata) = (sample::connector(), sample::metadata());
        let assertion = ClientAssertion::new(&connector, &metadata, "drawn", sample::now());
        let expected = json!({"iss": "rp", "sub": "rp", "aud": "https://op.example/token", "iat": sample::NOW,
            "exp": sample::NOW + 60, "jti": "drawn"});
        assert_eq!(serde_json::to_value(assertion).unwrap(), expected);
    }
}
