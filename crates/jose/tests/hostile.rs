//! Tokens and keys by people who wish us ill (OAU-20, OAU-21; RFC 8725 §2).

#![expect(clippy::unwrap_used, reason = "a test that can not set up its case fails")]

use std::sync::LazyLock;

use jose::{Algorithm, Jwk, JwkSet, Jws, JwsError, SigningKey, Typ, VerifyingKey, VerifyingKeys, base64url};
use serde_json::{Value, json};

static KEYS: LazyLock<[SigningKey; 4]> = LazyLock::new(|| Algorithm::ALL.map(|a| SigningKey::generate(a).unwrap()));

const JWT: Typ = Typ { names: &["JWT"], absent: true };
const ACCESS: Typ = Typ { names: &["at+jwt"], absent: false };

fn all_keys() -> VerifyingKeys {
    VerifyingKeys::new(KEYS.iter().map(|key| key.verifying().clone()).collect())
}

/// Keys that remember what they found right have the same opinion, also when they are asked again.
fn judge(token: &str, typ: Typ) -> Result<Value, JwsError> {
    static REMEMBERING: LazyLock<VerifyingKeys> = LazyLock::new(|| all_keys().remembering());
    let by = |keys: &VerifyingKeys| Jws::parse(token)?.verify(keys, &Algorithm::ALL, typ)?.claims();
    let opinion = by(&all_keys());
    for _ in 0..2 {
        assert_eq!(by(&REMEMBERING), opinion);
    }
    opinion
}

/// A token with this header, signed by the key whatever the header says.
fn forge(key: &SigningKey, header: &Value, claims: &Value) -> String {
    let signed = format!("{}.{}", base64url::encode(header.to_string()), base64url::encode(claims.to_string()));
    let signature = key.signature(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url::encode(signature))
}

#[test]
fn what_we_sign_we_believe() {
    for key in &*KEYS {
        let token = key.sign("at+jwt", &json!({"sub": "ann"})).unwrap();
        assert_eq!(judge(&token, ACCESS), Ok(json!({"sub": "ann"})));
        let stored = key.to_pkcs8().unwrap();
        let again = SigningKey::from_pkcs8(key.algorithm(), &stored).unwrap();
        assert_eq!((again.kid(), again.public()), (key.kid(), key.public()));
        assert_eq!(judge(&again.sign("at+jwt", &json!({"sub": "bob"})).unwrap(), ACCESS), Ok(json!({"sub": "bob"})));
    }
    assert!(KEYS[0].sign("JWT", &json!(["not", "an", "object"])).is_err());
}

#[test]
fn the_private_key_is_in_no_debug_output_and_in_no_json() {
    for key in &*KEYS {
        let public = serde_json::to_value(key.public()).unwrap();
        assert!(["d", "p", "q", "dp", "dq", "qi"].iter().all(|member| public.get(member).is_none()));
        assert_eq!(public["kid"], key.kid());
        assert_eq!((&public["use"], &public["alg"]), (&json!("sig"), &json!(key.algorithm().name())));
        assert!(format!("{key:?}").len() < 120);
    }
}

#[test]
fn oau_20_the_algorithm_comes_from_the_key() {
    let claims = json!({"sub": "ann"});
    for key in &*KEYS {
        for algorithm in Algorithm::ALL {
            let token = forge(key, &json!({"alg": algorithm, "kid": key.kid()}), &claims);
            assert_eq!(judge(&token, JWT).is_ok(), algorithm == key.algorithm(), "{algorithm} by {key:?}");
            let only = Jws::parse(&token).unwrap().verify(&all_keys(), &[], JWT);
            assert_eq!(only.unwrap_err(), JwsError::Algorithm);
        }
        for name in ["none", "None", "NONE", "HS256", "hs256", "RS512", "ES256K", "RSA-OAEP", "", "rs256"] {
            let token = forge(key, &json!({"alg": name, "kid": key.kid()}), &claims);
            assert_eq!(judge(&token, JWT), Err(JwsError::Algorithm), "{name}");
        }
    }
    let unsigned = format!("{}.{}.", base64url::encode(r#"{"alg":"none"}"#), base64url::encode("{}"));
    assert_eq!(judge(&unsigned, JWT), Err(JwsError::Algorithm));
}

#[test]
fn oau_20_a_shared_secret_made_of_the_public_key_is_no_signature() {
    use aws_lc_rs::hmac;
    for key in &*KEYS {
        let public = serde_json::to_vec(key.public()).unwrap();
        let header = base64url::encode(json!({"alg": "HS256", "kid": key.kid()}).to_string());
        let signed = format!("{header}.{}", base64url::encode("{}"));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public), signed.as_bytes());
        assert_eq!(judge(&format!("{signed}.{}", base64url::encode(tag)), JWT), Err(JwsError::Algorithm));
    }
}

