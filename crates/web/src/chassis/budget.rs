//! Bytes under way: requests that were not answered yet and answers that were not taken yet, for the process and for each
//! source (DOS-04).
//!
//! A source has what it asks for, up to its own limit and to a quarter of what is free: so those who take much leave room
//! for those who come after them, however many they are.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use http::{HeaderMap, Uri};

use super::metrics::Counter;

/// What a request costs besides its text: its task, its parsed head.
const OVERHEAD: u64 = 1024;
/// What a header costs besides its text.
const HEADER: u64 = 64;

/// How many bytes may be under way.
#[derive(Debug, Clone, Copy)]
pub struct Bytes {
    /// Of all requests together: 64 MiB.
    pub all: u64,
    /// Of one source: 8 MiB, enough for one uploaded picture, some hundred of the largest forms or two thousand small requests at
    /// one time.
    pub source: u64,
}

impl Default for Bytes {
    fn default() -> Self {
        Self { all: 64 * 1024 * 1024, source: 8 * 1024 * 1024 }
    }
}

/// The bytes that are under way now.
#[derive(Debug)]
pub(crate) struct Budget {
    most: Bytes,
    used: Mutex<Used>,
    pub(crate) refused: Counter,
}

#[derive(Debug, Default)]
struct Used {
    all: u64,
    sources: HashMap<IpAddr, u64>,
}

impl Budget {
    pub(crate) fn new(most: Bytes) -> Arc<Self> {
        Arc::new(Self { most, used: Mutex::default(), refused: Counter::default() })
    }

    fn used(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The bytes that are under way now.
    pub(crate) fn in_flight(&self) -> u64 {
        self.used().all
    }

    /// An account for one request of this source.
    pub(crate) fn open(self: &Arc<Self>, source: IpAddr) -> Held {
        Held { budget: Arc::clone(self), source, bytes: Mutex::new(0) }
    }
}

impl Used {
    fn add(&mut self, source: IpAddr, more: u64) {
        self.all += more;
        *self.sources.entry(source).or_default() += more;
    }

    fn take_off(&mut self, source: IpAddr, less: u64) {
        self.all = self.all.saturating_sub(less);
        if let Some(used) = self.sources.get_mut(&source) {
            *used = used.saturating_sub(less);
            if *used == 0 {
                self.sources.remove(&source);
            }
        }
    }
}

/// What one request holds of the budget, until it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    budget: Arc<Budget>,
    source: IpAddr,
    bytes: Mutex<u64>,
}

impl Held {
    fn bytes(&self) -> MutexGuard<'_, u64> {
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes so many more; false, and nothing is taken, when the source or the process has no room for them.
    pub(crate) fn grow(&self, more: u64) -> bool {
        let (mut bytes, mut used) = (self.bytes(), self.budget.used());
        let of_source = used.sources.get(&self.source).copied().unwrap_or_default() + more;
        let share = self.budget.most.all.saturating_sub(used.all) / 4;
        if of_source > self.budget.most.source.min(share) {
            self.budget.refused.add(1);
            return false;
        }
        used.add(self.source, more);
        *bytes += more;
        true
    }

    /// The request was answered: from here on the answer is what is held. It is there already, so nobody is asked.
    pub(crate) fn becomes(&self, answer: u64) {
        let (mut bytes, mut used) = (self.bytes(), self.budget.used());
        used.take_off(self.source, *bytes);
        used.add(self.source, answer);
        *bytes = answer;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let bytes = *self.bytes();
        self.budget.used().take_off(self.source, bytes);
    }
}

/// What the head of a request takes, roughly.
pub(crate) fn of_head(uri: &Uri, headers: &HeaderMap) -> u64 {
    let lines = headers.iter().map(|(name, value)| (name.as_str().len() + value.len()) as u64 + HEADER);
    let target = uri.path_and_query().map_or(0, |text| text.as_str().len() as u64);
    OVERHEAD + target + lines.sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    #[test]
    fn a_source_has_its_part_and_gives_it_back() {
        let budget = Budget::new(Bytes { all: 64_000, source: 4_000 });
        let (first, second) = (budget.open(source(1)), budget.open(source(1)));
        assert!(first.grow(3_000) && second.grow(1_000));
        assert!(!second.grow(1), "its part");
        assert!(budget.open(source(2)).grow(4_000), "another source");
        assert_eq!((budget.in_flight(), budget.refused.get()), (4_000, 1));
        first.becomes(9_000);
        assert_eq!(budget.in_flight(), 10_000, "an answer is held however large it is");
        assert!(!second.grow(1));
        drop(first);
        assert!(second.grow(3_000));
        drop(second);
        assert_eq!(budget.in_flight(), 0);
        assert!(budget.used().sources.is_empty());
    }

    /// However many sources take all that they can get, there is room for one who comes after them.
    #[test]
    fn those_who_take_much_leave_room() {
        let budget = Budget::new(Bytes { all: 64 * 1024 * 1024, source: 8 * 1024 * 1024 });
        let mut held = Vec::new();
        for number in 0..500 {
            let one = budget.open(source(number));
            while one.grow(16 * 1024) {}
            held.push(one);
        }
        assert!(budget.in_flight() < 64 * 1024 * 1024);
        let late = budget.open(source(1_000));
        assert!(late.grow(2 * 1024), "{} are used", budget.in_flight());
    }
}
