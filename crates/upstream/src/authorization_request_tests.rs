use model::openid_connect::Preset;

use super::*;
use crate::sample;

/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

fn asked(connector: &OpenidConnect, wishes: Wishes<'_>) -> Vec<(String, String)> {
    pairs_of(connector, &sample::metadata(), wishes)
}

fn pairs_of(connector: &OpenidConnect, metadata: &Metadata, wishes: Wishes<'_>) -> Vec<(String, String)> {
    let request = AuthorizationRequest {
        connector,
        metadata,
        redirect_uri: "https://id.example/providers/callback",
        state: "af0ifjsldkj",
        nonce: sample::NONCE,
        code_verifier: VERIFIER,
        wishes,
    };
    Url::parse(&request.location().unwrap()).unwrap().query_pairs().into_owned().collect()
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = pairs.iter().filter(|(found, _)| found == name);
    let value = found.next().map(|(_, value)| value.as_str());
    assert_eq!(found.next(), None, "{name} is sent once");
    value
}

#[test]
fn fed_07_a_request_binds_browser_code_and_token() {
    let pairs = asked(&sample::connector(), Wishes::default());
    let expected = [
        ("response_type", "code"),
        ("client_id", "rp"),
        ("redirect_uri", "https://id.example/providers/callback"),
        ("scope", "openid profile email"),
        ("state", "af0ifjsldkj"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
        ("nonce", sample::NONCE),
    ];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn o18_wishes_are_passed_on() {
    let wishes = Wishes {
        prompt: Some(Prompt::Login),
        max_age: Some(Span::minutes(5)),
        login_hint: Some("a+b&c@acme.example"),
        ui_locales: &["fr", "en"],
    };
    let strict = OpenidConnect { acr_values: vec!["phr".into(), "mfa".into()], ..sample::connector() };
    let pairs = asked(&strict, wishes);
    for (name, expected) in [
        ("prompt", "login"),
        ("max_age", "300"),
        ("acr_values", "phr mfa"),
        ("login_hint", "a+b&c@acme.example"),
        ("ui_locales", "fr en"),
    ] {
        assert_eq!(value(&pairs, name), Some(expected));
    }
    let select = asked(&strict, Wishes { prompt: Some(Prompt::SelectAccount), ..Wishes::default() });
    assert_eq!(value(&select, "prompt"), Some("select_account"));
}

#[test]
fn p6_the_query_of_the_endpoint_stays() {
    let b2c = "https://acme.b2clogin.com/authorize?p=b2c_1_sign_in#x";
    let metadata = Metadata { authorization_endpoint: b2c.into(), ..sample::metadata() };
    let pairs = pairs_of(&sample::connector(), &metadata, Wishes::default());
    assert_eq!((value(&pairs, "p"), value(&pairs, "client_id")), (Some("b2c_1_sign_in"), Some("rp")));
}

#[test]
fn p7_okta_is_asked_for_groups_where_it_has_them() {
    let scopes = |preset, supported: &[&str]| {
        let scopes_supported = supported.iter().map(|scope| (*scope).to_owned()).collect();
        let metadata = Metadata { scopes_supported, ..sample::metadata() };
        let pairs = pairs_of(&sample::connector_of(preset), &metadata, Wishes::default());
        value(&pairs, "scope").unwrap().to_owned()
    };
    assert_eq!(scopes(Preset::Okta, &["openid", "groups"]), "openid profile email groups");
    assert_eq!(scopes(Preset::Okta, &["openid"]), "openid profile email");
    assert_eq!(scopes(Preset::OpenidConnect, &["openid", "groups"]), "openid profile email");
}

#[test]
fn p9_google_is_told_of_one_domain_and_of_several_none() {
    let google = |domains: &[&str]| {
        let hosted_domains = domains.iter().map(|domain| (*domain).to_owned()).collect();
        asked(&OpenidConnect { hosted_domains, ..sample::connector_of(Preset::Google) }, Wishes::default())
    };
    assert_eq!(value(&google(&["acme.example"]), "hd"), Some("acme.example"));
    assert_eq!(value(&google(&["acme.example", "b.example"]), "hd"), None);
    assert_eq!(value(&google(&[]), "hd"), None);
}

#[test]
fn p10_p11_what_a_preset_can_not_do_is_not_asked() {
    for preset in Preset::ALL {
        let wishes = Wishes { max_age: Some(Span::minutes(5)), login_hint: Some("a"), ..Wishes::default() };
        let pairs = asked(&sample::connector_of(preset), wishes);
        assert_eq!(value(&pairs, "code_challenge").is_some(), preset != Preset::Linkedin, "{preset:?}");
        for name in ["nonce", "max_age", "login_hint"] {
            assert_eq!(value(&pairs, name).is_some(), preset != Preset::Github, "{preset:?} {name}");
        }
        assert!(value(&pairs, "state").is_some(), "{preset:?}");
    }
}

#[test]
fn an_endpoint_that_can_not_be_read_leads_nowhere() {
    let connector = sample::connector();
    let metadata = Metadata { authorization_endpoint: "op.example".into(), ..sample::metadata() };
    let (wishes, state) = (Wishes::default(), "s");
    let request = AuthorizationRequest {
        connector: &connector,
        metadata: &metadata,
        redirect_uri: "https://id.example/cb",
        state,
        nonce: "n",
        code_verifier: VERIFIER,
        wishes,
    };
    assert_eq!(request.location(), None);
}
