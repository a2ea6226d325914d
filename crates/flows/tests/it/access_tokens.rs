//! Access tokens in the form that their audience needs (RFC 8707, RFC 9068).

use jose::Algorithm;
use oidc::{
    ErrorCode, Scopes,
    client::{AccessTokenFormat, GrantType},
    token::TokenResponse,
};
use serde_json::{Value, json};

use crate::{
    apply::applied,
    browser::Browser,
    content::application,
    world::{CLIENT_SECRET, ISSUER, NOW, World, caller, exchange, on_both, post, refresh, request},
};

const API: &str = "https://api.example/v1";
const OTHER: &str = "urn:example:other";

fn resource(name: &str) -> String {
    format!("&resource={}", name.replace(':', "%3A").replace('/', "%2F"))
}

/// The header and the claims of a JWT; nothing of what is none.
fn jwt(tokens: &TokenResponse) -> Option<(Option<String>, Value)> {
    let jws = jose::Jws::parse(&tokens.access_token).ok()?;
    Some((jws.unverified_header().typ.clone(), jws.unverified_claims().ok()?))
}

fn audience(tokens: &TokenResponse) -> Value {
    jwt(tokens).expect("a JWT").1["aud"].clone()
}

/// `desk`, which calls two APIs, also for itself.
async fn desk(world: &World) {
    let mut desk = application("desk");
    let client = desk.settings.client_mut().unwrap();
    client.audiences = vec![API.into(), OTHER.into()];
    client.access_token_signing_alg = Some(Algorithm::EdDSA);
    client.grant_types.push(GrantType::ClientCredentials);
    client.scope = Scopes::parse("openid email reports.read").unwrap();
    world.add(vec![], vec![desk]).await;
}

#[tokio::test]
async fn only_tokens_for_an_api_are_jwts() {
    on_both(async |world| {
        desk(world).await;
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        assert!(jwt(&world.tokens(NOW, &code).await).is_none(), "for Doorward alone");

        let code = browser.authorize(&request("desk", "")).await.arrives();
        let all = world.token(NOW, &exchange("desk", &code)).await.unwrap();
        assert_eq!(audience(&all), json!([API, OTHER, ISSUER]));
        let (typ, claims) = jwt(&all).unwrap();
        assert_eq!((typ.as_deref(), &claims["client_id"]), (Some("at+jwt"), &json!("desk")));
        let algorithm = jose::Jws::parse(&all.access_token).unwrap().unverified_header().algorithm;
        assert_eq!(algorithm, Algorithm::EdDSA);
        assert!(world.userinfo(NOW, &all.access_token).await.is_ok());
        assert!(world.is_active(NOW, "desk", &all.access_token).await);

        let code = browser.authorize(&request("desk", &resource(API))).await.arrives();
        let refused = world.token(NOW, &(exchange("desk", &code) + &resource(OTHER))).await.unwrap_err();
        assert_eq!(refused.error, ErrorCode::InvalidTarget, "it was not granted");
        let one = world.token(NOW, &exchange("desk", &code)).await.expect("a refused target uses no code up");
        assert_eq!(audience(&one), json!(API));
        assert!(world.userinfo(NOW, &one.access_token).await.is_err(), "OAU-22: it is not for userinfo");
        assert_eq!(
            browser.authorize(&request("desk", &resource("https://evil.example"))).await.error(),
            "invalid_target"
        );
    })
    .await;
}

#[tokio::test]
async fn what_was_granted_for_apis_only_shrinks() {
    on_both(async |world| {
        desk(world).await;
        let mut browser = Browser::new(world);
        let both = resource(API) + &resource(OTHER);
        let code = browser.sign_in(&request("desk", &both), "anna@acme.example").await.arrives();
        let first = world.token(NOW, &exchange("desk", &code)).await.unwrap();
        assert_eq!(audience(&first), json!([API, OTHER]));
        let renew = |tokens: &TokenResponse| refresh("desk", tokens.refresh_token.as_ref().unwrap());
        let less = world.token(NOW, &(renew(&first) + &resource(OTHER))).await.unwrap();
        assert_eq!(audience(&less), json!(OTHER));
        let refused = world.token(NOW, &(renew(&less) + &resource(ISSUER))).await.unwrap_err();
        assert_eq!(refused.error, ErrorCode::InvalidTarget);
        let again = world.token(NOW, &renew(&less)).await.unwrap();
        assert_eq!(audience(&again), json!([API, OTHER]), "each time anew, of what was granted");
    })
    .await;
}

#[tokio::test]
async fn an_applications_own_token() {
    on_both(async |world| {
        desk(world).await;
        let ask = format!("grant_type=client_credentials&client_id=desk&client_secret={CLIENT_SECRET}");
        let api = world.token(NOW, &ask).await.unwrap();
        assert_eq!(audience(&api), json!([API, OTHER]));
        let own = world.token(NOW, &(ask.clone() + &resource(ISSUER) + "&scope=reports.read")).await.unwrap();
        assert!(jwt(&own).is_none());
        for tokens in [&api, &own] {
            let about = world.introspect(NOW, "desk", &tokens.access_token).await;
            let known = (&about["active"], &about["sub"], &about["scope"]);
            assert_eq!(known, (&json!(true), &json!("desk"), &json!("reports.read")));
            assert!(world.userinfo(NOW, &tokens.access_token).await.is_err(), "it is no user's");
            let end = NOW + model::Span::minutes(10);
            assert!(!world.is_active(end, "desk", &tokens.access_token).await);
            let body = format!("client_id=desk&client_secret={CLIENT_SECRET}&token={}", tokens.access_token);
            world.doorward.revoke(&caller(NOW), &post(&body)).await.unwrap().unwrap();
            assert!(!world.is_active(NOW, "desk", &tokens.access_token).await);
        }
    })
    .await;
}

