//! What the authenticator says and signs (WebAuthn §6.1).

use std::fmt;

use jose::digest;

use crate::{Expected, Refused, cbor};

/// What an authenticator says of the ceremony (WebAuthn §6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    const USER_PRESENT: u8 = 1;
    const USER_VERIFIED: u8 = 1 << 2;
    const BACKUP_ELIGIBLE: u8 = 1 << 3;
    const BACKED_UP: u8 = 1 << 4;
    const ATTESTED: u8 = 1 << 6;
    const EXTENSIONS: u8 = 1 << 7;

    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    /// Whether it verified its user, by a PIN, a finger, a face.
    pub const fn user_verified(self) -> bool {
        self.has(Self::USER_VERIFIED)
    }

    /// Whether the credential may be copied to other devices of its owner. It never changes.
    pub const fn backup_eligible(self) -> bool {
        self.has(Self::BACKUP_ELIGIBLE)
    }

    /// Whether it is copied now.
    pub const fn backed_up(self) -> bool {
        self.has(Self::BACKED_UP)
    }
}

/// The model of an authenticator; all zero where none is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Aaguid(pub [u8; 16]);

impl Aaguid {
    /// In the notation of metadata: `8-4-4-4-12` hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let right = |(at, letter): (usize, char)| match at {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_hexdigit(),
        };
        if text.len() != 36 || !text.char_indices().all(right) {
            return None;
        }
        let number = u128::from_str_radix(&text.replace('-', ""), 16).ok()?;
        Some(Self(number.to_be_bytes()))
    }
}

impl fmt::Display for Aaguid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hex = format!("{:032x}", u128::from_be_bytes(self.0));
        write!(f, "{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

impl fmt::Debug for Aaguid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The credential that was just made.
pub(crate) struct Attested<'a> {
    pub(crate) aaguid: Aaguid,
    pub(crate) credential_id: &'a [u8],
    /// As it was sent.
    pub(crate) public_key: &'a [u8],
}

pub(crate) struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8],
    pub(crate) flags: Flags,
    /// How often the authenticator has signed, if it counts; zero if not.
    pub(crate) counter: u32,
    pub(crate) attested: Option<Attested<'a>>,
}

const MALFORMED: Refused = Refused::Malformed("authenticator data");

impl<'a> AuthenticatorData<'a> {
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Refused> {
        let (rp_id_hash, rest) = bytes.split_at_checked(32).ok_or(MALFORMED)?;
        let (flags, rest) = rest.split_first().ok_or(MALFORMED)?;
        let (counter, rest) = rest.split_first_chunk::<4>().ok_or(MALFORMED)?;
        let flags = Flags(*flags);
        let (attested, rest) = if flags.has(Flags::ATTESTED) {
            attested(rest).map(|(attested, rest)| (Some(attested), rest))?
        } else {
            (None, rest)
        };
        let rest = if flags.has(Flags::EXTENSIONS) {
            let (extensions, rest) = cbor::read_first(rest).map_err(|_| MALFORMED)?;
            if !matches!(extensions, cbor::Value::Map(_)) {
                return Err(MALFORMED);
            }
            rest
        } else {
            rest
        };
        if !rest.is_empty() {
            return Err(MALFORMED);
        }
        Ok(Self { rp_id_hash, flags, counter: u32::from_be_bytes(*counter), attested })
    }

    /// Holds it against what was asked (WebAuthn §7.1 steps 14 to 18, §7.2 steps 16 to 20).
    pub(crate) fn check(&self, expected: &Expected<'_>) -> Result<(), Refused> {
        match () {
            () if digest::sha256(expected.rp_id) != self.rp_id_hash => Err(Refused::RpId),
            () if !self.flags.has(Flags::USER_PRESENT) => Err(Refused::UserPresence),
            () if expected.user_verification && !self.flags.user_verified() => Err(Refused::UserVerification),
            () if self.flags.backed_up() && !self.flags.backup_eligible() => Err(Refused::BackupEligibility),
            () => Ok(()),
        }
    }
}

fn attested(bytes: &[u8]) -> Result<(Attested<'_>, &[u8]), Refused> {
    let (aaguid, rest) = bytes.split_first_chunk::<16>().ok_or(MALFORMED)?;
    let (length, rest) = rest.split_first_chunk::<2>().ok_or(MALFORMED)?;
    let (credential_id, rest) = rest.split_at_checked(u16::from_be_bytes(*length).into()).ok_or(MALFORMED)?;
    let (_, after) = cbor::read_first(rest).map_err(|_| MALFORMED)?;
    let public_key = &rest[..rest.len() - after.len()];
    Ok((Attested { aaguid: Aaguid(*aaguid), credential_id, public_key }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn models_are_written_as_in_metadata() {
        let text = "2fc0579f-8113-47ea-b116-bb5a8db9202a";
        assert_eq!(Aaguid::parse(text).unwrap().to_string(), text);
        for wrong in [
            "",
            "2fc0579f811347eab116bb5a8db9202a",
            "2fc0579f-8113-47ea-b116-bb5a8db9202",
            "+fc0579f-8113-47ea-b116-bb5a8db9202a",
        ] {
            assert_eq!(Aaguid::parse(wrong), None, "{wrong}");
        }
    }
}
