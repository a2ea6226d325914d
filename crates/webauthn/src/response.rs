//! What a page sends back, as JSON: the members of `PublicKeyCredential.toJSON()` that are looked at (WebAuthn §5.1).

use jose::base64url;
use serde::Deserialize;

/// The longest answer that is read: an attestation object with a chain of certificates has some kilobytes.
const MAX_LENGTH: usize = 64 * 1024;

/// How many ways to reach an authenticator are kept, and how long each word may be.
const MAX_TRANSPORTS: usize = 8;
const MAX_TRANSPORT: usize = 32;

/// The text is no answer: cut off, of another shape, or larger than any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no answer of an authenticator")]
pub struct NotAResponse;

/// The answer to a request for a new credential.
#[derive(Debug, Clone)]
pub struct RegistrationResponse {
    pub(crate) credential_id: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    pub(crate) attestation_object: Vec<u8>,
    pub(crate) transports: Vec<String>,
}

/// The answer to a request for a proof.
#[derive(Debug, Clone)]
pub struct AuthenticationResponse {
    pub(crate) credential_id: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    pub(crate) authenticator_data: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) user_handle: Option<Vec<u8>>,
}

#[derive(Deserialize)]
struct Wire<R> {
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: R,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attestation {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
    #[serde(default)]
    transports: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assertion {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

fn wire<R: serde::de::DeserializeOwned>(json: &str) -> Result<Wire<R>, NotAResponse> {
    if json.len() > MAX_LENGTH {
        return Err(NotAResponse);
    }
    let wire: Wire<R> = serde_json::from_str(json).map_err(|_| NotAResponse)?;
    if wire.kind == "public-key" { Ok(wire) } else { Err(NotAResponse) }
}

fn bytes(text: &str) -> Result<Vec<u8>, NotAResponse> {
    base64url::decode(text).map_err(|_| NotAResponse)
}

impl RegistrationResponse {
    /// Reads what a page sent.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(json: &str) -> Result<Self, NotAResponse> {
        let wire = wire::<Attestation>(json)?;
        let mut transports = wire.response.transports;
        transports.retain(|word| !word.is_empty() && word.len() <= MAX_TRANSPORT);
        transports.truncate(MAX_TRANSPORTS);
        Ok(Self {
            credential_id: bytes(&wire.raw_id)?,
            client_data: bytes(&wire.response.client_data)?,
            attestation_object: bytes(&wire.response.attestation_object)?,
            transports,
        })
    }
}

impl AuthenticationResponse {
    /// Reads what a page sent.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(json: &str) -> Result<Self, NotAResponse> {
        let wire = wire::<Assertion>(json)?;
        Ok(Self {
            credential_id: bytes(&wire.raw_id)?,
            client_data: bytes(&wire.response.client_data)?,
            authenticator_data: bytes(&wire.response.authenticator_data)?,
            signature: bytes(&wire.response.signature)?,
            user_handle: wire.response.user_handle.as_deref().map(bytes).transpose()?,
        })
    }

    /// The credential that it says it is of. Nothing of it is judged.
    pub fn credential_id(&self) -> &[u8] {
        &self.credential_id
    }

    /// Whose it says it is. Nothing of it is judged.
    pub fn user_handle(&self) -> Option<&[u8]> {
        self.user_handle.as_deref()
    }

    /// The origin's challenge that it says it answers, if it says one. Nothing of it is judged.
    pub fn challenge(&self) -> Option<Vec<u8>> {
        challenge(&self.client_data)
    }
}

impl RegistrationResponse {
    /// The challenge that it says it answers, if it says one. Nothing of it is judged.
    pub fn challenge(&self) -> Option<Vec<u8>> {
        challenge(&self.client_data)
    }
}

fn challenge(client_data: &[u8]) -> Option<Vec<u8>> {
    #[derive(Deserialize)]
    struct Named {
        challenge: String,
    }
    let named: Named = serde_json::from_slice(client_data).ok()?;
    base64url::decode(&named.challenge).ok()
}