#[test]
fn oau_20_headers_that_change_the_rules_are_refused() {
    let key = &KEYS[2];
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("crit", Value::Null),
        ("b64", json!(false)),
        ("jwk", serde_json::to_value(key.public()).unwrap()),
        ("jku", json!("https://evil.example/jwks")),
        ("x5u", json!("https://evil.example/cert")),
        ("x5c", json!(["MII"])),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
    ] {
        let mut header = json!({"alg": "ES256"});
        header[name] = value;
        assert_eq!(judge(&forge(key, &header, &json!({})), JWT), Err(JwsError::Header), "{name}");
    }
}

#[test]
fn oau_20_a_kid_is_a_name_and_nothing_else() {
    let key = &KEYS[3];
    for kid in ["", "../../etc/passwd", "' or 1=1 --", KEYS[0].kid(), "\u{0}"] {
        let token = forge(key, &json!({"alg": "EdDSA", "kid": kid}), &json!({}));
        assert_eq!(judge(&token, JWT), Err(JwsError::Signature), "{kid}");
    }
    let long = forge(key, &json!({"alg": "EdDSA", "kid": "k".repeat(300)}), &json!({}));
    assert_eq!(judge(&long, JWT), Err(JwsError::TooLong));
    assert!(judge(&forge(key, &json!({"alg": "EdDSA"}), &json!({})), JWT).is_ok(), "no kid: all keys are tried");
}

#[test]
fn oau_21_kinds_of_token_do_not_stand_for_each_other() {
    let key = &KEYS[2];
    let table = [
        (Some("at+jwt"), ACCESS, true),
        (Some("AT+JWT"), ACCESS, true),
        (Some("application/at+jwt"), ACCESS, true),
        (Some("Application/AT+jwt"), ACCESS, true),
        (Some("JWT"), ACCESS, false),
        (Some("x/at+jwt"), ACCESS, false),
        (Some("application/application/at+jwt"), ACCESS, false),
        (Some(""), ACCESS, false),
        (None, ACCESS, false),
        (Some("jwt"), JWT, true),
        (None, JWT, true),
        (Some("at+jwt"), JWT, false),
        (Some("logout+jwt"), JWT, false),
    ];
    for (typ, expected, taken) in table {
        let header = typ.map_or(json!({"alg": "ES256"}), |typ| json!({"alg": "ES256", "typ": typ}));
        assert_eq!(judge(&forge(key, &header, &json!({})), expected).is_ok(), taken, "{typ:?} as {expected:?}");
    }
}

