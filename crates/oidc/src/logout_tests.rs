//! OAU-51: who is asked, who is not, and where the browser goes.

use jose::{Algorithm, SigningKey};
use serde_json::json;

use super::*;
use crate::sample;

const BYE: &str = "https://rp.example/bye";
const ANN: CurrentSession<'static> = CurrentSession { subject: "ann", sid: Some("s1") };

fn hint(sub: &str, sid: Option<&str>) -> String {
    sample::key().sign("JWT", &json!({"iss": sample::ISSUER, "aud": "rp", "sub": sub, "sid": sid, "exp": 1})).unwrap()
}

fn parse(pairs: &[(&str, &str)]) -> Result<LogoutRequest, LogoutError> {
    let mut encoded = String::new();
    for (name, value) in pairs {
        parameters::append(&mut encoded, name, value);
    }
    LogoutRequest::parse(encoded.as_bytes(), &sample::issuer(), sample::keyring().verifying())
}

fn decide(
    pairs: &[(&str, &str)],
    session: Option<CurrentSession<'_>>,
    confirmed: bool,
) -> Result<Decision, LogoutError> {
    parse(pairs)?.decide(Some(&sample::client()), session, confirmed)
}

fn back() -> Then {
    Then::Redirect(BYE.to_owned())
}

#[test]
fn oau_51_a_hint_that_fits_ends_the_session_at_once() {
    let fitting = hint("ann", Some("s1"));
    let sent = [("id_token_hint", fitting.as_str()), ("post_logout_redirect_uri", BYE)];
    assert_eq!(decide(&sent, Some(ANN), false), Ok(Decision::End(back())));
    assert_eq!(decide(&sent[..1], Some(ANN), false), Ok(Decision::End(Then::Page)));
    assert_eq!(decide(&sent, None, false), Ok(Decision::End(back())), "there is no session any more");
    let nameless = hint("ann", None);
    assert_eq!(decide(&[("id_token_hint", &nameless)], Some(ANN), false), Ok(Decision::End(Then::Page)));
}

#[test]
fn oau_51_everybody_else_is_asked_first() {
    let (other_user, other_session) = (hint("bob", Some("s1")), hint("ann", Some("s2")));
    let asked: [&[(&str, &str)]; 5] = [
        &[],
        &[("client_id", "rp")],
        &[("state", "s")],
        &[("id_token_hint", &other_user)],
        &[("id_token_hint", &other_session)],
    ];
    for pairs in asked {
        assert_eq!(decide(pairs, Some(ANN), false), Ok(Decision::Ask(Then::Page)), "{pairs:?}");
        assert_eq!(decide(pairs, Some(ANN), true), Ok(Decision::End(Then::Page)), "{pairs:?}");
    }
    let elsewhere = CurrentSession { sid: None, ..ANN };
    let earlier = hint("ann", Some("s1"));
    let outcome = decide(&[("id_token_hint", &earlier)], Some(elsewhere), false);
    assert_eq!(outcome, Ok(Decision::Ask(Then::Page)), "a session that was never used for the client");
    let back_after_asking = [("id_token_hint", other_user.as_str()), ("post_logout_redirect_uri", BYE)];
    assert_eq!(decide(&back_after_asking, Some(ANN), false), Ok(Decision::Ask(back())));
    assert_eq!(decide(&back_after_asking, Some(ANN), true), Ok(Decision::End(back())));
}

#[test]
fn oau_51_without_hint_and_client_the_browser_goes_nowhere() {
    for pairs in [
        &[("post_logout_redirect_uri", BYE)][..],
        &[("post_logout_redirect_uri", "https://evil.example/")],
        &[("post_logout_redirect_uri", BYE), ("client_id", "unknown")],
    ] {
        assert_eq!(decide(pairs, Some(ANN), false), Ok(Decision::Ask(Then::Page)), "{pairs:?}");
        assert_eq!(decide(pairs, Some(ANN), true), Ok(Decision::End(Then::Page)), "{pairs:?}");
        assert_eq!(decide(pairs, None, false), Ok(Decision::End(Then::Page)), "{pairs:?}");
    }
}

