//! What the standard's authenticators prove of their make, and each flaw by itself (WAN-05).

use jose::{base64url, digest};
use rcgen::{BasicConstraints, CertificateParams, CustomExtension, DnType, IsCa, date_time_ymd};
use serde_json::json;
use webauthn::{Aaguid, Model, Models, NotAttested, RegistrationResponse, Standing, UnixTime, attest};

use crate::{
    maker::{Batch, Maker, names_model},
    vectors::{Vector, bytes, ca},
};

/// Within what the vectors' certificates are valid for.
const NOW: UnixTime = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_790_000_000));

type Change = fn(&mut Case);

/// An answer, and what is known of its model.
pub(crate) struct Case {
    pub(crate) object: Vec<u8>,
    pub(crate) client_data: Vec<u8>,
    pub(crate) aaguid: Aaguid,
    pub(crate) model: Model,
    pub(crate) now: UnixTime,
}

impl Case {
    pub(crate) fn of(vector: &Vector) -> Self {
        let aaguid = bytes(&vector.created["aaguid"]).try_into().expect("sixteen bytes");
        Self {
            object: bytes(&vector.created["attestationObject"]),
            client_data: bytes(&vector.created["clientDataJSON"]),
            aaguid: Aaguid(aaguid),
            model: Model { name: "of the standard".into(), standing: Standing::Known, roots: vec![ca()] },
            now: NOW,
        }
    }

    pub(crate) fn attested(&self) -> Result<Aaguid, NotAttested> {
        let json = json!({ "rawId": "AA", "type": "public-key", "response": {
            "clientDataJSON": base64url::encode(&self.client_data),
            "attestationObject": base64url::encode(&self.object),
        }});
        let models = Models::new(1, "2026-12-30".into(), [(self.aaguid, self.model.clone())]);
        attest(&RegistrationResponse::parse(&json.to_string()).expect("an answer"), &models, self.now)
    }

    /// Replaces these bytes, which are there once or more, by as many others.
    pub(crate) fn replace(&mut self, was: &[u8], is: &[u8]) {
        assert_eq!(was.len(), is.len());
        let place = self.object.windows(was.len()).position(|window| window == was).expect("it is there");
        self.object[place..place + is.len()].copy_from_slice(is);
    }

    /// Changes one bit of what comes so far after these bytes.
    pub(crate) fn flip_after(&mut self, before: &[u8], by: usize) {
        let place = self.object.windows(before.len()).position(|window| window == before).expect("it is there");
        self.object[place + before.len() + by] ^= 1;
    }
}

#[test]
fn every_format_of_the_standard_is_believed_or_refused_for_its_one_reason() {
    let mut believed = Vec::new();
    for vector in Vector::all() {
        let case = Case::of(&vector);
        match case.attested() {
            Ok(model) => {
                assert_eq!(model, case.aaguid, "{}", vector.name);
                believed.push(vector.name);
            }
            Err(why) => {
                let wanted = match vector.name.as_str() {
                    // Neither says that its key was made in its hardware and stays there.
                    "tpm-es256" | "android-key-es256" => NotAttested::Key,
                    "fido-u2f-es256" => NotAttested::Model,
                    _ => NotAttested::Nothing,
                };
                assert_eq!(why, wanted, "{}", vector.name);
            }
        }
    }
    let packed = ["es256", "es384", "es512", "rs256", "eddsa", "ed448"].map(|one| format!("packed-{one}"));
    assert_eq!(believed[..6], packed);
    assert_eq!(believed[6..], ["apple-es256"]);
}

