use std::fs;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{AlertDescription, CertificateError, pki_types::ServerName};

use super::*;

/// A certificate and its key in PEM form.
fn pair() -> (String, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    (cert.pem(), signing_key.serialize_pem())
}

fn read<T>(bytes: &[u8], by: impl Fn(Vec<Block>) -> Result<T, Fault>) -> Result<T, String> {
    pem::blocks(bytes).and_then(by).map_err(|fault| format!("file{fault}"))
}

/// How many certificates the text holds, or the fault.
fn count(bytes: impl AsRef<[u8]>) -> Result<usize, String> {
    read(bytes.as_ref(), only_certificates).map(|found| found.len())
}

fn key(text: &str) -> Result<(), String> {
    read(text.as_bytes(), only_key).map(drop)
}

#[test]
fn every_block_is_taken_or_accounted_for() {
    let (certificate, private) = pair();
    let (other, _) = pair();
    assert_eq!(count(&certificate), Ok(1));
    assert_eq!(count(format!("issued by\n{certificate}\n\n# the root\n{other}{private}")), Ok(2));
    assert_eq!(count(format!("{certificate}{other}").replace('\n', "\r\n")), Ok(2));
    assert_eq!(key(&format!("{certificate}{private}")), Ok(()));
    let parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    assert_eq!(key(&format!("{parameters}{private}")), Ok(()), "openssl ecparam -genkey writes both");
}

#[test]
fn what_would_be_passed_over_in_silence_is_a_fault() {
    let (certificate, private) = pair();
    let relabelled = |label: &str| certificate.replace("CERTIFICATE", label);
    let cases = [
        (format!("\u{feff}{certificate}"), "file begins with a byte order mark"),
        (format!("{certificate}  {certificate}"), "file, line 11: \"-----BEGIN\" must start its line"),
        (certificate.replacen("-----\n", "----\n", 1), "file, line 1: \"-----BEGIN\" must start its line"),
        (format!("{certificate}{}", relabelled("TRUSTED CERTIFICATE")), "openssl x509"),
        (relabelled("PKCS7"), "openssl pkcs7"),
        (relabelled("X509 CRL"), "a block \"X509 CRL\" has no place here"),
        (certificate.replace("-----END", "----END"), "there is no line \"-----END CERTIFICATE-----\""),
        (certificate.replace("MII", "M?I"), "the block that begins here is damaged"),
        (certificate.replace("MII", "MMM"), "the block that begins here is damaged"),
        (private, "file holds no certificate"),
        (String::new(), "file holds no certificate"),
    ];
    for (text, expected) in cases {
        let found = count(&text).unwrap_err();
        assert!(found.contains(expected), "{expected}: {found}");
    }
    let der = generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.der().to_vec();
    assert!(count(der).unwrap_err().contains("DER form"));
    let utf16: Vec<u8> = "\u{feff}-----BEGIN".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(count(utf16).unwrap_err().contains("UTF-16"));
}

#[test]
fn a_key_that_needs_a_passphrase_is_told_as_that() {
    let (_, private) = pair();
    let encrypted = private.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let older = private.replace("PRIVATE KEY", "RSA PRIVATE KEY");
    let older = older.replacen("-----\n", "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n", 1);
    for text in [encrypted, older] {
        let found = key(&text).unwrap_err();
        assert!(found.contains("line 1: the private key is encrypted with a passphrase"), "{found}");
    }
    assert!(key(&format!("{private}{private}")).unwrap_err().contains("a second private key"));
    assert!(key("").unwrap_err().contains("holds no private key"));
}

#[test]
fn files_are_named() {
    let absent = certificates(Path::new("/nowhere/ca.pem")).unwrap_err().to_string();
    assert!(absent.starts_with("/nowhere/ca.pem can't be read: "), "{absent}");
    let file = std::env::temp_dir().join(format!("doorward-pki-{}.pem", std::process::id()));
    fs::write(&file, "nothing").unwrap();
    let empty = private_key(&file).unwrap_err().to_string();
    fs::remove_file(&file).unwrap();
    assert_eq!(empty, format!("{} holds no private key in PEM form", file.display()));
}

#[test]
fn errors_of_tls_are_told_in_words() {
    let wrapped = |error: rustls::Error| explain(&std::io::Error::new(std::io::ErrorKind::InvalidData, error)).unwrap();
    let of = |error: CertificateError| wrapped(rustls::Error::InvalidCertificate(error));
    assert!(of(CertificateError::UnknownIssuer).contains("authority that is not trusted here"));
    let expected = ServerName::try_from("a.example").unwrap().to_owned();
    let context =
        CertificateError::NotValidForNameContext { expected, presented: vec!["DnsName(\"b.example\")".to_owned()] };
    assert_eq!(of(context), "the certificate is not for a.example, but for b.example");
    assert!(wrapped(rustls::Error::AlertReceived(AlertDescription::HandshakeFailure)).contains("no TLS 1.2"));
    assert_eq!(explain(&std::io::Error::other("something else")), None);
}
