//! The metadata document (OIDC Discovery §3, RFC 8414 §2): every member against a run. A member that nothing here plays fails.

use std::collections::BTreeSet;

use http::{Method, StatusCode};
use jose::{Algorithm, JwkSet, Jws, SigningKey};
use model::{
    Id, Time,
    release::{Address, Profile},
};
use oidc::{Scopes, client::GrantType, userinfo};
use serde_json::{Map, Value, json};
use store::{
    Change, Outcome,
    directory::{self, EntryRow},
    groups, users,
};
use web::chassis::pairs;

use super::{
    Answer, Browser, CLIENT_SECRET, ISSUER, Wire,
    content::{Application, application},
    exchange, on_both, refresh, request,
};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const EMAIL: &str = "anna@acme.example";

/// `client_id`, which may use every grant and every scope.
fn client(client_id: &str, change: impl FnOnce(&mut oidc::Client)) -> Application {
    let mut seed = application(client_id);
    let client = seed.settings.client_mut().unwrap();
    client.grant_types.push(GrantType::ClientCredentials);
    let scopes = userinfo::SCOPES.iter().map(|(scope, _)| *scope).collect::<Vec<_>>().join(" ");
    client.scope = Scopes::parse(&format!("openid offline_access reports.read {scopes}")).unwrap();
    change(client);
    seed
}

/// Everything that can be known of anna is known, and she is in a group.
async fn know_anna(wire: &Wire) {
    let text = || Some("x".to_owned());
    let url = || Some("https://anna.example/x".to_owned());
    let profile = Profile {
        name: text(),
        given_name: text(),
        family_name: text(),
        middle_name: text(),
        nickname: text(),
        preferred_username: text(),
        profile: url(),
        picture: url(),
        website: url(),
        email: Some(EMAIL.into()),
        gender: text(),
        birthdate: Some("2000-01-01".into()),
        zoneinfo: Some("Europe/Berlin".into()),
        locale: Some("en".into()),
        phone_number: Some("+15550100".into()),
        address: Some(Address { formatted: text(), ..Address::default() }),
        updated_at: Some(Time::from_seconds(1)),
        ..Profile::default()
    };
    let mut read = wire.store.read().await.unwrap();
    let row = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, EMAIL).await.unwrap().unwrap();
    let entry = directory::by_ids(&mut read, row.org, &[row.id]).await.unwrap().remove(0);
    drop(read);
    let mut change = Change::new();
    let profile = entry.profile.replaced(profile);
    directory::update(&mut change, row.org, &EntryRow { profile, ..entry }, false);
    groups::insert(&mut change, (row.org, Id::from_bytes([9; 16])), "workshop", wire.now());
    groups::join(&mut change, row.org, row.id, Id::from_bytes([9; 16]));
    assert_eq!(wire.store.write(change).await, Ok(Outcome::Done));
}

/// Signs anna in, and exchanges the code.
async fn tokens(wire: &Wire, client_id: &str, more: &str) -> Value {
    let mut browser = Browser::default();
    let page = browser.sign_in(wire, &request(client_id, more), EMAIL).await;
    let answer = wire.post("/oauth/token", &exchange(client_id, &page.code())).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.json()
}

fn claims(token: &Value) -> Map<String, Value> {
    Jws::parse(token.as_str().unwrap()).unwrap().unverified_claims().unwrap()
}

async fn userinfo_of(wire: &Wire, tokens: &Value) -> Value {
    wire.userinfo(tokens["access_token"].as_str().unwrap()).await.json()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect()
}

