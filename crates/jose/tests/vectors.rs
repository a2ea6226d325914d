//! Against the RFCs' worked examples and another implementation: `vectors/make.py` says where they come from.

#![expect(clippy::unwrap_used, reason = "a test that can not set up its case fails")]

use base64::{Engine, engine::general_purpose::STANDARD};
use jose::{Algorithm, Jwk, JwkSet, Jws, SigningKey, Typ, VerifyingKey, VerifyingKeys, base64url};
use serde_json::Value;

const ANY: Typ = Typ { names: &["JWT"], absent: true };

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors/vectors.json")).unwrap()
}

fn keys(public: &Value) -> VerifyingKeys {
    let jwk: Jwk = serde_json::from_value(public.clone()).unwrap();
    VerifyingKeys::new(vec![VerifyingKey::from_jwk(&jwk).unwrap()])
}

#[test]
fn every_example_verifies_and_no_neighbour_of_it() {
    for vector in vectors()["tokens"].as_array().unwrap() {
        let (name, token) = (vector["name"].as_str().unwrap(), vector["token"].as_str().unwrap());
        let keys = keys(&vector["public"]);
        let judge = |token: &str| Jws::parse(token)?.verify(&keys, &Algorithm::ALL, ANY);
        assert!(judge(token).is_ok(), "{name}");
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let mut broken = base64url::decode(signature).unwrap();
        for at in [0, broken.len() / 2, broken.len() - 1] {
            broken[at] ^= 1;
            assert!(judge(&format!("{signed}.{}", base64url::encode(&broken))).is_err(), "{name}, byte {at}");
            broken[at] ^= 1;
        }
        let (header, payload) = signed.split_once('.').unwrap();
        let mut other = base64url::decode(payload).unwrap();
        other[0] ^= 1;
        assert!(judge(&format!("{header}.{}.{signature}", base64url::encode(other))).is_err(), "{name}");
        assert!(judge(&format!("{signed}.")).is_err(), "{name}");
    }
}

#[test]
fn thumbprints_are_those_of_the_rfcs() {
    let vectors = vectors();
    for vector in vectors["tokens"].as_array().unwrap().iter().chain(vectors["RFC 7517 A.1"].as_array().unwrap()) {
        let jwk: Jwk = serde_json::from_value(vector["public"].clone()).unwrap();
        assert_eq!(jwk.thumbprint(), vector["thumbprint"].as_str().unwrap());
    }
}

#[test]
fn private_keys_are_read_and_sign_as_the_examples_do() {
    for vector in vectors()["tokens"].as_array().unwrap() {
        let name = vector["name"].as_str().unwrap();
        let token = vector["token"].as_str().unwrap();
        let algorithm = Jws::parse(token).unwrap().unverified_header().algorithm;
        let key = SigningKey::from_pkcs8(algorithm, &STANDARD.decode(vector["pkcs8"].as_str().unwrap()).unwrap());
        let key = key.unwrap();
        assert_eq!(key.kid(), vector["thumbprint"].as_str().unwrap(), "{name}");
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let ours = key.signature(signed.as_bytes()).unwrap();
        if matches!(algorithm, Algorithm::RS256 | Algorithm::EdDSA) {
            assert_eq!(base64url::encode(&ours), signature, "{name} is deterministic");
        }
        assert!(key.verifying().verify(algorithm, signed.as_bytes(), &ours), "{name}");
    }
}

#[test]
fn keys_for_encryption_do_not_verify_and_weak_keys_are_no_keys() {
    let vectors = vectors();
    let encryption: Jwk = serde_json::from_value(vectors["RFC 7517 A.1"][0]["public"].clone()).unwrap();
    assert!(VerifyingKey::from_jwk(&encryption).is_err());
    assert!(VerifyingKeys::from_set(&JwkSet { keys: vec![encryption] }).unwrap().is_empty());
    assert!(serde_json::from_value::<Jwk>(vectors["weak"].clone()).is_err(), "RSA of 1024 bits");
}
