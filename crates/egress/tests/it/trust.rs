//! Certificates: what is trusted, and what never is.

use std::sync::Arc;

use egress::{Client, EgressError, Reply, Rules};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use crate::{Says, post};

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn params(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

/// Serves with the certificate that these parameters make; its port.
async fn serve(params: CertificateParams, by: Option<&CertifiedIssuer<'_, KeyPair>>) -> u16 {
    let key = KeyPair::generate().unwrap();
    let certificate = match by {
        Some(authority) => params.signed_by(&key, authority).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    let (acceptor, listener) = (TlsAcceptor::from(Arc::new(config)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

async fn asked(port: u16, host: &str, authorities: Vec<CertificateDer<'static>>) -> Result<Reply, EgressError> {
    let rules = Rules { authorities, ..Rules::loopback() };
    let client = Client::resolving(rules, Says::new(&[&["127.0.0.1"]]));
    post(&client, &format!("https://{host}:{port}/")).await
}

#[tokio::test]
async fn egr_05_an_authority_of_ones_own_is_trusted_for_the_host_that_it_names() {
    let authority = authority();
    let trusted = vec![authority.der().clone()];
    let port = serve(params("app.example"), Some(&authority)).await;
    assert_eq!(asked(port, "app.example", trusted.clone()).await.unwrap().body, "ok");
    let port = serve(params("127.0.0.1"), Some(&authority)).await;
    assert_eq!(asked(port, "127.0.0.1", trusted).await.unwrap().body, "ok");
}

#[tokio::test]
async fn egr_05_no_other_certificate_is() {
    let (own, other) = (authority(), authority());
    let trusted = || vec![own.der().clone()];
    let mut expired = params("app.example");
    (expired.not_before, expired.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    for (name, params, by) in [
        ("another host's", params("other.example"), Some(&own)),
        ("another authority's", params("app.example"), Some(&other)),
        ("nobody's", params("app.example"), None),
        ("an expired one", expired, Some(&own)),
    ] {
        let port = serve(params, by).await;
        let refused = asked(port, "app.example", trusted()).await;
        assert!(matches!(refused, Err(EgressError::Unsafe(_))), "{name}: {refused:?}");
    }
}

#[tokio::test]
async fn egr_05_without_tls_there_is_no_https() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    });
    let refused = asked(port, "app.example", Vec::new()).await.unwrap_err();
    assert!(refused.to_string().ends_with("what answers there does not speak TLS"), "{refused}");
}
