//! OAU-35: only the token's own client and its audience get an answer.

use model::{Span, Time};
use serde_json::json;

use super::*;
use crate::{Audience, sample};

const NOW: Time = Time::from_seconds(1_790_000_000);

fn token() -> AccessToken {
    let new = AccessToken::new(&sample::issuer(), "rp", "ann", "1".into(), NOW, Span::minutes(10));
    AccessToken { scope: Scopes::parse("openid").unwrap(), ..new }
}

fn said(introspection: &Introspection) -> serde_json::Value {
    serde_json::to_value(introspection).unwrap()
}

#[test]
fn oau_35_the_tokens_own_client_and_audience() {
    let own = Introspection::access_token("rp", &token());
    assert_eq!(
        said(&own),
        json!({
            "active": true, "scope": "openid", "client_id": "rp", "token_type": "Bearer", "exp": 1_790_000_600,
            "iat": 1_790_000_000, "sub": "ann", "aud": sample::ISSUER, "iss": sample::ISSUER, "jti": "1",
        })
    );
    let api = AccessToken { aud: Audience::Many(vec!["api".into(), "x".into()]), ..token() };
    assert!(Introspection::access_token("api", &api).is_active());
    for stranger in ["other", "", "rp ", "ap"] {
        assert_eq!(said(&Introspection::access_token(stranger, &api)), json!({"active": false}), "{stranger}");
    }
}

#[test]
fn oau_35_refresh_tokens_are_nobody_elses_business() {
    let scope = Scopes::parse("openid").unwrap();
    let token = RefreshToken {
        client_id: "rp",
        subject: "ann",
        scope: &scope,
        issued_at: NOW,
        expires_at: NOW + Span::days(1),
    };
    let own = said(&Introspection::refresh_token("rp", &token, &sample::issuer()));
    assert_eq!((&own["active"], &own["exp"], &own["sub"]), (&json!(true), &json!(1_790_086_400), &json!("ann")));
    assert!(own.get("token_type").is_none());
    assert_eq!(said(&Introspection::refresh_token("other", &token, &sample::issuer())), json!({"active": false}));
}

#[test]
fn a_request_needs_a_client_and_a_token() {
    let parse = |body: &[u8]| {
        IntrospectionRequest::parse(&Post {
            authorization: None,
            content_type: Some(b"application/x-www-form-urlencoded"),
            body,
        })
    };
    assert_eq!(parse(b"token=t&client_id=rp&client_secret=s").unwrap().token, "t");
    assert!(parse(b"client_id=rp&client_secret=s").is_err() && parse(b"token=t").is_err());
    assert!(!format!("{:?}", parse(b"token=t0ken&client_id=rp&client_secret=s3cret").unwrap()).contains('3'));
}
