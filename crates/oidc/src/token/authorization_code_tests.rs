//! OAU-05, OAU-07, OAU-08, OAU-10: one mismatch at a time.

use super::*;
use crate::{
    post::Post,
    sample,
    token::{Grant, TokenRequest},
};

const NOW: Time = Time::from_seconds(1000);

fn exchange() -> Exchange {
    Exchange {
        code: "code".into(),
        redirect_uri: Some("https://rp.example/cb?tenant=1".into()),
        code_verifier: Some(sample::VERIFIER.into()),
        resources: Vec::new(),
    }
}

fn judge(
    client: &Client,
    exchange: &Exchange,
    change: impl FnOnce(&mut Valid, &mut Record<'static>),
) -> Result<(), CodeError> {
    static ANY: std::sync::LazyLock<Valid> = std::sync::LazyLock::new(|| sample::valid(""));
    let mut request = ANY.clone();
    let mut record = Record { request: &ANY, expires_at: NOW + model::Span::seconds(1), used: false, revoked: false };
    change(&mut request, &mut record);
    check(client, exchange, Some(&Record { request: &request, ..record }), NOW)
}

fn refused(outcome: Result<(), CodeError>) -> ErrorCode {
    match outcome {
        Err(CodeError::Refused(error)) => error.error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_code_is_exchanged_by_whom_it_was_given_to() {
    assert_eq!(judge(&sample::client(), &exchange(), |_, _| {}), Ok(()));
    assert_eq!(refused(check(&sample::client(), &exchange(), None, NOW)), ErrorCode::InvalidGrant);
}

#[test]
fn oau_05_a_used_code_ends_what_came_of_it() {
    assert_eq!(judge(&sample::client(), &exchange(), |_, record| record.used = true), Err(CodeError::Reused));
    let late = judge(&sample::client(), &exchange(), |_, record| {
        record.used = true;
        record.expires_at = NOW;
    });
    assert_eq!(late, Err(CodeError::Reused), "also after its time");
    assert_eq!((REUSED.error, REUSED.status()), (ErrorCode::InvalidGrant, 400));
}

/// Whoever finds a used code, without what only its owner has, ends nothing.
#[test]
fn oau_05_a_used_code_without_verifier_or_address_ends_nothing() {
    let verifier = |text: Option<&str>| Exchange { code_verifier: text.map(str::to_owned), ..exchange() };
    let foreign = [
        verifier(None),
        verifier(Some(sample::CHALLENGE)),
        Exchange { redirect_uri: None, ..exchange() },
        Exchange { redirect_uri: Some("https://rp.example/other".into()), ..exchange() },
    ];
    for shown in foreign {
        let answer = judge(&sample::client(), &shown, |_, record| record.used = true);
        assert_eq!(refused(answer), ErrorCode::InvalidGrant, "{shown:?}");
    }
}

#[test]
fn oau_07_bound_to_client_and_redirect_uri() {
    let other = Client { client_id: "other".into(), ..sample::client() };
    assert_eq!(refused(judge(&other, &exchange(), |_, _| {})), ErrorCode::InvalidGrant);
    let stolen = judge(&other, &exchange(), |_, record| record.used = true);
    assert_eq!(refused(stolen), ErrorCode::InvalidGrant, "another client can not revoke by replaying");
    for uri in [
        None,
        Some("https://rp.example/cb"),
        Some("https://rp.example/cb?tenant=1&"),
        Some("https://RP.example/cb?tenant=1"),
    ] {
        let moved = Exchange { redirect_uri: uri.map(str::to_owned), ..exchange() };
        assert_eq!(refused(judge(&sample::client(), &moved, |_, _| {})), ErrorCode::InvalidGrant, "{uri:?}");
    }
    let without = Client { grant_types: vec![GrantType::ClientCredentials], ..sample::client() };
    assert_eq!(refused(judge(&without, &exchange(), |_, _| {})), ErrorCode::UnauthorizedClient);
}

#[test]
fn oau_08_codes_end() {
    let expired = judge(&sample::client(), &exchange(), |_, record| record.expires_at = NOW);
    assert_eq!(expired, Err(CodeError::Refused(TokenError::grant("the code has expired"))));
    let revoked = judge(&sample::client(), &exchange(), |_, record| record.revoked = true);
    assert_eq!(revoked, Err(CodeError::Refused(TokenError::grant("the code was revoked"))));
}

#[test]
fn oau_10_no_downgrade_of_pkce() {
    let wrong = format!("{}x", &sample::VERIFIER[1..]);
    for verifier in [None, Some(""), Some("x"), Some(sample::CHALLENGE), Some(wrong.as_str())] {
        let sent = Exchange { code_verifier: verifier.map(str::to_owned), ..exchange() };
        assert_eq!(refused(judge(&sample::client(), &sent, |_, _| {})), ErrorCode::InvalidGrant, "{verifier:?}");
    }
    let unchallenged = judge(&sample::client(), &exchange(), |request, _| request.code_challenge = None);
    assert_eq!(refused(unchallenged), ErrorCode::InvalidGrant, "a verifier without a challenge");
    let neither = Exchange { code_verifier: None, ..exchange() };
    assert_eq!(judge(&sample::client(), &neither, |request, _| request.code_challenge = None), Ok(()));
}

#[test]
fn verifiers_have_the_form_of_the_rfc() {
    let challenge = |verifier: &str| base64url::encode(digest::sha256(verifier));
    let (short, shortest, longest, long) = ("a".repeat(42), "a".repeat(43), "~".repeat(128), "a".repeat(129));
    for (verifier, good) in [(&short, false), (&shortest, true), (&longest, true), (&long, false)] {
        assert_eq!(answers(verifier, &challenge(verifier)), good, "{}", verifier.len());
    }
    let odd = format!("{shortest} ");
    assert!(!answers(&odd, &challenge(&odd)));
    assert!(answers(sample::VERIFIER, sample::CHALLENGE), "RFC 7636, appendix B");
}

fn parse(body: &str) -> Result<TokenRequest, TokenError> {
    let content_type = Some(&b"application/x-www-form-urlencoded"[..]);
    TokenRequest::parse(&Post { authorization: None, content_type, body: body.as_bytes() })
}

#[test]
fn oau_27_requests_are_read_and_the_password_grant_is_absent() {
    let read = parse("grant_type=authorization_code&client_id=rp&code=c&redirect_uri=u&code_verifier=").unwrap();
    let Grant::AuthorizationCode(exchange) = read.grant else { panic!() };
    assert_eq!((exchange.code.as_str(), exchange.code_verifier), ("c", None), "an empty verifier was not sent");
    let table = [
        ("client_id=rp", ErrorCode::InvalidRequest),
        ("grant_type=&client_id=rp", ErrorCode::InvalidRequest),
        ("grant_type=password&client_id=rp&username=a&password=b", ErrorCode::UnsupportedGrantType),
        ("grant_type=implicit&client_id=rp", ErrorCode::UnsupportedGrantType),
        ("grant_type=authorization_code&client_id=rp", ErrorCode::InvalidRequest),
        ("grant_type=authorization_code&client_id=rp&code=a&code=b", ErrorCode::InvalidRequest),
        ("grant_type=refresh_token&client_id=rp", ErrorCode::InvalidRequest),
        ("grant_type=refresh_token&client_id=rp&refresh_token=r&scope=%22", ErrorCode::InvalidScope),
        ("grant_type=authorization_code&code=a", ErrorCode::InvalidClient),
        ("grant_type=%ff", ErrorCode::InvalidRequest),
    ];
    for (body, error) in table {
        assert_eq!(parse(body).unwrap_err().error, error, "{body}");
    }
    let long = format!("grant_type=authorization_code&client_id=rp&code={}", "c".repeat(MAX_CODE + 1));
    assert_eq!(parse(&long).unwrap_err().error, ErrorCode::InvalidGrant);
    for content_type in [None, Some(&b"application/json"[..]), Some(b"multipart/form-data; boundary=x")] {
        let post =
            Post { authorization: None, content_type, body: b"grant_type=authorization_code&client_id=rp&code=c" };
        assert_eq!(TokenRequest::parse(&post).unwrap_err().error, ErrorCode::InvalidRequest);
    }
}
