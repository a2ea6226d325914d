//! The list that the FIDO Alliance publishes (Metadata Service, version 3): a JWT whose certificates lead to a root that is known.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jose::base64url;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use serde::Deserialize;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, aws_lc_rs::RSA_PKCS1_2048_8192_SHA256};

use crate::{
    Aaguid, Models,
    models::{Model, Standing},
};

/// Whose the list is. Certificates of the same root are given to everybody, for names of their own.
pub const PUBLISHER: &str = "mds.fidoalliance.org";

/// GlobalSign Root CA - R3, by which the FIDO Alliance's list is signed (FIDO Metadata Service §3.2); good until 18 March 2029.
pub static ROOT: &[u8] = include_bytes!("globalsign-root-r3.der");

/// Why a list is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotMetadata {
    /// It is no signed list.
    #[error("it is not what the FIDO Metadata Service publishes (version 3): {0}")]
    Malformed(String),
    /// The certificates are not the publisher's, or not valid now.
    #[error("its certificate is not one of mds.fidoalliance.org that the root issued: {0}")]
    Certificate(webpki::Error),
    /// The signature is wrong.
    #[error("its signature is wrong: it was changed on its way")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    x5c: Vec<String>,
}

#[derive(Deserialize)]
struct Payload {
    no: u64,
    #[serde(rename = "nextUpdate")]
    next_update: String,
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    aaguid: Option<String>,
    metadata_statement: Option<Description>,
    #[serde(default)]
    status_reports: Vec<Report>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Description {
    #[serde(default)]
    description: String,
    #[serde(default)]
    attestation_root_certificates: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    status: String,
    #[serde(default)]
    effective_date: String,
}

fn malformed(what: &str) -> NotMetadata {
    NotMetadata::Malformed(what.to_owned())
}

/// Reads a list whose signature leads to `root`. Entries of no AAGUID (authenticators from before FIDO2) are left out.
///
/// # Errors
/// What is wrong with it.
pub fn read_metadata(blob: &str, root: &[u8], now: UnixTime) -> Result<Models, NotMetadata> {
    let blob = blob.trim();
    let (signed, signature) = blob.rsplit_once('.').ok_or_else(|| malformed("it has no signature"))?;
    let (header, payload) = signed.split_once('.').ok_or_else(|| malformed("it is no JWT"))?;
    let decode = |part: &str| base64url::decode(part).map_err(|_| malformed("it is no JWT"));
    let header: Header = json(&decode(header)?)?;
    check(&header, root, now, (signed.as_bytes(), &decode(signature)?))?;
    let payload: Payload = json(&decode(payload)?)?;
    let known = payload.entries.into_iter().filter_map(model);
    Ok(Models::new(payload.no, payload.next_update, known))
}

fn json<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, NotMetadata> {
    serde_json::from_slice(bytes).map_err(|wrong| NotMetadata::Malformed(wrong.to_string()))
}

/// Whether the publisher's certificate signed it, valid now and issued by the root.
fn check(header: &Header, root: &[u8], now: UnixTime, (signed, signature): (&[u8], &[u8])) -> Result<(), NotMetadata> {
    let decoded = header.x5c.iter().map(|one| STANDARD.decode(one).map(CertificateDer::from));
    let chain: Vec<_> = decoded.collect::<Result<_, _>>().map_err(|_| malformed("x5c is not in base64"))?;
    let (leaf, others) = chain.split_first().ok_or_else(|| malformed("x5c is empty"))?;
    let root = CertificateDer::from(root);
    let anchor = [anchor_from_trusted_cert(&root).map_err(NotMetadata::Certificate)?];
    let end = EndEntityCert::try_from(leaf).map_err(NotMetadata::Certificate)?;
    let usage = KeyUsage::server_auth();
    end.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchor, others, now, usage, None, None)
        .map_err(NotMetadata::Certificate)?;
    let publisher = ServerName::try_from(PUBLISHER).map_err(|_| malformed("the publisher's name"))?;
    end.verify_is_valid_for_subject_name(&publisher).map_err(NotMetadata::Certificate)?;
    if header.alg != "RS256" {
        return Err(NotMetadata::Malformed(format!("it is signed by {:?}", header.alg)));
    }
    end.verify_signature(RSA_PKCS1_2048_8192_SHA256, signed, signature).map_err(|_| NotMetadata::Signature)
}

/// What is kept of an entry; nothing of one without AAGUID.
fn model(entry: Entry) -> Option<(Aaguid, Model)> {
    let aaguid = Aaguid::parse(entry.aaguid.as_deref()?)?;
    let standing = standing(&entry.status_reports);
    let Description { description, attestation_root_certificates } = entry.metadata_statement.unwrap_or_default();
    let root = |text: &String| {
        let text: String = text.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
        STANDARD.decode(text).ok()
    };
    let roots = attestation_root_certificates.iter().filter_map(root).collect();
    Some((aaguid, Model { name: description, standing, roots }))
}

/// Statuses after which nothing that a model says of itself is believed (FIDO Metadata Service §3.1.4).
const WITHDRAWN: [&str; 5] = [
    "REVOKED",
    "USER_VERIFICATION_BYPASS",
    "ATTESTATION_KEY_COMPROMISE",
    "USER_KEY_REMOTE_COMPROMISE",
    "USER_KEY_PHYSICAL_COMPROMISE",
];

/// Withdrawn once it ever was; else as the latest report says of its certification.
fn standing(reports: &[Report]) -> Standing {
    if reports.iter().any(|report| WITHDRAWN.contains(&report.status.as_str())) {
        return Standing::Withdrawn;
    }
    let of_certification = reports.iter().filter(|report| report.status.contains("FIDO_CERTIFIED"));
    match of_certification.max_by_key(|report| &report.effective_date) {
        Some(latest) if latest.status.starts_with("FIDO_CERTIFIED") => Standing::Certified,
        _ => Standing::Known,
    }
}
