//! Structures of the TPM 2.0 Library, Part 2, as far as they are looked at: a key's public area, and what certifies it.

use aws_lc_rs::digest::{self, digest};

use crate::cbor::Value;

/// Identifiers of algorithms (`TPM_ALG_ID`).
mod algorithm {
    pub(super) const RSA: u16 = 0x0001;
    pub(super) const SHA256: u16 = 0x000b;
    pub(super) const SHA384: u16 = 0x000c;
    pub(super) const SHA512: u16 = 0x000d;
    pub(super) const NULL: u16 = 0x0010;
    pub(super) const RSASSA: u16 = 0x0014;
    pub(super) const RSAPSS: u16 = 0x0016;
    pub(super) const ECDSA: u16 = 0x0018;
    pub(super) const ECC: u16 = 0x0023;
}

/// `TPM_ECC_NIST_P256`.
const P256: u16 = 0x0003;

/// `TPM_GENERATED_VALUE`: no key of a module signs what begins so and was not made by it.
const GENERATED: u32 = 0xff54_4347;

/// `TPM_ST_ATTEST_CERTIFY`.
const CERTIFY: u16 = 0x8017;

/// Attributes of a key (`TPMA_OBJECT`): it can not be copied elsewhere (`fixedTPM`), nor below another key (`fixedParent`), and the module
/// made it (`sensitiveDataOrigin`).
const STAYS: u32 = 1 << 1 | 1 << 4 | 1 << 5;

/// The public area of a key (`TPMT_PUBLIC`).
pub(super) struct Public<'a> {
    name_algorithm: u16,
    attributes: u32,
    key: Key<'a>,
}

/// What is public of a key.
enum Key<'a> {
    /// A point on P-256.
    Point {
        x: &'a [u8],
        y: &'a [u8],
    },
    Rsa {
        n: &'a [u8],
        e: u32,
    },
}

/// What a key certified of another one (`TPMS_ATTEST` with `TPMS_CERTIFY_INFO`).
pub(super) struct Certified<'a> {
    pub(super) extra_data: &'a [u8],
    pub(super) name: &'a [u8],
}

impl<'a> Public<'a> {
    /// The key of this area; none where it is none that signs for a site.
    pub(super) fn read(area: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(area);
        let (kind, name_algorithm, attributes) = (reader.short()?, reader.short()?, reader.long()?);
        let _policy = reader.sized()?;
        // A key that encrypts other keys has an algorithm here.
        reader.short().filter(|symmetric| *symmetric == algorithm::NULL)?;
        let key = match kind {
            algorithm::RSA => reader.rsa()?,
            algorithm::ECC => reader.point()?,
            _ => return None,
        };
        reader.0.is_empty().then_some(Self { name_algorithm, attributes, key })
    }

    /// Whether this is the credential's key (COSE_Key), as far as it is one of an algorithm that was offered.
    pub(super) fn is(&self, credential: &Value<'_>) -> bool {
        let integer = |label| credential.numbered(label).and_then(Value::integer);
        let bytes = |label| credential.numbered(label).and_then(Value::bytes).map(number);
        match self.key {
            Key::Point { x, y } => {
                let is_of_curve = (integer(1), integer(-1)) == (Some(2), Some(1));
                is_of_curve && (bytes(-2), bytes(-3)) == (Some(number(x)), Some(number(y)))
            }
            Key::Rsa { n, e } => {
                integer(1) == Some(3) && (bytes(-1), bytes(-2)) == (Some(number(n)), Some(number(&e.to_be_bytes())))
            }
        }
    }

    /// The name of the key with this area: what it is known by in what modules sign (TPM 2.0 Library, Part 1, §16). None is of SHA-1.
    pub(super) fn name(&self, area: &[u8]) -> Vec<u8> {
        let hash = match self.name_algorithm {
            algorithm::SHA256 => &digest::SHA256,
            algorithm::SHA384 => &digest::SHA384,
            algorithm::SHA512 => &digest::SHA512,
            _ => return Vec::new(),
        };
        [&self.name_algorithm.to_be_bytes(), digest(hash, area).as_ref()].concat()
    }

    /// Whether it was made in its module, and does not leave it.
    pub(super) const fn stays(&self) -> bool {
        self.attributes & STAYS == STAYS
    }
}

impl<'a> Certified<'a> {
    /// What certifies a key; none where something else is certified, or the module did not make it.
    pub(super) fn read(certified: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(certified);
        reader.long().filter(|magic| *magic == GENERATED)?;
        reader.short().filter(|kind| *kind == CERTIFY)?;
        let _signer = reader.sized()?;
        let extra_data = reader.sized()?;
        // The module's clock, how often it was reset and restarted, and whether that is sure; the version of its firmware.
        reader.take(8 + 4 + 4 + 1 + 8)?;
        // Its qualified name says below which other keys it lies.
        let (name, _qualified_name) = (reader.sized()?, reader.sized()?);
        let is_whole = reader.0.is_empty() && !name.is_empty();
        is_whole.then_some(Self { extra_data, name })
    }
}

/// A number without the zeros that may stand before it.
fn number(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

/// Reads from the beginning on, numbers with their greatest byte first.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn short(&mut self) -> Option<u16> {
        self.take(2).and_then(|bytes| bytes.try_into().ok()).map(u16::from_be_bytes)
    }

    fn long(&mut self) -> Option<u32> {
        self.take(4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes)
    }

    /// Bytes with their length before them (`TPM2B`).
    fn sized(&mut self) -> Option<&'a [u8]> {
        let length = self.short()?;
        self.take(length.into())
    }

    /// By which scheme the key signs, where it says that: one of these, and its hash.
    fn scheme(&mut self, known: &[u16]) -> Option<()> {
        match self.short()? {
            algorithm::NULL => Some(()),
            scheme if known.contains(&scheme) => self.short().map(drop),
            _ => None,
        }
    }

    fn rsa(&mut self) -> Option<Key<'a>> {
        self.scheme(&[algorithm::RSASSA, algorithm::RSAPSS])?;
        let (_bits, exponent) = (self.short()?, self.long()?);
        // Zero is what a module writes for the usual one.
        let e = if exponent == 0 { 65_537 } else { exponent };
        Some(Key::Rsa { n: self.sized()?, e })
    }

    fn point(&mut self) -> Option<Key<'a>> {
        self.scheme(&[algorithm::ECDSA])?;
        self.short().filter(|curve| *curve == P256)?;
        // How keys are derived of it: not of one that signs.
        self.short().filter(|derivation| *derivation == algorithm::NULL)?;
        Some(Key::Point { x: self.sized()?, y: self.sized()? })
    }
}
