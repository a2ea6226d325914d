//! Certificates of attestations: what is read of one, and whether a chain leads to a root.

use ::aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY as RSA_SHA1, UnparsedPublicKey};
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert, aws_lc_rs};
use x509_cert::{
    der::{Decode, Encode, asn1::ObjectIdentifier},
    ext::{
        Extension,
        pkix::{BasicConstraints, KeyUsage},
    },
};

use super::{
    NotAttested, Result,
    der::{Der, Tag},
};
use crate::{Aaguid, Algorithm};

/// `id-fido-gen-ce-aaguid`: the model that a certificate is for.
const AAGUID: &str = "1.3.6.1.4.1.45724.1.1.4";

const BASIC_CONSTRAINTS: &str = "2.5.29.19";
const KEY_USAGE: &str = "2.5.29.15";

/// Extensions that may be critical (RFC 5280 §4.2). Usage and constraints are looked at where one issues, alternative names and the extended
/// usage where a format demands them; policies say how a certificate came about, which nobody asks here.
const UNDERSTOOD: [&str; 5] = [KEY_USAGE, "2.5.29.17", BASIC_CONSTRAINTS, "2.5.29.32", "2.5.29.37"];

/// Attributes of a subject (RFC 4519): country, organisation, organisational unit, common name.
const SUBJECT: [&str; 4] = ["2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.3"];

/// A certificate that signed an attestation.
pub(super) struct Certificate<'a> {
    der: &'a [u8],
    read: x509_cert::Certificate,
}

impl<'a> Certificate<'a> {
    pub(super) fn parse(der: &'a [u8]) -> Result<Self> {
        let read = x509_cert::Certificate::from_der(der).map_err(|_| NotAttested::Certificate)?;
        Ok(Self { der, read })
    }

    fn found(&self, oid: &str) -> Option<&Extension> {
        let wanted = ObjectIdentifier::new(oid).ok()?;
        let all = self.read.tbs_certificate.extensions.as_ref()?;
        all.iter().find(|one| one.extn_id == wanted)
    }

    /// The value of an extension.
    pub(super) fn extension(&self, oid: &str) -> Option<&[u8]> {
        self.found(oid).map(|one| one.extn_value.as_bytes())
    }

    /// Its key, as a curve's point or as its kind writes it.
    pub(super) fn point(&self) -> Option<&[u8]> {
        self.read.tbs_certificate.subject_public_key_info.subject_public_key.as_bytes()
    }

    /// The model that it is for, where it says one; what says it must not be critical (WebAuthn §8.2.1).
    pub(super) fn aaguid(&self) -> Result<Option<Aaguid>> {
        let Some(extension) = self.found(AAGUID) else { return Ok(None) };
        let model = extension.extn_value.as_bytes().strip_prefix(&[4, 16]).and_then(|rest| rest.try_into().ok());
        match model {
            Some(model) if !extension.critical => Ok(Some(Aaguid(model))),
            _ => Err(NotAttested::Certificate),
        }
    }

    /// What a packed attestation demands of its certificate (WebAuthn §8.2.1).
    pub(super) fn check_packed(&self) -> Result<()> {
        let certificate = &self.read.tbs_certificate;
        let named = |oid: &str| {
            let wanted = ObjectIdentifier::new(oid).ok()?;
            let mut all = certificate.subject.0.iter().flat_map(|names| names.0.iter());
            all.find(|one| one.oid == wanted).map(|one| one.value.value()).filter(|value| !value.is_empty())
        };
        let subject = SUBJECT.map(named);
        let is_named = subject.iter().all(Option::is_some) && subject[2] == Some(b"Authenticator Attestation");
        if self.is_end_of_third_version() && is_named { Ok(()) } else { Err(NotAttested::Certificate) }
    }

    /// Whether it is of the third version, and says that its key issues none.
    pub(super) fn is_end_of_third_version(&self) -> bool {
        let is_end = self.constraints().is_some_and(|constraints| !constraints.ca);
        is_end && self.read.tbs_certificate.version == x509_cert::Version::V3
    }

    /// Whether it has a name for its owner, beside the alternative ones.
    pub(super) fn has_subject(&self) -> bool {
        !self.read.tbs_certificate.subject.0.is_empty()
    }

    fn constraints(&self) -> Option<BasicConstraints> {
        self.extension(BASIC_CONSTRAINTS).and_then(|value| BasicConstraints::from_der(value).ok())
    }

