//! Certificates of attestations: what is read of one, and whether a chain leads to a root.

use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use webpki::{EndEntityCert, ExtendedKeyUsageValidator, KeyPurposeIdIter, anchor_from_trusted_cert, aws_lc_rs};
use x509_cert::{
    der::{Decode, asn1::ObjectIdentifier},
    ext::{Extension, pkix::BasicConstraints},
};

use super::{NotAttested, Result};
use crate::{Aaguid, Algorithm};

/// `id-fido-gen-ce-aaguid`: the model that a certificate is for.
const AAGUID: &str = "1.3.6.1.4.1.45724.1.1.4";

const BASIC_CONSTRAINTS: &str = "2.5.29.19";

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
        let ca = self.extension(BASIC_CONSTRAINTS).map(BasicConstraints::from_der);
        let is_end = matches!(ca, Some(Ok(BasicConstraints { ca: false, .. })));
        let is_named = subject.iter().all(Option::is_some) && subject[2] == Some(b"Authenticator Attestation");
        let is_third = certificate.version == x509_cert::Version::V3;
        if is_end && is_named && is_third { Ok(()) } else { Err(NotAttested::Certificate) }
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
        let der = CertificateDer::from(self.der);
        let end = EndEntityCert::try_from(&der).map_err(|_| NotAttested::Certificate)?;
        end.verify_signature(by, message, signature).map_err(|_| NotAttested::Signature)
    }
}

/// Attestations are for no purpose that certificates have names for, and some name one all the same.
struct AnyPurpose;

impl ExtendedKeyUsageValidator for AnyPurpose {
    fn validate(&self, purposes: KeyPurposeIdIter<'_, '_>) -> std::result::Result<(), webpki::Error> {
        purposes.into_iter().try_for_each(|purpose| purpose.map(drop))
    }
}

/// Whether the first of these is one of the roots itself, or issued by one by way of the others, and all are valid now.
pub(super) fn check_chain(chain: &[&[u8]], roots: &[Vec<u8>], now: UnixTime) -> Result<()> {
    let (leaf, others) = chain.split_first().ok_or(NotAttested::Chain)?;
    if roots.iter().any(|root| root == leaf) {
        return Ok(());
    }
    let roots: Vec<_> = roots.iter().map(|root| CertificateDer::from(root.as_slice())).collect();
    let anchors: Vec<_> = roots.iter().filter_map(|root| anchor_from_trusted_cert(root).ok()).collect();
    let others: Vec<_> = others.iter().map(|der| CertificateDer::from(*der)).collect();
    let leaf = CertificateDer::from(*leaf);
    let end = EndEntityCert::try_from(&leaf).map_err(|_| NotAttested::Certificate)?;
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    let checked = end.verify_for_usage(algorithms, &anchors, &others, now, AnyPurpose, None, None);
    checked.map(drop).map_err(|_| NotAttested::Chain)
}
