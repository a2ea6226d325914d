use model::openid_connect::{IdTokenAlgorithm, Overrides, Preset};
use serde_json::json;

use super::*;
use crate::sample;

fn discovered(connector: &OpenidConnect, document: &Value) -> Result<Metadata, MetadataError> {
    Metadata::discovered(connector, &serde_json::to_vec(document).unwrap())
}

fn changed(name: &str, value: Value) -> Result<Metadata, MetadataError> {
    let mut document = sample::document();
    document[name] = value;
    discovered(&sample::connector(), &document)
}

#[test]
fn what_is_needed_is_read_and_the_rest_is_passed_over() {
    let read = discovered(&sample::connector(), &sample::document()).unwrap();
    assert_eq!(read, sample::metadata());
    assert_eq!(changed("something_new", json!({"a": [1]})).unwrap(), read);
    assert_eq!(changed("scopes_supported", json!("openid")).unwrap().scopes_supported, Vec::<String>::new());
    assert_eq!(changed("scopes_supported", json!([1, "openid"])).unwrap().scopes_supported, ["openid"]);
}

#[test]
fn p6_userinfo_may_be_missing_and_the_rest_may_not() {
    assert_eq!(changed("userinfo_endpoint", Value::Null).unwrap().userinfo_endpoint, None);
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        assert_eq!(changed(name, Value::Null), Err(MetadataError::Missing(name)));
        for bad in [json!(1), json!("http://op.example/x"), json!("javascript:alert(1)"), json!("https://"), json!("")]
        {
            assert_eq!(changed(name, bad.clone()), Err(MetadataError::Address(name)), "{bad}");
        }
    }
}

#[test]
fn fed_07_o16_the_issuer_is_the_one_that_is_set() {
    let issuer = |found: &str, only_slash| Err(MetadataError::Issuer { found: Said::new(found), only_slash });
    assert_eq!(changed("issuer", json!("https://op.example/")), issuer("https://op.example/", true));
    assert_eq!(changed("issuer", json!("https://evil.example")), issuer("https://evil.example", false));
    assert_eq!(changed("issuer", json!("HTTPS://op.example")), issuer("HTTPS://op.example", false));
    assert_eq!(changed("issuer", json!(["https://op.example"])), Err(MetadataError::Missing("issuer")));
    for (typed, asked) in
        [("https://op.example/a/", "https://op.example/a"), ("https://op.example", "https://op.example")]
    {
        let connector = OpenidConnect { issuer: typed.into(), ..sample::connector() };
        assert_eq!(metadata_address(&connector), format!("{asked}/.well-known/openid-configuration"));
    }
}

#[test]
fn p1_the_template_is_one_preset_s() {
    let entra = OpenidConnect::of(Preset::EntraTenants, "rp");
    let mut document = sample::document();
    document["issuer"] = json!("https://login.microsoftonline.com/{tenantid}/v2.0");
    assert!(discovered(&entra, &document).is_ok());
    assert_eq!(
        metadata_address(&entra),
        "https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration"
    );
    let one = OpenidConnect { issuer: "https://login.microsoftonline.com/aaa/v2.0".into(), ..sample::connector() };
    assert!(matches!(discovered(&one, &document), Err(MetadataError::Issuer { only_slash: false, .. })));
}

#[test]
fn o17_what_is_set_takes_the_place_of_what_is_discovered() {
    let endpoints = Overrides {
        token: Some("https://inside.example/token".into()),
        jwks: Some("https://inside.example/keys".into()),
        ..Overrides::default()
    };
    let connector = OpenidConnect { endpoints, ..sample::connector() };
    let mut document = sample::document();
    document["jwks_uri"] = json!("http://unsafe.example");
    let read = discovered(&connector, &document).unwrap();
    assert_eq!(read.token_endpoint, "https://inside.example/token");
    assert_eq!(read.jwks_uri.as_deref(), Some("https://inside.example/keys"));
    assert_eq!(read.authorization_endpoint, sample::metadata().authorization_endpoint);
}

#[test]
fn fed_06_algorithms_are_those_that_are_registered() {
    let name = "id_token_signing_alg_values_supported";
    assert_eq!(changed(name, Value::Null).unwrap().id_token_algorithms, [Algorithm::RS256]);
    let mixed = changed(name, json!(["HS256", "none", "ES256", "RS512", "PS256"])).unwrap();
    assert_eq!(mixed.id_token_algorithms, [Algorithm::ES256, Algorithm::PS256]);
    assert_eq!(changed(name, json!(["HS256", "none"])), Err(MetadataError::Algorithms));
    let strict = OpenidConnect { id_token_algorithm: Some(IdTokenAlgorithm::ES256), ..sample::connector() };
    assert_eq!(discovered(&strict, &sample::document()).unwrap().id_token_algorithms, [Algorithm::ES256]);
}

#[test]
fn answers_name_the_provider_only_where_it_says_so_with_a_boolean() {
    let name = "authorization_response_iss_parameter_supported";
    for (value, promised) in [(json!(true), true), (json!("true"), false), (json!(1), false), (Value::Null, false)] {
        assert_eq!(changed(name, value.clone()).unwrap().iss_in_answers, promised, "{value}");
    }
}

#[test]
fn without_a_document_the_settings_say_it() {
    let github = OpenidConnect::of(Preset::Github, "rp");
    let stated = Metadata::stated(&github).unwrap();
    assert_eq!(stated.token_endpoint, "https://github.com/login/oauth/access_token");
    assert_eq!((stated.jwks_uri, github.is_oauth_alone()), (None, true));
    let without = OpenidConnect { endpoints: Overrides::default(), ..github };
    assert_eq!(Metadata::stated(&without), Err(MetadataError::Missing("authorization_endpoint")));
}

proptest::proptest! {
    #[test]
    fn no_document_panics(bytes: Vec<u8>) {
        let _ = Metadata::discovered(&sample::connector(), &bytes);
    }
}

#[test]
fn what_is_no_object_is_not_read() {
    for text in ["", "[]", "null", "\"x\"", "{", "<html>", &"[".repeat(10_000)] {
        assert_eq!(Metadata::discovered(&sample::connector(), text.as_bytes()), Err(MetadataError::Unreadable));
    }
}
