//! OAU-13, OAU-18.

use super::*;
use crate::sample;

const NOW: Time = Time::from_seconds(1000);

fn scopes(text: &str) -> Scopes {
    Scopes::parse(text).unwrap()
}

fn judge(client: &Client, scope: Option<&str>, change: impl FnOnce(&mut Record<'_>)) -> Result<Scopes, RefreshError> {
    let refresh = Refresh { refresh_token: "token".into(), scope: scope.map(scopes), resources: Vec::new() };
    let granted = scopes("openid email offline_access");
    let expires_at = NOW + model::Span::seconds(1);
    let mut record = Record { client_id: "rp", scope: &granted, expires_at, used: false, revoked: false, lapsed: None };
    change(&mut record);
    check(client, &refresh, Some(&record), NOW)
}

fn refused(outcome: Result<Scopes, RefreshError>) -> ErrorCode {
    match outcome {
        Err(RefreshError::Refused(error)) => error.error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn oau_18_scopes_never_grow() {
    let client = sample::client();
    let table = [
        (None, Some("openid email offline_access")),
        (Some("openid"), Some("openid")),
        (Some("email openid"), Some("email openid")),
        (Some("openid profile"), None),
        (Some("openid admin"), None),
    ];
    for (asked, granted) in table {
        let outcome = judge(&client, asked, |_| {});
        match granted {
            Some(granted) => assert_eq!(outcome.unwrap().to_string(), granted),
            None => assert_eq!(refused(outcome), ErrorCode::InvalidScope, "{asked:?}"),
        }
    }
    let poorer = Client { scope: scopes("openid"), ..sample::client() };
    assert_eq!(judge(&poorer, None, |_| {}).unwrap().to_string(), "openid", "the client lost scopes since");
}

#[test]
fn oau_13_a_used_token_ends_the_family() {
    assert_eq!(judge(&sample::client(), None, |record| record.used = true), Err(RefreshError::Reused));
    assert_eq!(REUSED.error, ErrorCode::InvalidGrant);
}

#[test]
fn oau_07_oau_17_only_its_client_and_only_while_it_holds() {
    let client = sample::client();
    assert_eq!(refused(judge(&client, None, |record| record.client_id = "other")), ErrorCode::InvalidGrant);
    let replay = judge(&client, None, |record| {
        record.client_id = "other";
        record.used = true;
    });
    assert_eq!(refused(replay), ErrorCode::InvalidGrant, "another client can not end a family");
    let expired = judge(&client, None, |record| record.expires_at = NOW);
    assert_eq!(expired, Err(RefreshError::Refused(TokenError::grant("the refresh token has expired"))));
    let revoked = judge(&client, None, |record| record.revoked = true);
    assert_eq!(revoked, Err(RefreshError::Refused(TokenError::grant("the refresh token was revoked"))));
    let lapsed = judge(&client, None, |record| record.lapsed = Some("the session is over"));
    assert_eq!(lapsed, Err(RefreshError::Lapsed(TokenError::grant("the session is over"))));
    let elsewhere = judge(&client, None, |record| {
        record.client_id = "other";
        record.lapsed = Some("the session is over");
    });
    assert_eq!(refused(elsewhere), ErrorCode::InvalidGrant, "another client can not end a grant");
    let refresh = Refresh { refresh_token: "token".into(), scope: None, resources: Vec::new() };
    assert_eq!(refused(check(&client, &refresh, None, NOW)), ErrorCode::InvalidGrant);
    let without = Client { grant_types: vec![GrantType::AuthorizationCode], ..sample::client() };
    assert_eq!(refused(judge(&without, None, |_| {})), ErrorCode::UnauthorizedClient);
}
