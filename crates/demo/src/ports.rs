//! Places to listen: the preferred port, else the next free one.
//!
//! Doorward is on `localhost` (IPv4, and IPv6 where the machine has it), everything else on `127.0.0.1`: cookies ignore
//! ports, so only another host name keeps the applications' cookies apart from Doorward's.

use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
};

use tokio::net::TcpListener;

use crate::trouble::Trouble;

/// The port that the search begins with when none is asked for.
pub const PREFERRED: u16 = 7300;

/// How many ports are tried before the search is given up.
const TRIED: u16 = 100;

/// Every place that the demonstration listens on, bound.
#[derive(Debug)]
pub struct Ports {
    /// Doorward itself, on `localhost`: one listener for IPv4 and one for IPv6 where the machine has it.
    pub doorward: Vec<TcpListener>,
    /// The start page and the outbox.
    pub start: TcpListener,
    /// The first sample application.
    pub almanac: TcpListener,
    /// The second sample application.
    pub ledgerline: TcpListener,
    /// The provider of an organisation: a Doorward of its own.
    pub provider: TcpListener,
    /// Where each of them is.
    pub origins: Origins,
}

/// The address of each place, as a browser writes it: scheme, host, port, no slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins {
    /// Doorward, and its issuer.
    pub doorward: String,
    /// The start page.
    pub start: String,
    /// The first sample application.
    pub almanac: String,
    /// The second sample application.
    pub ledgerline: String,
    /// The provider of an organisation, and its issuer; none where none is run.
    pub provider: Option<String>,
}

impl Ports {
    /// Binds all places, from port `first` upwards; with `first` 0 the operating system chooses.
    ///
    /// # Errors
    ///
    /// [`Trouble::NoFreePort`] when a hundred ports in a row are in use, [`Trouble::Port`] when one is refused for
    /// another reason (a port below 1024, say).
    pub async fn bind(first: u16) -> Result<Self, Trouble> {
        let (port, doorward) = first_free(first, localhost).await?;
        let after = |port: u16| if first == 0 { 0 } else { port.saturating_add(1) };
        let (start_port, start) = first_free(after(port), loopback).await?;
        let (almanac_port, almanac) = first_free(after(start_port), loopback).await?;
        let (ledgerline_port, ledgerline) = first_free(after(almanac_port), loopback).await?;
        let (provider_port, provider) = first_free(after(ledgerline_port), loopback).await?;
        let origins = Origins {
            doorward: format!("http://localhost:{port}"),
            start: format!("http://127.0.0.1:{start_port}"),
            almanac: format!("http://127.0.0.1:{almanac_port}"),
            ledgerline: format!("http://127.0.0.1:{ledgerline_port}"),
            provider: Some(format!("http://127.0.0.1:{provider_port}")),
        };
        Ok(Self { doorward, start, almanac, ledgerline, provider, origins })
    }
}

/// Tries `bind` on one port after the other until one is free; answers the port that it got.
async fn first_free<T, F>(first: u16, bind: impl Fn(u16) -> F) -> Result<(u16, T), Trouble>
where
    F: Future<Output = io::Result<(u16, T)>>,
{
    let last = first.saturating_add(TRIED - 1);
    for tried in first..=last {
        let port = if first == 0 { 0 } else { tried };
        match bind(port).await {
            Ok(bound) => return Ok(bound),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(source) => return Err(Trouble::Port { port, source }),
        }
    }
    Err(Trouble::NoFreePort { first, tried: last - first + 1 })
}

async fn loopback(port: u16) -> io::Result<(u16, TcpListener)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    Ok((listener.local_addr()?.port(), listener))
}

/// The same port on both loopback addresses: a browser may try either for `localhost`. A machine without IPv6 gets one.
async fn localhost(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let (port, v4) = loopback(port).await?;
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        Ok(v6) => Ok((port, vec![v4, v6])),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(error),
        Err(_) => Ok((port, vec![v4])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_next_port_when_one_is_taken() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let first = taken.local_addr().unwrap().port();
        let ports = Ports::bind(first).await.unwrap();
        let got = ports.doorward[0].local_addr().unwrap().port();
        assert!(got > first);
        assert_eq!(ports.origins.doorward, format!("http://localhost:{got}"));
        assert!(ports.doorward.iter().all(|listener| listener.local_addr().unwrap().port() == got));
        assert!(ports.start.local_addr().unwrap().port() > got);
    }

    #[tokio::test]
    async fn any_port_when_none_is_preferred() {
        let ports = Ports::bind(0).await.unwrap();
        let places = [&ports.origins.start, &ports.origins.almanac, &ports.origins.ledgerline];
        assert!(places.iter().all(|origin| origin.starts_with("http://127.0.0.1:") && !origin.ends_with(":0")));
    }

    #[tokio::test]
    async fn giving_up_says_where_and_what_to_do() {
        let in_use = |_| async { Err::<(u16, ()), _>(io::Error::from(ErrorKind::AddrInUse)) };
        let said = first_free(65_500, in_use).await.unwrap_err().to_string();
        assert_eq!(
            said,
            "No free port: 36 ports from 65500 on are in use. Stop what uses them, or choose others with `--port N`."
        );
        let refused = |_| async { Err::<(u16, ()), _>(io::Error::from(ErrorKind::PermissionDenied)) };
        let said = first_free(80, refused).await.unwrap_err().to_string();
        assert!(said.starts_with("Port 80 can't be opened") && said.contains("--port N"), "{said}");
    }
}
