//! `[egress]`: where requests to applications and gateways may go.

use egress::{Client, Rules};

use super::Configuration;
use crate::Trouble;

impl Configuration {
    /// What asks applications and gateways.
    ///
    /// # Errors
    /// When an entry is neither host nor network, or a file holds no authorities.
    pub fn egress(&self) -> Result<Client, Trouble> {
        let mut rules = Rules {
            plain_http: self.egress.plain_http,
            ports: self.egress.ports.clone(),
            own_ports: self.own_ports(),
            ..Rules::default()
        };
        for text in &self.egress.allow {
            rules.named.add(text).map_err(|bad| {
                let remedy = "name hosts without scheme and port, networks or addresses";
                Trouble::key("egress.allow", &format!("has {text:?}, which is {bad}"), remedy)
            })?;
        }
        for file in &self.egress.authorities {
            let read = pki::certificates(&self.path(file)).map_err(|bad| {
                let remedy = "name files with certificates of authorities in PEM form";
                Trouble::key("egress.authorities", &format!("can't be used: {bad}"), remedy)
            });
            rules.authorities.extend(read?);
        }
        Ok(Client::new(rules))
    }

    fn own_ports(&self) -> Vec<u16> {
        let metrics = self.metrics.as_ref().map(|metrics| &metrics.listen);
        self.server.listen.iter().chain(metrics).map(std::net::SocketAddr::port).collect()
    }
}
