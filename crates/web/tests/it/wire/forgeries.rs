//! Tokens that are not what they say, wherever one can be handed in.

use aws_lc_rs::hmac;
use http::{Method, StatusCode};
use jose::{Algorithm, JwkSet, SigningKey, base64url};
use oidc::client::{AccessTokenFormat, ClientAuthMethod, GrantType};
use serde_json::{Value, json};
use web::chassis::pairs;

use super::{Browser, CLIENT_SECRET, ISSUER, Wire, content::application, exchange, on_both, refresh, request};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Where a token can be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Userinfo,
    Introspection,
    Hint,
    Refresh,
    Exchange,
    Assertion,
    SignIn,
}

const DOORS: [Door; 7] =
    [Door::Userinfo, Door::Introspection, Door::Hint, Door::Exchange, Door::Refresh, Door::Assertion, Door::SignIn];

/// Whether it is taken there.
async fn opens(wire: &Wire, browser: &Browser, door: Door, token: &str) -> bool {
    match door {
        Door::Userinfo => wire.userinfo(token).await.status == StatusCode::OK,
        Door::Introspection => wire.is_active(token).await,
        Door::Hint => {
            let path = format!("/oauth/logout?{}", pairs::encode([("id_token_hint", token)]));
            wire.send(Method::GET, &path, &[("accept", "text/html")], "").await.status == StatusCode::OK
        }
        Door::Refresh => wire.post("/oauth/token", &refresh("wiki", token)).await.status == StatusCode::OK,
        Door::Exchange => wire.post("/oauth/token", &exchange("wiki", token)).await.status == StatusCode::OK,
        Door::Assertion => {
            let fields = [
                ("grant_type", "client_credentials"),
                ("client_assertion_type", ASSERTION_TYPE),
                ("client_assertion", token),
            ];
            wire.post("/oauth/token", &pairs::encode(fields)).await.status == StatusCode::OK
        }
        Door::SignIn => {
            let path = format!("/sign-in?{}", pairs::encode([("at", token)]));
            browser.clone().go(wire, &path).await.asks("email")
        }
    }
}

/// An application that shows who it is by a key.
async fn robot(wire: &Wire) -> SigningKey {
    let key = SigningKey::generate(Algorithm::ES256).unwrap();
    let mut robot = application("robot");
    let client = robot.settings.client_mut().unwrap();
    client.token_endpoint_auth_method = ClientAuthMethod::PrivateKeyJwt;
    client.grant_types = vec![GrantType::ClientCredentials];
    client.response_types = vec![];
    client.jwks = Some(JwkSet { keys: vec![key.public().clone()] });
    robot.secret = None;
    wire.add(&[], &[robot]).await;
    key
}

fn assertion(wire: &Wire, jti: &str) -> Value {
    let now = wire.now().seconds();
    json!({"iss": "robot", "sub": "robot", "aud": ISSUER, "iat": now, "exp": now + 60, "jti": jti})
}

/// OAU-21: six kinds of token, seven doors, and each kind opens its own only.
#[tokio::test]
async fn oau_21_no_token_stands_for_another() {
    on_both(async |wire| {
        let key = robot(wire).await;
        let mut browser = Browser::default();
        let waiting = browser.go(wire, &request("wiki", "")).await.at;
        let (_, at) = waiting.split_once("at=").unwrap();
        let mut signed_in = browser.clone();
        let tokens =
            wire.tokens(&signed_in.sign_in(wire, &request("wiki", ""), "anna@acme.example").await.code()).await;
        let code = signed_in.go(wire, &request("wiki", "")).await.code();
        let text = |name: &str| tokens[name].as_str().unwrap().to_owned();
        let kinds: [(&str, String, &[Door]); 6] = [
            ("access token", text("access_token"), &[Door::Userinfo, Door::Introspection]),
            ("ID token", text("id_token"), &[Door::Hint]),
            ("refresh token", text("refresh_token"), &[Door::Introspection, Door::Refresh]),
            ("code", code, &[Door::Exchange]),
            ("client assertion", key.sign("JWT", &assertion(wire, "one")).unwrap(), &[Door::Assertion]),
            ("sign-in", at.to_owned(), &[Door::SignIn]),
        ];
        for right in [false, true] {
            for (kind, token, own) in &kinds {
                for door in DOORS.into_iter().filter(|door| own.contains(door) == right) {
                    assert_eq!(opens(wire, &browser, door, token).await, right, "{kind} at {door:?}");
                }
            }
        }
    })
    .await;
}

/// A token with this header, signed by the key whatever the header says.
fn forge(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", base64url::encode(header.to_string()), base64url::encode(claims.to_string()));
    let signature = key.signature(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(signature))
}

