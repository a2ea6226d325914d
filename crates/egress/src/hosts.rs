//! How many requests are under way to whom, and who is left alone for a while: one that hangs holds up nobody else (EGR-06).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use model::{Span, Time};
use tokio::{
    sync::Notify,
    time::{Instant, timeout_at},
};

use crate::EgressError;

/// Requests under way to one host and port, unless more are allowed.
const AT_ONE: u32 = 4;
/// Requests under way altogether.
const ALTOGETHER: u32 = 64;
/// So many failures in a row …
const FAILURES: u32 = 5;
/// … let it rest for so long; then one request finds out whether it is back.
const REST: Span = Span::seconds(30);
/// Hosts that are remembered. Beyond that, those with nothing under way are forgotten.
const REMEMBERED: usize = 4096;

#[derive(Debug, Default)]
struct Host {
    under_way: u32,
    failures: u32,
    rests_until: Option<Time>,
}

/// What is known of hosts.
#[derive(Debug)]
pub(crate) struct Hosts {
    all: Mutex<HashMap<String, Host>>,
    /// Requests under way to one of them.
    at_one: u32,
    /// Told whenever a request ends.
    freed: Notify,
}

impl Default for Hosts {
    fn default() -> Self {
        Self::taking(AT_ONE)
    }
}

/// A request that is under way, until this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    hosts: Arc<Hosts>,
    peer: String,
}

impl Hosts {
    /// With places for so many requests at one host.
    pub(crate) fn taking(at_one: u32) -> Self {
        Self { all: Mutex::default(), at_one, freed: Notify::new() }
    }

    /// A place for one request, as soon as there is one before then.
    pub(crate) async fn take_until(
        self: &Arc<Self>,
        peer: String,
        now: Time,
        until: Instant,
    ) -> Result<Place, EgressError> {
        loop {
            // Made before the look, so that no place that is freed after it is missed.
            let freed = self.freed.notified();
            match self.take(peer.clone(), now) {
                Err(EgressError::Busy) if timeout_at(until, freed).await.is_ok() => {}
                taken => return taken,
            }
        }
    }

    /// A place for one request, if there is one.
    pub(crate) fn take(self: &Arc<Self>, peer: String, now: Time) -> Result<Place, EgressError> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.values().map(|host| host.under_way).sum::<u32>() >= ALTOGETHER {
            return Err(EgressError::Busy);
        }
        if all.len() >= REMEMBERED && !all.contains_key(&peer) {
            all.retain(|_, host| host.under_way > 0);
        }
        let host = all.entry(peer.clone()).or_default();
        if host.rests_until.is_some_and(|until| now < until) {
            return Err(EgressError::Resting);
        }
        let most = if host.failures >= FAILURES { 1 } else { self.at_one };
        if host.under_way >= most {
            return Err(EgressError::Busy);
        }
        host.under_way += 1;
        Ok(Place { hosts: self.clone(), peer })
    }
}

impl Place {
    /// Notes how the request ended that ends `now`.
    pub(crate) fn settle<T>(self, outcome: &Result<T, EgressError>, now: Time) {
        let mut all = self.hosts.all.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(host) = all.get_mut(&self.peer) else { return };
        match outcome {
            Err(error) if error.is_outage() => {
                host.failures = host.failures.saturating_add(1);
                host.rests_until = (host.failures >= FAILURES).then_some(now + REST);
            }
            _ => (host.failures, host.rests_until) = (0, None),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.hosts.all.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(host) = all.get_mut(&self.peer) else { return };
        host.under_way = host.under_way.saturating_sub(1);
        if host.under_way == 0 && host.failures == 0 {
            all.remove(&self.peer);
        }
        drop(all);
        self.hosts.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time::from_millis(1_700_000_000_000);

    fn failed() -> Result<(), EgressError> {
        Err(EgressError::Unreachable("refused".into()))
    }

    #[test]
    fn egr_06_so_many_at_one_host_and_altogether() {
        let hosts = Arc::new(Hosts::default());
        let mut places: Vec<_> = (0..AT_ONE).map(|_| hosts.take("a:443".into(), NOW).unwrap()).collect();
        assert_eq!(hosts.take("a:443".into(), NOW).unwrap_err(), EgressError::Busy);
        places.extend((AT_ONE..ALTOGETHER).map(|other| hosts.take(format!("b{other}:443"), NOW).unwrap()));
        assert_eq!(hosts.take("c:443".into(), NOW).unwrap_err(), EgressError::Busy);
        places.clear();
        assert!(hosts.take("a:443".into(), NOW).is_ok());
        assert!(hosts.all.lock().unwrap().is_empty(), "nothing is remembered of who did well");
    }

    /// Whoever waits gets the place that is freed, and gives up when its time is over.
    #[tokio::test]
    async fn a_place_is_waited_for() {
        let hosts = Arc::new(Hosts::default());
        let mut places: Vec<_> = (0..AT_ONE).map(|_| hosts.take("a:443".into(), NOW).unwrap()).collect();
        let late = hosts.take_until("a:443".into(), NOW, Instant::now()).await;
        assert_eq!(late.unwrap_err(), EgressError::Busy);
        let minute = Instant::now() + std::time::Duration::from_secs(60);
        let waits = hosts.take_until("a:443".into(), NOW, minute);
        let frees = async { drop(places.pop()) };
        let (waited, ()) = tokio::join!(waits, frees);
        assert!(waited.is_ok());
        assert_eq!(hosts.take("a:443".into(), NOW).unwrap_err(), EgressError::Busy, "it has the place");
    }

    #[test]
    fn egr_06_who_fails_again_and_again_is_left_alone_for_a_while() {
        let hosts = Arc::new(Hosts::default());
        for _ in 0..FAILURES {
            hosts.take("a:443".into(), NOW).unwrap().settle(&failed(), NOW);
        }
        assert_eq!(hosts.take("a:443".into(), NOW + Span::seconds(29)).unwrap_err(), EgressError::Resting);
        assert!(hosts.take("b:443".into(), NOW).is_ok(), "others go on");
        let later = NOW + REST;
        let probe = hosts.take("a:443".into(), later).unwrap();
        assert_eq!(hosts.take("a:443".into(), later).unwrap_err(), EgressError::Busy, "one finds out");
        probe.settle(&failed(), later);
        assert_eq!(hosts.take("a:443".into(), later).unwrap_err(), EgressError::Resting);
        hosts.take("a:443".into(), later + REST).unwrap().settle(&Ok(()), later + REST);
        assert!(hosts.take("a:443".into(), later + REST).is_ok());
    }

    #[test]
    fn a_refusal_by_rule_is_no_outage() {
        let hosts = Arc::new(Hosts::default());
        for _ in 0..=FAILURES {
            hosts.take("a:25".into(), NOW).unwrap().settle::<()>(&Err(EgressError::Port(25)), NOW);
        }
        assert!(hosts.take("a:25".into(), NOW).is_ok());
    }
}
