//! What one source may ask for: wrong guesses and new sign-ins, so many at once and so many a minute.
//!
//! Kept in this node's memory, bounded: these limits blunt storms and spraying. What protects an account is in the database
//! (`sign_in::tries`).

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use model::Time;

use crate::{Caller, Error, Result};

/// More sources than this, and those that are whole again are forgotten.
const BOUND: usize = 16_384;

/// What a node allows. By default everything: whoever puts a node together says what it shall be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// Wrong passwords and codes from one source (SECURITY_BAR LGN-10).
    pub wrong_guesses: Option<Rate>,
    /// Sign-ins that one source begins; each is a row for an hour.
    pub beginnings: Option<Rate>,
    /// How long a wrong password takes to be told so, at least, from when it is looked at (LGN-02).
    pub wrong_answer_takes: Duration,
}

/// So many at once, and so many more with every minute.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// With every minute.
    pub per_minute: u32,
}

/// How much each source has used.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    limits: Limits,
    guesses: Mutex<HashMap<IpAddr, Used>>,
    beginnings: Mutex<HashMap<IpAddr, Used>>,
}

/// What a source has used, in thousandths, and when that was so.
#[derive(Debug, Clone, Copy)]
struct Used {
    thousandths: i64,
    at: Time,
}

impl Used {
    fn at(self, rate: Rate, now: Time) -> i64 {
        let refilled = now.since(self.at).as_millis().saturating_mul(i64::from(rate.per_minute)) / 60;
        (self.thousandths - refilled).max(0)
    }
}

impl Buckets {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Whether a source may guess at all. Only wrong guesses count.
    pub(crate) fn admit_guess(&self, caller: &Caller) -> Result<()> {
        let Some((rate, source)) = self.limits.wrong_guesses.zip(source(caller)) else { return Ok(()) };
        let used = lock(&self.guesses).get(&source).map_or(0, |used| used.at(rate, caller.now));
        within(rate, used)
    }

    /// A wrong guess came from there.
    pub(crate) fn wrong_guess(&self, caller: &Caller) {
        if let Some((rate, source)) = self.limits.wrong_guesses.zip(source(caller)) {
            add(&self.guesses, rate, source, caller.now);
        }
    }

    /// Whether a source may begin another sign-in; it is counted.
    pub(crate) fn admit_beginning(&self, caller: &Caller) -> Result<()> {
        let Some((rate, source)) = self.limits.beginnings.zip(source(caller)) else { return Ok(()) };
        within(rate, add(&self.beginnings, rate, source, caller.now))
    }
}

fn within(rate: Rate, used: i64) -> Result<()> {
    let over = used + 1000 - i64::from(rate.burst) * 1000;
    if over <= 0 {
        return Ok(());
    }
    let seconds = over * 60 / (i64::from(rate.per_minute).max(1) * 1000) + 1;
    Err(Error::TooMany { retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX) })
}

/// Counts one more, and answers what was used before it. A source that is over its limit is not counted further.
fn add(buckets: &Mutex<HashMap<IpAddr, Used>>, rate: Rate, source: IpAddr, now: Time) -> i64 {
    let mut buckets = lock(buckets);
    if buckets.len() >= BOUND {
        buckets.retain(|_, used| used.at(rate, now) > 0);
        if buckets.len() >= BOUND {
            buckets.clear();
        }
    }
    let used = buckets.entry(source).or_insert(Used { thousandths: 0, at: now });
    let before = used.at(rate, now);
    *used = Used { thousandths: (before + 1000).min(i64::from(rate.burst) * 1000), at: now };
    before
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a request comes from: an address, or the network of an IPv6 one, of which everybody has billions.
fn source(caller: &Caller) -> Option<IpAddr> {
    Some(match caller.address.parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    })
}

#[cfg(test)]
mod tests {
    use model::{Id, Span};

    use super::*;

    fn caller(address: &str, seconds: i64) -> Caller {
        Caller {
            request: Id::from_bytes([0; 16]),
            now: Time::from_seconds(1_000_000) + Span::seconds(seconds),
            address: address.to_owned(),
            agent: String::new(),
            language: None,
            languages: String::new(),
            browser: None,
            session: None,
            device: None,
        }
    }

    fn buckets() -> Buckets {
        let rate = Some(Rate { burst: 3, per_minute: 6 });
        Buckets::new(Limits { wrong_guesses: rate, beginnings: rate, wrong_answer_takes: Duration::ZERO })
    }

    #[test]
    fn lgn_10_a_source_guesses_wrong_so_often_and_then_waits() {
        let buckets = buckets();
        for _ in 0..3 {
            buckets.admit_guess(&caller("192.0.2.1", 0)).unwrap();
            buckets.wrong_guess(&caller("192.0.2.1", 0));
        }
        let Err(Error::TooMany { retry_after_seconds }) = buckets.admit_guess(&caller("192.0.2.1", 0)) else {
            panic!("a fourth guess");
        };
        assert_eq!(retry_after_seconds, 11);
        assert!(buckets.admit_guess(&caller("192.0.2.2", 0)).is_ok(), "another source");
        assert!(buckets.admit_guess(&caller("192.0.2.1", 11)).is_ok(), "ten seconds give one back");
    }

    #[test]
    fn beginnings_count_themselves_and_a_network_is_one_source() {
        let buckets = buckets();
        for host in 1..=3 {
            buckets.admit_beginning(&caller(&format!("2001:db8::{host}"), 0)).unwrap();
        }
        assert!(buckets.admit_beginning(&caller("2001:db8::4", 0)).is_err());
        assert!(buckets.admit_beginning(&caller("2001:db8:0:1::4", 0)).is_ok());
        assert!(buckets.admit_beginning(&caller("2001:db8::4", 30)).is_ok());
    }

    #[test]
    fn memory_stays_bounded() {
        let buckets = buckets();
        for number in 0..40_000u32 {
            buckets.wrong_guess(&caller(&std::net::Ipv4Addr::from(number).to_string(), 0));
        }
        assert!(lock(&buckets.guesses).len() <= BOUND);
    }
}
