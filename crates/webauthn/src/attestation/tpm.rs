//! Trusted Platform Modules (WebAuthn §8.3): one of their keys certifies the new one, and another party certified that key.

mod structures;

use aws_lc_rs::digest::{self, digest};
use x509_cert::{
    attr::AttributeTypeAndValue,
    der::Decode,
    ext::pkix::{ExtendedKeyUsage, SubjectAltName, name::GeneralName},
    name::Name,
};

use super::{Certificate, NotAttested, Proven, Result, Statement, path};
use crate::cbor::Value;
use structures::{Certified, Public};

/// RSASSA-PKCS1-v1_5 with SHA-1 (COSE Algorithms): what many of Windows' own sign with. Whoever found two texts of one hash would gain
/// nothing by it: what is signed has one length, and holds the name of the key under another hash.
const RS1: i64 = -65535;

/// `tcg-kp-AIKCertificate`: for keys that certify other keys.
const FOR_AIK: &str = "2.23.133.8.3";

const SUBJECT_ALT_NAME: &str = "2.5.29.17";
const EXTENDED_KEY_USAGE: &str = "2.5.29.37";

/// Attributes by which the maker, the model and the version of a module are named (TCG EK Credential Profile §3.2.9).
const MAKER: &str = "2.23.133.2.1";
const MODEL: &str = "2.23.133.2.2";
const VERSION: &str = "2.23.133.2.3";

/// What is proven, once a key of a module certified this one in this ceremony.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Proven<'a>> {
    let algorithm = statement.fields.named("alg").and_then(Value::integer).ok_or(NotAttested::Statement)?;
    let hash = hash_of(algorithm).ok_or(NotAttested::Statement)?;
    let (signature, chain) = (statement.bytes("sig")?, statement.chain()?);
    let (certified, public) = (statement.bytes("certInfo")?, statement.bytes("pubArea")?);
    if statement.fields.named("ver") != Some(&Value::Text("2.0")) {
        return Err(NotAttested::Statement);
    }
    let key = Public::read(public).ok_or(NotAttested::Statement)?;
    if !key.is(&statement.key()?) {
        return Err(NotAttested::Statement);
    }
    let certificate = Certificate::parse(chain[0])?;
    check_aik(&certificate, statement)?;
    match algorithm {
        RS1 => certificate.check_sha1_signature(certified, signature)?,
        _ => certificate.check_signature(algorithm, certified, signature)?,
    }
    let certified = Certified::read(certified).ok_or(NotAttested::Statement)?;
    if certified.extra_data != digest(hash, &statement.signed()).as_ref() || certified.name != key.name(public) {
        return Err(NotAttested::Statement);
    }
    Ok(Proven { check_chain: path::check_chain, stays: key.stays(), ..Proven::by(chain) })
}

/// What an algorithm hashes with, of those that modules sign by.
fn hash_of(algorithm: i64) -> Option<&'static digest::Algorithm> {
    match algorithm {
        -7 | -257 => Some(&digest::SHA256),
        -35 => Some(&digest::SHA384),
        RS1 => Some(&digest::SHA1_FOR_LEGACY_USE_ONLY),
        _ => None,
    }
}

/// What is demanded of the certificate of a key that certifies others (WebAuthn §8.3.1).
fn check_aik(certificate: &Certificate<'_>, statement: &Statement<'_>) -> Result<()> {
    let aaguid = statement.data.attested.as_ref().ok_or(NotAttested::Statement)?.aaguid;
    let names = certificate.extension(SUBJECT_ALT_NAME).map(SubjectAltName::from_der);
    let uses = certificate.extension(EXTENDED_KEY_USAGE).map(ExtendedKeyUsage::from_der);
    let is_module = matches!(names, Some(Ok(names)) if names.0.iter().any(names_module));
    let is_aik = matches!(uses, Some(Ok(uses)) if uses.0.iter().any(|one| one.to_string() == FOR_AIK));
    let is_other = certificate.aaguid()?.is_some_and(|named| named != aaguid);
    match certificate.is_end_of_third_version() && !certificate.has_subject() && is_module && is_aik && !is_other {
        true => Ok(()),
        false => Err(NotAttested::Certificate),
    }
}

/// Whether a name is one of a module: its maker, its model and its version.
fn names_module(name: &GeneralName) -> bool {
    let GeneralName::DirectoryName(name) = name else { return false };
    let number = |value: &[u8]| value.strip_prefix(b"id:").is_some_and(is_hexadecimal);
    named(name, MAKER).is_some_and(|maker| maker.len() == 11 && number(maker))
        && named(name, MODEL).is_some_and(|model| !model.is_empty())
        && named(name, VERSION).is_some_and(number)
}

fn is_hexadecimal(digits: &[u8]) -> bool {
    !digits.is_empty() && digits.iter().all(u8::is_ascii_hexdigit)
}

/// An attribute of a name, wherever in it.
fn named<'a>(name: &'a Name, oid: &str) -> Option<&'a [u8]> {
    let is_it = |one: &&AttributeTypeAndValue| one.oid.to_string() == oid;
    name.0.iter().flat_map(|names| names.0.iter()).find(is_it).map(|one| one.value.value())
}