    /// Whether its key signed this, by an algorithm that is offered for credentials, or ECDSA on P-384.
    pub(super) fn check_signature(&self, algorithm: i64, message: &[u8], signature: &[u8]) -> Result<()> {
        let by: &dyn SignatureVerificationAlgorithm = match Algorithm::of_number(algorithm) {
            Some(Algorithm::Es256) => aws_lc_rs::ECDSA_P256_SHA256,
            Some(Algorithm::EdDsa) => aws_lc_rs::ED25519,
            Some(Algorithm::Rs256) => aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
            None if algorithm == -35 => aws_lc_rs::ECDSA_P384_SHA384,
            None => return Err(NotAttested::Statement),
        };
        if self.signed(by, message, signature) { Ok(()) } else { Err(NotAttested::Signature) }
    }

    /// Whether its key signed this by RSA with SHA-1.
    pub(super) fn check_sha1_signature(&self, message: &[u8], signature: &[u8]) -> Result<()> {
        let key = UnparsedPublicKey::new(&RSA_SHA1, self.point().unwrap_or_default());
        key.verify(message, signature).map_err(|_| NotAttested::Signature)
    }

    /// Whether its key is one for this algorithm, and signed this.
    fn signed(&self, by: &dyn SignatureVerificationAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let key = &self.read.tbs_certificate.subject_public_key_info;
        let kind = key.algorithm.to_der().unwrap_or_default();
        let is_for_it = Der(&kind).only(Tag::SEQUENCE) == Some(&by.public_key_alg_id());
        let point = self.point().filter(|_| is_for_it);
        point.is_some_and(|point| by.verify_signature(point, message, signature).is_ok())
    }

    /// Whether it is valid now, and nothing is critical in it that is not understood here.
    pub(super) fn holds(&self, now: UnixTime) -> bool {
        let validity = &self.read.tbs_certificate.validity;
        let (from, to) = (validity.not_before.to_unix_duration(), validity.not_after.to_unix_duration());
        let is_understood = |one: &Extension| !one.critical || UNDERSTOOD.contains(&one.extn_id.to_string().as_str());
        let is_valid = (from.as_secs()..=to.as_secs()).contains(&now.as_secs());
        is_valid && self.read.tbs_certificate.extensions.iter().flatten().all(is_understood)
    }

    /// Whether this one issued it, being allowed to with so many others between it and the first.
    pub(super) fn is_issued_by(&self, issuer: &Certificate<'_>, between: usize) -> bool {
        let named = self.read.tbs_certificate.issuer == issuer.read.tbs_certificate.subject;
        named && issuer.may_issue(between) && self.is_signed_by(issuer).unwrap_or_default()
    }

    fn may_issue(&self, between: usize) -> bool {
        let is_ca = |by: BasicConstraints| by.ca && by.path_len_constraint.is_none_or(|most| between <= most.into());
        let for_that = self
            .extension(KEY_USAGE)
            .is_none_or(|usage| KeyUsage::from_der(usage).is_ok_and(|usage| usage.key_cert_sign()));
        self.constraints().is_some_and(is_ca) && for_that
    }

    fn is_signed_by(&self, issuer: &Certificate<'_>) -> Option<bool> {
        let mut parts = Der(Der(self.der).only(Tag::SEQUENCE)?);
        let (signed, algorithm) = (parts.next()?.whole, parts.content(Tag::SEQUENCE)?);
        let signature = parts.content(Tag::BIT_STRING)?.strip_prefix(&[0])?;
        let mut known = webpki::ALL_VERIFICATION_ALGS.iter().filter(|by| *by.signature_alg_id() == *algorithm);
        Some(known.any(|by| issuer.signed(*by, signed, signature)))
    }
}

/// Attestations are for no purpose that certificates have names for, and some name one all the same.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> std::result::Result<(), webpki::Error> {
        purposes.into_iter().try_for_each(|purpose| purpose.map(drop))
    }
}

/// Whether the first of these is issued by one of the roots, by way of the others, and all are valid now.
pub(super) fn check_chain(chain: &[&[u8]], roots: &[Vec<u8>], now: UnixTime) -> Result<()> {
    let (leaf, others) = chain.split_first().ok_or(NotAttested::Chain)?;
    let roots: Vec<_> = roots.iter().map(|root| CertificateDer::from(root.as_slice())).collect();
    let anchors: Vec<_> = roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
    let others: Vec<_> = others.iter().map(|der| CertificateDer::from(*der)).collect();
    let leaf = CertificateDer::from(*leaf);
    let end = EndEntityCert::try_from(&leaf).map_err(|_| NotAttested::Certificate)?;
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    let checked = end.verify_for_usage(algorithms, &anchors, &others, now, AnyPurpose, None, None);
    checked.map(drop).map_err(|_| NotAttested::Chain)
}
