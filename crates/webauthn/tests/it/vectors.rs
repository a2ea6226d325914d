//! The vectors, and that all with an algorithm of ours pass both ceremonies.

use jose::base64url;
use serde_json::{Value, json};
use webauthn::{
    Asserted, AuthenticationResponse, Expected, KnownCredential, Refused, Registered, RegistrationResponse,
    authenticate, register,
};

/// The user handle that the vectors' credentials are taken to be for: they do not say.
const HANDLE: &[u8] = b"somebody";

/// One pair of ceremonies with the same credential.
#[derive(Clone)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) created: Value,
    pub(crate) got: Value,
}

pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    let hex = value.as_str().expect("a hexadecimal text");
    let pair = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("two digits");
    (0..hex.len()).step_by(2).map(pair).collect()
}

/// The certificate that the vectors' attestations lead to.
pub(crate) fn ca() -> Vec<u8> {
    let file: Value = serde_json::from_str(include_str!("vectors.json")).expect("JSON");
    bytes(&file["attestation_ca_cert"])
}

impl Vector {
    pub(crate) fn all() -> Vec<Self> {
        let file: Value = serde_json::from_str(include_str!("vectors.json")).expect("JSON");
        let of = |one: &Value| Self {
            name: one["name"].as_str().expect("a name").to_owned(),
            created: one["registration"].clone(),
            got: one["authentication"].clone(),
        };
        file["vectors"].as_array().expect("vectors").iter().map(of).collect()
    }

    pub(crate) fn named(name: &str) -> Self {
        Self::all().into_iter().find(|one| one.name == name).expect("a vector of this name")
    }

    /// Registers it, after `change` had its way with the three parts and what is expected.
    pub(crate) fn register(&self, change: impl FnOnce(&mut Parts)) -> Result<Registered, Refused> {
        let mut parts = Parts::of(&self.created, "attestationObject", &self.created);
        change(&mut parts);
        let json = json!({ "rawId": base64url::encode(&parts.id), "type": "public-key", "response": {
            "clientDataJSON": base64url::encode(&parts.client_data),
            "attestationObject": base64url::encode(&parts.data),
            "transports": ["usb", "of-tomorrow", ""],
        }});
        register(&parts.expected(), &RegistrationResponse::parse(&json.to_string()).expect("an answer"))
    }

    /// Proves it by what was registered.
    pub(crate) fn authenticate(
        &self,
        known: &Registered,
        change: impl FnOnce(&mut Parts),
    ) -> Result<Asserted, Refused> {
        let mut parts = Parts::of(&self.got, "authenticatorData", &self.created);
        parts.signature = bytes(&self.got["signature"]);
        (parts.backup_eligible, parts.counter) = (known.flags.backup_eligible(), known.counter);
        change(&mut parts);
        let json = json!({ "rawId": base64url::encode(&parts.id), "type": "public-key", "response": {
            "clientDataJSON": base64url::encode(&parts.client_data),
            "authenticatorData": base64url::encode(&parts.data),
            "signature": base64url::encode(&parts.signature),
            "userHandle": parts.handle.as_ref().map(base64url::encode),
        }});
        let kept = KnownCredential {
            id: &known.credential_id,
            public_key: &known.public_key,
            backup_eligible: parts.backup_eligible,
            user_handle: HANDLE,
            counter: parts.counter,
        };
        authenticate(&parts.expected(), &kept, &AuthenticationResponse::parse(&json.to_string()).expect("an answer"))
    }
}

/// What a ceremony is made of, to be changed.
pub(crate) struct Parts {
    pub(crate) id: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    /// The attestation object, or the authenticator data.
    pub(crate) data: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    pub(crate) handle: Option<Vec<u8>>,
    pub(crate) challenge: Vec<u8>,
    pub(crate) rp_id: String,
    pub(crate) origin: String,
    pub(crate) user_verification: bool,
    pub(crate) backup_eligible: bool,
    pub(crate) counter: u32,
}

impl Parts {
    fn of(ceremony: &Value, data: &str, created: &Value) -> Self {
        Self {
            id: bytes(&created["credential_id"]),
            client_data: bytes(&ceremony["clientDataJSON"]),
            data: bytes(&ceremony[data]),
            signature: Vec::new(),
            handle: None,
            challenge: bytes(&ceremony["challenge"]),
            rp_id: "example.org".into(),
            origin: "https://example.org".into(),
            user_verification: false,
            backup_eligible: false,
            counter: 0,
        }
    }

    fn expected(&self) -> Expected<'_> {
        Expected {
            rp_id: &self.rp_id,
            origin: &self.origin,
            challenge: &self.challenge,
            user_verification: self.user_verification,
        }
    }

    /// Replaces a text in what the browser said.
    pub(crate) fn browser_says(&mut self, was: &str, is: &str) {
        let text = String::from_utf8(self.client_data.clone()).expect("text");
        assert!(text.contains(was), "{text}");
        self.client_data = text.replace(was, is).into_bytes();
    }
}

#[test]
fn every_vector_of_the_standard_passes_or_is_refused_for_its_one_reason() {
    let mut passed = 0;
    for vector in Vector::all() {
        let registered = vector.register(|_| {});
        let reason = match vector.name.as_str() {
            "packed-es384" | "packed-es512" | "packed-ed448" => Some(Refused::Algorithm),
            "none-es256-crossOrigin" | "none-es256-topOrigin" => Some(Refused::Origin),
            _ => None,
        };
        if let Some(reason) = reason {
            assert_eq!(registered.err(), Some(reason), "{}", vector.name);
            continue;
        }
        let registered = registered.unwrap_or_else(|reason| panic!("{}: {reason}", vector.name));
        assert_eq!(registered.credential_id, bytes(&vector.created["credential_id"]), "{}", vector.name);
        assert_eq!(registered.aaguid.0.to_vec(), bytes(&vector.created["aaguid"]), "{}", vector.name);
        assert_eq!(registered.transports, ["usb", "of-tomorrow"], "those that are unknown are kept (K11)");
        let asserted = vector.authenticate(&registered, |_| {});
        let asserted = asserted.unwrap_or_else(|reason| panic!("{}: {reason}", vector.name));
        assert_eq!(asserted.flags.backup_eligible(), registered.flags.backup_eligible(), "{}", vector.name);
        passed += 1;
    }
    assert_eq!(passed, 10);
}
