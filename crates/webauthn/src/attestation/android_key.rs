//! Keys in the key store of an Android device (WebAuthn §8.4): the certificate is of the new key itself, and describes it.

use super::{Certificate, NotAttested, Proven, Result, Statement, der::Der, der::Tag};
use crate::cbor::Value;

/// The extension with the description of the key.
const KEY_DESCRIPTION: &str = "1.3.6.1.4.1.11129.2.1.17";

/// Fields of an `AuthorizationList`.
mod field {
    pub(super) const PURPOSE: u32 = 1;
    pub(super) const ALL_APPLICATIONS: u32 = 600;
    pub(super) const ORIGIN: u32 = 702;
}

/// `KM_PURPOSE_SIGN`, as the only one of a set.
const TO_SIGN: [u8; 3] = [2, 1, 2];

/// `KM_ORIGIN_GENERATED`: made in the device.
const GENERATED: [u8; 1] = [0];

/// Security levels of hardware: a trusted environment, and a chip of its own.
const HARDWARE: [&[u8]; 2] = [&[1], &[2]];

/// What the system says of a key (`KeyDescription`), as far as it is looked at.
struct Description<'a> {
    /// Where the description was signed, and where the key lies.
    levels: [&'a [u8]; 2],
    challenge: &'a [u8],
    /// What the system without its hardware says: it may have been changed.
    by_software: Authorizations<'a>,
    by_hardware: Authorizations<'a>,
}

/// What a key may be used for, and by whom (`AuthorizationList`).
struct Authorizations<'a>(Vec<(u32, &'a [u8])>);

/// What is proven, once the first certificate is of this key and this ceremony. Only what the hardware vouches for says where it lies.
pub(super) fn judge<'a>(statement: &Statement<'a>) -> Result<Proven<'a>> {
    let algorithm = statement.fields.named("alg").and_then(Value::integer).ok_or(NotAttested::Statement)?;
    let (signature, chain) = (statement.bytes("sig")?, statement.chain()?);
    let certificate = Certificate::parse(chain[0])?;
    certificate.check_signature(algorithm, &statement.signed(), signature)?;
    let description = certificate.extension(KEY_DESCRIPTION).and_then(Description::read);
    let description = description.ok_or(NotAttested::Certificate)?;
    let for_all = [&description.by_software, &description.by_hardware].iter().any(|list| list.is_for_all());
    let is_of_key = certificate.point() == Some(&statement.point()?);
    if !is_of_key || description.challenge != statement.client_data_hash || for_all || describes_more(&chain) {
        return Err(NotAttested::Certificate);
    }
    Ok(Proven { stays: description.stays_in_hardware(), ..Proven::by(chain) })
}

/// Whether another certificate than the first describes a key. Whoever has such a key could certify others with it, in any words.
fn describes_more(chain: &[&[u8]]) -> bool {
    let describes = |one: &Certificate<'_>| one.extension(KEY_DESCRIPTION).is_some();
    chain[1..].iter().any(|der| Certificate::parse(der).as_ref().is_ok_and(describes))
}

impl<'a> Description<'a> {
    fn read(extension: &'a [u8]) -> Option<Self> {
        let mut fields = Der(Der(extension).only(Tag::SEQUENCE)?);
        fields.content(Tag::INTEGER)?;
        let attested_at = fields.content(Tag::ENUMERATED)?;
        fields.content(Tag::INTEGER)?;
        let lies_at = fields.content(Tag::ENUMERATED)?;
        let challenge = fields.content(Tag::OCTET_STRING)?;
        fields.content(Tag::OCTET_STRING)?;
        let mut list = || fields.content(Tag::SEQUENCE).and_then(Authorizations::read);
        let (by_software, by_hardware) = (list()?, list()?);
        Some(Self { levels: [attested_at, lies_at], challenge, by_software, by_hardware })
    }

    fn stays_in_hardware(&self) -> bool {
        self.levels.iter().all(|level| HARDWARE.contains(level)) && self.by_hardware.is_made_to_sign()
    }
}

impl<'a> Authorizations<'a> {
    /// Each field once.
    fn read(list: &'a [u8]) -> Option<Self> {
        let (mut der, mut fields) = (Der(list), Vec::new());
        while !der.0.is_empty() {
            let field = der.next()?;
            let Tag(0xa0, number) = field.tag else { return None };
            if fields.iter().any(|(earlier, _)| *earlier == number) {
                return None;
            }
            fields.push((number, field.content));
        }
        Some(Self(fields))
    }

    fn field(&self, number: u32) -> Option<&'a [u8]> {
        self.0.iter().find(|(one, _)| *one == number).map(|(_, content)| *content)
    }

    /// Every application of the device may use it, and so for every site.
    fn is_for_all(&self) -> bool {
        self.field(field::ALL_APPLICATIONS).is_some()
    }

    fn is_made_to_sign(&self) -> bool {
        let purpose = self.field(field::PURPOSE).and_then(|purpose| Der(purpose).only(Tag::SET));
        let origin = self.field(field::ORIGIN).and_then(|origin| Der(origin).only(Tag::INTEGER));
        purpose == Some(&TO_SIGN) && origin == Some(&GENERATED)
    }
}
