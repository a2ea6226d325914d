//! The two sample applications: another product each, and each with another way to prove who it is.

use std::sync::Arc;

use jose::{Algorithm, JwkSet, KeyError, SigningKey, base64url, digest};
use serde_json::{Value, json};

use super::Application;
use crate::{Secret, Texts, relying_party::ClientAuthentication};

/// What both ask for. Refresh tokens come with the grant type; `offline_access` would outlive the session.
const SCOPE: &str = "openid profile email";

/// An Ed25519 private key in PKCS#8 (RFC 8410 §7) up to its 32 bytes.
const ED25519_PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// Almanac has a client secret, which it sends in the Authorization header.
pub(super) fn almanac(origin: &str, master: &[u8; 32], subscribers: Vec<(&'static str, bool)>) -> Application {
    let secret = Secret::new(base64url::encode(derive(master, "almanac client secret")));
    Application {
        key: "almanac",
        name: "Almanac",
        purpose: Texts::almanac_purpose,
        accent: "#7a3480",
        logo: include_str!("../../assets/almanac.svg"),
        owner: "northwind",
        client_id: "almanac",
        metadata: metadata("almanac", "Almanac", origin, json!({"token_endpoint_auth_method": "client_secret_basic"})),
        authentication: ClientAuthentication::SecretBasic(secret),
        launch_url: format!("{origin}/sign-in"),
        subscribers,
        origin: origin.to_owned(),
        scope: SCOPE,
    }
}

/// Ledgerline has a key pair. Doorward knows the public half, and no secret ever travels.
pub(super) fn ledgerline(
    origin: &str,
    master: &[u8; 32],
    subscribers: Vec<(&'static str, bool)>,
) -> Result<Application, KeyError> {
    let document = [ED25519_PKCS8.as_slice(), &derive(master, "ledgerline signing key")].concat();
    let key = SigningKey::from_pkcs8(Algorithm::EdDSA, &document)?;
    let authentication = json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_signing_alg": "EdDSA",
        "jwks": JwkSet { keys: vec![key.public().clone()] },
    });
    Ok(Application {
        key: "ledgerline",
        name: "Ledgerline",
        purpose: Texts::ledgerline_purpose,
        accent: "#23446e",
        logo: include_str!("../../assets/ledgerline.svg"),
        owner: "northwind",
        client_id: "ledgerline",
        metadata: metadata("ledgerline", "Ledgerline", origin, authentication),
        authentication: ClientAuthentication::PrivateKey(Arc::new(key)),
        launch_url: format!("{origin}/sign-in"),
        subscribers,
        origin: origin.to_owned(),
        scope: SCOPE,
    })
}

/// Client metadata (RFC 7591 §2, RP-Initiated Logout §3.1, Back-Channel Logout §2.2).
fn metadata(client_id: &str, name: &str, origin: &str, more: Value) -> Value {
    let mut metadata = json!({
        "client_id": client_id,
        "client_name": name,
        "application_type": "web",
        "client_uri": origin,
        "redirect_uris": [format!("{origin}/callback")],
        "post_logout_redirect_uris": [format!("{origin}/signed-out")],
        "initiate_login_uri": format!("{origin}/sign-in"),
        "backchannel_logout_uri": format!("{origin}/backchannel-logout"),
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": SCOPE,
    });
    if let (Value::Object(metadata), Value::Object(more)) = (&mut metadata, more) {
        metadata.extend(more);
    }
    metadata
}

/// 32 bytes for one purpose, from which neither the others nor `master` can be computed. The lengths are fixed, so a plain
/// hash of both does.
pub(super) fn derive(master: &[u8; 32], purpose: &str) -> [u8; 32] {
    digest::sha256([master.as_slice(), b"doorward demo: ", purpose.as_bytes()].concat())
}
