//! Randomness as an input: the operating system's in production, a reproducible stream in tests.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest;

/// A source of bytes that nobody can guess.
pub trait Entropy: Send + Sync {
    /// Fills all of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// So many random bytes.
pub fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// The operating system's generator, without another in between: AWS-LC's own takes 40 ms to begin, and asks the
/// operating system as well.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Entropy for System {
    #[expect(clippy::expect_used, reason = "a server that can not draw secrets must not go on")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// A stream that is the same for the same seed and the same order of calls. **For tests only**: anybody can compute it.
#[derive(Debug)]
pub struct Seeded {
    seed: u64,
    block: AtomicU64,
}

impl Seeded {
    /// The stream of this seed, from its beginning.
    pub const fn new(seed: u64) -> Self {
        Self { seed, block: AtomicU64::new(0) }
    }
}

impl Entropy for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(digest::SHA256_OUTPUT_LEN) {
            let block = self.block.fetch_add(1, Ordering::Relaxed);
            let mut input = [0; 16];
            input[..8].copy_from_slice(&self.seed.to_be_bytes());
            input[8..].copy_from_slice(&block.to_be_bytes());
            let output = digest::digest(&digest::SHA256, &input);
            chunk.copy_from_slice(&output.as_ref()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_stream_that_does_not_repeat() {
        let [first, second] = [Seeded::new(7), Seeded::new(7)];
        let long: [u8; 100] = bytes(&first);
        assert_eq!(long, bytes(&second));
        assert_ne!(long, bytes(&first), "goes on");
        assert_ne!(long, bytes(&Seeded::new(8)));
        assert_ne!(long[..32], long[32..64]);
    }

    #[test]
    fn the_system_does_not_repeat_itself() {
        let drawn: std::collections::HashSet<[u8; 16]> = (0..1000).map(|_| bytes(&System)).collect();
        assert_eq!(drawn.len(), 1000);
    }

    /// KEY-06: no part of what is drawn is left as it was.
    #[test]
    fn the_system_draws_every_bit() {
        let mut set = [0; 256];
        for _ in 0..4000 {
            let drawn: [u8; 32] = bytes(&System);
            for (bit, count) in set.iter_mut().enumerate() {
                *count += usize::from(drawn[bit / 8] >> (bit % 8) & 1);
            }
        }
        // Chance stays within a fifth of this.
        assert!(set.iter().all(|count| (1600..2400).contains(count)), "{set:?}");
    }
}