/// The same claims by everybody who may not sign them.
fn forgeries(own: &SigningKey, other_of_ours: &SigningKey, typ: &str, claims: &Value) -> Vec<(&'static str, String)> {
    let evil = SigningKey::generate(own.algorithm()).unwrap();
    let header = json!({"alg": own.algorithm(), "typ": typ, "kid": own.kid()});
    let with = |name: &str, value: Value| {
        let mut header = header.clone();
        header[name] = value;
        header
    };
    let unsigned = |alg: &str| {
        format!("{}.{}.", base64url::encode(with("alg", json!(alg)).to_string()), base64url::encode(claims.to_string()))
    };
    let public = serde_json::to_vec(own.public()).unwrap();
    let secret = hmac::Key::new(hmac::HMAC_SHA256, &public);
    let head = format!(
        "{}.{}",
        base64url::encode(with("alg", json!("HS256")).to_string()),
        base64url::encode(claims.to_string())
    );
    let shared = format!("{head}.{}", base64url::encode(hmac::sign(&secret, head.as_bytes())));
    let jwk = serde_json::to_value(evil.public()).unwrap();
    vec![
        ("no signature", unsigned("none")),
        ("no signature, in capitals", unsigned("NONE")),
        ("the public key as a shared secret", shared),
        ("somebody else's key", forge(&evil, &header, claims)),
        ("another key of the same house", forge(other_of_ours, &header, claims)),
        ("a key in its header", forge(&evil, &with("jwk", jwk), claims)),
        ("a key at an address", forge(&evil, &with("jku", json!("https://evil.example/jwks")), claims)),
        ("a certificate at an address", forge(&evil, &with("x5u", json!("https://evil.example/crt")), claims)),
        ("rules of its own", forge(own, &with("crit", json!(["exp"])), claims)),
        ("a path for a name", forge(own, &with("kid", json!("../../dev/null")), claims)),
        ("SQL for a name", forge(own, &with("kid", json!("' or 1=1 --")), claims)),
        ("another algorithm's name", forge(own, &with("alg", json!("RS512")), claims)),
    ]
}

/// From here on `wiki` has JWTs, so that there is something to forge.
async fn wiki_has_jwts(wire: &Wire) {
    let mut wiki = application("wiki");
    wiki.settings.client_mut().unwrap().access_token_format = AccessTokenFormat::Jwt;
    wire.add(&[], &[wiki]).await;
}

/// OAU-20: on ID token hints, access tokens and client assertions, over HTTP.
#[tokio::test]
async fn oau_20_forged_tokens_open_nothing() {
    on_both(async |wire| {
        wiki_has_jwts(wire).await;
        let robot = robot(wire).await;
        let browser = Browser::default();
        let arrived = browser.clone().sign_in(wire, &request("wiki", ""), "anna@acme.example").await;
        let tokens = wire.tokens(&arrived.code()).await;
        let keys = wire.doorward.public_keys(wire.now()).await.unwrap();
        let signer = |algorithm| keys.keyring.signing(algorithm).unwrap();
        let claims = |name: &str| part(text(&tokens, name), 1);
        let alg = |name: &str| part(text(&tokens, name), 0)["alg"].as_str().unwrap().parse::<Algorithm>().unwrap();
        let other = |algorithm| if algorithm == Algorithm::EdDSA { Algorithm::ES256 } else { Algorithm::EdDSA };
        let access = (alg("access_token"), claims("access_token"));
        let id = (alg("id_token"), claims("id_token"));
        for (doors, own, typ, claims) in [
            (&[Door::Userinfo, Door::Introspection][..], signer(access.0), "at+jwt", access.1),
            (&[Door::Hint], signer(id.0), "JWT", id.1),
            (&[Door::Assertion], &robot, "JWT", assertion(wire, "two")),
        ] {
            let honest = own.sign(typ, &claims).unwrap();
            for (how, token) in forgeries(own, signer(other(own.algorithm())), typ, &claims) {
                for door in doors {
                    assert!(!opens(wire, &browser, *door, &token).await, "{how} at {door:?}");
                }
            }
            for door in doors {
                assert!(opens(wire, &browser, *door, &honest).await, "an honest one at {door:?}");
            }
        }
    })
    .await;
}

