//! Whoever has no account yet, in an organisation where people may make their own: what wrong codes that were mailed to them are
//! counted by. There are as many addresses as anybody likes, so they are counted for all of them together, and for each network.
//!
//! Where somebody has an account the same is read and written, and counts for nothing; nor does the page tell when a budget is spent.

use crypto::seal::Sealer;
use model::{Id, Time, id::Org, policy::Registration, sign_in::Purpose};
use store::{
    Change, Guard, Read,
    attempts::{self, Budget},
};

use super::Situation;
use crate::{
    Result,
    guesses::{self, AttemptKey, NEWCOMERS, NEWCOMERS_FROM, UNBOUNDED},
    limits,
};

/// The guard of the codes of newcomers that may still be wrong today.
pub(super) const NEWCOMERS_LEFT: Guard = Guard("newcomers of a day left");

/// What an answer takes for newcomers together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Newcomers {
    counters: [([u8; 32], Budget); 2],
    unbounded: [[u8; 32]; 2],
    /// Whether no code of a newcomer is judged now.
    spent: bool,
}

impl Newcomers {
    async fn read(read: &mut Read, mac_key: &Sealer, home: Id<Org>, (network, now): ([u8; 16], Time)) -> Result<Self> {
        let keys = [AttemptKey::Newcomers(home), AttemptKey::NewcomersFrom(home, network)].map(|key| key.key(mac_key));
        let unbounded = [0, 1].map(|which| AttemptKey::NoNewcomers(home, which).key(mac_key));
        let counters = [(keys[0], NEWCOMERS), (keys[1], NEWCOMERS_FROM)];
        let mut newcomers = Self { counters, unbounded, spent: false };
        for (key, budget) in counters {
            newcomers.spent |= guesses::left(budget, attempts::get(read, &key).await?, now) == 0;
        }
        Ok(newcomers)
    }

    /// The same for somebody who has an account: nothing is counted, and nothing is spent.
    fn of_nobody(self) -> Self {
        Self { counters: self.unbounded.map(|key| (key, UNBOUNDED)), spent: false, ..self }
    }

    /// The same once a budget is spent: nothing is counted, nor judged.
    pub(super) fn closed(self) -> Self {
        Self { spent: true, ..self.of_nobody() }
    }

    pub(super) const fn is_spent(self) -> bool {
        self.spent
    }

    /// Takes one try. Guard: there is one.
    pub(super) fn take(self, change: &mut Change, now: Time) {
        for (key, budget) in self.counters {
            attempts::take(change, &key, budget, now, NEWCOMERS_LEFT);
        }
    }

    /// Gives it back: the code was right.
    pub(super) fn give_back(self, change: &mut Change) {
        for (key, _) in self.counters {
            attempts::give_back(change, &key);
        }
    }
}

impl Situation<'_> {
    /// What is counted by, where somebody may be a newcomer.
    pub(super) async fn read_newcomers(&self, read: &mut Read, mac_key: &Sealer) -> Result<Option<Newcomers>> {
        let Some(home) = self.organisation() else { return Ok(None) };
        let open = matches!(home.policy.registration, Registration::Open { .. });
        if !open || self.kept.progress.purpose != Purpose::Register {
            return Ok(None);
        }
        let from = (limits::network(self.caller), self.caller.now);
        let newcomers = Newcomers::read(read, mac_key, home.id, from).await?;
        Ok(Some(match self.person {
            Some(_) => newcomers.of_nobody(),
            None if newcomers.is_spent() => newcomers.closed(),
            None => newcomers,
        }))
    }
}
