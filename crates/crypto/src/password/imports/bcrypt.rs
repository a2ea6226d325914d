//! bcrypt (Provos and Mazières, 1999): `$2b$12$` with 22 characters of salt and 31 of hash.
//!
//! bcrypt reads 72 bytes of a password and no more, so the server that a hash comes from took any password that agrees in
//! those. We do so once, as it did, and then hash all of what was typed: from then on every byte counts.

use base64::alphabet::BCRYPT;
use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use crate::password::stored::{NotAHash, Tag, decimal, decode};

/// Cost 15 takes about two seconds; each step doubles it.
const MAX_COST: u32 = 15;
/// How much of a password bcrypt reads.
const READS: usize = 72;

#[derive(Clone)]
pub(in crate::password) struct Bcrypt {
    cost: u32,
    salt: [u8; 16],
    tag: Tag,
    over_sha256: bool,
}

impl Bcrypt {
    /// Reads `$2a$`, `$2b$` and `$2y$`, which differ only in old errors of C code. `$2x$` *is* such an error: refused.
    pub(in crate::password) fn parse(text: &str) -> Result<Self, NotAHash> {
        let fields: Vec<&str> = text.split('$').collect();
        let [name, cost, both] = match fields[..] {
            ["", name @ ("2a" | "2b" | "2x" | "2y"), cost, both] => [name, cost, both],
            _ => return Err(NotAHash::Damaged),
        };
        let (salt, tag) = both.split_at_checked(22).ok_or(NotAHash::Damaged)?;
        let salt = decode(&BCRYPT, salt, 16..=16)?.try_into().map_err(|_| NotAHash::Damaged)?;
        let tag = Tag::new(decode(&BCRYPT, tag, 23..=23)?);
        let cost = if cost.len() == 2 { decimal(cost)? } else { return Err(NotAHash::Damaged) };
        match cost {
            _ if name == "2x" => Err(NotAHash::ErroneousBcrypt),
            4..=MAX_COST => Ok(Self { cost, salt, tag, over_sha256: false }),
            ..4 => Err(NotAHash::Damaged),
            _ => Err(NotAHash::TooCostly {
                scheme: "bcrypt",
                has: format!("a cost of {cost}"),
                most: "a cost of 15 at most",
            }),
        }
    }

    /// Reads what Django calls `bcrypt_sha256`: bcrypt over the hexadecimal SHA-256 of the password.
    pub(in crate::password) fn parse_over_sha256(text: &str) -> Result<Self, NotAHash> {
        Ok(Self { over_sha256: true, ..Self::parse(text)? })
    }

    pub(in crate::password) fn matches(&self, form: &[u8]) -> bool {
        let mut input = Zeroizing::new(Vec::with_capacity(form.len().max(READS) + 1));
        if self.over_sha256 {
            let mut hash = Sha256::digest(form);
            input.extend(hash.iter().flat_map(|byte| [byte >> 4, byte & 15].map(hexadecimal)));
            hash.as_mut_slice().zeroize();
        } else {
            input.extend_from_slice(form);
        }
        // The terminating zero of C is a part of the password.
        input.push(0);
        input.truncate(READS);
        Tag::new(::bcrypt::bcrypt(self.cost, self.salt, &input)[..23].to_vec()) == self.tag
    }

    /// How long that takes on a core of today, in microseconds: cost 14 takes 1.2 s.
    pub(in crate::password) const fn micros(&self) -> u64 {
        73 << self.cost
    }
}

const fn hexadecimal(value: u8) -> u8 {
    if value < 10 { b'0' + value } else { b'a' + value - 10 }
}
