//! Keys of Trusted Platform Modules, and each flaw by itself (WAN-05).

use jose::digest::sha256;
use rcgen::{
    BasicConstraints, CertificateParams, CustomExtension, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use serde_json::Value;
use webauthn::{Aaguid, NotAttested};

use crate::{
    attestation::{Case, made},
    maker::{Batch, Maker, field, names_model},
    vectors::{Vector, bytes},
};

/// Attributes of a name: maker, model, version.
const NAMED: [(u8, &str); 3] = [(1, "id:FFFFF1D0"), (2, "Module"), (3, "id:13")];

/// What a module has to say of a key, before it is signed.
struct Said {
    auth_data: Vec<u8>,
    client_data_hash: Vec<u8>,
    version: &'static str,
    /// In CBOR: -7 is 0x26.
    algorithm: u8,
    magic: [u8; 4],
    kind: [u8; 2],
    extra_data: Option<Vec<u8>>,
    /// The public area in parts: kind and algorithm of the name, attributes, policy, parameters, and the point.
    area: [Vec<u8>; 5],
    name: Option<Vec<u8>>,
    /// What follows each of both structures.
    after: [&'static [u8]; 2],
    signature_of: &'static [u8],
}

type Change = fn(&mut Said);

fn sized(bytes: &[u8]) -> Vec<u8> {
    [&u16::try_from(bytes.len()).expect("not so long").to_be_bytes(), bytes].concat()
}

impl Said {
    fn of(auth_data: &[u8], client_data_hash: &[u8]) -> Self {
        let key = &auth_data[auth_data.len() - 77..];
        Self {
            auth_data: auth_data.to_vec(),
            client_data_hash: client_data_hash.to_vec(),
            version: "2.0",
            algorithm: 0x26,
            magic: [0xff, 0x54, 0x43, 0x47],
            kind: [0x80, 0x17],
            extra_data: None,
            area: [
                vec![0, 0x23, 0, 0x0b],
                vec![0, 4, 0, 0x72],
                sized(&[]),
                vec![0, 0x10, 0, 0x10, 0, 3, 0, 0x10],
                [sized(&key[10..42]), sized(&key[45..])].concat(),
            ],
            name: None,
            after: [&[], &[]],
            signature_of: &[],
        }
    }

    fn attested_by(&self, aik: &Batch) -> Vec<u8> {
        let area = [self.area.concat(), self.after[0].to_vec()].concat();
        let extra = self.extra_data.clone();
        let extra = extra.unwrap_or_else(|| sha256([&*self.auth_data, &self.client_data_hash].concat()).to_vec());
        let name = self.name.clone().unwrap_or_else(|| [&[0, 0x0b][..], &sha256(&area)].concat());
        let clock_and_firmware = vec![7; 25];
        let certified = [
            [&self.magic[..], &self.kind].concat(),
            sized(&[]),
            sized(&extra),
            clock_and_firmware,
            sized(&name),
            sized(&[]),
            self.after[1].to_vec(),
        ]
        .concat();
        let signature = aik.sign(&[&certified, self.signature_of].concat());
        let version = [b"\x63ver\x63", self.version.as_bytes()].concat();
        let algorithm = [b"\x63alg", &[self.algorithm][..]].concat();
        let parts = [algorithm, field("sig", &signature), version, aik.x5c()];
        let structures = [field("pubArea", &area), field("certInfo", &certified)];
        aik.object("tpm", &[&parts[..], &structures].concat(), &self.auth_data)
    }
}

/// DER: a tag and what it holds.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag, u8::try_from(content.len()).expect("short")], content].concat()
}

/// The alternative name of a module that has these attributes.
fn module(attributes: &[(u8, &str)]) -> CustomExtension {
    let attribute = |(last, value): &(u8, &str)| {
        let oid = der(6, &[0x67, 0x81, 0x05, 0x02, *last]);
        der(0x31, &der(0x30, &[oid, der(12, value.as_bytes())].concat()))
    };
    let name = der(0x30, &attributes.iter().flat_map(attribute).collect::<Vec<_>>());
    let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 17], der(0x30, &der(0xa4, &name)));
    extension.set_criticality(true);
    extension
}