/// DOS-06: length and count are judged before anything is decoded: what is honest, and would open otherwise, opens nothing
/// when there is too much of it. Each stands beside one with a little less, which does.
#[tokio::test]
async fn dos_06_no_token_costs_more_than_its_look() {
    on_both(async |wire| {
        wiki_has_jwts(wire).await;
        let robot = robot(wire).await;
        let browser = Browser::default();
        let arrived = browser.clone().sign_in(wire, &request("wiki", ""), "anna@acme.example").await;
        let tokens = wire.tokens(&arrived.code()).await;
        let keys = wire.doorward.public_keys(wire.now()).await.unwrap();
        let (access, id) = (text(&tokens, "access_token"), text(&tokens, "id_token"));
        let signer = |token: &str| {
            let alg = part(token, 0)["alg"].as_str().unwrap().parse::<Algorithm>().unwrap();
            keys.keyring.signing(alg).unwrap()
        };
        for (doors, key, typ, claims) in [
            (&[Door::Userinfo, Door::Introspection][..], signer(access), "at+jwt", part(access, 1)),
            (&[Door::Hint], signer(id), "JWT", part(id, 1)),
            (&[Door::Assertion], &robot, "JWT", assertion(wire, "three")),
        ] {
            let header = json!({"alg": key.algorithm(), "typ": typ, "kid": key.kid()});
            let with = |document: &Value, length: usize| {
                let mut document = document.clone();
                document["more"] = "x".repeat(length).into();
                document
            };
            for door in doors {
                // A hint travels in an address, which is bounded more tightly; of an assertion each is good once.
                let (less, more) = if *door == Door::Hint { (1_000, 1_000) } else { (10_000, 12_300) };
                let mut padded = with(&claims, less);
                if *door == Door::Assertion {
                    padded["jti"] = "four".into();
                }
                assert!(opens(wire, &browser, *door, &forge(key, &header, &padded)).await, "a long one at {door:?}");
                if more > less {
                    let token = forge(key, &header, &with(&claims, more));
                    assert!(token.len() > jose::MAX_LENGTH && token.len() < jose::MAX_LENGTH + 1024);
                    assert!(!opens(wire, &browser, *door, &token).await, "too long a one at {door:?}");
                }
                let fat = forge(key, &with(&header, 2_000), &claims);
                assert!(!opens(wire, &browser, *door, &fat).await, "too long a header at {door:?}");
                assert!(opens(wire, &browser, *door, &forge(key, &with(&header, 1_000), &claims)).await, "{door:?}");
            }
        }
        let asked = async |more: &str| {
            let body = format!("client_id=wiki&client_secret={CLIENT_SECRET}&token={access}{more}");
            wire.post("/oauth/introspect", &body).await
        };
        for (count, status) in [(90, StatusCode::OK), (101, StatusCode::BAD_REQUEST)] {
            let more: String = (0..count).map(|number| format!("&p{number}=1")).collect();
            assert_eq!(asked(&more).await.status, status, "{count} more parameters");
        }
        for (length, status) in [(60_000, StatusCode::OK), (70_000, StatusCode::PAYLOAD_TOO_LARGE)] {
            assert_eq!(asked(&format!("&p={}", "x".repeat(length))).await.status, status, "{length} bytes more");
        }
    })
    .await;
}

/// DOS-06: what only costs is told so at once, at whatever door.
#[tokio::test]
async fn dos_06_dots_depth_and_cost_are_malformed() {
    on_both(async |wire| {
        robot(wire).await;
        let deep = "[".repeat(9_000);
        let header = base64url::encode(json!({"alg": "ES256", "kid": "x"}).to_string());
        let costly =
            json!({"alg": "PBES2-HS256+A128KW", "enc": "A128GCM", "p2c": 1_000_000_000, "p2s": "AAAA", "zip": "DEF"});
        for token in [
            ".".repeat(200_000),
            "a.".repeat(100_000),
            "A".repeat(200_000),
            format!("{header}.{}.AAAA", base64url::encode(&deep)),
            format!("{}.e30.AAAA", base64url::encode(&deep)),
            format!("{}.e30.AAAA.AAAA.AAAA", base64url::encode(costly.to_string())),
        ] {
            let about = &token[..token.len().min(40)];
            let body =
                format!("client_id=wiki&client_secret={CLIENT_SECRET}&{}", pairs::encode([("token", token.as_str())]));
            let answer = wire.post("/oauth/introspect", &body).await;
            let told = (answer.status, answer.json()["active"].as_bool());
            assert!(told == (StatusCode::OK, Some(false)) || answer.status.is_client_error(), "{about}: {told:?}");
            for door in [Door::Userinfo, Door::Assertion, Door::Refresh, Door::Exchange] {
                assert!(!opens(wire, &Browser::default(), door, &token).await, "{about} at {door:?}");
            }
        }
        let asks = async |value: &str| {
            let claims = format!("{{\"id_token\":{{\"name\":{{\"value\":{value}}}}}}}");
            let path = format!("{}&{}", request("wiki", ""), pairs::encode([("claims", claims.as_str())]));
            let page = Browser::default().go(wire, &path).await;
            (page.asks("email"), page.sent("error"))
        };
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let long = |length: usize| format!("\"{}\"", "x".repeat(length));
        for (right, wrong) in [(nested(60), nested(300)), (long(3_500), long(4_100))] {
            assert_eq!(asks(&right).await, (true, None));
            assert_eq!(asks(&wrong).await, (false, Some("invalid_request".to_owned())));
        }
    })
    .await;
}

fn text<'a>(tokens: &'a Value, name: &str) -> &'a str {
    tokens[name].as_str().unwrap()
}

/// The header of a token (0), or its claims (1).
fn part(token: &str, place: usize) -> Value {
    serde_json::from_slice(&base64url::decode(token.split('.').nth(place).unwrap()).unwrap()).unwrap()
}
