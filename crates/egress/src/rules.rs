//! What may be called.

use std::{
    collections::HashSet,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use model::Network;
use rustls::pki_types::CertificateDer;
use url::Host;

use crate::{
    EgressError, Target, is_public,
    target::{DIRECTORY_PORTS, Speaks},
};

/// What may be called: what is public, by `https` at these ports, and what the operator named, at any port.
#[derive(Debug, Clone)]
pub struct Rules {
    /// What the operator named.
    pub named: Named,
    /// Whether what the operator named may be called by `http`.
    pub plain_http: bool,
    /// The ports of what is public.
    pub ports: Vec<u16>,
    /// Ports that this server itself listens at: not called on this machine.
    pub own_ports: Vec<u16>,
    /// Authorities to trust beside the system's (EGR-05).
    pub authorities: Vec<CertificateDer<'static>>,
}

/// What the operator named: hosts, whatever addresses they have, and networks.
#[derive(Debug, Clone, Default)]
pub struct Named {
    hosts: HashSet<String>,
    networks: Vec<Network>,
}

/// A text that names neither a host nor a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither a host such as app.example.com nor a network such as 10.0.0.0/8")]
pub struct NotAllowable;

/// What is public by `https`, at its own port and its usual second one.
impl Default for Rules {
    fn default() -> Self {
        let (own_ports, authorities) = (Vec::new(), Vec::new());
        Self { named: Named::default(), plain_http: false, ports: vec![443, 8443], own_ports, authorities }
    }
}

impl Named {
    /// Adds a host, a network or an address.
    ///
    /// # Errors
    /// When the text is none of them.
    pub fn add(&mut self, text: &str) -> Result<(), NotAllowable> {
        if let Ok(network) = text.parse() {
            self.networks.push(network);
            return Ok(());
        }
        match Host::parse(text).map_err(|_| NotAllowable)? {
            Host::Domain(name) => _ = self.hosts.insert(name.trim_end_matches('.').to_owned()),
            Host::Ipv4(_) | Host::Ipv6(_) => return Err(NotAllowable),
        }
        Ok(())
    }

    /// Whether this address of the target is among them.
    pub(crate) fn holds(&self, target: &Target, address: IpAddr) -> bool {
        let by_name = matches!(&target.host, Host::Domain(name) if self.hosts.contains(name));
        by_name || self.networks.iter().any(|network| network.contains(address))
    }
}

impl Rules {
    /// The usual ones, and this computer by `http` as well: for the demonstration, whose applications are there.
    pub fn loopback() -> Self {
        let networks = vec![Network::new([127, 0, 0, 0].into(), 8), Network::new(Ipv6Addr::LOCALHOST.into(), 128)];
        Self { named: Named { hosts: HashSet::new(), networks }, plain_http: true, ..Self::default() }
    }

    /// Refuses what no address of its host could make right.
    pub(crate) fn check_scheme(&self, target: &Target) -> Result<(), EgressError> {
        if target.secure || self.plain_http { Ok(()) } else { Err(EgressError::PlainHttp) }
    }

    /// The addresses to connect to, when each of them may be called (EGR-02).
    pub(crate) fn check(&self, target: &Target, found: Vec<IpAddr>) -> Result<Vec<SocketAddr>, EgressError> {
        for &address in &found {
            self.check_one(target, address)?;
        }
        Ok(found.into_iter().map(|address| SocketAddr::new(address.to_canonical(), target.port)).collect())
    }

    fn check_one(&self, target: &Target, address: IpAddr) -> Result<(), EgressError> {
        if self.named.holds(target, address) {
            return Ok(());
        }
        if !is_public(address) {
            return Err(EgressError::NotPublic(format!("its address {address} is not public")));
        }
        if !target.secure {
            return Err(EgressError::PlainHttp);
        }
        let ports = if target.speaks == Speaks::Http { &self.ports[..] } else { &DIRECTORY_PORTS };
        if ports.contains(&target.port) { Ok(()) } else { Err(EgressError::Port(target.port)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let mut rules = Rules::default();
        for text in ["intern.example", "10.1.0.0/16"] {
            rules.named.add(text).unwrap();
        }
        rules
    }

    fn judged(rules: &Rules, target: &str, found: &[&str]) -> Result<(), EgressError> {
        let target = target.parse().unwrap();
        rules.check_scheme(&target)?;
        rules.check(&target, found.iter().map(|address| address.parse().unwrap()).collect()).map(|_| ())
    }

    #[test]
    fn what_an_operator_can_name() {
        for text in ["", "https://a.example", "a.example:8443", "10.0.0.0/33", "127.1", "[::1]", "*.a.example/x"] {
            assert_eq!(Named::default().add(text), Err(NotAllowable), "{text}");
        }
    }

    #[test]
    fn egr_02_every_answer_is_judged() {
        assert_eq!(judged(&rules(), "https://a.example/", &["1.1.1.1", "2606:4700::1111"]), Ok(()));
        for found in [&["1.1.1.1", "127.0.0.1"], &["10.1.0.1", "10.2.0.1"], &["1.1.1.1", "::ffff:10.2.0.1"]] {
            let refused = judged(&rules(), "https://a.example/", found);
            assert!(matches!(refused, Err(EgressError::NotPublic(_))), "{found:?}");
        }
    }

    #[test]
    fn egr_04_directories_by_tls_at_their_own_ports() {
        let judged = |rules: &Rules, target: &str, plain, found: &str| {
            let target = Target::directory(target, plain).unwrap();
            rules.check_scheme(&target)?;
            rules.check(&target, vec![found.parse().unwrap()]).map(|_| ())
        };
        let mut rules = rules();
        assert_eq!(judged(&rules, "ldaps://a.example", false, "1.1.1.1"), Ok(()));
        assert_eq!(judged(&rules, "ldap://a.example", false, "1.1.1.1"), Ok(()), "by StartTLS");
        assert_eq!(judged(&rules, "ldaps://a.example:443", false, "1.1.1.1"), Err(EgressError::Port(443)));
        assert_eq!(judged(&rules, "ldap://intern.example", true, "10.1.0.1"), Err(EgressError::PlainHttp));
        rules.plain_http = true;
        assert_eq!(judged(&rules, "ldap://intern.example", true, "10.1.0.1"), Ok(()));
        assert_eq!(judged(&rules, "ldap://a.example", true, "1.1.1.1"), Err(EgressError::PlainHttp));
        assert!(judged(&rules, "ldaps://a.example", false, "127.0.0.1").is_err());
    }

    #[test]
    fn egr_04_https_and_ports_of_what_is_public() {
        let mut rules = rules();
        assert_eq!(judged(&rules, "https://a.example:8443/", &["1.1.1.1"]), Ok(()));
        assert_eq!(judged(&rules, "https://a.example:25/", &["1.1.1.1"]), Err(EgressError::Port(25)));
        assert_eq!(judged(&rules, "http://intern.example/", &["1.1.1.1"]), Err(EgressError::PlainHttp));
        rules.plain_http = true;
        assert_eq!(judged(&rules, "http://a.example/", &["1.1.1.1"]), Err(EgressError::PlainHttp));
        for (target, address) in [("http://intern.example:81/", "127.0.0.1"), ("http://a.example:82/", "10.1.2.3")] {
            assert_eq!(judged(&rules, target, &[address]), Ok(()), "{target}");
        }
        assert!(judged(&rules, "https://x.intern.example/", &["127.0.0.1"]).is_err(), "a name is that name alone");
    }
}
