//! A new credential (WebAuthn §7.1).

use crate::{
    Aaguid, Expected, Flags, PublicKey, Refused, RegistrationResponse,
    authenticator_data::{Attested, AuthenticatorData},
    cbor::{self, Value},
    client_data::{self, Ceremony},
};

/// The longest credential ID that is taken (WebAuthn §7.1 step 25).
pub const MAX_CREDENTIAL_ID: usize = 1023;

/// A credential that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// What it is known by.
    pub credential_id: Vec<u8>,
    /// Its public key, as it was sent (COSE_Key).
    pub public_key: Vec<u8>,
    /// How often it has signed, if it counts.
    pub counter: u32,
    /// What the authenticator said of it.
    pub flags: Flags,
    /// Its authenticator's model, as it says itself.
    pub aaguid: Aaguid,
    /// How it can be reached, as the browser reported it: known words and unknown ones.
    pub transports: Vec<String>,
}

/// Judges the answer to a request for a new credential. What the authenticator says of its own make is not believed here.
///
/// # Errors
/// The first step that does not hold.
pub fn register(expected: &Expected<'_>, response: &RegistrationResponse) -> Result<Registered, Refused> {
    client_data::check(&response.client_data, Ceremony::Registration, expected)?;
    let object = cbor::read(&response.attestation_object).map_err(|_| Refused::Malformed("attestation object"))?;
    let bytes = object.named("authData").and_then(Value::bytes);
    let data = AuthenticatorData::parse(bytes.ok_or(Refused::Malformed("attestation object"))?)?;
    data.check(expected)?;
    let Some(Attested { aaguid, credential_id, public_key }) = data.attested else {
        return Err(Refused::Malformed("attested credential"));
    };
    if credential_id.is_empty() || credential_id.len() > MAX_CREDENTIAL_ID {
        return Err(Refused::Malformed("credential id"));
    }
    if credential_id != response.credential_id {
        return Err(Refused::Credential);
    }
    PublicKey::from_cose(public_key)?;
    Ok(Registered {
        credential_id: credential_id.to_vec(),
        public_key: public_key.to_vec(),
        counter: data.counter,
        flags: data.flags,
        aaguid,
        transports: response.transports.clone(),
    })
}
