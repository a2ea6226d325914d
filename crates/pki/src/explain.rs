//! What TLS says of certificates, in an operator's words.

use std::{error::Error, io};

use rustls::{AlertDescription, CertificateError};

/// The TLS error in a chain of causes, in words; `None` when there is none.
pub fn explain(error: &(dyn Error + 'static)) -> Option<String> {
    let mut next = Some(error);
    while let Some(error) = next {
        // What an I/O error wraps is not among its sources.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        let tls = error.downcast_ref().or_else(|| wrapped.and_then(|inner| inner.downcast_ref()));
        if let Some(tls) = tls {
            return Some(in_words(tls));
        }
        next = wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source());
    }
    None
}

/// The error in words, without a full stop.
pub(crate) fn in_words(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(bad) => of_certificate(bad),
        rustls::Error::AlertReceived(AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion) => {
            "the other side speaks no TLS 1.2 or 1.3 with ciphers of today".to_owned()
        }
        rustls::Error::AlertReceived(AlertDescription::UnrecognisedName) => {
            "the other side has no certificate for this host name".to_owned()
        }
        rustls::Error::InvalidMessage(_) => "what answers there does not speak TLS".to_owned(),
        rustls::Error::InconsistentKeys(_) => "the private key is not the certificate's".to_owned(),
        other => other.to_string(),
    }
}

/// `a.example` of `DnsName("a.example")`, as rustls names what a certificate holds.
fn bare(name: &str) -> &str {
    name.split_once('(').map_or(name, |(_, rest)| rest.trim_end_matches(')').trim_matches('"'))
}

fn of_certificate(bad: &CertificateError) -> String {
    let text = match bad {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "the certificate has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "the certificate is not valid yet: compare the clocks"
        }
        CertificateError::UnknownIssuer => {
            "the certificate was issued by an authority that is not trusted here, or the server leaves out the intermediate \
             certificate"
        }
        CertificateError::NotValidForName => "the certificate does not name this host",
        CertificateError::NotValidForNameContext { expected, presented } => {
            let names: Vec<&str> = presented.iter().map(|name| bare(name)).collect();
            let names = names.join(", ");
            return format!("the certificate is not for {}, but for {names}", expected.to_str());
        }
        CertificateError::Revoked => "the certificate was revoked",
        CertificateError::BadEncoding => "it is no X.509 certificate of version 3",
        CertificateError::BadSignature => "the certificate was not signed by an authority that is trusted here",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "the certificate is not one for servers (extended key usage)"
        }
        // webpki's word, which rustls wraps: a certificate with CA:TRUE can't be a server's (RFC 5280 §4.2.1.9).
        CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "the server shows an authority's certificate (CA:TRUE): issue one for the server (CA:FALSE), and name the authority as \
             the one to trust"
        }
        other => return format!("the certificate can't be used: {other}"),
    };
    text.to_owned()
}
