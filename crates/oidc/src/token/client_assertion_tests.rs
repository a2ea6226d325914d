//! OAU-30 with OAU-20 to OAU-23: one flaw at a time.

use jose::{Jwk, SigningKey, VerifyingKey, VerifyingKeys};
use serde_json::{Value, json};

use super::*;
use crate::{
    client::ClientAuthMethod,
    error::ErrorCode,
    post::Post,
    sample,
    token::{Authenticated, Credentials, TokenError},
};

const NOW: i64 = 1_790_000_000;

fn client() -> Client {
    Client { token_endpoint_auth_method: ClientAuthMethod::PrivateKeyJwt, ..sample::client() }
}

fn claims() -> Value {
    json!({"iss": "rp", "sub": "rp", "aud": sample::ISSUER, "exp": NOW + 60, "iat": NOW, "jti": "one"})
}

fn changed(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn send(assertion: &str, kind: &str) -> Result<Credentials, TokenError> {
    let body = format!("client_assertion={assertion}&client_assertion_type={kind}");
    let post = Post {
        authorization: None,
        content_type: Some(b"application/x-www-form-urlencoded; charset=utf-8"),
        body: body.as_bytes(),
    };
    Credentials::parse(None, &post.parameters(&[])?)
}

fn judge_at(assertion: &str, client: &Client, now: i64) -> Result<Authenticated, TokenError> {
    let keys = VerifyingKeys::new(vec![sample::key().verifying().clone()]);
    let issuer = sample::issuer();
    let now = Time::from_seconds(now);
    let facts = ClientFacts { keys: &keys, secret_is_good: &|_| true, issuer: &issuer, now };
    send(assertion, "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")?.authenticate(Some(client), &facts)
}

fn judged(claims: &Value) -> bool {
    judge_at(&sample::key().sign("JWT", claims).unwrap(), &client(), NOW).is_ok()
}

#[test]
fn oau_30_a_good_assertion_is_taken_and_to_be_spent() {
    let assertion = sample::key().sign("JWT", &claims()).unwrap();
    let taken = judge_at(&assertion, &client(), NOW).unwrap();
    let spend = taken.spend.unwrap();
    assert_eq!(taken.method, ClientAuthMethod::PrivateKeyJwt);
    assert_eq!(spend.until, Time::from_seconds(NOW + 60 + 60), "for its whole life and the skew");
    let again = sample::key().sign("JWT", &changed("exp", json!(NOW + 30))).unwrap();
    assert_eq!(judge_at(&again, &client(), NOW).unwrap().spend.unwrap().key, spend.key, "the same jti");
    let other = sample::key().sign("JWT", &changed("jti", json!("two"))).unwrap();
    assert_ne!(judge_at(&other, &client(), NOW).unwrap().spend.unwrap().key, spend.key);
}

#[test]
fn oau_22_oau_30_every_audience_is_ours() {
    let token_endpoint = format!("{}/oauth/token", sample::ISSUER);
    let table = [
        (json!(sample::ISSUER), true),
        (json!(token_endpoint), true),
        (json!([sample::ISSUER]), true),
        (json!([sample::ISSUER, token_endpoint]), true),
        (json!([sample::ISSUER, "https://other.example"]), false),
        (json!("https://other.example"), false),
        (json!(format!("{}/", sample::ISSUER)), false),
        (json!("rp"), false),
        (json!([]), false),
        (json!(""), false),
        (Value::Null, false),
    ];
    for (audience, taken) in table {
        assert_eq!(judged(&changed("aud", audience.clone())), taken, "{audience}");
    }
}

#[test]
fn oau_23_oau_30_times_are_kept_with_a_minute_of_skew() {
    let table = [
        ("exp", json!(NOW - 59), true),
        ("exp", json!(NOW - 60), false),
        ("exp", json!(NOW + 300), true),
        ("exp", json!(NOW + 360), true),
        ("exp", json!(NOW + 361), false),
        ("exp", json!(NOW + 48 * 3600), false),
        ("exp", json!(1e300), false),
        ("exp", json!(-1), false),
        ("exp", json!("1790000060"), false),
        ("exp", Value::Null, false),
        ("exp", json!(NOW as f64 + 60.5), true),
        ("nbf", json!(NOW + 60), true),
        ("nbf", json!(NOW + 61), false),
        ("iat", json!(NOW + 60), true),
        ("iat", json!(NOW + 61), false),
        ("iat", json!(NOW - 86_400), true),
    ];
    for (name, value, taken) in table {
        assert_eq!(judged(&changed(name, value.clone())), taken, "{name}: {value}");
    }
}

#[test]
fn oau_30_it_speaks_for_itself_and_once() {
    let table = [
        ("iss", json!("other")),
        ("sub", json!("other")),
        ("sub", json!("")),
        ("jti", json!("")),
        ("jti", json!("j".repeat(256))),
        ("jti", Value::Null),
        ("jti", json!(1)),
    ];
    for (name, value) in table {
        assert!(!judged(&changed(name, value.clone())), "{name}: {value}");
    }
}

#[test]
fn oau_20_oau_21_only_the_clients_key_algorithm_and_kind() {
    let key = sample::key();
    assert!(judge_at(&key.sign("client-authentication+jwt", &claims()).unwrap(), &client(), NOW).is_ok());
    for typ in ["at+jwt", "logout+jwt", "oauth-authz-req+jwt", "dpop+jwt"] {
        assert!(judge_at(&key.sign(typ, &claims()).unwrap(), &client(), NOW).is_err(), "{typ}");
    }
    let stranger = SigningKey::generate(Algorithm::ES256).unwrap();
    assert!(judge_at(&stranger.sign("JWT", &claims()).unwrap(), &client(), NOW).is_err());
    let assertion = key.sign("JWT", &claims()).unwrap();
    for (only, taken) in [(Algorithm::ES256, true), (Algorithm::RS256, false)] {
        let strict = Client { token_endpoint_auth_signing_alg: Some(only), ..client() };
        assert_eq!(judge_at(&assertion, &strict, NOW).is_ok(), taken, "{only}");
    }
    // An assertion of one registered client never speaks for another with the same key.
    let other = Client { client_id: "other".into(), ..client() };
    assert!(judge_at(&assertion, &other, NOW).is_err());
}

#[test]
fn the_request_must_be_whole() {
    let assertion = sample::key().sign("JWT", &claims()).unwrap();
    for kind in ["", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"] {
        assert_eq!(send(&assertion, kind).unwrap_err().error, ErrorCode::InvalidRequest, "{kind}");
    }
    let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    assert_eq!(send("", kind).unwrap_err().error, ErrorCode::InvalidRequest);
    for broken in ["x", "a.b.c", &assertion[..assertion.len() / 2]] {
        assert_eq!(send(broken, kind).unwrap_err().error, ErrorCode::InvalidClient, "{broken}");
    }
    assert_eq!(send(&assertion, kind).unwrap().kid().as_deref(), Some(sample::key().kid()));
}

#[test]
fn keys_come_from_the_clients_metadata() {
    let jwks = jose::JwkSet { keys: vec![sample::key().public().clone()] };
    let stored = serde_json::to_string(&Client { jwks: Some(jwks), ..client() }).unwrap();
    let read: Client = serde_json::from_str(&stored).unwrap();
    assert_eq!(read.check(), []);
    let jwk: &Jwk = &read.jwks.as_ref().unwrap().keys[0];
    assert_eq!(VerifyingKey::from_jwk(jwk).unwrap().kid(), Some(sample::key().kid()));
}
