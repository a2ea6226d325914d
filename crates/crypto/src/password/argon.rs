//! Argon2 (RFC 9106): what new passwords are hashed with, and PHC strings of it from anywhere.

use std::fmt::Write as _;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

use super::stored::{NotAHash, Tag, decimal, phc_bytes};

/// What a hash costs whoever computes it, the attacker included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

/// The cost is under what passwords need, or over what a sign-in may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "Argon2id takes from 19456 to 262144 KiB of memory, at least 2 passes, 1 to 64 lanes, and at most 2 GiB × passes"
)]
pub struct CostOutOfBounds;

/// 256 MiB: beyond what known servers use (Rauthy 128, Kratos 128, authentik 100 MiB).
const MAX_MEMORY: u32 = 256 * 1024;
/// Memory times passes, in KiB: about one second of a core.
const MAX_WORK: u32 = 2 * 1024 * 1024;
const MAX_LANES: u32 = 64;

impl Cost {
    /// The least memory of a new hash, in KiB.
    pub const MIN_MEMORY: u32 = 19 * 1024;
    /// The least passes of a new hash.
    pub const MIN_PASSES: u32 = 2;

    /// A cost for new hashes: `memory` in KiB, `passes` over it, in `lanes`.
    ///
    /// # Errors
    /// When it is out of bounds.
    pub const fn new(memory: u32, passes: u32, lanes: u32) -> Result<Self, CostOutOfBounds> {
        if memory < Self::MIN_MEMORY || passes < Self::MIN_PASSES {
            return Err(CostOutOfBounds);
        }
        Self::bounded(memory, passes, lanes)
    }

    /// A cost that is not too much; an imported hash may have any that is less than ours.
    const fn bounded(memory: u32, passes: u32, lanes: u32) -> Result<Self, CostOutOfBounds> {
        let lanes_fit = lanes >= 1 && lanes <= MAX_LANES && memory >= 8 * lanes && memory <= MAX_MEMORY;
        if !lanes_fit || passes < 1 || memory.saturating_mul(passes) > MAX_WORK {
            return Err(CostOutOfBounds);
        }
        Ok(Self { memory, passes, lanes })
    }

    /// Memory, in KiB.
    pub const fn memory(self) -> u32 {
        self.memory
    }

    /// Memory times passes, in KiB: what time goes with.
    pub(super) const fn work(self) -> u32 {
        self.memory * self.passes
    }
}

impl Default for Cost {
    /// 19 MiB, 2 passes, 1 lane (OWASP's first choice).
    fn default() -> Self {
        Self { memory: Self::MIN_MEMORY, passes: Self::MIN_PASSES, lanes: 1 }
    }
}

/// Memory for one computation at a time, kept between them: getting 19 MiB from the system costs a tenth of a hash. It is
/// not wiped, since nothing in it is cheaper to guess from than the hash itself: the last pass lies on all the ones before.
#[derive(Default)]
pub(super) struct Memory(Vec<Block>);

impl Memory {
    #[cfg(test)]
    pub(super) const fn blocks(&self) -> usize {
        self.0.len()
    }

    fn lend<T>(&mut self, blocks: usize, keep: usize, work: impl FnOnce(&mut [Block]) -> T) -> T {
        if blocks > keep {
            // A hash from elsewhere that takes more than ours do. Its memory goes back to the system.
            return work(&mut vec![Block::new(); blocks]);
        }
        if self.0.len() < keep {
            self.0 = vec![Block::new(); keep];
        }
        work(&mut self.0[..blocks])
    }
}

/// An Argon2 hash and what it was made with.
#[derive(Clone)]
pub(super) struct Argon {
    algorithm: Algorithm,
    version: Version,
    cost: Cost,
    salt: Vec<u8>,
    tag: Tag,
}

impl Argon {
    const SALT: usize = 16;
    const TAG: usize = 32;

    /// Hashes a new password.
    pub(super) fn hash(form: &[u8], salt: [u8; Self::SALT], cost: Cost, memory: &mut Memory) -> Self {
        let mut argon = Self {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            cost,
            salt: salt.to_vec(),
            tag: Tag::zero(Self::TAG),
        };
        argon.tag = argon.compute(form, cost, memory);
        argon
    }

    pub(super) fn matches(&self, form: &[u8], keep: Cost, memory: &mut Memory) -> bool {
        self.compute(form, keep, memory) == self.tag
    }

    /// Whether a new hash would be harder to guess from. A stored cost that is higher is left alone.
    pub(super) fn is_weaker_than(&self, cost: Cost) -> bool {
        self.algorithm != Algorithm::Argon2id
            || self.version != Version::V0x13
            || self.cost.memory < cost.memory
            || self.cost.passes < cost.passes
            || self.salt.len() < Self::SALT
            || self.tag.len() < Self::TAG
    }

