//! Keys of Android's key store, and each flaw by itself (WAN-05).

use jose::digest::sha256;
use rcgen::CustomExtension;
use webauthn::NotAttested;

use crate::{
    attestation::{Case, made},
    maker::{Batch, Maker, field},
};

const KEY_DESCRIPTION: &[u64] = &[1, 3, 6, 1, 4, 1, 11129, 2, 1, 17];

/// Fields of a list: purpose, every application, origin, and one that nobody looks at here.
const TO_SIGN: &[u8] = &[0xa1, 5, 0x31, 3, 2, 1, 2];
const FOR_ALL: &[u8] = &[0xbf, 0x84, 0x58, 2, 5, 0];
const GENERATED: &[u8] = &[0xbf, 0x85, 0x3e, 3, 2, 1, 0];
const ELSEWHERE: &[u8] = &[0xbf, 0x85, 0x3e, 3, 2, 1, 2];
const PATCHED: &[u8] = &[0xbf, 0x85, 0x42, 4, 2, 2, 3, 0x17];

/// What the system says of a key.
#[derive(Clone)]
struct Said {
    levels: [u8; 2],
    challenge: Vec<u8>,
    software: Vec<u8>,
    hardware: Vec<u8>,
    after: &'static [u8],
}

type Change = fn(&mut Said);

/// DER: a tag and what it holds.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).expect("short")], content].concat()
}

impl Said {
    fn in_ceremony(client_data_hash: &[u8]) -> Self {
        let hardware = [TO_SIGN, GENERATED, PATCHED].concat();
        Self { levels: [1, 1], challenge: client_data_hash.to_vec(), software: vec![], hardware, after: &[] }
    }

    fn extension(&self) -> CustomExtension {
        let content = [
            der(2, &[1, 0x2c]),
            der(10, &self.levels[..1]),
            der(2, &[1, 0x2c]),
            der(10, &self.levels[1..]),
            der(4, &self.challenge),
            der(4, &[]),
            der(0x30, &self.software),
            der(0x30, &self.hardware),
        ];
        let description = [der(0x30, &content.concat()), self.after.to_vec()].concat();
        CustomExtension::from_oid_content(KEY_DESCRIPTION, description)
    }
}

/// An attestation with a key of this certificate.
fn attestation(key: &Batch, auth_data: &[u8], hash: &[u8]) -> Vec<u8> {
    let parts = [b"\x63alg\x26".to_vec(), field("sig", &key.sign(&[auth_data, hash].concat())), key.x5c()];
    key.object("android-key", &parts, auth_data)
}

/// The data, of this key in place of its own.
fn of_key(auth_data: &[u8], key: &Batch) -> Vec<u8> {
    let (mut data, at) = (auth_data.to_vec(), auth_data.len() - 77);
    data[at + 10..at + 42].copy_from_slice(&key.point()[1..33]);
    data[at + 45..].copy_from_slice(&key.point()[33..]);
    data
}

/// A case whose key is described so by a certificate of this issuer, and the root that it is held against.
fn said(issuer: &Maker, root: &Maker, change: impl FnOnce(&mut Said)) -> Case {
    let answer = |auth_data: &[u8], hash: &[u8]| {
        let mut said = Said::in_ceremony(hash);
        change(&mut said);
        let key = issuer.nameless(|params| params.custom_extensions = vec![said.extension()]);
        attestation(&key, &of_key(auth_data, &key), hash)
    };
    made(answer, root.root())
}

#[test]
fn wan_05_androids_certificate_is_of_this_key_and_this_ceremony() {
    let maker = Maker::new();
    let good = said(&maker, &maker, |_| {});
    assert_eq!(good.attested(), Ok(good.aaguid));
    let chip = said(&maker, &maker, |said| said.levels = [2, 2]);
    assert!(chip.attested().is_ok(), "in a chip of its own");
    let changes: [(&str, Change); 6] = [
        ("another ceremony", |said| said.challenge[0] ^= 1),
        ("for every application, as the system says", |said| said.software = FOR_ALL.to_vec()),
        ("for every application, as the hardware says", |said| said.hardware.extend(FOR_ALL)),
        ("something follows", |said| said.after = &[0]),
        ("a field twice", |said| said.hardware.extend(GENERATED)),
        ("a field of another class", |said| said.hardware.extend([2, 1, 0])),
    ];
    for (what, change) in changes {
        assert_eq!(said(&maker, &maker, change).attested(), Err(NotAttested::Certificate), "{what}");
    }
    let undescribed = made(
        |auth_data, hash| {
            let key = maker.nameless(|_| {});
            attestation(&key, &of_key(auth_data, &key), hash)
        },
        maker.root(),
    );
    assert_eq!(undescribed.attested(), Err(NotAttested::Certificate), "without description");
    let described = |hash: &[u8]| {
        let said = Said::in_ceremony(hash);
        maker.nameless(|params| params.custom_extensions = vec![said.extension()])
    };
    let another = made(|auth_data, hash| attestation(&described(hash), auth_data, hash), maker.root());
    assert_eq!(another.attested(), Err(NotAttested::Certificate), "of another key");
    let mut unsigned = said(&maker, &maker, |_| {});
    unsigned.flip_after(b"authData\x58", 36);
    assert_eq!(unsigned.attested(), Err(NotAttested::Signature));
}

/// Software says of itself what it likes.
#[test]
fn wan_05_androids_hardware_made_the_key_and_keeps_it_to_sign() {
    let maker = Maker::new();
    let changes: [(&str, Change); 8] = [
        ("described by software", |said| said.levels[0] = 0),
        ("kept by software", |said| said.levels[1] = 0),
        ("at a level that nobody knows", |said| said.levels[1] = 3),
        ("brought from elsewhere", |said| said.hardware = [TO_SIGN, ELSEWHERE].concat()),
        ("from nobody says where", |said| said.hardware = TO_SIGN.to_vec()),
        ("for nothing", |said| said.hardware = GENERATED.to_vec()),
        ("for something else as well", |said| {
            said.hardware = [&[0xa1, 8, 0x31, 6, 2, 1, 2, 2, 1, 3][..], GENERATED].concat();
        }),
        ("as the system says", |said| {
            said.software = std::mem::take(&mut said.hardware);
        }),
    ];
    for (what, change) in changes {
        assert_eq!(said(&maker, &maker, change).attested(), Err(NotAttested::Key), "{what}");
    }
}

/// Who has a key with a description could certify others with it, in any words.
#[test]
fn wan_05_of_androids_certificates_the_first_alone_describes_a_key() {
    let maker = Maker::new();
    let below = maker.below(|_| {});
    assert!(said(&below, &maker, |_| {}).attested().is_ok());
    assert_eq!(said(&below, &Maker::new(), |_| {}).attested(), Err(NotAttested::Chain));
    let own = Said::in_ceremony(&sha256(b"another"));
    let described = maker.below(|params| params.custom_extensions = vec![own.extension()]);
    assert_eq!(said(&described, &maker, |_| {}).attested(), Err(NotAttested::Certificate));
}
