//! Where requests come from, as limits count it.

use std::net::IpAddr;

/// What an address counts as: an IPv4 address, or the /64 of an IPv6 one, of which everybody has billions (RLP-05).
pub fn source(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

/// The network around a source: an IPv4 /16, an IPv6 /32.
pub fn neighbourhood(source: IpAddr) -> IpAddr {
    match source.to_canonical() {
        IpAddr::V4(address) => IpAddr::from([address.octets()[0], address.octets()[1], 0, 0]),
        IpAddr::V6(address) => IpAddr::from([address.segments()[0], address.segments()[1], 0, 0, 0, 0, 0, 0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rlp_05_sources_and_their_neighbourhoods() {
        for (address, counted, around) in [
            ("192.0.2.77", "192.0.2.77", "192.0.0.0"),
            ("::ffff:192.0.2.77", "192.0.2.77", "192.0.0.0"),
            ("2001:db8:1:2:3::4", "2001:db8:1:2::", "2001:db8::"),
            ("2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::", "2001:db8::"),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(source(address), counted.parse::<IpAddr>().unwrap(), "{address}");
            assert_eq!(neighbourhood(source(address)), around.parse::<IpAddr>().unwrap(), "{address}");
        }
    }
}