    #[expect(clippy::expect_used, reason = "`Cost` and the parser keep within the bounds of the algorithm")]
    fn compute(&self, form: &[u8], keep: Cost, memory: &mut Memory) -> Tag {
        let params = |cost: Cost, length| {
            Params::new(cost.memory, cost.passes, cost.lanes, length).expect("a cost is within bounds")
        };
        let mut tag = Tag::zero(self.tag.len());
        let own = params(self.cost, Some(self.tag.len()));
        memory.lend(own.block_count(), params(keep, None).block_count(), |blocks| {
            Argon2::new(self.algorithm, self.version, own)
                .hash_password_into_with_memory(form, &self.salt, tag.bytes(), blocks)
                .expect("lengths are within bounds");
        });
        tag
    }

    /// How long that takes on a core of today, in microseconds: about 2 GiB × passes a second.
    pub(super) fn micros(&self) -> u64 {
        u64::from(self.cost.memory) * u64::from(self.cost.passes) / 2
    }

    /// The PHC string, as it is stored.
    pub(super) fn to_phc(&self) -> String {
        let Cost { memory, passes, lanes } = self.cost;
        let mut text = format!("${}$v={}$m={memory},t={passes},p={lanes}", self.algorithm, self.version as u32);
        for part in [self.salt.as_slice(), self.tag.as_slice()] {
            // Writing to a string does not fail.
            let _ = write!(text, "${}", STANDARD_NO_PAD.encode(part));
        }
        text
    }

    /// Reads `$argon2id$v=19$m=19456,t=2,p=1$salt$tag` (also `argon2i`, `argon2d`; without `v` it is version 16).
    pub(super) fn parse(text: &str) -> Result<Self, NotAHash> {
        let mut fields = text.split('$').skip(1);
        let mut next = || fields.next().ok_or(NotAHash::Damaged);
        let algorithm = match next()? {
            "argon2id" => Algorithm::Argon2id,
            "argon2i" => Algorithm::Argon2i,
            "argon2d" => Algorithm::Argon2d,
            _ => return Err(NotAHash::Unknown),
        };
        let field = next()?;
        let (version, costs) = match field {
            "v=19" => (Version::V0x13, next()?),
            "v=16" => (Version::V0x10, next()?),
            costs => (Version::V0x10, costs),
        };
        let salt = phc_bytes(next()?, 8..=64)?;
        let tag = Tag::new(phc_bytes(next()?, 16..=128)?);
        if fields.next().is_some() {
            return Err(NotAHash::Damaged);
        }
        Ok(Self { algorithm, version, cost: Self::parse_cost(costs)?, salt, tag })
    }

    fn parse_cost(text: &str) -> Result<Cost, NotAHash> {
        let mut costs = text.split(',');
        let mut next = |name| decimal(costs.next().and_then(|cost| cost.strip_prefix(name)).ok_or(NotAHash::Damaged)?);
        let (memory, passes, lanes) = (next("m=")?, next("t=")?, next("p=")?);
        if costs.next().is_some() {
            return Err(NotAHash::Damaged);
        }
        let exists = lanes >= 1 && passes >= 1 && memory >= lanes.saturating_mul(8);
        Cost::bounded(memory, passes, lanes).map_err(|CostOutOfBounds| match exists {
            false => NotAHash::Damaged,
            true => NotAHash::TooCostly {
                scheme: "Argon2",
                has: format!("m = {memory} KiB, t = {passes}, p = {lanes}"),
                most: "m up to 262144 KiB, m × t up to 2097152 KiB, p up to 64",
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_a_new_hash() {
        assert_eq!(Cost::new(19_456, 2, 1), Ok(Cost::default()));
        for (memory, passes, lanes) in [
            (19_455, 2, 1),
            (19_456, 1, 1),
            (19_456, 2, 0),
            (19_456, 2, 65),
            (262_145, 2, 1),
            (262_144, 9, 1),
            (u32::MAX, u32::MAX, 1),
            (19_456, 2, u32::MAX),
        ] {
            assert_eq!(Cost::new(memory, passes, lanes), Err(CostOutOfBounds), "{memory} {passes} {lanes}");
        }
    }

    #[test]
    fn the_most_that_may_be_configured_can_be_read_again() {
        for cost in [Cost::new(262_144, 8, 64), Cost::new(19_456, 107, 1), Cost::new(19_456, 2, 64)] {
            let cost = cost.expect("within bounds");
            let text = format!("$argon2id$v=19$m={},t={},p={}$", cost.memory, cost.passes, cost.lanes);
            let text = format!("{text}c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
            assert_eq!(Argon::parse(&text).map(|argon| argon.to_phc()), Ok(text));
        }
    }
}