fn for_aik() -> ExtendedKeyUsagePurpose {
    ExtendedKeyUsagePurpose::Other(vec![2, 23, 133, 8, 3])
}

/// What the certificate of a key that certifies others has.
fn aik(params: &mut CertificateParams) {
    params.is_ca = IsCa::ExplicitNoCa;
    params.extended_key_usages = vec![for_aik()];
    let policy = der(0x30, &der(0x30, &der(6, &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 0x15, 0x1f])));
    let mut policies = CustomExtension::from_oid_content(&[2, 5, 29, 32], policy);
    policies.set_criticality(true);
    params.custom_extensions = vec![module(&NAMED), policies];
}

/// A case with what this module says.
fn said(by: &Batch, root: &Maker, change: impl FnOnce(&mut Said)) -> Case {
    made(
        |auth_data, hash| {
            let mut said = Said::of(auth_data, hash);
            change(&mut said);
            said.attested_by(by)
        },
        root.root(),
    )
}

#[test]
fn wan_05_what_a_module_says_of_a_key_is_of_this_key_and_this_ceremony() {
    let maker = Maker::new();
    let by = maker.nameless(aik);
    let good = said(&by, &maker, |_| {});
    assert_eq!(good.attested(), Ok(good.aaguid));
    let scheme = said(&by, &maker, |said| said.area[3] = vec![0, 0x10, 0, 0x18, 0, 0x0b, 0, 3, 0, 0x10]);
    assert!(scheme.attested().is_ok(), "it may say by which scheme it signs");
    let changes: [(&str, Change); 16] = [
        ("of another version", |said| said.version = "1.2"),
        ("by an algorithm that modules do not sign by", |said| said.algorithm = 0x27),
        ("of another key", |said| said.area[4][5] ^= 1),
        ("of another key", |said| said.area[4][40] ^= 1),
        ("on another curve", |said| said.area[3][5] = 4),
        ("of a credential on another curve", |said| {
            let curve = said.auth_data.len() - 77 + 6;
            assert_eq!(said.auth_data[curve - 1..=curve], [0x20, 1]);
            said.auth_data[curve] = 2;
        }),
        ("a key that encrypts keys", |said| said.area[3] = vec![0, 6, 0, 0x10, 0, 3, 0, 0x10]),
        ("a key that keys are derived of", |said| said.area[3][7] = 0x20),
        ("no such kind of key", |said| said.area[0][1] = 8),
        ("something follows the key", |said| said.after[0] = &[0]),
        ("something follows what is certified", |said| said.after[1] = &[0]),
        ("not made by the module", |said| said.magic[3] ^= 1),
        ("no key is certified", |said| said.kind[1] = 0x18),
        ("in another ceremony", |said| said.extra_data = Some(vec![7; 32])),
        ("another key is certified", |said| said.name = Some([&[0, 0x0b][..], &[7; 32]].concat())),
        ("known by no name", |said| {
            said.area[0][3] = 4;
            said.name = Some(vec![]);
        }),
    ];
    for (what, change) in changes {
        assert_eq!(said(&by, &maker, change).attested(), Err(NotAttested::Statement), "{what}");
    }
    let unsigned = said(&by, &maker, |said| said.signature_of = &[0]);
    assert_eq!(unsigned.attested(), Err(NotAttested::Signature));
    let other = Batch { certificate: maker.nameless(aik).certificate, ..maker.nameless(aik) };
    assert_eq!(said(&other, &maker, |_| {}).attested(), Err(NotAttested::Signature), "of another key");
}

/// A key of RSA: its modulus and its exponent.
#[test]
fn wan_05_a_modules_rsa_key_is_the_credentials() {
    let maker = Maker::new();
    let by = maker.nameless(aik);
    let attested = |area: [u8; 2], exponent: u8| {
        let modulus = [&area[..], &[0xc5; 254]].concat();
        let case = said(&by, &maker, |said| {
            said.auth_data.truncate(said.auth_data.len() - 77);
            said.auth_data.extend(b"\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00");
            said.auth_data.extend([0xc5; 256]);
            said.auth_data.extend(b"\x21\x43\x01\x00\x01");
            said.area[0][1] = 1;
            said.area[0][0] = 0;
            said.area[3] = vec![0, 0x10, 0, 0x14, 0, 0x0b, 8, 0, 0, 1, 0, exponent];
            said.area[4] = sized(&modulus);
        });
        case.attested()
    };
    assert!(attested([0xc5; 2], 1).is_ok());
    assert_eq!(attested([0xc5, 0xc4], 1), Err(NotAttested::Statement), "another modulus");
    assert_eq!(attested([0xc5; 2], 3), Err(NotAttested::Statement), "another exponent");
}

