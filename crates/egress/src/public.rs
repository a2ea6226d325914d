//! Which addresses are anybody's to call: those that IANA's registries of special purposes leave over.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use model::Network;

/// IPv4 that is not public: IANA's special-purpose registry (RFC 6890), multicast, and one address of a cloud's own.
const SPECIAL_V4: [(Ipv4Addr, u8); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    // Shared by customers of a provider (RFC 6598); a cloud's metadata at 100.100.100.200 too.
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Azure's platform services, at an address that looks public.
    (Ipv4Addr::new(168, 63, 129, 16), 32),
    // Link-local; metadata services at 169.254.169.254.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    // Relays of 6to4 (RFC 7526).
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Global unicast (RFC 4291 §2.4). Loopback, unique local, link-local, multicast, NAT64 (`64:ff9b::`) and IPv4-compatible
/// addresses lie outside.
const GLOBAL_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// What of it leads elsewhere, or nowhere.
const SPECIAL_V6: [(Ipv6Addr, u8); 4] = [
    // IETF protocol assignments, Teredo among them.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4: an IPv4 address in another form.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether the address is anybody's to call; one that is IPv4 mapped to IPv6 counts as IPv4 (EGR-01).
pub fn is_public(address: IpAddr) -> bool {
    let lies_in = |&(network, prefix): &(Ipv4Addr, u8)| Network::new(network.into(), prefix).contains(address);
    let lies_in_v6 = |&(network, prefix): &(Ipv6Addr, u8)| Network::new(network.into(), prefix).contains(address);
    match address.to_canonical() {
        IpAddr::V4(_) => !SPECIAL_V4.iter().any(lies_in),
        IpAddr::V6(v6) => lies_in_v6(&GLOBAL_V6) && !SPECIAL_V6.iter().any(lies_in_v6) && !is_isatap(v6),
    }
}

/// An interface identifier that holds an IPv4 address to tunnel to (RFC 5214 §6.1).
fn is_isatap(address: Ipv6Addr) -> bool {
    let [.., a, b, _, _] = address.segments();
    a & 0xfdff == 0 && b == 0x5efe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn egr_01_addresses_that_are_not_public() {
        for address in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.9",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:4136:e378::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2a00:1450::5efe:7f00:1",
            "2a00:1450::200:5efe:a00:1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn addresses_that_are_public() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "168.63.129.17",
            "172.15.255.255",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.255.255",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2606:4700::1111",
            "2a00:1450:4001::200e",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
