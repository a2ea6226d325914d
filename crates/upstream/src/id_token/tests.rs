//! FED-06: the signature. Each rule has its own table beside it; one flaw at a time.

use jose::{SigningKey, base64url};
use model::openid_connect::Preset;
use serde_json::json;

use super::*;
use crate::sample;

fn verified(token: &str) -> Result<IdToken, IdTokenError> {
    IdToken::verify(token, &sample::keys(), &sample::expected(&sample::connector()))
}

/// The token with another header, under the signature that it had.
fn with_header(header: &Value) -> String {
    let token = sample::key().sign("JWT", &sample::claims()).unwrap();
    let rest = token.split_once('.').unwrap().1.to_owned();
    format!("{}.{rest}", base64url::encode(header.to_string()))
}

#[test]
fn a_right_one_is_taken_whole() {
    let read = sample::judged(&sample::connector(), &sample::with(&[("email", json!("a@b.example"))])).unwrap();
    assert_eq!((read.issuer.as_str(), read.subject.as_str()), (sample::ISSUER, "248289761001"));
    assert_eq!((read.algorithm, read.claims.text("email")), (Algorithm::ES256, Some("a@b.example")));
}

#[test]
fn fed_06_neither_none_nor_a_shared_secret() {
    let kid = sample::key().kid();
    for alg in ["none", "None", "HS256", "HS512", "RS1", "", "ES256K"] {
        let forged = with_header(&json!({"alg": alg, "kid": kid, "typ": "JWT"}));
        assert_eq!(verified(&forged), Err(IdTokenError::Token(JwsError::Algorithm)), "{alg}");
    }
    let (token, _) = (sample::key().sign("JWT", &sample::claims()).unwrap(), ());
    let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
    assert_eq!(verified(&unsigned), Err(IdTokenError::Token(JwsError::Signature)));
}

#[test]
fn fed_06_only_an_algorithm_that_is_registered() {
    let token = sample::key().sign("JWT", &sample::claims()).unwrap();
    let connector = sample::connector();
    let strict = Expected { algorithms: &[Algorithm::RS256], ..sample::expected(&connector) };
    let refused = IdToken::verify(&token, &sample::keys(), &strict);
    assert_eq!(refused, Err(IdTokenError::Token(JwsError::Algorithm)));
}

#[test]
fn fed_06_the_key_is_the_provider_s_and_never_the_token_s() {
    let stranger = SigningKey::generate(Algorithm::ES256).unwrap();
    let token = stranger.sign("JWT", &sample::claims()).unwrap();
    assert_eq!(verified(&token), Err(IdTokenError::UnknownKey), "a reason to look for newer keys");
    let named_ours = {
        let (header, rest) = token.split_once('.').unwrap();
        let mut header: Value = serde_json::from_slice(&base64url::decode(header).unwrap()).unwrap();
        header["kid"] = json!(sample::key().kid());
        format!("{}.{rest}", base64url::encode(header.to_string()))
    };
    assert_eq!(verified(&named_ours), Err(IdTokenError::Token(JwsError::Signature)), "no reason to ask again");
    for (name, value) in
        [("jwk", json!(stranger.public())), ("jku", json!("https://evil.example")), ("crit", json!(["x"]))]
    {
        let forged = with_header(&json!({"alg": "ES256", name: value}));
        assert_eq!(verified(&forged), Err(IdTokenError::Token(JwsError::Header)), "{name}");
    }
}

#[test]
fn fed_06_another_kind_of_token() {
    for typ in ["at+jwt", "logout+jwt", "dpop+jwt"] {
        let token = sample::key().sign(typ, &sample::claims()).unwrap();
        assert_eq!(verified(&token), Err(IdTokenError::Token(JwsError::Typ)), "{typ}");
    }
}

#[test]
fn every_rule_has_its_row_once() {
    let mut names: Vec<_> = rules::RULES.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), rules::RULES.len());
}

#[test]
fn every_preset_takes_its_own_token() {
    for preset in Preset::ALL.into_iter().filter(|preset| preset.facts().endpoints.is_none()) {
        let connector = sample::connector_of(preset);
        let iss = connector.issuer.replace("{tenantid}", "aaa");
        let token = sample::with(&[("iss", json!(iss)), ("tid", json!("aaa"))]);
        assert_eq!(sample::judged(&connector, &token).map(|read| read.issuer), Ok(iss), "{preset:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_token_panics(header in ".{0,40}", payload in ".{0,80}", text in ".{0,200}") {
        let built = format!("{}.{}.AAAA", base64url::encode(header), base64url::encode(payload));
        proptest::prop_assert!(verified(&built).is_err());
        proptest::prop_assert!(verified(&text).is_err());
    }

    #[test]
    fn no_claims_panic(name in "iss|sub|aud|azp|exp|iat|nbf|nonce|auth_time|acr", number: f64, text in ".{0,30}") {
        for value in [json!(number), json!(text), json!([text]), json!({"a": number})] {
            let _ = sample::judged(&sample::connector(), &sample::with(&[(&name, value)]));
        }
    }
}
