//! TLS on a listener: rustls with AWS-LC, TLS 1.2 and 1.3, HTTP/2 or HTTP/1.1 by ALPN. The certificate can be exchanged
//! while connections go on: the next handshake takes the new one.

use std::{
    fmt, io,
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// Why certificate and key can't be used.
#[derive(Debug, thiserror::Error)]
pub enum BadCertificate {
    /// A file that can't be read, or does not hold what it should.
    #[error(transparent)]
    File(#[from] pki::BadFile),
    /// The key is another certificate's, or of a kind that is not known.
    #[error("certificate and key do not fit: {}", pki::explain(.0).unwrap_or_default())]
    Unfit(rustls::Error),
}

/// What a listener needs to speak TLS. Clones share the certificate.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Current>,
}

impl Tls {
    /// TLS with the certificate chain and the private key of these PEM files.
    ///
    /// # Errors
    /// When they can't be used.
    pub fn new(certificate: &Path, key: &Path) -> Result<Self, BadCertificate> {
        let certificate = Arc::new(Current(RwLock::new(Arc::new(read(certificate, key)?))));
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let config = config.with_safe_default_protocol_versions().map_err(BadCertificate::Unfit)?;
        let mut config = config.with_no_client_auth().with_cert_resolver(certificate.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
    }

    /// Takes the certificate and the key that are in the files now.
    ///
    /// # Errors
    /// When they can't be used; the ones before stay.
    pub fn renew(&self, certificate: &Path, key: &Path) -> Result<(), BadCertificate> {
        let fresh = Arc::new(read(certificate, key)?);
        *self.certificate.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tls")
    }
}

/// The certificate of now.
struct Current(RwLock<Arc<CertifiedKey>>);

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current")
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn read(certificate: &Path, key: &Path) -> Result<CertifiedKey, BadCertificate> {
    let (chain, key) = (pki::certificates(certificate)?, pki::private_key(key)?);
    CertifiedKey::from_der(chain, key, &aws_lc_rs::default_provider()).map_err(BadCertificate::Unfit)
}
