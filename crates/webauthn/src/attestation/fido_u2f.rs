//! Security keys from before FIDO2 (WebAuthn §8.6). What they sign does not name their model, so the certificate has to.

use super::{Certificate, NotAttested, Result, Statement};
use crate::Algorithm;

/// The one certificate, once it signed what was made here.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Vec<&'a [u8]>> {
    let (signature, chain) = (statement.bytes("sig")?, statement.chain()?);
    let [only] = chain[..] else { return Err(NotAttested::Statement) };
    let certificate = Certificate::parse(only)?;
    let attested = statement.data.attested.as_ref().ok_or(NotAttested::Statement)?;
    let rp_id_hash = statement.auth_data.get(..32).ok_or(NotAttested::Statement)?;
    let signed =
        [&[0][..], rp_id_hash, &statement.client_data_hash, attested.credential_id, &statement.point()?].concat();
    certificate.check_signature(Algorithm::Es256.number(), &signed, signature)?;
    match certificate.aaguid()? {
        Some(named) if named == attested.aaguid => Ok(chain),
        Some(_) => Err(NotAttested::Certificate),
        None => Err(NotAttested::Model),
    }
}