/// The flaws that every format has a reason for.
#[test]
fn wan_05_a_chain_leads_to_a_root_of_the_very_model() {
    let changes: [(&str, Change, NotAttested); 6] = [
        ("another model's list", |case| case.aaguid.0[0] ^= 1, NotAttested::Model),
        ("withdrawn", |case| case.model.standing = Standing::Withdrawn, NotAttested::Withdrawn),
        ("no roots", |case| case.model.roots.clear(), NotAttested::Chain),
        ("another root", |case| case.model.roots = vec![webauthn::ROOT.to_vec()], NotAttested::Chain),
        ("not valid yet", |case| case.now = UnixTime::since_unix_epoch(std::time::Duration::ZERO), NotAttested::Chain),
        ("cut off", |case| case.object.truncate(200), NotAttested::Statement),
    ];
    for name in ["packed-es256", "apple-es256"] {
        let vector = Vector::named(name);
        for (what, change, reason) in &changes {
            let mut case = Case::of(&vector);
            change(&mut case);
            assert_eq!(case.attested(), Err(*reason), "{name}, {what}");
        }
        let mut certified = Case::of(&vector);
        certified.model.standing = Standing::Certified;
        assert!(certified.attested().is_ok());
    }
}

#[test]
fn wan_05_a_packed_attestation_with_one_flaw_is_refused_for_it() {
    let changes: [(&str, Change, NotAttested); 8] = [
        ("another ceremony's", |case| case.client_data.push(b' '), NotAttested::Signature),
        ("another signature", |case| case.flip_after(b"\x63sig\x58", 20), NotAttested::Signature),
        ("other data", |case| case.flip_after(b"authData\x58", 36), NotAttested::Signature),
        ("another algorithm", |case| case.replace(b"\x63alg\x26", b"\x63alg\x27"), NotAttested::Signature),
        ("an unknown algorithm", |case| case.replace(b"\x63alg\x26", b"\x63alg\x20"), NotAttested::Statement),
        ("without signature", |case| case.replace(b"\x63sig", b"\x63gis"), NotAttested::Statement),
        (
            "of another unit",
            |case| case.replace(b"Authenticator Attestation1", b"Authenticator attestation1"),
            NotAttested::Certificate,
        ),
        ("an unknown format", |case| case.replace(b"\x66packed", b"\x66packet"), NotAttested::Format),
    ];
    for (what, change, reason) in changes {
        let mut case = Case::of(&Vector::named("packed-es256"));
        change(&mut case);
        assert_eq!(case.attested(), Err(reason), "{what}");
    }
    let mut own = Case::of(&Vector::named("packed-self-es256"));
    assert_eq!(own.attested(), Err(NotAttested::Nothing), "it signed itself");
    own.model.standing = Standing::Certified;
    assert_eq!(
        Case::of(&Vector::named("none-es256")).attested(),
        Err(NotAttested::Nothing),
        "none where direct is required"
    );
}

/// A case of our own maker: its data and what its browser said are the standard's.
pub(crate) fn made(object: impl FnOnce(&[u8], &[u8]) -> Vec<u8>, root: Vec<u8>) -> Case {
    let mut case = Case::of(&Vector::named("none-es256"));
    let place = case.object.windows(8).position(|window| window == b"authData").expect("it is there");
    // A head of two bytes stands before it.
    let data = case.object.split_off(place + 10);
    case.object = object(&data, &digest::sha256(&case.client_data));
    case.model.roots = vec![root];
    case
}

