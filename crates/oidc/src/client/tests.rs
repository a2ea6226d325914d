//! Metadata as it is read, checked and written.

use serde_json::json;

use super::*;
use crate::redirect_uri::RedirectUriError;
use crate::sample;

#[test]
fn what_is_missing_has_the_values_of_the_specifications() {
    let client: Client = serde_json::from_value(json!({"client_id": "rp", "software_id": "ignored"})).unwrap();
    assert_eq!(client.token_endpoint_auth_method, ClientAuthMethod::ClientSecretBasic);
    assert_eq!(client.grant_types, [GrantType::AuthorizationCode]);
    assert_eq!(client.response_types, [ResponseType::Code]);
    assert_eq!(client.id_token_signed_response_alg, Algorithm::RS256);
    assert_eq!(client.scope.to_string(), DEFAULT_SCOPE);
    assert!(client.require_pkce && client.needs_pkce() && !client.is_public());
    let again: Client = serde_json::from_value(serde_json::to_value(&client).unwrap()).unwrap();
    assert_eq!(again, client);
}

#[test]
fn names_are_those_of_the_registries() {
    for method in ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] {
        let read: ClientAuthMethod = serde_json::from_value(json!(method)).unwrap();
        assert_eq!(read.name(), method);
    }
    for grant in ["authorization_code", "refresh_token", "client_credentials"] {
        let read: GrantType = serde_json::from_value(json!(grant)).unwrap();
        assert_eq!(read.name(), grant);
    }
    for (member, value) in [
        ("grant_types", json!(["password"])),
        ("grant_types", json!(["implicit"])),
        ("response_types", json!(["token"])),
        ("token_endpoint_auth_method", json!("client_secret_jwt")),
        ("id_token_signed_response_alg", json!("none")),
        ("id_token_signed_response_alg", json!("HS256")),
        ("subject_type", json!("pairwise")),
        ("scope", json!("a\"b")),
        ("default_max_age", json!(-1)),
        ("jwks", json!({"keys": [{"kty": "oct", "k": "AA"}]})),
    ] {
        assert!(serde_json::from_value::<Client>(json!({ member: value })).is_err(), "{member}");
    }
}

#[test]
fn oau_03_oau_40_what_may_not_be_stored() {
    let good = sample::client();
    assert_eq!(good.check(), []);
    let change = |change: fn(&mut Client)| {
        let mut client = good.clone();
        change(&mut client);
        client.check()
    };
    type Flaw = fn(&mut Client);
    let table: [(Flaw, ClientError); 16] = [
        (|c| c.client_id.clear(), ClientError::ClientId),
        (|c| c.client_id = "é".into(), ClientError::ClientId),
        (|c| c.client_id = "x".repeat(256), ClientError::ClientId),
        (
            |c| c.redirect_uris.push("https://rp.example/*".into()),
            ClientError::RedirectUri(1, RedirectUriError::Wildcard),
        ),
        (
            |c| c.post_logout_redirect_uris[0] = "javascript:x".into(),
            ClientError::PostLogoutRedirectUri(0, RedirectUriError::Scheme),
        ),
        (|c| c.redirect_uris = vec!["https://rp.example/".into(); 65], ClientError::TooManyUris("redirect_uris")),
        (|c| c.redirect_uris.clear(), ClientError::NoRedirectUri),
        (|c| c.response_types.clear(), ClientError::GrantTypes),
        (|c| c.grant_types = vec![GrantType::RefreshToken], ClientError::GrantTypes),
        (
            |c| {
                c.grant_types.push(GrantType::ClientCredentials);
                c.token_endpoint_auth_method = ClientAuthMethod::None;
            },
            ClientError::GrantTypes,
        ),
        (|c| c.token_endpoint_auth_method = ClientAuthMethod::PrivateKeyJwt, ClientError::Keys),
        (
            |c| {
                c.token_endpoint_auth_method = ClientAuthMethod::PrivateKeyJwt;
                c.jwks = Some(JwkSet::default());
            },
            ClientError::Keys,
        ),
        (|c| c.logo_uri = Some("data:image/png,x".into()), ClientError::Address("logo_uri")),
        (
            |c| c.backchannel_logout_uri = Some("https://rp.example/out#x".into()),
            ClientError::Address("backchannel_logout_uri"),
        ),
        (|c| c.backchannel_logout_uri = Some("/out".into()), ClientError::Address("backchannel_logout_uri")),
        (|c| c.initiate_login_uri = Some("http://rp.example/".into()), ClientError::Address("initiate_login_uri")),
    ];
    for (at, (flaw, error)) in table.into_iter().enumerate() {
        assert_eq!(change(flaw), [error], "row {at}");
    }
}

