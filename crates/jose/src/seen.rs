//! Signatures that were found right before. An access token is shown again and again for as long as it lives, and judging
//! an Ed25519 signature costs more than everything else that userinfo does.
//!
//! Only the signature is remembered, for the one set of keys that it was judged with: algorithm, kind, times and whatever
//! the token hangs off are looked at each time.

use std::{
    collections::HashSet,
    fmt,
    sync::{Mutex, PoisonError},
};

use aws_lc_rs::digest::{Context, SHA256};

/// How many are remembered in each of two generations: 32 bytes each and a third of that besides.
const BOUND: usize = 4096;

/// What stands for a token and its signature.
pub(crate) type Digest = [u8; 32];

/// The newest signatures that were right.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashSet<Digest>,
    old: HashSet<Digest>,
}

/// Of the signed part and its signature. The signed part has exactly one dot, so that the second one is where it ends.
pub(crate) fn digest(signed: &str, signature: &[u8]) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(signed.as_bytes());
    context.update(b".");
    context.update(signature);
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    digest
}

impl Seen {
    /// Whether it was right before. What is asked for stays longer.
    pub(crate) fn knows(&self, digest: &Digest) -> bool {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if generations.young.contains(digest) {
            return true;
        }
        let known = generations.old.contains(digest);
        if known {
            generations.keep(*digest);
        }
        known
    }

    /// It is right.
    pub(crate) fn keep(&self, digest: Digest) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).keep(digest);
    }
}

impl Generations {
    fn keep(&mut self, digest: Digest) {
        if self.young.len() >= BOUND {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(digest);
    }
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seen")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_stays_bounded_and_what_is_asked_for_stays() {
        let seen = Seen::default();
        let number = |number: usize| digest(&number.to_string(), b"signature");
        seen.keep(number(0));
        for other in 1..3 * BOUND {
            assert!(seen.knows(&number(0)), "{other}");
            seen.keep(number(other));
        }
        let generations = seen.0.lock().unwrap();
        assert!(generations.young.len() <= BOUND && generations.old.len() <= BOUND);
        drop(generations);
        assert!(!seen.knows(&number(1)), "nobody asked for it");
    }

    #[test]
    fn token_and_signature_both_count() {
        assert_ne!(digest("a.b", b"c"), digest("a.c", b"c"));
        assert_ne!(digest("a.b", b"c"), digest("a.b", b"d"));
    }
}
