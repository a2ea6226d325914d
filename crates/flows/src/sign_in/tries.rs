//! Counting guesses: under which keys, and what happens when they are spent (SECURITY_BAR decisions 2 and 14).
//!
//! Passwords and second factors are counted apart. A wrong password is counted twice: under what was *typed*, whether
//! anybody is called so or not, and that counter alone decides what the page says, so that it never tells; and under the
//! *account*, which other spellings share, and that one decides whether a password is looked at at all. A browser that the
//! user signed in from before has one counter of its own instead: a stranger elsewhere can not lock the owner out of it.

use model::{
    Id, Policy, Span, Time,
    id::{Org, User},
    policy::Opens,
};
use store::attempts::{self, AttemptRow, Budget};

use crate::{Doorward, Result};

/// Wrong guesses older than this are forgotten.
const WINDOW: Span = Span::hours(24);

/// After this many wrong passwords in a row none is judged for a day, however the lock opens (NIST SP 800-63B-4 §3.2.2).
const MOST: i64 = 100;

/// Wrong codes of a second factor until it closes (TOT-03).
const CODES: i64 = 5;

/// For how long it closes then. Each wrong code afterwards doubles it, up to a day, so that somebody who has the password
/// gets far fewer than a hundred guesses a day (LGN-04).
const CODES_CLOSE: Span = Span::minutes(15);

/// Whose guesses are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Guessed<'a> {
    /// The password of an account.
    Password(Id<Org>, Id<User>),
    /// The password of an account, from a browser that it signed in from before.
    PasswordFrom(Id<Org>, Id<User>, &'a [u8; 32]),
    /// Whatever was typed: the company ID, where one was, and the canonical identifier.
    Typed(&'a str, &'a str),
    /// The second factor of an account.
    Code(Id<Org>, Id<User>),
    /// The second factor of an account, from a browser that it signed in from before.
    CodeFrom(Id<Org>, Id<User>, &'a [u8; 32]),
    /// No guess, but counted alike: mails of a kind to an address, under the limit of this number.
    Mailbox(&'a str, usize, &'a str),
}

impl Doorward {
    /// The key that guesses are counted under. Keyed, so that the table tells nobody what was typed.
    pub(crate) async fn attempts_key(&self, guessed: Guessed<'_>) -> Result<[u8; 32]> {
        let parts: &[&[u8]] = match &guessed {
            Guessed::Password(org, user) => &[b"password", org.as_bytes(), user.as_bytes()],
            Guessed::PasswordFrom(org, user, device) => &[b"password from", org.as_bytes(), user.as_bytes(), *device],
            Guessed::Typed(company, typed) => &[b"typed", company.as_bytes(), typed.as_bytes()],
            Guessed::Code(org, user) => &[b"code", org.as_bytes(), user.as_bytes()],
            Guessed::CodeFrom(org, user, device) => &[b"code from", org.as_bytes(), user.as_bytes(), *device],
            Guessed::Mailbox(kind, limit, address) => {
                &[b"mailbox", kind.as_bytes(), &limit.to_be_bytes(), address.as_bytes()]
            }
        };
        Ok(self.lasting_key().await?.mac("attempts", parts))
    }

    /// Until when the counter is closed, as it is now: others may have guessed since the situation was read.
    pub(crate) async fn closed_until(&self, key: &[u8; 32], now: Time) -> Result<Option<Time>> {
        let row = attempts::get(&mut self.store.read().await?, key).await?;
        Ok(row.map(|row| row.opens_at).filter(|opens_at| *opens_at > now))
    }
}

/// What a wrong password costs now.
pub(crate) fn password_budget(policy: &Policy, row: Option<AttemptRow>) -> Budget {
    let limit = i64::from(policy.lock_out.attempts);
    let taken = row.map_or(0, |row| row.taken) + 1;
    let closes_for = match policy.lock_out.opens {
        Opens::UntilUnlocked => Time::NEVER.since(Time::from_millis(0)),
        Opens::Timed if taken >= MOST => Span::days(1),
        Opens::Timed => {
            let doublings = (taken - limit).clamp(0, 6);
            Span::minutes((1 << doublings).min(60))
        }
    };
    Budget { limit, closes_for, window: WINDOW }
}

/// What a wrong code costs now.
pub(crate) fn code_budget(row: Option<AttemptRow>) -> Budget {
    let taken = row.map_or(0, |row| row.taken) + 1;
    let doublings = (taken - CODES).clamp(0, 7);
    let closes_for = Span::millis(CODES_CLOSE.as_millis() << doublings).min(Span::days(1));
    Budget { limit: CODES, closes_for, window: WINDOW }
}

/// How many wrong guesses stand in a row.
pub(crate) fn wrong(row: Option<AttemptRow>, now: Time) -> u32 {
    let recent = row.filter(|row| row.since > now - WINDOW);
    recent.map_or(0, |row| u32::try_from(row.taken).unwrap_or_default())
}

/// How many guesses are left under a budget: zero while the row is closed.
pub(crate) fn left(budget: Budget, row: Option<AttemptRow>, now: Time) -> u32 {
    let Some(row) = row else { return u32::try_from(budget.limit).unwrap_or(u32::MAX) };
    if row.opens_at > now {
        return 0;
    }
    let taken = if row.since <= now - budget.window { 0 } else { row.taken };
    // After a lock has opened again there is one guess before the next.
    u32::try_from((budget.limit - taken).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(taken: i64, opens_at: i64) -> Option<AttemptRow> {
        Some(AttemptRow {
            taken,
            since: Time::from_millis(0),
            opens_at: Time::from_millis(opens_at),
            told_of: Time::from_millis(0),
        })
    }

    #[test]
    fn a_timed_lock_doubles_from_a_minute_to_an_hour() {
        let policy = Policy::default();
        let closes = |taken| password_budget(&policy, row(taken, 0)).closes_for;
        let minutes: Vec<_> = (9..18).map(|taken| closes(taken).as_seconds() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(closes(99), Span::days(1));
    }

    #[test]
    fn lgn_04_never_more_than_a_hundred_guesses_a_day() {
        let policy = Policy::default();
        let (mut now, mut guesses, mut state) = (Time::from_millis(0), 0, None::<AttemptRow>);
        while now < Time::from_millis(0) + Span::days(1) {
            let budget = password_budget(&policy, state);
            if left(budget, state, now) == 0 {
                now = now + Span::minutes(1);
                continue;
            }
            guesses += 1;
            let taken = state.map_or(0, |row| row.taken) + 1;
            let opens_at = if taken >= budget.limit { now + budget.closes_for } else { Time::from_millis(0) };
            state = Some(AttemptRow { taken, since: Time::from_millis(0), opens_at, told_of: Time::from_millis(0) });
        }
        assert!((30..=100).contains(&guesses), "{guesses}");
    }

    #[test]
    fn a_lock_until_unlocked_does_not_open() {
        let policy = Policy::passport();
        let budget = password_budget(&policy, row(9, 0));
        assert_eq!(Time::from_millis(5) + budget.closes_for, Time::NEVER);
    }
}
