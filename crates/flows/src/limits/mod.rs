//! What one source may ask for: wrong guesses, sign-ins that it does not finish and clients that fail to authenticate, so
//! many at once and so many a minute.
//!
//! Kept in this node's memory, bounded: these limits blunt storms and spraying. What protects an account is in the database
//! (`guesses`).

mod table;

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crypto::password::{Permit, Requester};
use model::{Id, Span, event::EventClass, id::App};
use store::devices;

pub(crate) use table::Taken;
use table::{Counted, Spent, Table};

use crate::{Caller, Doorward, Error, Result};

/// What a node allows. By default everything: whoever puts a node together says what it shall be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// Wrong passwords and codes from one source (LGN-10), and beside them as many wrong answers of passkeys.
    pub wrong_guesses: Option<Rate>,
    /// Sign-ins that one source begins and does not finish; each is a row for an hour.
    pub unfinished_sign_ins: Option<Rate>,
    /// Wrong credentials of one client from one source (RLP-07), and of all clients together that do not exist.
    pub failed_clients: Option<Rate>,
    /// How long a wrong password takes to be told so, at least, from when it is looked at (LGN-02).
    pub wrong_answer_takes: Duration,
    /// How long audit events are kept.
    pub events_kept: EventsKept,
}

/// How long audit events are kept, by class; for ever without a span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EventsKept {
    /// Signing in, sessions, and what applications were given.
    pub sign_ins: Option<Span>,
    /// What people do to their own accounts.
    pub accounts: Option<Span>,
    /// What is done to others and to the instance.
    pub administration: Option<Span>,
}

impl EventsKept {
    /// All of them for so long.
    pub const fn all(span: Span) -> Self {
        Self { sign_ins: Some(span), accounts: Some(span), administration: Some(span) }
    }

    /// How long those of a class are kept.
    pub(crate) const fn of(self, class: EventClass) -> Option<Span> {
        match class {
            EventClass::SignIns => self.sign_ins,
            EventClass::Accounts => self.accounts,
            EventClass::Administration => self.administration,
        }
    }
}

/// So many at once, and so many more with every minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// With every minute.
    pub per_minute: u32,
}

impl Rate {
    /// In how many seconds so many thousandths are there again.
    fn seconds_for(self, thousandths: i64) -> u32 {
        let seconds = thousandths * 60 / (i64::from(self.per_minute).max(1) * 1000) + 1;
        u32::try_from(seconds).unwrap_or(u32::MAX)
    }
}

/// Requests that a limit turned away since the start, and how many sources are counted now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limited {
    /// For wrong guesses.
    pub wrong_guesses: u64,
    /// For sign-ins that were begun and not finished.
    pub unfinished_sign_ins: u64,
    /// For wrong credentials of clients.
    pub failed_clients: u64,
    /// Because the queue of password hashes, or the source's part of it, was full.
    pub password_hashes: u64,
    /// Sources that owe something, and clients at them.
    pub sources: u64,
}

/// How much each source has used.
#[derive(Debug)]
pub(crate) struct Buckets {
    guesses: Option<Arc<Table>>,
    passkeys: Option<Arc<Table>>,
    unfinished: Option<Arc<Table>>,
    clients: Option<Arc<Table>>,
    wrong_guesses: AtomicU64,
    unfinished_sign_ins: AtomicU64,
    failed_clients: AtomicU64,
    password_hashes: AtomicU64,
}

