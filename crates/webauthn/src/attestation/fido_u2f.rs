//! Security keys from before FIDO2 (WebAuthn §8.6). They know no models, so browsers write none into the data for them, and what they sign
//! has no place for one: the certificate has to name it.

use super::{Certificate, NotAttested, Proven, Result, Statement};
use crate::{Aaguid, Algorithm};

/// What browsers write for a key that says no model (CTAP 2, mapping of U2F registrations).
const NONE: Aaguid = Aaguid([0; 16]);

/// What is proven, once the one certificate signed what was made here.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Proven<'a>> {
    let (signature, chain) = (statement.bytes("sig")?, statement.chain()?);
    let [only] = chain[..] else { return Err(NotAttested::Statement) };
    let certificate = Certificate::parse(only)?;
    let attested = statement.data.attested.as_ref().ok_or(NotAttested::Statement)?;
    let rp_id_hash = statement.auth_data.get(..32).ok_or(NotAttested::Statement)?;
    let signed =
        [&[0][..], rp_id_hash, &statement.client_data_hash, attested.credential_id, &statement.point()?].concat();
    certificate.check_signature(Algorithm::Es256.number(), &signed, signature)?;
    match certificate.aaguid()? {
        named @ Some(model) if [model, NONE].contains(&attested.aaguid) => Ok(Proven { named, ..Proven::by(chain) }),
        Some(_) => Err(NotAttested::Certificate),
        None => Err(NotAttested::Model),
    }
}
