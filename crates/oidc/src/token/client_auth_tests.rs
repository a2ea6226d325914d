//! OAU-28, OAU-31: the matrix of methods, and everything that is no Basic header.

use super::*;
use crate::{post::Post, sample};

const SECRET: &str = "s3cr%t+ :&";
const FORM: &[u8] = b"application/x-www-form-urlencoded";

fn basic(client_id: &str, secret: &str) -> String {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(secret))))
}

fn body(pairs: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        parameters::append(&mut out, name, value);
    }
    out
}

fn parse(authorization: Option<&str>, pairs: &[(&str, &str)]) -> Result<Credentials, TokenError> {
    let body = body(pairs);
    let post =
        Post { authorization: authorization.map(str::as_bytes), content_type: Some(FORM), body: body.as_bytes() };
    Credentials::parse(post.authorization, &post.parameters(&[])?)
}

fn judge(credentials: &Credentials, client: Option<&Client>) -> Result<Authenticated, TokenError> {
    let (issuer, keys) = (sample::issuer(), VerifyingKeys::default());
    let facts = ClientFacts {
        keys: &keys,
        secret_is_good: &|secret| secret == SECRET,
        issuer: &issuer,
        now: Time::from_seconds(0),
    };
    credentials.authenticate(client, &facts)
}

fn client(method: ClientAuthMethod) -> Client {
    Client { token_endpoint_auth_method: method, ..sample::client() }
}

#[test]
fn oau_28_only_the_registered_method_counts() {
    use ClientAuthMethod::{ClientSecretBasic, ClientSecretPost, None as Public, PrivateKeyJwt};
    let sent = [
        (ClientSecretBasic, parse(Some(&basic("rp", SECRET)), &[])),
        (ClientSecretBasic, parse(Some(&basic("rp", SECRET)), &[("client_id", "rp")])),
        (ClientSecretPost, parse(None, &[("client_id", "rp"), ("client_secret", SECRET)])),
        (Public, parse(None, &[("client_id", "rp")])),
        (Public, parse(None, &[("client_id", "rp"), ("client_secret", "")])),
    ];
    for registered in [ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, Public] {
        for (method, credentials) in &sent {
            let credentials = credentials.as_ref().unwrap();
            assert_eq!(credentials.method(), *method);
            let outcome = judge(credentials, Some(&client(registered)));
            assert_eq!(outcome.is_ok(), registered == *method, "{method:?} for {registered:?}");
            if let Err(error) = outcome {
                assert_eq!((error.error, error.status()), (ErrorCode::InvalidClient, 401));
                assert_eq!(error.www_authenticate().is_some(), *method == ClientSecretBasic);
            }
        }
    }
}

#[test]
fn oau_28_wrong_blank_or_somebody_elses_secret() {
    let known = client(ClientAuthMethod::ClientSecretBasic);
    let other = Client { client_id: "other".into(), ..known.clone() };
    for secret in ["", " ", "wrong", "s3cr%t+ :", "s3cr%t+ :&x"] {
        let credentials = parse(Some(&basic("rp", secret)), &[]).unwrap();
        assert_eq!(judge(&credentials, Some(&known)).unwrap_err().error, ErrorCode::InvalidClient, "{secret}");
    }
    let good = parse(Some(&basic("rp", SECRET)), &[]).unwrap();
    let unknown = judge(&good, None).unwrap_err();
    let sent = |error: &TokenError| (error.status(), error.www_authenticate(), serde_json::to_string(error).unwrap());
    assert_eq!(sent(&judge(&good, Some(&other)).unwrap_err()), sent(&unknown));
    let wrong = judge(&parse(Some(&basic("rp", "wrong")), &[]).unwrap(), Some(&known)).unwrap_err();
    assert_eq!(sent(&wrong), sent(&unknown), "unknown and wrong look the same");
    // Even a judge that takes everything is not asked about a blank secret.
    let (issuer, keys) = (sample::issuer(), VerifyingKeys::default());
    let facts = ClientFacts { keys: &keys, secret_is_good: &|_| true, issuer: &issuer, now: Time::from_seconds(0) };
    let blank = parse(Some(&basic("rp", "")), &[]).unwrap();
    assert!(blank.authenticate(Some(&known), &facts).is_err());
}

