//! Where a request comes from: the peer of the connection, or, when the peer is a proxy that the operator listed, the
//! right-most address in the forwarding header that is not such a proxy (RLP-01…05).

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use http::{HeaderMap, HeaderName, header::FORWARDED};
use model::Network;

/// The address at the other end of the connection; the server puts it into every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Most hops that are looked at, from the right.
const MAX_HOPS: usize = 32;

/// The one header that the listed proxies write. All others mean nothing, whoever sends them (RLP-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ForwardingHeader {
    /// `X-Forwarded-For`, the convention.
    #[default]
    XForwardedFor,
    /// `Forwarded`, the standard (RFC 7239).
    Forwarded,
}

/// The proxies whose word counts, and the header that they write. None by default.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies {
    /// Where they are.
    pub networks: Vec<Network>,
    /// What they write.
    pub header: ForwardingHeader,
}

impl TrustedProxies {
    /// Whether the word of this peer counts.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// The client's address. A hop that can not be read ends the walk at the proxy that reported it (RLP-03).
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        if !self.trusts(client) {
            return client;
        }
        let name = match self.header {
            ForwardingHeader::XForwardedFor => HeaderName::from_static("x-forwarded-for"),
            ForwardingHeader::Forwarded => FORWARDED,
        };
        let lines: Vec<&[u8]> = headers.get_all(name).iter().map(http::HeaderValue::as_bytes).collect();
        let hops = lines.iter().rev().flat_map(|line| line.rsplit(|&byte| byte == b','));
        for hop in hops.take(MAX_HOPS) {
            let Some(address) = str::from_utf8(hop).ok().and_then(|hop| self.header.address(hop.trim())) else { break };
            client = address;
            if !self.trusts(client) {
                break;
            }
        }
        client
    }
}

impl ForwardingHeader {
    /// The address in one hop.
    fn address(self, hop: &str) -> Option<IpAddr> {
        match self {
            Self::XForwardedFor => node(hop),
            Self::Forwarded => {
                let mut nodes = hop.split(';').filter_map(|pair| {
                    let (name, value) = pair.trim().split_once('=')?;
                    name.eq_ignore_ascii_case("for").then_some(value)
                });
                let (Some(value), None) = (nodes.next(), nodes.next()) else { return None };
                node(value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value))
            }
        }
    }
}

/// An address, perhaps with a port, which is left out.
fn node(text: &str) -> Option<IpAddr> {
    let address = text
        .parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(header: ForwardingHeader, peer: &str, lines: &[(&'static str, &str)]) -> String {
        let networks = ["10.0.0.0/8", "2001:db8::/32"].map(|network| network.parse().unwrap()).to_vec();
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, value.parse().unwrap());
        }
        TrustedProxies { networks, header }.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn right_most_that_is_not_trusted() {
        for (peer, line, expected) in [
            ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("10.1.1.1", "198.51.100.7", "198.51.100.7"),
            ("10.1.1.1", "203.0.113.9, 198.51.100.7, 10.2.2.2", "198.51.100.7"),
            ("10.1.1.1", "10.3.3.3, 10.2.2.2", "10.3.3.3"),
            ("::ffff:10.1.1.1", "::ffff:198.51.100.7", "198.51.100.7"),
            ("::ffff:192.0.2.1", "198.51.100.7", "192.0.2.1"),
            ("2001:db8::1", "2001:dead::1", "2001:dead::1"),
            ("10.1.1.1", "198.51.100.7:4711", "198.51.100.7"),
            ("10.1.1.1", "[2001:dead::1]:443", "2001:dead::1"),
            ("10.1.1.1", "[2001:dead::1]", "2001:dead::1"),
        ] {
            assert_eq!(client(ForwardingHeader::XForwardedFor, peer, &[("x-forwarded-for", line)]), expected, "{line}");
        }
    }

    #[test]
    fn lines_are_one_list() {
        let lines = [("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "198.51.100.7, 10.2.2.2")];
        assert_eq!(client(ForwardingHeader::XForwardedFor, "10.1.1.1", &lines), "198.51.100.7");
    }

    #[test]
    fn unreadable_ends_at_the_proxy() {
        let long = "1,".repeat(5000);
        for line in
            ["a", "", ",,,", "unknown", "fe80::1%eth0", "198.51.100.7, 256.1.1.1", "198.51.100.7 ,\u{e9}", &long]
        {
            assert_eq!(
                client(ForwardingHeader::XForwardedFor, "10.1.1.1", &[("x-forwarded-for", line)]),
                "10.1.1.1",
                "{line}"
            );
        }
        let line = "198.51.100.7, nonsense, 10.2.2.2";
        assert_eq!(client(ForwardingHeader::XForwardedFor, "10.1.1.1", &[("x-forwarded-for", line)]), "10.2.2.2");
        let hops = format!("198.51.100.7{}", ", 10.2.2.2".repeat(40));
        assert_eq!(client(ForwardingHeader::XForwardedFor, "10.1.1.1", &[("x-forwarded-for", &hops)]), "10.2.2.2");
    }

    #[test]
    fn the_standard_header() {
        for (line, expected) in [
            ("for=198.51.100.7", "198.51.100.7"),
            ("for=203.0.113.9, For=\"198.51.100.7:80\";proto=https, for=10.2.2.2;by=10.0.0.1", "198.51.100.7"),
            ("for=\"[2001:dead::1]:443\"", "2001:dead::1"),
            ("for=unknown", "10.1.1.1"),
            ("for=_hidden", "10.1.1.1"),
            ("for=198.51.100.7;for=203.0.113.9", "10.1.1.1"),
            ("proto=https", "10.1.1.1"),
        ] {
            assert_eq!(client(ForwardingHeader::Forwarded, "10.1.1.1", &[("forwarded", line)]), expected, "{line}");
        }
    }

    #[test]
    fn other_headers_mean_nothing() {
        let lines =
            [("forwarded", "for=198.51.100.7"), ("x-real-ip", "198.51.100.7"), ("x_forwarded_for", "198.51.100.7")];
        assert_eq!(client(ForwardingHeader::XForwardedFor, "10.1.1.1", &lines), "10.1.1.1");
        let lines = [("x-forwarded-for", "198.51.100.7")];
        assert_eq!(client(ForwardingHeader::Forwarded, "10.1.1.1", &lines), "10.1.1.1");
    }
}
