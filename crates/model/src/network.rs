//! Networks, as an operator lists them.

use std::{fmt, net::IpAddr, str::FromStr};

/// A network in CIDR notation (RFC 4632 §3.1), or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u8,
}

impl Network {
    /// The network that begins so, for so many bits.
    pub const fn new(address: IpAddr, prefix: u8) -> Self {
        Self { address, prefix }
    }

    /// Whether the address lies in it; an IPv4 address mapped to IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        let bits = |address: IpAddr| match address {
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        let ((own, own_width), (other, other_width)) = (bits(self.address), bits(address.to_canonical()));
        let mask = u128::MAX.checked_shl(128 - u32::from(self.prefix)).unwrap_or(0);
        own_width == other_width && own & mask == other & mask
    }
}

/// The text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANetwork;

impl fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a network such as 10.0.0.0/8 or 2001:db8::/32")
    }
}

impl std::error::Error for NotANetwork {}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| NotANetwork)?)),
            None => (text, None),
        };
        let address = address.parse::<IpAddr>().map_err(|_| NotANetwork)?;
        let widest = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(widest);
        if prefix > widest || address.to_canonical() != address {
            return Err(NotANetwork);
        }
        Ok(Self { address, prefix })
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

    use super::*;

    #[test]
    fn networks() {
        let network = |text: &str| text.parse::<Network>();
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0.0/", "10/8", "::ffff:10.0.0.1", "example.com", "10.0.0.0/8/8"]
        {
            assert_eq!(network(text), Err(NotANetwork), "{text}");
        }
        let all = network("0.0.0.0/0").unwrap();
        assert!(all.contains([203, 0, 113, 9].into()) && !all.contains(Ipv6Addr::LOCALHOST.into()));
        let one = network("10.0.0.1").unwrap();
        assert!(one.contains([10, 0, 0, 1].into()) && !one.contains([10, 0, 0, 2].into()));
        assert!(network("::/0").unwrap().contains(Ipv6Addr::LOCALHOST.into()));
        let half = network("2001:db8:8000::/33").unwrap();
        assert!(!half.contains("2001:db8::1".parse().unwrap()) && half.contains("2001:db8:ffff::1".parse().unwrap()));
    }
}