/// A key that was imported, or that may be copied, is certified by modules like every other one.
#[test]
fn wan_05_a_key_was_made_in_its_module_and_stays_there() {
    let maker = Maker::new();
    let by = maker.nameless(aik);
    for missing in [1 << 1, 1 << 4, 1 << 5] {
        let case = said(&by, &maker, |said| said.area[1][3] ^= missing);
        assert_eq!(case.attested(), Err(NotAttested::Key), "{missing}");
    }
}

#[test]
fn wan_05_the_certificate_is_one_of_a_key_that_certifies_others() {
    let maker = Maker::new();
    let attested = |change: &dyn Fn(&mut CertificateParams)| {
        let by = maker.nameless(|params| {
            aik(params);
            change(params);
        });
        said(&by, &maker, |_| {}).attested()
    };
    let aaguid = said(&maker.nameless(aik), &maker, |_| {}).aaguid;
    assert_eq!(attested(&|params| params.custom_extensions.push(names_model(aaguid.0))), Ok(aaguid));
    let names = |attributes: &[(u8, &str)]| {
        let name = module(attributes);
        attested(&|params| params.custom_extensions[0] = name.clone())
    };
    assert_eq!(names(&[NAMED[1], NAMED[0], NAMED[2]]), Ok(aaguid), "in another order");
    let refused = [
        ("it names its owner", attested(&|params| params.distinguished_name.push(DnType::CommonName, "Kim"))),
        ("it issues", attested(&|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained))),
        ("it does not say whether it issues", attested(&|params| params.is_ca = IsCa::NoCa)),
        ("it is for no use", attested(&|params| params.extended_key_usages.clear())),
        ("for another", attested(&|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth])),
        ("of another model", attested(&|params| params.custom_extensions.push(names_model([7; 16])))),
        ("without alternative name", attested(&|params| _ = params.custom_extensions.remove(0))),
        ("without maker", names(&NAMED[1..])),
        ("without model", names(&[NAMED[0], NAMED[2]])),
        ("without version", names(&NAMED[..2])),
        ("a maker without number", names(&[(1, "FFFFF1D0"), NAMED[1], NAMED[2]])),
        ("a maker that is no number", names(&[(1, "on:FFFFF1D0"), NAMED[1], NAMED[2]])),
        ("a maker of another length", names(&[(1, "id:FFFFF1D"), NAMED[1], NAMED[2]])),
        ("an empty model", names(&[NAMED[0], (2, ""), NAMED[2]])),
        ("a version that is no number", names(&[NAMED[0], NAMED[1], (3, "id:x")])),
    ];
    for (what, attested) in refused {
        assert_eq!(attested, Err(NotAttested::Certificate), "{what}");
    }
}

