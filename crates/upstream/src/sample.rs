//! A provider, its keys and a person's tokens. For tests only.

use std::sync::LazyLock;

use jose::{Algorithm, SigningKey, VerifyingKeys};
use model::{
    Time,
    openid_connect::{OpenidConnect, Preset},
};
use serde_json::{Value, json};

use crate::{Claims, Expected, IdToken, IdTokenError, Metadata};

pub(crate) const ISSUER: &str = "https://op.example";
pub(crate) const NONCE: &str = "n-0S6_WzA2Mj";
pub(crate) const ACCESS_TOKEN: &str = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
pub(crate) const NOW: i64 = 1_790_000_000;

static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate(Algorithm::ES256).unwrap());

pub(crate) fn key() -> &'static SigningKey {
    &KEY
}

pub(crate) fn keys() -> VerifyingKeys {
    VerifyingKeys::new(vec![KEY.verifying().clone()])
}

pub(crate) fn now() -> Time {
    Time::from_seconds(NOW)
}

pub(crate) fn connector() -> OpenidConnect {
    OpenidConnect { issuer: ISSUER.into(), ..OpenidConnect::of(Preset::OpenidConnect, "rp") }
}

/// A connector of a preset whose issuer is ours, with one tenant.
pub(crate) fn connector_of(preset: Preset) -> OpenidConnect {
    let filled = OpenidConnect { tenants: vec!["aaa".into()], ..OpenidConnect::of(preset, "rp") };
    if filled.issuer.is_empty() { OpenidConnect { issuer: ISSUER.into(), ..filled } } else { filled }
}

pub(crate) fn document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token",
        "userinfo_endpoint": "https://op.example/userinfo",
        "jwks_uri": "https://op.example/keys",
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "scopes_supported": ["openid", "groups"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "authorization_response_iss_parameter_supported": true,
    })
}

pub(crate) fn metadata() -> Metadata {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Metadata {
        authorization_endpoint: "https://op.example/authorize".into(),
        token_endpoint: "https://op.example/token".into(),
        userinfo_endpoint: Some("https://op.example/userinfo".into()),
        jwks_uri: Some("https://op.example/keys".into()),
        end_session_endpoint: None,
        id_token_algorithms: vec![Algorithm::RS256, Algorithm::ES256],
        token_endpoint_auth_methods: Some(texts(&["client_secret_post", "client_secret_basic"])),
        scopes_supported: texts(&["openid", "groups"]),
        iss_in_answers: true,
    }
}

/// The claims of a token that passes.
pub(crate) fn claims() -> Value {
    json!({"iss": ISSUER, "sub": "248289761001", "aud": "rp", "nonce": NONCE, "iat": NOW, "exp": NOW + 300})
}

/// Those claims with others in their place, or beside them; null takes one away.
pub(crate) fn with(changes: &[(&str, Value)]) -> Value {
    let mut claims = claims();
    let members = claims.as_object_mut().unwrap();
    for (name, value) in changes {
        match value {
            Value::Null => _ = members.remove(*name),
            value => _ = members.insert((*name).to_owned(), value.clone()),
        }
    }
    claims
}

pub(crate) fn expected(connector: &OpenidConnect) -> Expected<'_> {
    const ALGORITHMS: &[Algorithm] = &[Algorithm::RS256, Algorithm::ES256];
    Expected {
        connector,
        algorithms: ALGORITHMS,
        nonce: NONCE,
        access_token: Some(ACCESS_TOKEN),
        max_age: None,
        now: now(),
    }
}

/// The judgement on a token with these claims.
pub(crate) fn judged(connector: &OpenidConnect, claims: &Value) -> Result<IdToken, IdTokenError> {
    IdToken::verify(&key().sign("JWT", claims).unwrap(), &keys(), &expected(connector))
}

/// What a token with these changes is refused for.
pub(crate) fn refused(connector: &OpenidConnect, changes: &[(&str, Value)]) -> IdTokenError {
    judged(connector, &with(changes)).unwrap_err()
}

/// What is known of a person whose token has these claims as well.
pub(crate) fn person(changes: &[(&str, Value)]) -> Claims {
    Claims::new(with(changes).as_object().unwrap().clone())
}
