//! The format of most authenticators (WebAuthn §8.2).

use super::{Certificate, NotAttested, Result, Statement};
use crate::cbor::Value;

/// The certificates, once the first of them signed what was made here.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Vec<&'a [u8]>> {
    let algorithm = statement.fields.named("alg").and_then(Value::integer).ok_or(NotAttested::Statement)?;
    let signature = statement.bytes("sig")?;
    if statement.fields.named("x5c").is_none() {
        return Err(NotAttested::Nothing);
    }
    let chain = statement.chain()?;
    let certificate = Certificate::parse(chain[0])?;
    certificate.check_packed()?;
    let aaguid = statement.data.attested.as_ref().ok_or(NotAttested::Statement)?.aaguid;
    if certificate.aaguid()?.is_some_and(|named| named != aaguid) {
        return Err(NotAttested::Certificate);
    }
    certificate.check_signature(algorithm, &statement.signed(), signature)?;
    Ok(chain)
}
