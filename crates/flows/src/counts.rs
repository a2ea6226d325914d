//! What a node counts for whoever watches it. Numbers only: nothing here names anybody.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use crypto::password::Load as Hashing;

use crate::{Doorward, Limited};

/// Events by kind, since the start of this node.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<BTreeMap<&'static str, u64>>);

impl Counts {
    pub(crate) fn add(&self, kind: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(kind).or_default() += 1;
    }
}

/// How busy a node is now.
#[derive(Debug, Clone)]
pub struct Load {
    /// Passwords that are hashed, and those that wait for it.
    pub hashing: Hashing,
    /// What limits turned away.
    pub limited: Limited,
    /// Changes that are being written or wait for it.
    pub writes: usize,
    /// Audit events by kind since the start, counted as they were put into a change.
    pub events: BTreeMap<&'static str, u64>,
}

impl Doorward {
    /// How busy this node is now.
    pub fn load(&self) -> Load {
        let events = self.counts.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Load { hashing: self.hasher.load(), limited: self.buckets.limited(), writes: self.store.waiting(), events }
    }
}