#[test]
fn everything_that_is_wrong_is_found_under_its_member() {
    let client = Client {
        redirect_uris: vec!["http://a.example/".into(), "https://rp.example/".into(), "https://b.example/#".into()],
        post_logout_redirect_uris: vec!["data:x".into()],
        grant_types: vec![],
        token_endpoint_auth_method: ClientAuthMethod::PrivateKeyJwt,
        tos_uri: Some("javascript:x".into()),
        ..sample::client()
    };
    let members: Vec<String> = client.check().into_iter().map(ClientError::member).collect();
    let expected =
        ["redirect_uris[0]", "redirect_uris[2]", "post_logout_redirect_uris[0]", "grant_types", "jwks", "tos_uri"];
    assert_eq!(members, expected);
}

#[test]
fn clients_that_only_speak_for_themselves_need_no_address() {
    let machine = Client {
        redirect_uris: vec![],
        response_types: vec![],
        grant_types: vec![GrantType::ClientCredentials],
        ..sample::client()
    };
    assert_eq!(machine.check(), []);
    let keyed = Client {
        token_endpoint_auth_method: ClientAuthMethod::PrivateKeyJwt,
        jwks: Some(JwkSet { keys: vec![sample::key().public().clone()] }),
        ..sample::client()
    };
    assert_eq!(keyed.check(), []);
}

#[test]
fn oau_51_post_logout_addresses_match_whole() {
    let client = sample::client();
    assert!(client.has_post_logout_redirect_uri("https://rp.example/bye"));
    for other in ["https://rp.example/bye?", "https://rp.example/bye/", "https://rp.example/bye?foo=bar", ""] {
        assert!(!client.has_post_logout_redirect_uri(other), "{other}");
    }
}

/// A public client has nothing but its verifier to show that a code is its own (RFC 9700 §2.1.1).
#[test]
fn oau_09_a_public_client_can_not_go_without_pkce() {
    let lenient = Client { require_pkce: false, ..crate::sample::client() };
    assert_eq!(lenient.check(), []);
    let public = Client { token_endpoint_auth_method: ClientAuthMethod::None, ..lenient };
    assert_eq!(public.check(), [ClientError::PublicWithoutPkce]);
    assert_eq!(Client { require_pkce: true, ..public }.check(), []);
}

#[test]
fn claims_of_its_scopes_and_apis_by_uri() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let claims = |claims: &[&str]| Client { id_token_claims: names(claims), ..crate::sample::client() }.check();
    assert_eq!(claims(&["email", "name"]), []);
    assert_eq!(claims(&["email", "groups"]), [ClientError::IdTokenClaim(1)], "not among its scopes");
    assert_eq!(claims(&["sub"]), [ClientError::IdTokenClaim(0)]);
    let audiences = |audiences: Vec<String>| Client { audiences, ..crate::sample::client() }.check();
    assert_eq!(audiences(names(&["https://api.example", "urn:x:y"])), []);
    assert_eq!(audiences(names(&["https://api.example", "api"])), [ClientError::Audience(1)]);
    let many = (0..17).map(|number| format!("urn:x:{number}")).collect();
    assert_eq!(audiences(many), [ClientError::Audience(16)]);
}