/// OAU-36: a client gives back what is its own, and ends nothing of another's (RFC 7009 §2.1).
#[tokio::test]
async fn oau_36_nobody_revokes_what_is_anothers() {
    on_both(async |world| {
        desk(world).await;
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        let ask = format!("grant_type=client_credentials&client_id=desk&client_secret={CLIENT_SECRET}");
        let own = world.token(NOW, &(ask + &resource(ISSUER))).await.unwrap();
        let revoke = async |client_id: &str, token: &str| {
            let body = format!("client_id={client_id}&client_secret={CLIENT_SECRET}&token={token}");
            world.doorward.revoke(&caller(NOW), &post(&body)).await.unwrap()
        };
        let refresh_token = tokens.refresh_token.as_ref().unwrap();
        for (owner, other, token) in [
            ("wiki", "mail", &tokens.access_token),
            ("wiki", "mail", refresh_token),
            ("desk", "mail", &own.access_token),
        ] {
            assert!(revoke(other, token).await.is_err(), "{owner}'s");
            assert!(!world.is_active(NOW, other, token).await, "OAU-35: nor is it told anything");
            assert!(world.is_active(NOW, owner, token).await, "{owner}'s");
        }
        assert_eq!(revoke("mail", "dwa_nobody-knows-it").await, Ok(()));
        assert_eq!(revoke("wiki", refresh_token).await, Ok(()));
        for token in [&tokens.access_token, refresh_token] {
            assert!(!world.is_active(NOW, "wiki", token).await, "what descends from the same grant ends with it");
        }
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_err());
        assert!(world.is_active(NOW, "desk", &own.access_token).await);
    })
    .await;
}

/// Another instance under the same name, and one that has the same database under another sealing key, know none of it.
#[tokio::test]
async fn oau_57_a_token_of_another_instance_is_none() {
    on_both(async |world| {
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let tokens = world.tokens(NOW, &code).await;
        let other = World::fresh(store::testing::Engine::Sqlite).await;
        other.doorward.replace_key(&other.everything(), flows::KeyUse::AccessTokens).await.unwrap();
        let code = Browser::new(&other).sign_in(&request("wiki", ""), "anna@acme.example").await.arrives();
        let foreign = other.tokens(NOW, &code).await;
        assert!(other.userinfo(NOW, &foreign.access_token).await.is_ok());
        assert!(world.userinfo(NOW, &foreign.access_token).await.is_err());
        assert!(other.userinfo(NOW, &tokens.access_token).await.is_err());
        assert!(!world.is_active(NOW, "wiki", &foreign.access_token).await);
        for at in [0, 4, tokens.access_token.len() / 2, tokens.access_token.len() - 1] {
            let mut bytes = tokens.access_token.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            assert!(world.userinfo(NOW, &String::from_utf8(bytes).unwrap()).await.is_err(), "altered at {at}");
        }
        let end = NOW + model::Span::minutes(10);
        assert!(world.userinfo(end - model::Span::seconds(1), &tokens.access_token).await.is_ok());
        assert!(world.userinfo(end, &tokens.access_token).await.is_err());
        other.database.remove().await;
    })
    .await;
}

#[tokio::test]
async fn who_insists_has_jwts_for_doorward_too() {
    on_both(async |world| {
        let mut old = application("old");
        old.settings.client_mut().unwrap().access_token_format = AccessTokenFormat::Jwt;
        world.add(vec![], vec![old]).await;
        let mut browser = Browser::new(world);
        let code = browser.sign_in(&request("old", ""), "anna@acme.example").await.arrives();
        let tokens = world.token(NOW, &exchange("old", &code)).await.unwrap();
        assert_eq!(audience(&tokens), json!(ISSUER));
        assert!(world.userinfo(NOW, &tokens.access_token).await.is_ok());
    })
    .await;
}

/// LGN-18 for what an application has for itself.
#[tokio::test]
async fn lgn_18_an_applications_own_tokens_stay_dead() {
    on_both(async |world| {
        desk(world).await;
        let ask = format!("grant_type=client_credentials&client_id=desk&client_secret={CLIENT_SECRET}");
        let switch = async |what: &str, key: &str, name: &str| {
            for state in ["disabled", "active"] {
                let mut one = json!({ "state": state });
                one[key] = name.into();
                let mut document = json!({ "version": 1 });
                document[what] = json!([one]);
                applied(world, &document).await;
            }
        };
        for (what, key, name) in [("applications", "client_id", "desk"), ("organisations", "slug", "acme")] {
            let api = world.token(NOW, &ask).await.unwrap();
            let own = world.token(NOW, &(ask.clone() + &resource(ISSUER))).await.unwrap();
            for tokens in [&api, &own] {
                assert!(world.is_active(NOW, "desk", &tokens.access_token).await, "{what}");
            }
            switch(what, key, name).await;
            for tokens in [&api, &own] {
                assert!(!world.is_active(NOW, "desk", &tokens.access_token).await, "{what}");
            }
        }
    })
    .await;
}
