//! Certificates and private keys in PEM files, and what TLS says of certificates, in words.
//!
//! One reader for the listener's pair, the database's authorities and the mail server's: a block that a reader would pass
//! over in silence is an error here, with its line.

mod explain;
mod pem;

use std::path::Path;

use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer},
};

pub use explain::explain;
pub use pem::Fault;
use pem::{Block, Kind};

/// A file that can't be used, and why.
#[derive(Debug, thiserror::Error)]
#[error("{file}{fault}")]
pub struct BadFile {
    /// Its path.
    pub file: String,
    /// What is wrong with it; as a text it follows the path.
    pub fault: Fault,
}

/// The certificates of a PEM file, in their order. There is at least one. Private keys beside them are passed over: a pair
/// may stand in one file.
///
/// # Errors
/// When the file can't be read, or holds anything that is no certificate.
pub fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, BadFile> {
    blocks(file).and_then(only_certificates).map_err(|fault| BadFile { file: file.display().to_string(), fault })
}

/// The certificates of a PEM text, in their order. There is at least one.
///
/// # Errors
/// When it holds anything that is no certificate.
pub fn certificates_in(text: &str) -> Result<Vec<CertificateDer<'static>>, Fault> {
    pem::blocks(text.as_bytes()).and_then(only_certificates)
}

/// The one private key of a PEM file. Certificates beside it are passed over.
///
/// # Errors
/// When the file can't be read, or holds no key, an encrypted one, or several.
pub fn private_key(file: &Path) -> Result<PrivateKeyDer<'static>, BadFile> {
    blocks(file).and_then(only_key).map_err(|fault| BadFile { file: file.display().to_string(), fault })
}

fn blocks(file: &Path) -> Result<Vec<Block>, Fault> {
    pem::blocks(&zeroize::Zeroizing::new(std::fs::read(file).map_err(Fault::Unreadable)?))
}

fn only_certificates(blocks: Vec<Block>) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let mut found = Vec::new();
    for Block { line, kind } in blocks {
        let Kind::Certificate(der) = kind else { continue };
        let parsed = RootCertStore::empty().add(der.clone());
        parsed.map_err(|error| Fault::Broken { line, reason: explain::in_words(&error) })?;
        found.push(der);
    }
    if found.is_empty() { Err(Fault::Without("certificate")) } else { Ok(found) }
}

fn only_key(blocks: Vec<Block>) -> Result<PrivateKeyDer<'static>, Fault> {
    let mut keys = blocks.into_iter().filter_map(|block| match block.kind {
        Kind::Key(key) => Some((block.line, key)),
        Kind::Certificate(_) | Kind::Parameters => None,
    });
    let (_, key) = keys.next().ok_or(Fault::Without("private key"))?;
    match keys.next() {
        Some((line, _)) => Err(Fault::Second { line }),
        None => Ok(key),
    }
}

#[cfg(test)]
mod tests;