/// The model that the certificate names is the one that the authenticator says, and what names it is not critical.
#[test]
fn wan_05_a_certificate_is_for_one_model_and_one_use() {
    let maker = Maker::new();
    let aaguid = Case::of(&Vector::named("none-es256")).aaguid.0;
    let with =
        |extension: CustomExtension| move |params: &mut CertificateParams| params.custom_extensions.push(extension);
    let attested = |batch: &Batch| made(|data, hash| batch.packed(data, hash), maker.root()).attested();
    assert_eq!(attested(&maker.batch(|_| {})), Ok(Aaguid(aaguid)), "it need not name one");
    assert_eq!(attested(&maker.batch(with(names_model(aaguid)))), Ok(Aaguid(aaguid)));
    let mut critical = names_model(aaguid);
    critical.set_criticality(true);
    let oid = &[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4];
    let bare = CustomExtension::from_oid_content(oid, aaguid.to_vec());
    let refused = [
        ("another", maker.batch(with(names_model([7; 16])))),
        ("critical", maker.batch(with(critical))),
        ("not in an octet string", maker.batch(with(bare))),
        ("one who issues", maker.batch(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained))),
        ("that does not say so", maker.batch(|params| params.is_ca = IsCa::NoCa)),
        ("no country", maker.batch(|params| _ = params.distinguished_name.remove(DnType::CountryName))),
        ("no unit", maker.batch(|params| _ = params.distinguished_name.remove(DnType::OrganizationalUnitName))),
    ];
    for (what, batch) in refused {
        assert_eq!(attested(&batch), Err(NotAttested::Certificate), "{what}");
    }
    let old = maker.batch(|params| params.not_after = date_time_ymd(2020, 1, 1));
    assert_eq!(attested(&old), Err(NotAttested::Chain), "over");
    let batch = maker.batch(|_| {});
    let other = made(|data, hash| batch.packed(data, hash), Maker::new().root());
    assert_eq!(other.attested(), Err(NotAttested::Chain), "of another maker");
    let lone = made(|data, hash| batch.packed(data, hash), batch.certificate.clone());
    assert!(lone.attested().is_ok(), "the list may have the certificate itself");
    let mut curve = maker.batch(|_| {});
    let place = curve.certificate.windows(8).position(|oid| oid == b"\x2a\x86\x48\xce\x3d\x03\x01\x07").expect("P-256");
    curve.certificate[place + 7] = 6;
    let mistaken = made(|data, hash| curve.packed(data, hash), curve.certificate.clone());
    assert_eq!(mistaken.attested(), Err(NotAttested::Signature), "a key that it says is of another curve");
    let listed = made(|data, hash| old.packed(data, hash), old.certificate.clone());
    assert_eq!(listed.attested(), Err(NotAttested::Chain), "over, and listed itself");
}

/// What U2F signs says no model: only a certificate that names it is believed.
#[test]
fn wan_05_an_old_key_is_of_the_model_that_its_certificate_names() {
    let maker = Maker::new();
    let aaguid = Case::of(&Vector::named("none-es256")).aaguid.0;
    let of_model = |said: [u8; 16], batch: &Batch, changes: usize| {
        made(
            |data, hash| {
                let data = &[&data[..37], &said, &data[53..]].concat();
                let id = usize::from(u16::from_be_bytes([data[53], data[54]]));
                let (id, key) = (&data[55..55 + id], &data[data.len() - 77..]);
                let mut signed = [&[0][..], &data[..32], hash, id, &[4], &key[10..42], &key[45..]].concat();
                signed[changes] ^= u8::from(changes > 0);
                batch.u2f(data, &signed)
            },
            maker.root(),
        )
        .attested()
    };
    // What browsers write for such a key.
    let attested = |batch: &Batch, changes: usize| of_model([0; 16], batch, changes);
    let named = maker.batch(|params| params.custom_extensions.push(names_model(aaguid)));
    assert_eq!(attested(&named, 0), Ok(Aaguid(aaguid)));
    assert_eq!(of_model(aaguid, &named, 0), Ok(Aaguid(aaguid)), "or the same one");
    assert_eq!(of_model([7; 16], &named, 0), Err(NotAttested::Certificate), "not another one");
    assert_eq!(attested(&maker.batch(|_| {}), 0), Err(NotAttested::Model));
    let other = maker.batch(|params| params.custom_extensions.push(names_model([7; 16])));
    assert_eq!(attested(&other, 0), Err(NotAttested::Model), "of another model than the list has");
    for part in [1, 33, 65, 100, 150] {
        assert_eq!(attested(&named, part), Err(NotAttested::Signature), "{part}");
    }
}

#[test]
fn wan_05_apples_certificate_is_of_this_key_and_this_ceremony() {
    let apple = || Case::of(&Vector::named("apple-es256"));
    let mut other = apple();
    other.client_data.push(b' ');
    assert_eq!(other.attested(), Err(NotAttested::Certificate));
    let mut counted = apple();
    counted.flip_after(b"authData\x58", 36);
    assert_eq!(counted.attested(), Err(NotAttested::Certificate));
}