impl Buckets {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            guesses: limits.wrong_guesses.map(Table::new),
            passkeys: limits.wrong_guesses.map(Table::new),
            unfinished: limits.unfinished_sign_ins.map(Table::new),
            clients: limits.failed_clients.map(Table::new),
            wrong_guesses: AtomicU64::new(0),
            unfinished_sign_ins: AtomicU64::new(0),
            failed_clients: AtomicU64::new(0),
            password_hashes: AtomicU64::new(0),
        }
    }

    /// Taken before a client's credentials are judged. It is the client's own at this source alone: nobody elsewhere, and no
    /// other client here, waits for it.
    pub(crate) fn judge_client(&self, caller: &Caller, client: Option<Id<App>>) -> Result<Taken> {
        let Some((table, source)) = self.clients.as_ref().zip(source(caller)) else { return Ok(Taken::NOTHING) };
        let counted = Counted { source, about: client.map(|client| *client.as_bytes()) };
        told(table.take(counted, caller.now, false), &self.failed_clients)
    }

    /// A sign-in was finished: it counts no longer.
    pub(crate) fn finish_sign_in(&self, caller: &Caller) {
        if let Some((table, source)) = self.unfinished.as_ref().zip(source(caller)) {
            table.give_back(source, caller.now);
        }
    }

    pub(crate) fn limited(&self) -> Limited {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let sources = |table: &Option<Arc<Table>>| table.as_ref().map_or(0, |table| table.sources() as u64);
        Limited {
            wrong_guesses: count(&self.wrong_guesses),
            unfinished_sign_ins: count(&self.unfinished_sign_ins),
            failed_clients: count(&self.failed_clients),
            password_hashes: count(&self.password_hashes),
            sources: [&self.guesses, &self.passkeys, &self.unfinished, &self.clients].into_iter().map(sources).sum(),
        }
    }
}

fn take(table: Option<&Arc<Table>>, caller: &Caller, into_debt: bool, turned_away: &AtomicU64) -> Result<Taken> {
    let Some((table, source)) = table.zip(source(caller)) else { return Ok(Taken::NOTHING) };
    told(table.take(source, caller.now, into_debt), turned_away)
}

fn told(taken: std::result::Result<Taken, Spent>, turned_away: &AtomicU64) -> Result<Taken> {
    if taken.is_err() {
        turned_away.fetch_add(1, Ordering::Relaxed);
    }
    match taken {
        Ok(taken) => Ok(taken),
        Err(Spent::Until(retry_after_seconds)) => Err(Error::TooMany { retry_after_seconds }),
        Err(Spent::ByOpen) => Err(Error::Busy { retry_after_seconds: 1 }),
    }
}

/// A guess, taken before it is judged. A browser that somebody signed in from before may guess where its source has used
/// up what it has, up to as much again: what others did behind its address keeps it out last.
pub(crate) async fn guess(doorward: &Doorward, caller: &Caller) -> Result<Taken> {
    let known = is_known_browser(doorward, caller).await?;
    take(doorward.buckets.guesses.as_ref(), caller, known, &doorward.buckets.wrong_guesses)
}

/// A passkey's answer, taken before it is judged. Nobody guesses a signature, but each wrong answer is written down. It is counted by
/// itself: whoever guesses passwords keeps no passkey out.
pub(crate) async fn passkey(doorward: &Doorward, caller: &Caller) -> Result<Taken> {
    let known = is_known_browser(doorward, caller).await?;
    take(doorward.buckets.passkeys.as_ref(), caller, known, &doorward.buckets.wrong_guesses)
}

/// A guess at a password: taken from the source's first, then a permit to hash. Whoever gets no permit, or goes away
/// while waiting for one, has not guessed.
pub(crate) async fn guess_with_permit(doorward: &Doorward, caller: &Caller) -> Result<(Taken, Permit)> {
    let known = is_known_browser(doorward, caller).await?;
    let taken = take(doorward.buckets.guesses.as_ref(), caller, known, &doorward.buckets.wrong_guesses)?;
    let permit = doorward.hasher.permit_for(Requester { source: source(caller), known }).await;
    let permit = permit.inspect_err(|_| _ = doorward.buckets.password_hashes.fetch_add(1, Ordering::Relaxed))?;
    Ok((taken, permit))
}

