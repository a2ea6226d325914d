//! From addresses to a connection.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use rustls::{ClientConfig, crypto::aws_lc_rs, pki_types::ServerName};
use rustls_platform_verifier::Verifier;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use url::Host;

use crate::{EgressError, Rules, Target, error::innermost};

/// How long one address is tried.
const CONNECT: Duration = Duration::from_secs(2);
/// How many addresses of a name are tried.
const ADDRESSES: usize = 4;

/// A connection.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What TLS trusts: the system's authorities, and these beside them. Nothing turns the check of a certificate off (EGR-05).
pub(crate) fn tls(rules: &Rules) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = Verifier::new_with_extra_roots(rules.authorities.iter().cloned(), provider.clone())?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// A connection to the first of these addresses that answers. They were judged; nothing is resolved again (EGR-02).
pub(crate) async fn tcp(rules: &Rules, target: &Target, to: &[SocketAddr]) -> Result<TcpStream, EgressError> {
    let mut last = "it has no address".to_owned();
    for address in to.iter().take(ADDRESSES) {
        match timeout(CONNECT, TcpStream::connect(address)).await {
            Ok(Ok(stream)) if is_own(rules, target, &stream) => {
                return Err(EgressError::NotPublic("its address is one that this server listens at".to_owned()));
            }
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => last = innermost(&error),
            Err(_) => last = format!("{address} did not answer within {} seconds", CONNECT.as_secs()),
        }
    }
    Err(EgressError::Unreachable(last))
}

/// Whether this server itself listens there: at an address of this machine, both ends have the same one (EGR-01).
fn is_own(rules: &Rules, target: &Target, stream: &TcpStream) -> bool {
    let (Ok(here), Ok(there)) = (stream.local_addr(), stream.peer_addr()) else { return true };
    here.ip() == there.ip() && rules.own_ports.contains(&there.port()) && !rules.named.holds(target, there.ip())
}

/// The connection under TLS, with a certificate for this very host.
pub(crate) async fn secured(
    config: Arc<ClientConfig>,
    target: &Target,
    stream: impl Stream + 'static,
) -> Result<Box<dyn Stream>, EgressError> {
    let name = match &target.host {
        Host::Domain(name) => {
            ServerName::try_from(name.clone()).map_err(|error| EgressError::Unsafe(error.to_string()))?
        }
        Host::Ipv4(address) => ServerName::from(std::net::IpAddr::from(*address)),
        Host::Ipv6(address) => ServerName::from(std::net::IpAddr::from(*address)),
    };
    match TlsConnector::from(config).connect(name, stream).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(error) => Err(match pki::explain(&error) {
            Some(said) => EgressError::Unsafe(said),
            None => EgressError::Unreachable(innermost(&error)),
        }),
    }
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn egr_01_own_listeners_are_not_called() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stream = TcpStream::connect(address).await.unwrap();
        let target: Target = "https://me.example/".parse().unwrap();
        let mut rules = Rules::default();
        assert!(!is_own(&rules, &target, &stream));
        rules.own_ports.push(address.port());
        assert!(is_own(&rules, &target, &stream));
        let refused = tcp(&rules, &target, &[address]).await;
        assert!(matches!(refused, Err(EgressError::NotPublic(_))), "{refused:?}");
        rules.named.add("me.example").unwrap();
        assert!(!is_own(&rules, &target, &stream), "the operator named it");
    }
}