#[test]
fn oau_51_a_client_without_a_hint_is_offered_on_the_page() {
    let sent = [("client_id", "rp"), ("post_logout_redirect_uri", BYE), ("state", "z")];
    let address = format!("{BYE}?state=z");
    let offer = Then::Offer(address);
    assert_eq!(decide(&sent, Some(ANN), false), Ok(Decision::Ask(offer.clone())));
    assert_eq!(decide(&sent, Some(ANN), true), Ok(Decision::End(offer.clone())));
    assert_eq!(decide(&sent, None, false), Ok(Decision::End(offer)), "nobody confirmed: a link, no redirect");
    for uri in ["https://rp.example/bye?foo=bar", "https://evil.example/bye", "javascript:x"] {
        let sent = [("client_id", "rp"), ("post_logout_redirect_uri", uri)];
        assert_eq!(decide(&sent, Some(ANN), true), Err(LogoutError::RedirectUri), "{uri}");
    }
}

#[test]
fn oau_51_only_registered_addresses_byte_for_byte() {
    let fitting = hint("ann", None);
    for uri in ["https://rp.example/bye?foo=bar", "https://rp.example/", "https://evil.example/bye", "javascript:x"] {
        let sent = [("id_token_hint", fitting.as_str()), ("post_logout_redirect_uri", uri)];
        assert_eq!(decide(&sent, Some(ANN), true), Err(LogoutError::RedirectUri), "{uri}");
    }
    let sent = [("id_token_hint", fitting.as_str()), ("post_logout_redirect_uri", BYE)];
    assert_eq!(parse(&sent).unwrap().decide(None, Some(ANN), true), Err(LogoutError::RedirectUri), "client is gone");
    let other = Client { client_id: "other".into(), ..sample::client() };
    assert_eq!(parse(&sent).unwrap().decide(Some(&other), Some(ANN), true), Err(LogoutError::RedirectUri));
}

#[test]
fn state_comes_back_exactly_and_alone() {
    let fitting = hint("ann", None);
    let state = "a&b=é +".repeat(16);
    let sent = [("id_token_hint", fitting.as_str()), ("post_logout_redirect_uri", BYE), ("state", &state)];
    let Ok(Decision::End(Then::Redirect(location))) = decide(&sent, Some(ANN), false) else { panic!() };
    let url = url::Url::parse(&location).unwrap();
    assert_eq!(url.query_pairs().collect::<Vec<_>>(), [("state".into(), state.into())]);
}

#[test]
fn oau_20_oau_21_bad_hints_get_a_page() {
    let claims = json!({"iss": sample::ISSUER, "aud": "rp", "sub": "ann"});
    let unsigned =
        format!("{}.{}.", jose::base64url::encode(r#"{"alg":"none"}"#), jose::base64url::encode(claims.to_string()));
    let foreign = SigningKey::generate(Algorithm::ES256).unwrap().sign("JWT", &claims).unwrap();
    let access = sample::key().sign("at+jwt", &claims).unwrap();
    for token in ["x", &unsigned, &foreign, &access] {
        assert_eq!(parse(&[("id_token_hint", token)]).unwrap_err(), LogoutError::Hint, "{token}");
    }
    let fitting = hint("ann", None);
    assert_eq!(parse(&[("id_token_hint", &fitting), ("client_id", "other")]).unwrap_err(), LogoutError::Client);
    assert_eq!(parse(&[("state", "a"), ("state", "b")]).unwrap_err(), LogoutError::Malformed);
    assert_eq!(parse(&[("state", &"s".repeat(MAX_STATE + 1))]).unwrap_err(), LogoutError::Malformed);
    assert_eq!(parse(&[("id_token_hint", &fitting)]).unwrap().client_id(), Some("rp"));
}
