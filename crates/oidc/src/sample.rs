//! A client, a request that passes, and short ways to change it. For tests only.

use std::sync::{Arc, LazyLock};

use jose::{Algorithm, Keyring, SigningKey};

use crate::{
    authorize::{AuthorizationResponse, Delivery, ErrorResponse, Surroundings, Unidentified, Valid},
    client::{Client, GrantType},
    error::ErrorCode,
    issuer::Issuer,
    parameters,
};

pub(crate) const ISSUER: &str = "https://id.example";
/// RFC 7636, appendix B.
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

static KEY: LazyLock<Arc<SigningKey>> = LazyLock::new(|| Arc::new(SigningKey::generate(Algorithm::ES256).unwrap()));

pub(crate) fn issuer() -> Issuer {
    Issuer::parse(ISSUER).unwrap()
}

pub(crate) fn key() -> &'static SigningKey {
    &KEY
}

pub(crate) fn keyring() -> Keyring {
    Keyring::new(vec![KEY.clone()], vec![KEY.public().clone()]).unwrap()
}

pub(crate) fn client() -> Client {
    Client {
        client_id: "rp".into(),
        redirect_uris: vec!["https://rp.example/cb?tenant=1".into()],
        post_logout_redirect_uris: vec!["https://rp.example/bye".into()],
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        ..Client::default()
    }
}

const REQUEST: [(&str, &str); 6] = [
    ("client_id", "rp"),
    ("redirect_uri", "https://rp.example/cb?tenant=1"),
    ("response_type", "code"),
    ("scope", "openid"),
    ("code_challenge", CHALLENGE),
    ("code_challenge_method", "S256"),
];

fn encode(pairs: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (name, value) in pairs {
        parameters::append(&mut query, name, value);
    }
    query
}

/// The request with these parameters in place of, or beside, its own.
pub(crate) fn with(changed: &[(&str, &str)]) -> String {
    let kept = REQUEST.into_iter().filter(|(name, _)| changed.iter().all(|(other, _)| other != name));
    encode(&kept.chain(changed.iter().copied()).collect::<Vec<_>>())
}

/// The request without these parameters.
pub(crate) fn without(left_out: &[&str]) -> String {
    encode(&REQUEST.into_iter().filter(|(name, _)| !left_out.contains(name)).collect::<Vec<_>>())
}

pub(crate) fn judge(client: &Client, query: &str) -> Result<Valid, ErrorResponse> {
    let (issuer, keyring) = (issuer(), keyring());
    let surroundings = Surroundings { issuer: &issuer, keyring: &keyring };
    Unidentified::parse(query.as_bytes()).unwrap().identify(Some(client)).unwrap().validate(surroundings)
}

pub(crate) fn valid_of(client: &Client, query: &str) -> Valid {
    judge(client, query).unwrap()
}

pub(crate) fn refused_of(client: &Client, query: &str) -> ErrorCode {
    judge(client, query).unwrap_err().error
}

/// Where the browser is sent with the error.
pub(crate) fn answer_to(client: &Client, query: &str) -> String {
    match AuthorizationResponse::refusal(&judge(client, query).unwrap_err(), &issuer()).deliver() {
        Delivery::Redirect(location) => location,
        Delivery::FormPost { action, .. } => action,
    }
}

/// The request with this text behind it.
pub(crate) fn valid(more: &str) -> Valid {
    valid_of(&client(), &(with(&[]) + more))
}

pub(crate) fn refused(more: &str) -> ErrorCode {
    refused_of(&client(), &(with(&[]) + more))
}

pub(crate) fn answer(more: &str) -> String {
    answer_to(&client(), &(with(&[]) + more))
}
