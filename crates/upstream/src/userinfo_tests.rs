use jose::SigningKey;
use serde_json::json;

use super::*;
use crate::sample;

const ES256: &[Algorithm] = &[Algorithm::ES256];

fn answer(status: u16, content_type: &str, body: &str) -> Result<Claims, UserinfoError> {
    read(&sample::connector(), (status, Some(content_type), body.as_bytes()), &sample::keys(), ES256)
}

fn id_token(changes: &[(&str, Value)]) -> IdToken {
    sample::judged(&sample::connector(), &sample::with(changes)).unwrap()
}

#[test]
fn p8_asked_when_a_mapped_claim_is_missing() {
    let (connector, metadata) = (sample::connector(), sample::metadata());
    let whole = [
        ("email", json!("a@b.example")),
        ("given_name", json!("A")),
        ("family_name", json!("B")),
        ("locale", json!("fr")),
    ];
    let needed = |claims: &Claims| is_needed(claims, &connector, &metadata);
    assert!(!needed(&sample::person(&whole)));
    for (name, _) in &whole {
        let without: Vec<_> = whole.iter().filter(|(other, _)| other != name).cloned().collect();
        assert!(needed(&sample::person(&without)), "{name}");
        let without_endpoint = Metadata { userinfo_endpoint: None, ..metadata.clone() };
        assert!(!is_needed(&sample::person(&without), &connector, &without_endpoint), "P6: nothing to ask");
    }
}

#[test]
fn o12_userinfo_is_of_the_same_person() {
    let token = id_token(&[("email", json!("of.token@b.example"))]);
    let of = |sub: Value| {
        let body =
            json!({"sub": sub, "email": "of.userinfo@b.example", "given_name": "Ann", "iss": "https://evil.example"});
        merged(&token, answer(200, "application/json", &body.to_string()).unwrap())
    };
    let claims = of(json!("248289761001")).unwrap();
    assert_eq!((claims.text("email"), claims.text("given_name")), (Some("of.token@b.example"), Some("Ann")));
    assert_eq!(claims.text("iss"), Some(sample::ISSUER), "what is signed is not overwritten");
    for other in [json!("someone"), Value::Null, json!(248_289_761_001_i64), json!("")] {
        assert_eq!(of(other.clone()), Err(UserinfoError::Subject), "{other}");
    }
    assert!(UserinfoError::Subject.is_fatal());
}

#[test]
fn o12_userinfo_that_is_signed_is_verified() {
    let signed = |key: &SigningKey, claims: Value| {
        answer(200, "Application/JWT; charset=utf-8", &key.sign("JWT", &claims).unwrap())
    };
    let good = json!({"sub": "s", "iss": sample::ISSUER, "aud": "rp", "email": "a@b.example"});
    assert_eq!(signed(sample::key(), good.clone()).unwrap().text("email"), Some("a@b.example"));
    assert!(signed(sample::key(), json!({"sub": "s"})).is_ok(), "both may be left out");
    let stranger = SigningKey::generate(Algorithm::ES256).unwrap();
    assert_eq!(signed(&stranger, good.clone()), Err(UserinfoError::Token(JwsError::Signature)));
    for (name, value) in
        [("iss", json!("https://evil.example")), ("aud", json!("other")), ("aud", json!([1])), ("iss", json!(1))]
    {
        let mut claims = good.clone();
        claims[name] = value;
        assert_eq!(signed(sample::key(), claims.clone()), Err(UserinfoError::Foreign), "{claims}");
    }
    let unsigned = answer(200, "application/jwt", &good.to_string());
    assert!(matches!(unsigned, Err(UserinfoError::Token(_))), "JSON does not pass for a JWT");
}

#[test]
fn o12_without_an_answer_the_sign_in_goes_on() {
    let table = [
        (500, UserinfoError::Outage(500)),
        (429, UserinfoError::Outage(429)),
        (401, UserinfoError::Refused(401)),
        (302, UserinfoError::Refused(302)),
        (204, UserinfoError::Refused(204)),
    ];
    for (status, error) in table {
        assert_eq!(answer(status, "application/json", "{}"), Err(error.clone()));
        assert!(!error.is_fatal());
    }
    for body in ["", "[]", "null", "<html>"] {
        assert_eq!(answer(200, "text/html", body), Err(UserinfoError::Unreadable));
    }
}
