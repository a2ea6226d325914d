//! OAU-20 to OAU-23 for access tokens.

use serde_json::json;

use super::*;
use crate::sample;

const NOW: Time = Time::from_seconds(1_790_000_000);

fn token() -> AccessToken {
    let new = AccessToken::new(&sample::issuer(), "rp", "ann", "jti-1".into(), NOW, Span::minutes(10));
    AccessToken { scope: Scopes::parse("openid email").unwrap(), grant_id: Some("grt_1".into()), ..new }
}

fn read(signed: &str, now: Time) -> Result<AccessToken, JwsError> {
    AccessToken::read(signed, &sample::issuer(), sample::keyring().verifying(), now)
}

#[test]
fn what_is_signed_is_read_again() {
    let signed = token().sign(sample::key()).unwrap();
    assert_eq!(read(&signed, NOW), Ok(token()));
    let bare = AccessToken { scope: Scopes::default(), grant_id: None, ..token() };
    assert_eq!(read(&bare.sign(sample::key()).unwrap(), NOW), Ok(bare));
}

#[test]
fn the_members_of_rfc_9068() {
    let said = serde_json::to_value(token()).unwrap();
    assert_eq!(
        said,
        json!({
            "iss": sample::ISSUER, "sub": "ann", "aud": sample::ISSUER, "client_id": "rp", "scope": "openid email",
            "iat": 1_790_000_000, "exp": 1_790_000_600, "jti": "jti-1", "grant_id": "grt_1",
        })
    );
}

#[test]
fn oau_23_it_ends_on_time() {
    let signed = token().sign(sample::key()).unwrap();
    for (now, good) in [(-60, true), (-61, false), (0, true), (599, true), (600, false), (601, false)] {
        assert_eq!(read(&signed, NOW + Span::seconds(now)).is_ok(), good, "{now}");
    }
}

#[test]
fn oau_21_oau_22_nothing_else_is_an_access_token() {
    for typ in ["JWT", "logout+jwt", "client-authentication+jwt", "dpop+jwt"] {
        assert_eq!(read(&sample::key().sign(typ, &token()).unwrap(), NOW), Err(JwsError::Typ), "{typ}");
    }
    let foreign = SigningKey::generate(Algorithm::ES256).unwrap();
    assert_eq!(read(&token().sign(&foreign).unwrap(), NOW), Err(JwsError::Signature));
    let other = AccessToken { iss: "https://other.example".into(), ..token() };
    assert_eq!(read(&other.sign(sample::key()).unwrap(), NOW), Err(JwsError::Claims));
    let signed = token().sign(sample::key()).unwrap();
    assert!(read(&signed[..signed.len() - 1], NOW).is_err(), "OAU-57: cut");
    assert!(read(&format!("{signed}A"), NOW).is_err(), "OAU-57: extended");
}
