//! Chains of keys that certify other keys. The certificates of those that Windows has are marked with policies that are critical, which the
//! library that judges the other chains takes for nobody's; so these are judged here, as they are sent: each by the next one.

use rustls_pki_types::UnixTime;

use super::{Certificate, NotAttested, Result};

/// How many certificates are looked at; Windows sends two.
const MOST: usize = 8;

/// Whether the first of these is issued by one of the roots, by way of the next ones, and all are valid now.
pub(super) fn check_chain(chain: &[&[u8]], roots: &[Vec<u8>], now: UnixTime) -> Result<()> {
    let roots: Vec<Certificate<'_>> = roots.iter().filter_map(|root| Certificate::parse(root).ok()).collect();
    for (below, der) in chain.iter().take(MOST).enumerate() {
        let one = Certificate::parse(der)?;
        if !one.holds(now) {
            return Err(NotAttested::Chain);
        }
        if roots.iter().any(|root| one.is_issued_by(root, below)) {
            return Ok(());
        }
        let next = chain.get(below + 1).ok_or(NotAttested::Chain)?;
        if !one.is_issued_by(&Certificate::parse(next)?, below) {
            return Err(NotAttested::Chain);
        }
    }
    Err(NotAttested::Chain)
}
