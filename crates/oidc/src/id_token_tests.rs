//! What an ID token says, and what is recognised as one.

use jose::{JwsError, base64url};
use serde_json::json;

use super::*;
use crate::sample;

fn token(issuer: &Issuer) -> IdToken<'_> {
    IdToken {
        issuer,
        subject: "ann",
        client_id: "rp",
        issued_at: Time::from_millis(1_790_000_000_999),
        life: Span::minutes(10),
        auth_time: None,
        nonce: None,
        acr: None,
        amr: &[],
        sid: None,
        access_token: None,
        code: None,
        claims: Map::new(),
    }
}

fn payload(signed: &str) -> Value {
    serde_json::from_slice(&base64url::decode(signed.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

#[test]
fn nothing_is_said_that_is_not_known() {
    let issuer = sample::issuer();
    let said = payload(&token(&issuer).sign(sample::key()).unwrap());
    let expected =
        json!({"iss": sample::ISSUER, "sub": "ann", "aud": "rp", "iat": 1_790_000_000, "exp": 1_790_000_600});
    assert_eq!(said, expected);
}

#[test]
fn oau_24_everything_that_is_known() {
    let issuer = sample::issuer();
    let full = IdToken {
        auth_time: Some(Time::from_seconds(1_789_999_000)),
        nonce: Some("a+b\"é"),
        acr: Some("mfa"),
        amr: &["pwd", "otp"],
        sid: Some("ses_1"),
        access_token: Some("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
        code: Some("c0de"),
        ..token(&issuer)
    };
    let said = payload(&full.sign(sample::key()).unwrap());
    assert_eq!(said["nonce"], "a+b\"é");
    assert_eq!((&said["acr"], &said["amr"], &said["sid"]), (&json!("mfa"), &json!(["pwd", "otp"]), &json!("ses_1")));
    assert_eq!(said["auth_time"], 1_789_999_000);
    assert_eq!(said["at_hash"], "77QmUPtjPfzWtF2AnpK9RQ", "OIDC Core, appendix A.3");
    assert_eq!(said["c_hash"].as_str().unwrap().len(), 22);
}

#[test]
fn oau_58_claims_about_the_user_never_overwrite_the_protocols() {
    let issuer = sample::issuer();
    let claims: Map<String, Value> = RESERVED
        .iter()
        .map(|name| ((*name).to_owned(), json!("evil")))
        .chain([("name".to_owned(), json!("Ann"))])
        .collect();
    let said = payload(&IdToken { claims, ..token(&issuer) }.sign(sample::key()).unwrap());
    assert!(!said.to_string().contains("evil"), "{said}");
    assert_eq!(said["name"], "Ann");
    assert!(is_reserved("sub") && !is_reserved("email"));
}

#[test]
fn oau_20_oau_21_hints_are_our_own_id_tokens_of_any_age() {
    let (issuer, keyring) = (sample::issuer(), sample::keyring());
    let read = |token: &str| read_hint(token, &issuer, keyring.verifying());
    let old = IdToken { life: Span::seconds(-1), sid: Some("ses_1"), ..token(&issuer) }.sign(sample::key()).unwrap();
    let hint = read(&old).unwrap();
    assert_eq!((hint.sub.as_str(), hint.sid.as_deref(), hint.client_id()), ("ann", Some("ses_1"), Some("rp")));
    assert!(hint.is_for("rp") && !hint.is_for("other"));
    let claims = json!({"iss": sample::ISSUER, "aud": "rp", "sub": "ann"});
    let foreign = SigningKey::generate(Algorithm::ES256).unwrap();
    for (token, error) in [
        (sample::key().sign("at+jwt", &claims).unwrap(), JwsError::Typ),
        (sample::key().sign("logout+jwt", &claims).unwrap(), JwsError::Typ),
        (foreign.sign("JWT", &claims).unwrap(), JwsError::Signature),
        (
            sample::key().sign("JWT", &json!({"iss": "https://x.example", "aud": "rp", "sub": "a"})).unwrap(),
            JwsError::Claims,
        ),
        (
            format!("{}.{}.", base64url::encode(r#"{"alg":"none"}"#), base64url::encode(claims.to_string())),
            JwsError::Algorithm,
        ),
    ] {
        assert_eq!(read(&token), Err(error));
    }
}
