//! The reader of tokens: it never panics, reads one spelling only, and of all the world's tokens only the one that was
//! signed verifies. Key and token are RFC 8037's own (appendices A.2 and A.4).

#![no_main]

use std::sync::LazyLock;

use jose::{Algorithm, JwkSet, Jws, MAX_LENGTH, Typ, VerifyingKeys};
use libfuzzer_sys::fuzz_target;
use model::openid_connect::{OpenidConnect, Preset};
use upstream::{Expected, IdToken, KeySet, Metadata, TokenResponse};

const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
                     hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
const ANY: Typ = Typ { names: &["JWT", "at+jwt"], absent: true };

static VERIFYING: LazyLock<VerifyingKeys> = LazyLock::new(|| {
    let keys = VerifyingKeys::from_set(&serde_json::from_str::<JwkSet>(KEYS).expect("a set")).expect("a key");
    let token = Jws::parse(TOKEN).expect("a token");
    token.verify(&keys, &[Algorithm::EdDSA], ANY).expect("the token of the RFC verifies");
    keys
});

/// The same bytes as what an identity provider answers: its documents, and its ID token.
fn upstream(bytes: &[u8]) {
    let connector = OpenidConnect { issuer: "https://op.example".into(), ..OpenidConnect::of(Preset::OpenidConnect, "rp") };
    if let Ok(metadata) = Metadata::discovered(&connector, bytes) {
        assert!(metadata.token_endpoint.starts_with("http"));
    }
    let _ = KeySet::read(bytes).map(|set| assert!(set.usable > 0));
    let _ = TokenResponse::read(&connector, 200, bytes);
    let Ok(text) = str::from_utf8(bytes) else { return };
    let _ = upstream::Callback::read(text);
    let now = model::Time::from_seconds(1_790_000_000);
    let (algorithms, nonce) = (&Algorithm::ALL, "n");
    let expected = Expected { connector: &connector, algorithms, nonce, access_token: None, max_age: None, now };
    assert!(IdToken::verify(text, &VERIFYING, &expected).is_err(), "nobody signed it");
}

fuzz_target!(|bytes: &[u8]| {
    LazyLock::force(&VERIFYING);
    upstream(bytes);
    // The same bytes as somebody's published keys (`jwks`).
    if let Ok(set) = serde_json::from_slice::<JwkSet>(bytes) {
        let _ = VerifyingKeys::from_set(&set);
        let written = serde_json::to_vec(&set).expect("keys are JSON");
        assert_eq!(serde_json::from_slice::<JwkSet>(&written).ok(), Some(set), "what we write we read");
    }
    let Ok(text) = str::from_utf8(bytes) else { return };
    let Ok(token) = Jws::parse(text) else { return };
    assert!(text.len() <= MAX_LENGTH && text.bytes().filter(|&byte| byte == b'.').count() == 2);
    let _ = token.unverified_claims::<serde_json::Value>();
    let algorithms = [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::EdDSA];
    if token.verify(&VERIFYING, &algorithms, ANY).is_ok() {
        assert_eq!(text, TOKEN, "another token, or another spelling, verified");
    }
});
