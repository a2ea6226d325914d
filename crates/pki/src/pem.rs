//! The blocks of a PEM file (RFC 7468), each accounted for.

use std::io;

use rustls::pki_types::{
    CertificateDer, PrivateKeyDer,
    pem::{PemObject, SectionKind},
};
use zeroize::Zeroizing;

/// What is wrong with a file. As a text it follows the file's path.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The operating system does not let it be read.
    #[error(" can't be read: {0}")]
    Unreadable(io::Error),
    /// UTF-8 with the mark that some editors put first: the first block would be passed over.
    #[error(" begins with a byte order mark: save it as UTF-8 without one")]
    ByteOrderMark,
    /// Not text of one byte a letter.
    #[error(" is UTF-16: save it as UTF-8 without a byte order mark")]
    Utf16,
    /// The binary form that PEM wraps.
    #[error(
        " is in DER form: convert it to PEM (openssl x509 -inform der -in FILE, or openssl pkey -inform der -in FILE)"
    )]
    Der,
    /// Nothing of the wanted kind is in it.
    #[error(" holds no {0} in PEM form")]
    Without(&'static str),
    /// A key that needs a passphrase, which nobody is there to give.
    #[error(
        ", line {line}: the private key is encrypted with a passphrase. Write it without one: openssl pkey -in FILE -out NEW"
    )]
    Encrypted {
        /// Where the block begins.
        line: usize,
    },
    /// A second private key.
    #[error(", line {line}: a second private key. Keep the one that belongs to the certificate")]
    Second {
        /// Where the block begins.
        line: usize,
    },
    /// A block of a kind that has no place here.
    #[error(", line {line}: a block {label:?} has no place here{hint}")]
    Foreign {
        /// Where the block begins.
        line: usize,
        /// What it calls itself.
        label: String,
        /// How to make a usable one of it.
        hint: &'static str,
    },
    /// A beginning that is none: not at the start of its line, or without five dashes at its end.
    #[error(", line {line}: \"-----BEGIN\" must start its line, and the line must end in five dashes")]
    Misplaced {
        /// Which line.
        line: usize,
    },
    /// A block that does not end, or does not hold what it says.
    #[error(", line {line}: the block that begins here is damaged: {reason}")]
    Broken {
        /// Where the block begins.
        line: usize,
        /// Why.
        reason: String,
    },
}

/// A block of a file.
pub(crate) struct Block {
    /// Where it begins, counted from 1.
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a block holds.
pub(crate) enum Kind {
    Certificate(CertificateDer<'static>),
    Key(PrivateKeyDer<'static>),
    /// Of a key (`EC PARAMETERS`), written beside it by older tools; the key itself says the same.
    Parameters,
}

const BEGIN: &str = "-----BEGIN";

/// All blocks of the file, or the first fault in it.
pub(crate) fn blocks(bytes: &[u8]) -> Result<Vec<Block>, Fault> {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return Err(Fault::ByteOrderMark),
        [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] => return Err(Fault::Utf16),
        // A sequence whose length takes more than a byte (X.690 §8.1.3): a certificate or a key.
        [0x30, 0x81..=0x84, ..] => return Err(Fault::Der),
        _ => {}
    }
    let text = Zeroizing::new(String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n"));
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(index) = (at..lines.len()).find(|&index| lines[index].contains(BEGIN)) {
        let label = label(lines[index]).ok_or(Fault::Misplaced { line: index + 1 })?;
        let end = format!("-----END {label}-----");
        let length = lines[index..].iter().position(|line| line.trim_end() == end).ok_or_else(|| {
            let reason = format!("there is no line {end:?}");
            Fault::Broken { line: index + 1, reason }
        })?;
        let block = &lines[index..=index + length];
        found.push(Block { line: index + 1, kind: kind(label, block, index + 1)? });
        at = index + length + 1;
    }
    Ok(found)
}

/// `CERTIFICATE`, of `-----BEGIN CERTIFICATE-----`.
fn label(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix(BEGIN)?.strip_prefix(' ')?.strip_suffix("-----")
}

fn kind(label: &str, block: &[&str], line: usize) -> Result<Kind, Fault> {
    let foreign = |hint| Err(Fault::Foreign { line, label: label.to_owned(), hint });
    match label {
        "CERTIFICATE" | "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => decoded(block, line),
        "ENCRYPTED PRIVATE KEY" => Err(Fault::Encrypted { line }),
        "EC PARAMETERS" | "DH PARAMETERS" => Ok(Kind::Parameters),
        "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => foreign(": convert it by openssl x509 -in FILE"),
        "PKCS7" | "CMS" => foreign(": convert it by openssl pkcs7 -print_certs -in FILE"),
        _ => foreign(""),
    }
}

fn decoded(block: &[&str], line: usize) -> Result<Kind, Fault> {
    // RFC 1421 §4.6.1.1, as OpenSSL wrote keys before PKCS #8.
    if block.iter().any(|line| line.starts_with("Proc-Type:") && line.contains("ENCRYPTED")) {
        return Err(Fault::Encrypted { line });
    }
    let text = Zeroizing::new(block.join("\n"));
    let broken = |reason: String| Fault::Broken { line, reason };
    let (section, der) =
        <(SectionKind, Vec<u8>)>::from_pem_slice(text.as_bytes()).map_err(|error| broken(error.to_string()))?;
    match PrivateKeyDer::from_pem(section, der.clone()) {
        Some(key) => Ok(Kind::Key(key)),
        None => Ok(Kind::Certificate(der.into())),
    }
}