/// Counts a sign-in that begins, or begins again. A browser that somebody signed in from before may begin where its source has
/// used up what it has, up to as much again.
pub(crate) async fn begin_sign_in(doorward: &Doorward, caller: &Caller) -> Result<()> {
    let buckets = &doorward.buckets;
    let Some((table, source)) = buckets.unfinished.as_ref().zip(source(caller)) else { return Ok(()) };
    let taken = match table.take(source, caller.now, false) {
        Err(_) if is_known_browser(doorward, caller).await? => table.take(source, caller.now, true),
        taken => taken,
    };
    told(taken, &buckets.unfinished_sign_ins).map(|mut taken| taken.counts(true))
}

/// Whether anybody signed in from this browser before, in their present epoch. Whoever is guessed at is not looked for.
async fn is_known_browser(doorward: &Doorward, caller: &Caller) -> Result<bool> {
    match &caller.device {
        Some(device) => {
            let hash = device.hash();
            Ok(devices::is_known(&mut doorward.store.read().await?, hash.as_bytes(), caller.now).await?)
        }
        None => Ok(false),
    }
}

/// Where a request comes from.
pub(crate) fn source(caller: &Caller) -> Option<IpAddr> {
    caller.address.parse().ok().map(model::source::source)
}

/// The same as bytes, to be counted by in the database; zero where no address is known.
pub(crate) fn network(caller: &Caller) -> [u8; 16] {
    match source(caller) {
        Some(IpAddr::V4(address)) => address.to_ipv6_mapped().octets(),
        Some(IpAddr::V6(address)) => address.octets(),
        None => [0; 16],
    }
}

#[cfg(test)]
mod tests {
    use model::{Id, Time};

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
        Buckets::new(&Limits { wrong_guesses: rate, unfinished_sign_ins: rate, ..Limits::default() })
    }

    /// A wrong guess; `known`: from a browser that is known to somebody.
    fn guess(buckets: &Buckets, caller: &Caller, known: bool) -> Result<()> {
        take(buckets.guesses.as_ref(), caller, known, &buckets.wrong_guesses).map(|mut taken| taken.counts(true))
    }

    #[test]
    fn lgn_10_a_source_guesses_wrong_so_often_and_then_waits() {
        let buckets = buckets();
        for _ in 0..3 {
            guess(&buckets, &caller("192.0.2.1", 0), false).unwrap();
        }
        let Err(Error::TooMany { retry_after_seconds }) = guess(&buckets, &caller("192.0.2.1", 0), false) else {
            panic!("a fourth guess");
        };
        assert_eq!(retry_after_seconds, 11);
        assert!(guess(&buckets, &caller("192.0.2.2", 0), false).is_ok(), "another source");
        assert!(guess(&buckets, &caller("192.0.2.1", 0), true).is_ok(), "a browser that is known");
        assert!(guess(&buckets, &caller("192.0.2.1", 21), false).is_ok(), "ten seconds give one back");
        let limited = buckets.limited();
        assert_eq!((limited.wrong_guesses, limited.unfinished_sign_ins, limited.sources), (1, 0, 2));
    }

    #[test]
    fn a_network_of_ipv6_is_one_source_and_finishing_gives_back() {
        let buckets = buckets();
        let begins = |caller: &Caller| {
            take(buckets.unfinished.as_ref(), caller, false, &buckets.unfinished_sign_ins)
                .map(|mut taken| taken.counts(true))
        };
        for host in 1..=3 {
            begins(&caller(&format!("2001:db8::{host}"), 0)).unwrap();
        }
        assert!(begins(&caller("2001:db8::4", 0)).is_err());
        assert!(begins(&caller("2001:db8:0:1::4", 0)).is_ok());
        buckets.finish_sign_in(&caller("2001:db8::2", 0));
        assert!(begins(&caller("2001:db8::4", 0)).is_ok());
        assert!(begins(&caller("2001:db8::4", 0)).is_err());
        assert!(begins(&caller("2001:db8::4", 30)).is_ok());
    }
}
