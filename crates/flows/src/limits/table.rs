//! How much each source has used: bounded memory, in which nobody is forgotten before they are whole again.
//!
//! A source has an entry while it owes something. When the table is full, whoever has no entry yet is counted with their
//! whole neighbourhood (an IPv4 /16, an IPv6 /32), under the same limit: many sources never open the way for one.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::{Span, Time, source::neighbourhood};

use super::Rate;

/// Sources with an entry of their own: about 4 MiB.
const BOUND: usize = 65_536;

/// A full table is looked through for entries that are whole again this often.
const SWEEP: Span = Span::seconds(1);

/// One of a rate's units, as it is counted: in thousandths.
const ONE: i64 = 1000;

/// What sources have used of one rate.
#[derive(Debug)]
pub(super) struct Table {
    rate: Rate,
    bound: usize,
    entries: Mutex<Entries>,
}

/// What is counted: a source, or what one source does about one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Counted {
    pub(super) source: IpAddr,
    pub(super) about: Option<[u8; 16]>,
}

impl From<IpAddr> for Counted {
    fn from(source: IpAddr) -> Self {
        Self { source, about: None }
    }
}

#[derive(Debug, Default)]
struct Entries {
    sources: HashMap<Counted, Used>,
    neighbourhoods: HashMap<IpAddr, Used>,
    swept_at: Option<Time>,
}

/// What was used, in thousandths, and when that was so.
#[derive(Debug, Clone, Copy)]
struct Used {
    thousandths: i64,
    /// So many of them are not settled yet: they may be given back.
    open: u32,
    at: Time,
}

/// Why there is nothing left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    /// Used up; one more is there in so many seconds.
    Until(u32),
    /// What is under way would use it up, and may be given back.
    ByOpen,
}

impl Table {
    pub(super) fn new(rate: Rate) -> Arc<Self> {
        Self::bounded(rate, BOUND)
    }

    fn bounded(rate: Rate, bound: usize) -> Arc<Self> {
        Arc::new(Self { rate, bound, entries: Mutex::default() })
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes one, which does not count yet. `into_debt`: also where all is used up, up to as much again.
    pub(super) fn take(
        self: &Arc<Self>,
        counted: impl Into<Counted>,
        now: Time,
        into_debt: bool,
    ) -> Result<Taken, Spent> {
        let mut entries = self.entries();
        let (key, used) = entries.of(counted.into(), self, now);
        let burst = i64::from(self.rate.burst) * ONE;
        let most = if into_debt { 2 * burst } else { burst };
        let before = used.at(self.rate, now);
        if before + ONE > most {
            let settled = before - i64::from(used.open) * ONE;
            return Err(match settled + ONE > most {
                true => Spent::Until(self.rate.seconds_for(before + ONE - most)),
                false => Spent::ByOpen,
            });
        }
        *used = Used { thousandths: before + ONE, open: used.open + 1, at: now.max(used.at) };
        Ok(Taken { entry: Some((Arc::clone(self), key)), counts: false })
    }

    /// Gives one back that was taken with another request.
    pub(super) fn give_back(&self, source: IpAddr, now: Time) {
        let mut entries = self.entries();
        for key in [Key::Source(source.into()), Key::Neighbourhood(neighbourhood(source))] {
            if let Some(used) = entries.get(key) {
                *used = Used { thousandths: (used.at(self.rate, now) - ONE).max(0), at: now.max(used.at), ..*used };
                return;
            }
        }
    }

    /// How many sources have an entry.
    pub(super) fn sources(&self) -> usize {
        let entries = self.entries();
        entries.sources.len() + entries.neighbourhoods.len()
    }
}

impl Entries {
    fn of(&mut self, counted: Counted, table: &Table, now: Time) -> (Key, &mut Used) {
        let is_new = !self.sources.contains_key(&counted);
        if is_new && self.sources.len() >= table.bound && self.swept_at.is_none_or(|at| now.since(at) >= SWEEP) {
            self.swept_at = Some(now);
            let owes = |used: &Used| used.open > 0 || used.at(table.rate, now) > 0;
            self.sources.retain(|_, used| owes(used));
            self.neighbourhoods.retain(|_, used| owes(used));
        }
        let key = match is_new && self.sources.len() >= table.bound {
            true => Key::Neighbourhood(neighbourhood(counted.source)),
            false => Key::Source(counted),
        };
        let fresh = Used { thousandths: 0, open: 0, at: now };
        let used = match key {
            Key::Source(counted) => self.sources.entry(counted).or_insert(fresh),
            Key::Neighbourhood(network) => self.neighbourhoods.entry(network).or_insert(fresh),
        };
        (key, used)
    }

