//! A maker of authenticators: a root, and keys whose certificates it issues, which sign attestations.

use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DistinguishedName, DnType, IsCa, KeyPair,
};

/// `id-fido-gen-ce-aaguid`.
const AAGUID: &[u64] = &[1, 3, 6, 1, 4, 1, 45724, 1, 1, 4];

/// One who makes authenticators.
pub(crate) struct Maker {
    issuer: CertifiedIssuer<'static, KeyPair>,
    /// The certificates between it and the root, its own first.
    above: Vec<Vec<u8>>,
}

/// What signs the attestations of one batch of them.
pub(crate) struct Batch {
    pub(crate) certificate: Vec<u8>,
    /// Those that are sent behind it.
    pub(crate) above: Vec<Vec<u8>>,
    pub(crate) key: EcdsaKeyPair,
}

/// The extension that names a model.
pub(crate) fn names_model(aaguid: [u8; 16]) -> CustomExtension {
    CustomExtension::from_oid_content(AAGUID, [&[4, 16][..], &aaguid].concat())
}

/// What one who issues has, by this name.
fn issuer(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(DnType::CommonName, name);
    params
}

impl Maker {
    pub(crate) fn new() -> Self {
        Self::named("Maker of keys", KeyPair::generate().expect("a key"))
    }

    /// One with a key of another's.
    pub(crate) fn named(name: &str, key: KeyPair) -> Self {
        let issuer = CertifiedIssuer::self_signed(issuer(name), key).expect("a root");
        Self { issuer, above: Vec::new() }
    }

    /// One whom this one allows to issue, as it should be, but for this.
    pub(crate) fn below(&self, change: impl FnOnce(&mut CertificateParams)) -> Self {
        let mut params = issuer(&format!("Issuer {}", self.above.len()));
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::signed_by(params, key, &self.issuer).expect("an issuer");
        let above = [vec![issuer.der().to_vec()], self.above.clone()].concat();
        Self { issuer, above }
    }

    /// The certificate that all lead to, of one that is a root.
    pub(crate) fn root(&self) -> Vec<u8> {
        self.issuer.der().to_vec()
    }

    /// A batch whose certificate is as it should be, but for this.
    pub(crate) fn batch(&self, change: impl FnOnce(&mut CertificateParams)) -> Batch {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::ExplicitNoCa;
        for (what, value) in [
            (DnType::CountryName, "AA"),
            (DnType::OrganizationName, "Maker"),
            (DnType::OrganizationalUnitName, "Authenticator Attestation"),
            (DnType::CommonName, "Batch 1"),
        ] {
            params.distinguished_name.push(what, value);
        }
        self.issues(params, change)
    }

    /// A certificate that names nobody, but for this.
    pub(crate) fn nameless(&self, change: impl FnOnce(&mut CertificateParams)) -> Batch {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        self.issues(params, change)
    }

    fn issues(&self, mut params: CertificateParams, change: impl FnOnce(&mut CertificateParams)) -> Batch {
        change(&mut params);
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate").der().to_vec();
        let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let key = EcdsaKeyPair::from_pkcs8(algorithm, &key.serialize_der()).expect("the same key");
        Batch { certificate, above: self.above.clone(), key }
    }
}

impl Batch {
    /// The point of its key.
    pub(crate) fn point(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.key.sign(&SystemRandom::new(), message).expect("a signature").as_ref().to_vec()
    }

    /// An attestation object in the packed format.
    pub(crate) fn packed(&self, auth_data: &[u8], client_data_hash: &[u8]) -> Vec<u8> {
        let signature = self.sign(&[auth_data, client_data_hash].concat());
        let algorithm = b"\x63alg\x26".to_vec();
        self.object("packed", &[algorithm, field("sig", &signature), self.x5c()], auth_data)
    }

    /// One in the format of U2F; `signed` is what those sign.
    pub(crate) fn u2f(&self, auth_data: &[u8], signed: &[u8]) -> Vec<u8> {
        self.object("fido-u2f", &[field("sig", &self.sign(signed)), self.x5c()], auth_data)
    }

    pub(crate) fn x5c(&self) -> Vec<u8> {
        let all = [std::slice::from_ref(&self.certificate), &self.above].concat();
        let each = all.iter().map(|one| [head(2, one.len()), one.clone()].concat());
        [b"\x63x5c".to_vec(), head(4, all.len()), each.collect::<Vec<_>>().concat()].concat()
    }

    pub(crate) fn object(&self, format: &str, statement: &[Vec<u8>], auth_data: &[u8]) -> Vec<u8> {
        let named = [b"\x63fmt".to_vec(), head(3, format.len()), format.as_bytes().to_vec()].concat();
        let statement = [b"\x67attStmt".to_vec(), head(5, statement.len()), statement.concat()].concat();
        [vec![0xa3], named, statement, field("authData", auth_data)].concat()
    }
}

/// A name and its bytes (RFC 8949 §3).
pub(crate) fn field(name: &str, bytes: &[u8]) -> Vec<u8> {
    [head(3, name.len()), name.as_bytes().to_vec(), head(2, bytes.len()), bytes.to_vec()].concat()
}

fn head(kind: u8, length: usize) -> Vec<u8> {
    match u16::try_from(length).expect("not so long").to_be_bytes() {
        [0, small @ 0..24] => vec![kind << 5 | small],
        [0, small] => vec![kind << 5 | 24, small],
        [high, low] => vec![kind << 5 | 25, high, low],
    }
}
