//! An authenticator in memory: it keeps one passkey, and answers what pages ask as a browser would.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use jose::{base64url, digest};
use serde_json::{Value, json};

use crate::maker::Batch;

const RP_ID: &str = "id.example";

/// One passkey, and what its authenticator says of itself.
pub(crate) struct Authenticator {
    key: EcdsaKeyPair,
    pub(crate) id: Vec<u8>,
    /// What it was made for.
    pub(crate) handle: String,
    pub(crate) counter: u32,
    pub(crate) verifies: bool,
    pub(crate) backup_eligible: bool,
    pub(crate) origin: String,
    pub(crate) aaguid: [u8; 16],
    /// What proves its make to whoever asks.
    pub(crate) batch: Option<Batch>,
    /// Whether it is from before FIDO2, and proves it so.
    pub(crate) old: bool,
}

impl Authenticator {
    pub(crate) fn new(id: u8) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_ASN1_SIGNING, SystemRandom::new());
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self {
            key: EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref()).unwrap(),
            id: vec![id; 32],
            handle: String::new(),
            counter: 0,
            verifies: true,
            backup_eligible: false,
            origin: "https://id.example".into(),
            aaguid: [0; 16],
            batch: None,
            old: false,
        }
    }

    fn client_data(&self, ceremony: &str, options: &Value) -> Vec<u8> {
        let data =
            json!({ "type": ceremony, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false });
        data.to_string().into_bytes()
    }

    fn data(&self, attested: bool) -> Vec<u8> {
        let flags = 1 | u8::from(self.verifies) << 2 | u8::from(self.backup_eligible) << 3 | u8::from(attested) << 6;
        let mut data = digest::sha256(RP_ID).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// Makes the passkey that these options ask for.
    pub(crate) fn creates(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        self.handle = options["user"]["id"].as_str().unwrap().to_owned();
        let mut data = self.data(true);
        data.extend(self.aaguid);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&point[33..]);
        let client_data = self.client_data("webauthn.create", &options);
        let object = match &self.batch {
            Some(batch) if options["attestation"] == "direct" && self.old => {
                let hash = digest::sha256(&client_data);
                batch.u2f(&data, &[&[0][..], &data[..32], &hash, &self.id, point].concat())
            }
            Some(batch) if options["attestation"] == "direct" => batch.packed(&data, &digest::sha256(&client_data)),
            _ => [&b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"[..], &[data.len() as u8], &data].concat(),
        };
        json!({ "rawId": base64url::encode(&self.id), "type": "public-key", "response": {
            "clientDataJSON": base64url::encode(client_data),
            "attestationObject": base64url::encode(object), "transports": ["internal"],
        }})
        .to_string()
    }

    /// Proves the passkey to these options, whatever they allow.
    pub(crate) fn proves(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).unwrap();
        let (data, client_data) = (self.data(false), self.client_data("webauthn.get", &options));
        let signed = [&data[..], &digest::sha256(&client_data)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({ "rawId": base64url::encode(&self.id), "type": "public-key", "response": {
            "clientDataJSON": base64url::encode(client_data), "authenticatorData": base64url::encode(data),
            "signature": base64url::encode(signature.as_ref()), "userHandle": self.handle,
        }})
        .to_string()
    }
}