    fn get(&mut self, key: Key) -> Option<&mut Used> {
        match key {
            Key::Source(counted) => self.sources.get_mut(&counted),
            Key::Neighbourhood(network) => self.neighbourhoods.get_mut(&network),
        }
    }
}

impl Used {
    /// What of it is still owed. A clock that went back gives nothing back.
    fn at(self, rate: Rate, now: Time) -> i64 {
        let passed = now.since(self.at).as_millis().max(0);
        (self.thousandths - passed.saturating_mul(i64::from(rate.per_minute)) / 60).max(0)
    }
}

/// Under what something is counted.
#[derive(Debug, Clone, Copy)]
enum Key {
    Source(Counted),
    /// At most 65,536 of IPv4; of IPv6 as many as registries gave networks to providers.
    Neighbourhood(IpAddr),
}

/// One that was taken. Dropped, it is given back, unless it counts.
#[derive(Debug)]
#[must_use = "dropped at once, nothing was taken"]
pub(crate) struct Taken {
    entry: Option<(Arc<Table>, Key)>,
    counts: bool,
}

impl Taken {
    /// Where nothing is limited.
    pub(super) const NOTHING: Self = Self { entry: None, counts: false };

    /// Whether it stays used when it is dropped: what is judged does, until it was right.
    pub(crate) fn counts(&mut self, counts: bool) {
        self.counts = counts;
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let Some((table, key)) = &self.entry else { return };
        if let Some(used) = table.entries().get(*key) {
            used.open = used.open.saturating_sub(1);
            if !self.counts {
                used.thousandths = (used.thousandths - ONE).max(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_seconds(1_000_000);
    const RATE: Rate = Rate { burst: 3, per_minute: 6 };

    fn address(number: u32) -> IpAddr {
        std::net::Ipv4Addr::from(number).into()
    }

    /// One that is taken and counts.
    fn wrong(table: &Arc<Table>, source: IpAddr, into_debt: bool) -> Result<(), Spent> {
        table.take(source, NOW, into_debt).map(|mut taken| taken.counts(true))
    }

    #[test]
    fn what_is_under_way_is_taken_and_may_come_back() {
        let table = Table::new(RATE);
        let mut open: Vec<_> = (0..3).map(|_| table.take(address(1), NOW, false).unwrap()).collect();
        assert_eq!(table.take(address(1), NOW, false).unwrap_err(), Spent::ByOpen);
        open[0].counts(true);
        drop(open.remove(0));
        assert_eq!(table.take(address(1), NOW, false).unwrap_err(), Spent::ByOpen, "it counts, two are open");
        open.pop();
        let mut again = table.take(address(1), NOW, false).unwrap();
        again.counts(true);
        open[0].counts(true);
        drop((open, again));
        assert_eq!(table.take(address(1), NOW, false).unwrap_err(), Spent::Until(11));
        assert!(table.take(address(1), NOW - Span::hours(1), false).is_err(), "a clock that goes back gives nothing");
        assert!(table.take(address(1), NOW + Span::seconds(11), false).is_ok(), "ten seconds give one back");
        assert!(table.take(address(2), NOW, false).is_ok(), "another source");
    }

    #[test]
    fn who_may_go_into_debt_has_as_much_again() {
        let table = Table::new(RATE);
        let wrong = |into_debt| wrong(&table, address(1), into_debt);
        assert_eq!([(); 3].map(|()| wrong(false)), [Ok(()); 3]);
        assert!(wrong(false).is_err());
        assert_eq!([(); 3].map(|()| wrong(true)), [Ok(()); 3]);
        assert_eq!((wrong(true), wrong(false)), (Err(Spent::Until(11)), Err(Spent::Until(41))));
    }

    #[test]
    fn finishing_gives_back_once_and_never_more_than_was_used() {
        let table = Table::new(RATE);
        table.give_back(address(1), NOW);
        assert_eq!([(); 3].map(|()| wrong(&table, address(1), false)), [Ok(()); 3]);
        table.give_back(address(1), NOW);
        assert_eq!(wrong(&table, address(1), false), Ok(()));
        assert!(wrong(&table, address(1), false).is_err());
    }

    /// RLP-08, LGN-10: however many sources come, memory is bounded, and whoever used theirs up has used it up.
    #[test]
    fn rlp_08_many_sources_clear_nothing() {
        let table = Table::bounded(RATE, 1_000);
        assert_eq!([(); 3].map(|()| wrong(&table, address(7), false)), [Ok(()); 3]);
        for number in 0..1_000_000 {
            let _ = wrong(&table, address(0x0A00_0000 + number), false);
        }
        assert!(table.sources() <= 1_000 + 16, "{}", table.sources());
        assert!(table.take(address(7), NOW, false).is_err(), "still spent");
        let crowded = address(0x0A00_0000 + 999_999);
        assert!(table.take(crowded, NOW, false).is_err(), "the neighbourhood of the crowd is limited too");
        assert!(table.take(address(0xC633_6407), NOW, false).is_ok(), "and others are not kept out by it");
        assert!(table.take(crowded, NOW + Span::minutes(1), false).is_ok());
        assert!(table.sources() < 1_000, "what is whole again is forgotten: {}", table.sources());
    }
}