/// Each certificate is issued by the next one, who is allowed to, and the last by a root.
#[test]
fn wan_05_a_modules_chain_leads_to_a_root() {
    let root = Maker::new();
    let attested = |by: &Batch| said(by, &root, |_| {}).attested();
    let below = root.below(|params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0)));
    let good = below.nameless(aik);
    assert!(attested(&good).is_ok());
    let mut listed = said(&good, &Maker::new(), |_| {});
    assert_eq!(listed.attested(), Err(NotAttested::Chain), "of another root");
    listed.model.roots = vec![good.certificate.clone()];
    assert!(listed.attested().is_ok(), "the list may have the certificate itself");
    listed.model.roots.clone_from(&good.above);
    assert!(listed.attested().is_ok(), "or its issuer");
    let mut deeper = said(&below.below(|_| {}).nameless(aik), &root, |_| {});
    deeper.model.roots.clone_from(&good.above);
    assert_eq!(deeper.attested(), Err(NotAttested::Chain), "who is held to what it may issue");
    let expired = |params: &mut CertificateParams| params.not_after = date_time_ymd(2020, 1, 1);
    let mut unknown = CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99999, 1], vec![5, 0]);
    unknown.set_criticality(true);
    let leaf = |change: &dyn Fn(&mut CertificateParams)| {
        root.nameless(|params| {
            aik(params);
            change(params);
        })
    };
    let mut many = root.below(|_| {});
    (0..8).for_each(|_| many = many.below(|_| {}));
    let refused = [
        ("over", leaf(&expired)),
        ("not begun", leaf(&|params| params.not_before = date_time_ymd(2030, 1, 1))),
        ("something critical is unknown", leaf(&|params| params.custom_extensions.push(unknown.clone()))),
        ("its issuer is over", root.below(expired).nameless(aik)),
        ("its issuer is left out", Batch { above: vec![], ..below.nameless(aik) }),
        ("its issuer is another", Batch { above: root.below(|_| {}).nameless(aik).above, ..below.nameless(aik) }),
        ("its issuer may not issue", root.below(|params| params.is_ca = IsCa::ExplicitNoCa).nameless(aik)),
        ("its issuer does not say so", root.below(|params| params.is_ca = IsCa::NoCa).nameless(aik)),
        (
            "its issuer's key is for something else",
            root.below(|params| params.key_usages = vec![KeyUsagePurpose::DigitalSignature]).nameless(aik),
        ),
        ("its issuer may not allow others to", below.below(|_| {}).nameless(aik)),
        ("through too many", many.nameless(aik)),
    ];
    for (what, by) in refused {
        assert_eq!(attested(&by), Err(NotAttested::Chain), "{what}");
    }
}

/// An issuer is who has the name and the key.
#[test]
fn wan_05_a_modules_issuer_is_who_signed() {
    let key = KeyPair::generate().expect("a key");
    let again = KeyPair::try_from(key.serialize_der()).expect("the same key");
    let (one, renamed) = (Maker::named("One", key), Maker::named("Another", again));
    let by = one.nameless(aik);
    assert!(said(&by, &one, |_| {}).attested().is_ok());
    assert_eq!(said(&by, &renamed, |_| {}).attested(), Err(NotAttested::Chain), "of another name");
    let namesake = Maker::named("One", KeyPair::generate().expect("a key"));
    assert_eq!(said(&by, &namesake, |_| {}).attested(), Err(NotAttested::Chain), "of another key");
}

/// As Windows attests with older modules: RSA keys, and SHA-1. It is made once, since nothing here signs so.
fn windows() -> Case {
    let file: Value = serde_json::from_str(include_str!("windows.json")).expect("JSON");
    let mut case = Case::of(&Vector::named("none-es256"));
    case.object = bytes(&file["attestationObject"]);
    case.client_data = bytes(&file["clientDataJSON"]);
    case.aaguid = Aaguid(bytes(&file["aaguid"]).try_into().expect("sixteen bytes"));
    case.model.roots = vec![bytes(&file["root"])];
    case
}

#[test]
fn wan_05_what_windows_signs_with_sha_1_is_proven_too() {
    let good = windows();
    assert_eq!(good.attested(), Ok(good.aaguid));
    let mut unsigned = windows();
    unsigned.flip_after(b"\x63sig\x59\x01\x00", 20);
    assert_eq!(unsigned.attested(), Err(NotAttested::Signature));
    let mut other = windows();
    other.client_data.push(b' ');
    assert_eq!(other.attested(), Err(NotAttested::Statement), "another ceremony");
    let mut sha256 = windows();
    sha256.replace(b"\x63alg\x39\xff\xfe", b"\x63alg\x39\x01\x00");
    assert_eq!(sha256.attested(), Err(NotAttested::Signature), "by another algorithm");
    let mut exponent = windows();
    exponent.replace(b"\x21\x43\x01\x00\x01", b"\x21\x43\x01\x00\x03");
    assert_eq!(exponent.attested(), Err(NotAttested::Statement), "another key");
    let mut modulus = windows();
    modulus.flip_after(b"\x20\x59\x01\x00", 20);
    assert_eq!(modulus.attested(), Err(NotAttested::Statement), "another key");
}