/// Asks `path` for something as a client that authenticates in this way.
async fn authenticates(wire: &Wire, path: &str, method: &str, algorithm: Option<Algorithm>) -> Answer {
    // It becomes the name of a host as well.
    let name = format!("by-{method}-{}-{}", algorithm.map_or("secret", Algorithm::name), path.len())
        .replace('_', "-")
        .to_lowercase();
    let key = SigningKey::generate(algorithm.unwrap_or(Algorithm::ES256)).unwrap();
    let mut seed = client(&name, |client| {
        client.token_endpoint_auth_method = serde_json::from_value(json!(method)).unwrap();
        if method == "private_key_jwt" {
            client.jwks = Some(JwkSet { keys: vec![key.public().clone()] });
        }
        if method == "none" {
            client.grant_types.retain(|grant| *grant != GrantType::ClientCredentials);
        }
    });
    if !matches!(method, "client_secret_basic" | "client_secret_post") {
        seed.secret = None;
    }
    wire.add(&[], &[seed]).await;
    let mut fields = vec![("grant_type", "client_credentials"), ("token", "x"), ("client_id", &name)];
    let (mut headers, now) = (vec![("content-type", "application/x-www-form-urlencoded")], wire.now().seconds());
    let basic = base64_of(&format!("{name}:{CLIENT_SECRET}"));
    let assertion = key.sign("JWT", &json!({ "iss": name, "sub": name, "aud": ISSUER, "exp": now + 60, "jti": path }));
    let assertion = assertion.unwrap();
    match method {
        "client_secret_basic" => headers.push(("authorization", &basic)),
        "client_secret_post" => fields.push(("client_secret", CLIENT_SECRET)),
        "private_key_jwt" => {
            fields.extend([("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion.as_str())]);
        }
        "none" => {}
        other => panic!("nobody plays {other}"),
    }
    wire.send(Method::POST, path, &headers, &pairs::encode(fields)).await
}

fn base64_of(text: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
}

#[tokio::test]
async fn every_member_holds() {
    on_both(async |wire| {
        know_anna(wire).await;
        wire.add(&[], &[client("all", |_| {})]).await;
        let document = wire.send(Method::GET, "/.well-known/openid-configuration", &[], "").await.json();
        let again = wire.send(Method::GET, "/.well-known/oauth-authorization-server", &[], "").await.json();
        assert_eq!(document, again);
        for (name, value) in document.as_object().unwrap() {
            Box::pin(holds(wire, name, value)).await;
        }
    })
    .await;
}

async fn holds(wire: &Wire, name: &str, value: &Value) {
    match name {
        "issuer" => assert_eq!(value, ISSUER),
        "authorization_endpoint" | "userinfo_endpoint" | "jwks_uri" | "end_session_endpoint" => {
            let answer = wire.send(Method::GET, path_of(value), &[("accept", "text/html")], "").await;
            assert!(!matches!(answer.status.as_u16(), 404 | 405 | 500..), "{name}: {answer:?}");
        }
        "token_endpoint" | "introspection_endpoint" | "revocation_endpoint" => {
            let answer = wire.post(path_of(value), "").await;
            assert!(!answer.error().is_empty(), "{name}: {answer:?}");
        }
        "scopes_supported" => scopes(wire, &texts(value)).await,
        "claims_supported" => all_claims(wire, &texts(value)).await,
        "response_types_supported" => assert_eq!(texts(value), ["code"], "played by every sign-in here"),
        "response_modes_supported" => response_modes(wire, &texts(value)).await,
        "grant_types_supported" => grants(wire, &texts(value)).await,
        "subject_types_supported" => {
            assert_eq!(texts(value), ["public"]);
            let [one, other] = [tokens(wire, "wiki", "").await, tokens(wire, "mail", "").await];
            assert_eq!(claims(&one["id_token"])["sub"], claims(&other["id_token"])["sub"]);
        }
        "id_token_signing_alg_values_supported" => {
            for name in texts(value) {
                let id = format!("signed-{name}").to_lowercase();
                let algorithm = name.parse().unwrap();
                wire.add(&[], &[client(&id, |client| client.id_token_signed_response_alg = algorithm)]).await;
                let token = tokens(wire, &id, "").await["id_token"].clone();
                assert_eq!(Jws::parse(token.as_str().unwrap()).unwrap().unverified_header().algorithm, algorithm);
            }
        }
        name if name.ends_with("_auth_methods_supported") => {
            for method in texts(value) {
                assert!(
                    is_authenticated(&authenticates(wire, endpoint_of(name), method, None).await),
                    "{name}: {method}"
                );
            }
        }
        name if name.ends_with("_auth_signing_alg_values_supported") => {
            for algorithm in texts(value) {
                let algorithm = Some(algorithm.parse().unwrap());
                let answer = authenticates(wire, endpoint_of(name), "private_key_jwt", algorithm).await;
                assert!(is_authenticated(&answer), "{name}: {answer:?}");
            }
        }
        "code_challenge_methods_supported" => {
            assert_eq!(texts(value), ["S256"]);
            let plain = request("wiki", "").replace("S256", "plain");
            assert_eq!(Browser::default().go(wire, &plain).await.sent("error").as_deref(), Some("invalid_request"));
        }
        "prompt_values_supported" => {
            assert_eq!(texts(value), ["none", "login", "consent", "select_account", "create"]);
            for prompt in texts(value) {
                let page = Browser::default().go(wire, &request("wiki", &format!("&prompt={prompt}"))).await;
                let refused = page.sent("error");
                assert_eq!(refused.is_some(), prompt == "none", "{prompt}: {refused:?}");
            }
            let unknown = Browser::default().go(wire, &request("wiki", "&prompt=other")).await;
            assert_eq!(unknown.sent("error").as_deref(), Some("invalid_request"));
        }
        "claim_types_supported" => assert_eq!(texts(value), ["normal"]),
        "acr_values_supported" => {
            assert!(
                texts(value).contains(&claims(&tokens(wire, "wiki", "").await["id_token"])["acr"].as_str().unwrap())
            );
        }
        "ui_locales_supported" => {
            for locale in texts(value) {
                let page = Browser::default().go(wire, &request("wiki", &format!("&ui_locales={locale}"))).await;
                assert!(page.answer.body.contains(&format!("lang=\"{locale}\"")), "{locale}");
            }
        }
        "claims_parameter_supported" => {
            assert_eq!(value, true);
            let asked = "&scope=openid&claims=%7B%22id_token%22%3A%7B%22email%22%3Anull%7D%7D";
            assert_eq!(claims(&tokens(wire, "wiki", asked).await["id_token"])["email"], EMAIL);
        }
        // Who is told is played in the tests of flows (`farewells.rs`).
        "backchannel_logout_supported" | "backchannel_logout_session_supported" => {
            assert_eq!(value, true);
            assert!(claims(&tokens(wire, "wiki", "&scope=openid").await["id_token"])["sid"].is_string());
        }
        "request_parameter_supported" | "request_uri_parameter_supported" => {
            assert_eq!(value, false);
            let parameter = name.trim_end_matches("_parameter_supported");
            let page = Browser::default().go(wire, &request("wiki", &format!("&{parameter}=x"))).await;
            assert_eq!(page.sent("error"), Some(format!("{parameter}_not_supported")));
        }
        "authorization_response_iss_parameter_supported" => {
            assert_eq!(value, true);
            let page = Browser::default().sign_in(wire, &request("wiki", ""), EMAIL).await;
            assert_eq!(page.sent("iss").as_deref(), Some(ISSUER));
        }
        other => panic!("nobody plays {other}"),
    }
}

fn path_of(url: &Value) -> &str {
    url.as_str().unwrap().strip_prefix(ISSUER).unwrap()
}

fn endpoint_of(name: &str) -> &'static str {
    match name.split_once("_endpoint") {
        Some(("token", _)) => "/oauth/token",
        Some(("introspection", _)) => "/oauth/introspect",
        Some(("revocation", _)) => "/oauth/revoke",
        _ => panic!("nobody plays {name}"),
    }
}

/// A public client has no token for itself, but is known.
fn is_authenticated(answer: &Answer) -> bool {
    answer.status == StatusCode::OK || answer.error() == "unauthorized_client"
}

async fn scopes(wire: &Wire, scopes: &[&str]) {
    for scope in scopes.iter().filter(|scope| !matches!(**scope, "openid" | "offline_access")) {
        let tokens = tokens(wire, "all", &format!("&scope=openid+{scope}")).await;
        assert_eq!(tokens["scope"], format!("openid {scope}"));
        let told = userinfo_of(wire, &tokens).await;
        let (_, claims) = userinfo::SCOPES.iter().find(|(name, _)| name == scope).expect("a scope with claims");
        assert!(claims.iter().all(|claim| told.get(claim).is_some()), "{scope}: {told}");
    }
    let page = Browser::default().sign_in(wire, &request("all", "&scope=openid+offline_access"), EMAIL).await;
    assert!(scopes.contains(&"offline_access") && page.answer.body.contains("consent"), "it is asked for: {page:?}");
}

async fn all_claims(wire: &Wire, names: &[&str]) {
    let scopes = userinfo::SCOPES.iter().map(|(scope, _)| *scope).collect::<Vec<_>>().join("+");
    let tokens = tokens(wire, "all", &format!("&scope=openid+{scopes}")).await;
    let told = userinfo_of(wire, &tokens).await;
    let told = claims(&tokens["id_token"]).into_iter().chain(told.as_object().unwrap().clone());
    let told: BTreeSet<String> = told.map(|(name, _)| name).collect();
    for name in names {
        assert!(told.contains(*name), "{name}: {told:?}");
    }
}

async fn response_modes(wire: &Wire, modes: &[&str]) {
    for mode in modes {
        let page = Browser::default().sign_in(wire, &request("wiki", &format!("&response_mode={mode}")), EMAIL).await;
        let location = page.answer.header("location").unwrap_or_default();
        let answered = match *mode {
            "query" => location.contains("/back?code="),
            "fragment" => location.contains("/back#code="),
            "form_post" => page.answer.body.contains("name=\"code\""),
            other => panic!("nobody plays {other}"),
        };
        assert!(answered, "{mode}: {page:?}");
    }
}

async fn grants(wire: &Wire, grants: &[&str]) {
    for grant in grants {
        let answer = match *grant {
            "authorization_code" => {
                let page = Browser::default().sign_in(wire, &request("all", ""), EMAIL).await;
                wire.post("/oauth/token", &exchange("all", &page.code())).await
            }
            "refresh_token" => {
                let tokens = tokens(wire, "all", "").await;
                wire.post("/oauth/token", &refresh("all", tokens["refresh_token"].as_str().unwrap())).await
            }
            "client_credentials" => {
                let body = format!("grant_type=client_credentials&client_id=all&client_secret={CLIENT_SECRET}");
                wire.post("/oauth/token", &body).await
            }
            other => panic!("nobody plays {other}"),
        };
        assert_eq!(answer.status, StatusCode::OK, "{grant}: {answer:?}");
    }
}