#[test]
fn malformed_tokens_are_refused() {
    let good = KEYS[3].sign("JWT", &json!({"sub": "ann"})).unwrap();
    let parts: Vec<&str> = good.split('.').collect();
    let (header, payload, signature) = (parts[0], parts[1], parts[2]);
    let table = [
        String::new(),
        "..".to_owned(),
        format!("{header}.{payload}"),
        format!("{good}."),
        format!(".{good}"),
        format!("{header}.{payload}.{signature}="),
        format!("{header}=.{payload}.{signature}"),
        format!("{header}.{payload}. {signature}"),
        format!("{header}.{payload}.{signature}\n"),
        format!("{header}.{}.{payload}.{signature}", base64url::encode("iv")),
        format!("{}.{payload}.{signature}", base64url::encode("[]")),
        format!("{}.{payload}.{signature}", base64url::encode(r#"["EdDSA",null,"JWT"]"#)),
        format!("{}.{payload}.{signature}", base64url::encode("{}")),
        format!("{}.{payload}.{signature}", base64url::encode(r#"{"alg":1}"#)),
        format!("{}.{payload}.{signature}", base64url::encode(r#"{"alg":"EdDSA","alg":"EdDSA"}"#)),
        format!("{}.{payload}.{signature}", base64url::encode(b"{\"alg\":\"EdDSA\",\"x\":\"\xff\"}")),
    ];
    for token in table {
        assert_eq!(judge(&token, JWT), Err(JwsError::Malformed), "{token}");
    }
    assert_eq!(judge(&format!("{good}{}", "A".repeat(jose::MAX_LENGTH)), JWT), Err(JwsError::TooLong));
    let fat = base64url::encode(format!(r#"{{"alg":"EdDSA","x":"{}"}}"#, "x".repeat(2048)));
    assert_eq!(judge(&format!("{fat}.{payload}.{signature}"), JWT), Err(JwsError::TooLong));
    for claims in [json!([]), json!("sub"), json!(1)] {
        let token = forge(&KEYS[3], &json!({"alg": "EdDSA"}), &claims);
        assert_eq!(judge(&token, JWT), Err(JwsError::Claims), "{claims}");
    }
}

fn changed(key: &SigningKey, change: impl FnOnce(&mut Value)) -> Result<Jwk, String> {
    let mut value = serde_json::to_value(key.public()).unwrap();
    change(&mut value);
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[test]
fn private_and_broken_keys_are_refused() {
    for member in ["d", "p", "q", "dp", "dq", "qi", "oth", "k"] {
        for key in &*KEYS {
            let error = changed(key, |value| value[member] = Value::Null).unwrap_err();
            assert!(error.contains("private"), "{member}: {error}");
        }
    }
    let [rsa, _, ec, ed] = &*KEYS;
    let encode = |bytes: &[u8]| base64url::encode(bytes);
    let mut wide = vec![1];
    wide.resize(513, 1);
    for (member, value) in [
        ("n", encode(&[0])),
        ("n", encode(&[&[0][..], &[0xff; 256]].concat())),
        ("n", encode(&[0x7f; 256])),
        ("n", encode(&wide)),
        ("n", "AQ==".to_owned()),
        ("n", String::new()),
        ("e", encode(&[1])),
        ("e", encode(&[4])),
        ("e", encode(&[0, 1, 0, 1])),
        ("e", encode(&[1, 0, 0, 0, 1])),
    ] {
        assert!(changed(rsa, |key| key[member] = json!(value)).is_err(), "{member} {value}");
    }
    assert!(changed(rsa, |key| key["e"] = json!("Aw")).is_ok(), "an exponent of 3");
    for key in [ec, ed] {
        for length in [31, 33] {
            assert!(changed(key, |value| value["x"] = json!(encode(&vec![1; length]))).is_err());
        }
        assert!(changed(key, |value| value["crv"] = json!("P-521")).is_err());
    }
    let off_curve = changed(ec, |key| key["y"] = key["x"].clone()).unwrap();
    assert!(VerifyingKey::from_jwk(&off_curve).is_err());
    let mismatched = changed(ec, |key| key["alg"] = json!("RS256")).unwrap();
    assert!(VerifyingKey::from_jwk(&mismatched).is_err());
}

#[test]
fn a_set_passes_over_what_it_does_not_know_and_no_further() {
    let known = serde_json::to_value(KEYS[2].public()).unwrap();
    let read = |keys: Value| serde_json::from_value::<JwkSet>(json!({ "keys": keys })).map(|set| set.keys.len());
    let foreign = json!({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"});
    assert_eq!(read(json!([foreign, {"kty": "EC", "crv": "P-384"}, known])).unwrap(), 1);
    assert!(read(json!([known, {"kty": "oct", "k": "AA"}])).is_err(), "a shared secret");
    assert!(read(json!([known, {"kty": "RSA", "n": "AA"}])).is_err(), "a broken key");
    assert!(read(json!(vec![known.clone(); jose::MAX_KEYS])).is_ok());
    assert!(read(json!(vec![known; jose::MAX_KEYS + 1])).is_err());
}

#[test]
fn a_key_that_says_its_algorithm_has_no_other() {
    let rsa = &KEYS[0];
    let free = changed(rsa, |key| drop(key.as_object_mut().unwrap().remove("alg"))).unwrap();
    let free = VerifyingKey::from_jwk(&free).unwrap();
    let pss = SigningKey::from_pkcs8(Algorithm::PS256, &rsa.to_pkcs8().unwrap()).unwrap();
    let signature = pss.signature(b"message").unwrap();
    assert!(free.verify(Algorithm::PS256, b"message", &signature));
    assert!(!free.verify(Algorithm::RS256, b"message", &signature));
    assert!(!rsa.verifying().verify(Algorithm::PS256, b"message", &signature));
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC{0,200}", header in "\\PC{0,60}", bytes: Vec<u8>) {
        let _ = Jws::parse(&text);
        let token = format!("{}.{}.{}", base64url::encode(header), base64url::encode(&bytes), base64url::encode(&bytes));
        let _ = judge(&token, JWT);
        let _ = serde_json::from_slice::<JwkSet>(&bytes);
        let _ = SigningKey::from_pkcs8(Algorithm::EdDSA, &bytes);
    }

    #[test]
    fn one_flipped_bit_is_noticed(at in 0usize..10_000, bit in 0u8..8) {
        let token = KEYS[3].sign("JWT", &json!({"sub": "ann"})).unwrap();
        proptest::prop_assert!(judge(&token, JWT).is_ok());
        let mut token = token.into_bytes();
        let at = at % token.len();
        token[at] ^= 1 << bit;
        if let Ok(token) = String::from_utf8(token) {
            proptest::prop_assert!(judge(&token, JWT).is_err());
        }
    }
}
