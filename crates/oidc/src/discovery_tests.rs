//! OIDC_BAR §1.1: registered names, no nulls, no empty or repeated values, https, and only what is true.

use std::sync::Arc;

use jose::SigningKey;
use serde_json::Value;

use super::*;
use crate::sample;

fn document(acr_values: &[&str]) -> Value {
    let key = |algorithm| Arc::new(SigningKey::generate(algorithm).unwrap());
    let keys = vec![key(Algorithm::ES256), key(Algorithm::RS256)];
    let public = keys.iter().map(|key| key.public().clone()).collect();
    let keyring = Keyring::new(keys, public).unwrap();
    let abilities = Abilities { issuer: &sample::issuer(), keyring: &keyring, acr_values, ui_locales: &["en"] };
    serde_json::to_value(Metadata::new(&abilities)).unwrap()
}

#[test]
fn nothing_is_empty_or_said_twice() {
    for (name, value) in document(&[]).as_object().unwrap() {
        match value {
            Value::Array(items) => {
                assert!(!items.is_empty(), "{name}");
                let unique: std::collections::HashSet<_> = items.iter().map(Value::to_string).collect();
                assert_eq!(unique.len(), items.len(), "{name}");
            }
            Value::String(text) => assert!(text.starts_with("https://"), "{name}"),
            Value::Bool(_) => {}
            _ => panic!("{name}: {value}"),
        }
    }
    assert!(document(&[]).get("acr_values_supported").is_none());
    assert_eq!(document(&["mfa", "pwd"])["acr_values_supported"], serde_json::json!(["mfa", "pwd"]));
}

#[test]
fn oau_49_urls_come_from_the_issuer() {
    let document = document(&[]);
    assert_eq!(document["issuer"], sample::ISSUER);
    for (name, value) in document.as_object().unwrap() {
        if name.ends_with("_endpoint") || name == "jwks_uri" {
            assert!(value.as_str().unwrap().starts_with(&format!("{}/oauth/", sample::ISSUER)), "{name}");
        }
    }
}

#[test]
fn only_what_is_true() {
    let document = document(&[]);
    assert_eq!(document["id_token_signing_alg_values_supported"], serde_json::json!(["RS256", "ES256"]));
    assert_eq!(document["response_types_supported"], serde_json::json!(["code"]));
    assert_eq!(document["code_challenge_methods_supported"], serde_json::json!(["S256"]));
    assert_eq!(document["request_uri_parameter_supported"], false, "it would be true if it were not said");
    assert_eq!(document["authorization_response_iss_parameter_supported"], true);
    for (name, algorithms) in document.as_object().unwrap().iter().filter(|(name, _)| name.contains("signing_alg")) {
        assert!(!algorithms.to_string().contains("none") && !algorithms.to_string().contains("HS"), "{name}");
    }
    for method in document["token_endpoint_auth_methods_supported"].as_array().unwrap() {
        assert!(serde_json::from_value::<ClientAuthMethod>(method.clone()).is_ok());
    }
    for grant in document["grant_types_supported"].as_array().unwrap() {
        assert!(serde_json::from_value::<GrantType>(grant.clone()).is_ok());
    }
}
