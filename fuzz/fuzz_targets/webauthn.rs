//! The reader of what authenticators write: it never panics, and a credential that it takes has a key and an ID of a length that is
//! allowed. The challenge is the one that every input is taken to answer, so that the binary parts are reached.

#![no_main]

use libfuzzer_sys::fuzz_target;
use webauthn::{Expected, MAX_CREDENTIAL_ID, PublicKey, RegistrationResponse, register};

const CLIENT_DATA: &str = r#"{"type":"webauthn.create","challenge":"AA","origin":"https://example.org"}"#;

fuzz_target!(|bytes: &[u8]| {
    let _ = PublicKey::from_cose(bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = RegistrationResponse::parse(text);
        let _ = webauthn::AuthenticationResponse::parse(text);
    }
    let encode = jose::base64url::encode;
    let json = serde_json::json!({ "rawId": encode(bytes.get(55..87).unwrap_or_default()), "type": "public-key", "response": {
        "clientDataJSON": encode(CLIENT_DATA.as_bytes()), "attestationObject": encode(bytes) } });
    let Ok(response) = RegistrationResponse::parse(&json.to_string()) else { return };
    let expected =
        Expected { rp_id: "example.org", origin: "https://example.org", challenge: &[0], user_verification: false };
    if let Ok(registered) = register(&expected, &response) {
        assert!((1..=MAX_CREDENTIAL_ID).contains(&registered.credential_id.len()));
        assert!(PublicKey::from_cose(&registered.public_key).is_ok());
    }
});
