//! The reader of what authenticators write: it never panics, and a credential that it takes has a key and an ID of a length that is
//! allowed. The challenge is the one that every input is taken to answer, so that the binary parts are reached. What it says of its make is
//! held against a list that knows the model, whatever that is, and no root: nothing is believed.

#![no_main]

use libfuzzer_sys::fuzz_target;
use webauthn::{
    Aaguid, Expected, MAX_CREDENTIAL_ID, Model, Models, PublicKey, ROOT, RegistrationResponse, Standing, UnixTime, attest,
    read_metadata, register,
};

const NOW: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_790_000_000));

const CLIENT_DATA: &str = r#"{"type":"webauthn.create","challenge":"AA","origin":"https://example.org"}"#;

fuzz_target!(|bytes: &[u8]| {
    let _ = PublicKey::from_cose(bytes);
    if let Ok(text) = str::from_utf8(bytes) {
        let _ = RegistrationResponse::parse(text);
        let _ = webauthn::AuthenticationResponse::parse(text);
        assert!(read_metadata(text, ROOT, NOW).is_err());
        let _ = Models::parse(bytes);
    }
    let encode = jose::base64url::encode;
    let json = serde_json::json!({ "rawId": encode(bytes.get(55..87).unwrap_or_default()), "type": "public-key", "response": {
        "clientDataJSON": encode(CLIENT_DATA.as_bytes()), "attestationObject": encode(bytes) } });
    let Ok(response) = RegistrationResponse::parse(&json.to_string()) else { return };
    let said: [u8; 16] = bytes.get(37..53).and_then(|model| model.try_into().ok()).unwrap_or_default();
    let model = Model { name: String::new(), standing: Standing::Certified, roots: vec![ROOT.to_vec()] };
    assert!(attest(&response, &Models::new(1, String::new(), [(Aaguid(said), model)]), NOW).is_err());
    let expected =
        Expected { rp_id: "example.org", origin: "https://example.org", challenge: &[0], user_verification: false };
    if let Ok(registered) = register(&expected, &response) {
        assert!((1..=MAX_CREDENTIAL_ID).contains(&registered.credential_id.len()));
        assert!(PublicKey::from_cose(&registered.public_key).is_ok());
    }
});