#[test]
fn oau_31_two_methods_at_once_are_an_error() {
    let header = basic("rp", SECRET);
    let assertion = ("client_assertion", "x");
    type Pairs<'a> = &'a [(&'a str, &'a str)];
    let table: [(Option<&str>, Pairs<'_>); 5] = [
        (Some(&header), &[("client_id", "rp"), ("client_secret", SECRET)]),
        (Some(&header), &[("client_secret", "x")]),
        (Some(&header), &[assertion, ("client_assertion_type", ASSERTION_TYPE)]),
        (None, &[("client_id", "rp"), ("client_secret", SECRET), assertion]),
        (Some("Bearer x"), &[("client_id", "rp"), ("client_secret", SECRET)]),
    ];
    for (authorization, pairs) in table {
        let error = parse(authorization, pairs).unwrap_err();
        assert_eq!((error.error, error.status()), (ErrorCode::InvalidRequest, 400), "{pairs:?}");
    }
}

#[test]
fn oau_31_basic_is_decoded_strictly() {
    let encoded = |text: &[u8]| format!("Basic {}", STANDARD.encode(text));
    for (header, client_id) in [
        (encoded(b"rp:secret"), "rp"),
        (format!("bAsIc {}", STANDARD.encode("rp:")), "rp"),
        (encoded(b"r%70:a:b"), "rp"),
        (encoded(b"a+b:x"), "a b"),
        (encoded(b"https%3A%2F%2Frp.example:x"), "https://rp.example"),
    ] {
        assert_eq!(parse(Some(&header), &[]).unwrap().client_id(), client_id);
    }
    for header in [
        "".to_owned(),
        "Basic".to_owned(),
        "Basic ".to_owned(),
        "Basic !".to_owned(),
        "Basicx cnA6eA==".to_owned(),
        "Bearer cnA6eA==".to_owned(),
        "Basic cnA6eA".to_owned(),
        "Basic cnA6eB==".to_owned(),
        "Basic cnA6 eA==".to_owned(),
        encoded(b"rp"),
        encoded(b":secret"),
        encoded(b"rp:%zz"),
        encoded(b"rp:\xff"),
        encoded(b"rp:a\0"),
        encoded(b"%00:a"),
    ] {
        let error = parse(Some(&header), &[]).unwrap_err();
        assert_eq!((error.error, error.status()), (ErrorCode::InvalidClient, 401), "{header}");
        assert!(error.www_authenticate().is_some_and(|challenge| challenge.starts_with("Basic ")));
    }
}

#[test]
fn the_body_must_name_the_same_client() {
    let error = parse(Some(&basic("rp", SECRET)), &[("client_id", "other")]).unwrap_err();
    assert_eq!(error.error, ErrorCode::InvalidRequest);
    assert_eq!(parse(None, &[]).unwrap_err().error, ErrorCode::InvalidClient);
    for twice in ["client_id", "client_secret", "client_assertion"] {
        let error = parse(None, &[(twice, "rp"), (twice, "rp")]).unwrap_err();
        assert_eq!(error.error, ErrorCode::InvalidRequest, "{twice}");
    }
}

#[test]
fn no_secret_is_shown() {
    let shown = format!("{:?}", parse(Some(&basic("rp", "hunter2")), &[]).unwrap());
    assert_eq!(shown, r#"Credentials { client_id: "rp", method: ClientSecretBasic }"#);
}

proptest::proptest! {
    #[test]
    fn no_header_panics(header: Vec<u8>, body: Vec<u8>) {
        let post = Post { authorization: Some(&header), content_type: Some(FORM), body: &body };
        let _ = crate::token::TokenRequest::parse(&post);
    }
}
