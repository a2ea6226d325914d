//! Apple's anonymous attestation (WebAuthn §8.8): the certificate is of the new key itself, and holds the hash of what was made.

use jose::digest;

use super::{Certificate, NotAttested, Result, Statement};

/// The extension with the hash.
const NONCE: &str = "1.2.840.113635.100.8.2";

/// What stands before the 32 bytes: a sequence with one element, `[1]`, an octet string.
const BEFORE: [u8; 6] = [0x30, 0x24, 0xa1, 0x22, 0x04, 0x20];

/// The certificates, once the first of them is of this key and this ceremony.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Vec<&'a [u8]>> {
    let chain = statement.chain()?;
    let certificate = Certificate::parse(chain[0])?;
    let nonce = digest::sha256(statement.signed());
    let holds = certificate.extension(NONCE).and_then(|value| value.strip_prefix(&BEFORE)) == Some(&nonce);
    if !holds || certificate.point() != Some(&statement.point()?) {
        return Err(NotAttested::Certificate);
    }
    Ok(chain)
}
