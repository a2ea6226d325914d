//! Which of our keys are published, and which one signs, at a given time (OIDC Core §10.1.1, OAU-47).
//!
//! A key is published from its creation, signs from `effective_at` until it retires, and stays published until it
//! expires, when the last token it signed has ended. So clients know a key before it is used, and all nodes turn over
//! at the same time.

use jose::Algorithm;
use model::Time;

/// When a key does what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTimes<A = Algorithm> {
    /// What it signs with, or is for otherwise.
    pub algorithm: A,
    /// Published from here.
    pub created_at: Time,
    /// Signs from here.
    pub effective_at: Time,
    /// Signs no more from here.
    pub retires_at: Option<Time>,
    /// Published no more from here, and what it signed is not believed.
    pub expires_at: Option<Time>,
}

impl<A> KeyTimes<A> {
    fn is_published(&self, now: Time) -> bool {
        self.created_at <= now && self.expires_at.is_none_or(|end| now < end)
    }

    fn may_sign(&self, now: Time) -> bool {
        self.is_published(now) && self.effective_at <= now && self.retires_at.is_none_or(|end| now < end)
    }

    fn turns(&self) -> impl Iterator<Item = Time> {
        [Some(self.created_at), Some(self.effective_at), self.retires_at, self.expires_at].into_iter().flatten()
    }
}

/// The keys' parts at one time, by their position in the list that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// At most one for each algorithm, in the order of the list: of those that may sign, the one that came last into effect.
    pub signing: Vec<usize>,
    /// All that are published, in the order given.
    pub published: Vec<usize>,
    /// When the answer changes next.
    pub until: Time,
}

/// Which keys sign and which are published now.
pub fn select<A: Copy + PartialEq>(keys: &[KeyTimes<A>], now: Time) -> Selection {
    let signer = |algorithm: A| {
        let able = keys.iter().enumerate().filter(|(_, key)| key.algorithm == algorithm && key.may_sign(now));
        able.max_by_key(|(at, key)| (key.effective_at, key.created_at, *at)).map(|(at, _)| at)
    };
    let mut algorithms: Vec<A> = Vec::new();
    for key in keys {
        if !algorithms.contains(&key.algorithm) {
            algorithms.push(key.algorithm);
        }
    }
    Selection {
        signing: algorithms.into_iter().filter_map(signer).collect(),
        published: (0..keys.len()).filter(|&at| keys[at].is_published(now)).collect(),
        until: keys.iter().flat_map(KeyTimes::turns).filter(|&turn| turn > now).min().unwrap_or(Time::NEVER),
    }
}

#[cfg(test)]
#[path = "jwks_tests.rs"]
mod tests;
