//! OAU-54 and OAU-22: where a bearer token may be, and what it opens.

use model::{Span, Time};
use serde_json::json;

use super::*;
use crate::{Audience, sample};

const FORM: &[u8] = b"application/x-www-form-urlencoded";
const NONE: Presented<'static> = Presented { authorization: None, query: None, form: None };

#[test]
fn oau_54_the_token_is_in_one_place_and_never_in_the_query() {
    let header = |value: &'static [u8]| Presented { authorization: Some(value), ..NONE };
    let form = |body: &'static [u8]| Presented { form: Some((Some(FORM), body)), ..NONE };
    let table = [
        (header(b"Bearer t0ken"), Ok("t0ken")),
        (header(b"bearer t0ken"), Ok("t0ken")),
        (header(b"BEARER  t0ken "), Ok("t0ken")),
        (form(b"access_token=t0ken"), Ok("t0ken")),
        (Presented { form: Some((Some(FORM), b"")), ..header(b"Bearer t0ken") }, Ok("t0ken")),
        (Presented { query: Some(b"x=1"), ..header(b"Bearer t0ken") }, Ok("t0ken")),
        (NONE, Err(BearerError::Missing)),
        (header(b"Basic cnA6eA=="), Err(BearerError::Missing)),
        (header(b"Bearer"), Err(BearerError::Missing)),
        (form(b""), Err(BearerError::Missing)),
        (form(b"access_token="), Err(BearerError::Missing)),
        (
            Presented { form: Some((Some(b"application/json"), b"access_token=t0ken")), ..NONE },
            Err(BearerError::Missing),
        ),
        (Presented { form: Some((None, b"access_token=t0ken")), ..NONE }, Err(BearerError::Missing)),
        (header(b"Bearer "), Err(BearerError::Malformed)),
        (header(b"Bearer a b"), Err(BearerError::Malformed)),
        (header(b"Bearer \xff"), Err(BearerError::Malformed)),
        (form(b"access_token=a&access_token=b"), Err(BearerError::Malformed)),
        (form(b"access_token=%zz"), Err(BearerError::Malformed)),
        (Presented { form: Some((Some(FORM), b"access_token=a")), ..header(b"Bearer a") }, Err(BearerError::Malformed)),
        (Presented { query: Some(b"access_token=a"), ..NONE }, Err(BearerError::Malformed)),
        (Presented { query: Some(b"access_token=a"), ..header(b"Bearer a") }, Err(BearerError::Malformed)),
    ];
    for (at, (presented, outcome)) in table.into_iter().enumerate() {
        assert_eq!(bearer(&presented).as_deref(), outcome.as_ref().map(|token| *token), "row {at}");
    }
}

#[test]
fn refusals_say_how_to_do_better() {
    assert_eq!(
        (BearerError::Missing.status(), BearerError::Missing.www_authenticate().contains("error")),
        (401, false)
    );
    for (error, status, code) in [
        (BearerError::Malformed, 400, "invalid_request"),
        (BearerError::Invalid, 401, "invalid_token"),
        (BearerError::Scope, 403, "insufficient_scope"),
    ] {
        assert_eq!(error.status(), status);
        assert!(error.www_authenticate().contains(&format!(r#"error="{code}""#)));
    }
}

#[test]
fn oau_22_oau_54_the_token_must_be_for_us_and_carry_openid() {
    let issuer = sample::issuer();
    let now = Time::from_seconds(0);
    let token = AccessToken::new(&issuer, "rp", "ann", "1".into(), now, Span::minutes(1));
    let with = |scope: &str, aud: &[&str]| AccessToken {
        scope: Scopes::parse(scope).unwrap(),
        aud: Audience::Many(aud.iter().map(|name| (*name).to_owned()).collect()),
        ..token.clone()
    };
    assert_eq!(check(&with("openid", &[sample::ISSUER]), &issuer), Ok(()));
    assert_eq!(check(&with("openid", &["https://api.example", sample::ISSUER]), &issuer), Ok(()));
    assert_eq!(check(&with("email", &[sample::ISSUER]), &issuer), Err(BearerError::Scope));
    assert_eq!(check(&with("openid", &["https://api.example"]), &issuer), Err(BearerError::Invalid));
    assert_eq!(check(&with("openid", &[]), &issuer), Err(BearerError::Invalid));
}

#[test]
fn claims_by_scope_and_one_by_one() {
    let known = json!({
        "name": "Ann", "email": "ann@example.com", "email_verified": false, "nickname": "", "website": null,
        "address": {}, "phone_number": "+1", "groups": ["a"], "updated_at": 5, "sub": "evil", "iss": "evil",
    });
    let Value::Object(known) = known else { panic!() };
    let asked = |text: &str| serde_json::from_str::<ClaimsRequest>(text).unwrap();
    let none = ClaimsRequest::default();
    let choose = |scope: &str, asked: &ClaimsRequest| {
        Value::Object(claims("ann", &Scopes::parse(scope).unwrap(), asked, &known))
    };
    assert_eq!(choose("openid", &none), json!({"sub": "ann"}));
    assert_eq!(
        choose("openid email", &none),
        json!({"sub": "ann", "email": "ann@example.com", "email_verified": false})
    );
    assert_eq!(choose("openid profile address", &none), json!({"sub": "ann", "name": "Ann", "updated_at": 5}));
    let one = asked(r#"{"userinfo":{"name":{"essential":true},"iss":null,"sub":null,"unknown":null}}"#);
    assert_eq!(choose("openid", &one), json!({"sub": "ann", "name": "Ann"}));
    let elsewhere = asked(r#"{"id_token":{"email":null,"sub":null}}"#);
    assert_eq!(choose("openid", &elsewhere), json!({"sub": "ann"}));
    assert_eq!(
        Value::Object(id_token_claims(&elsewhere, &[], &Scopes::default(), &known)),
        json!({"email": "ann@example.com"})
    );
    let always = ["phone_number".to_owned(), "email".to_owned()];
    let scope = Scopes::parse("openid email").unwrap();
    assert_eq!(
        Value::Object(id_token_claims(&ClaimsRequest::default(), &always, &scope, &known)),
        json!({"email": "ann@example.com"}),
        "the scope decides"
    );
}
