//! Accounts that nobody uses: from when a policy's span is counted, when the owner is warned, and when the account becomes inactive.
//!
//! Nobody becomes inactive who was not warned the notice before, also where the policy was made stricter meanwhile.

use crate::{Policy, Span, Time};

/// How many days before an account becomes inactive its owner is warned; of a short span only those that lie in its second half.
const LEADS: [i64; 3] = [30, 7, 1];

/// Use is noted once in so long. What is noted may be older than the last use by as much, so the account stays active that much longer.
pub const NOTED_EVERY: Span = Span::days(1);

/// The shortest span that a policy may have: one that can be warned of.
pub const SHORTEST: Span = Span::days(14);

/// The rule of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inactivity(Span);

/// A warning, as far as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Warning {
    /// Which one it is: so many days before `ends_at`.
    pub lead: i64,
    /// When the account becomes inactive. What was announced is never made earlier.
    pub ends_at: Time,
}

/// What comes next for an account whose owner was warned, and that was not used since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing, until then.
    Wait(Time),
    /// Its owner is warned.
    Warn(Warning),
    /// It becomes inactive.
    End,
    /// What was announced no longer holds, since the policy has become more patient.
    Forget,
}

impl Inactivity {
    /// The rule of this policy, if it has one.
    pub fn of(policy: &Policy) -> Option<Self> {
        policy.inactivity.map(Self)
    }

    /// The first warning for an account that was last used at `used_at`. A full notice lies between it and the end.
    pub fn first(self, used_at: Time, now: Time) -> Warning {
        let lead = self.leads().next().unwrap_or(LEADS[0]);
        Warning { lead, ends_at: self.ends_at(used_at).max(now + Span::days(lead)) }
    }

    /// Whoever was last seen then or before is warned now.
    pub fn warned_if_unused_since(self, now: Time) -> Time {
        now - self.0 - NOTED_EVERY + self.notice()
    }

    /// How long before the end the first warning has to be given.
    pub fn notice(self) -> Span {
        Span::days(self.leads().next().unwrap_or(LEADS[0]))
    }

    /// When an account is looked at again whose owner was given this warning.
    pub fn looked_at(self, given: Warning) -> Time {
        self.leads_after(given).next().map_or(given.ends_at, |lead| given.ends_at - Span::days(lead))
    }

    /// What comes next. `delivered`: the first warning has left, or there is nowhere to send one.
    pub fn next(self, used_at: Time, given: Warning, delivered: bool, now: Time) -> Next {
        if self.ends_at(used_at) > given.ends_at {
            return Next::Forget;
        }
        if now < self.looked_at(given) {
            return Next::Wait(self.looked_at(given));
        }
        if !delivered {
            return Next::Warn(self.first(used_at, now));
        }
        let due = self.leads_after(given).filter(|lead| now >= given.ends_at - Span::days(*lead)).last();
        match due {
            // Whoever comes late with it, after an outage, leaves the time that it speaks of all the same.
            Some(lead) if now >= given.ends_at => Next::Warn(Warning { lead, ends_at: now + Span::days(lead) }),
            Some(lead) => Next::Warn(Warning { lead, ..given }),
            None => Next::End,
        }
    }

    /// When an account becomes inactive that was last seen then, unless its owner is warned too late for that.
    fn ends_at(self, used_at: Time) -> Time {
        used_at + self.0 + NOTED_EVERY
    }

    fn leads(self) -> impl Iterator<Item = i64> {
        LEADS.into_iter().filter(move |lead| 2 * Span::days(*lead).as_millis() <= self.0.as_millis())
    }

    fn leads_after(self, given: Warning) -> impl Iterator<Item = i64> {
        self.leads().filter(move |lead| *lead < given.lead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const YEAR: Inactivity = Inactivity(Span::days(365));
    const USED: Time = Time::from_seconds(1_000_000_000);

    fn day(day: i64) -> Time {
        USED + Span::days(day)
    }

    #[test]
    fn a_year_is_warned_of_three_times_and_then_over() {
        // A day more than the policy says, since the last use may be a day younger than what is noted.
        let end = day(366);
        assert_eq!(YEAR.warned_if_unused_since(day(336)), USED);
        let first = YEAR.first(USED, day(336));
        assert_eq!(first, Warning { lead: 30, ends_at: end });
        assert_eq!(YEAR.next(USED, first, true, day(358)), Next::Wait(day(359)));
        let second = Warning { lead: 7, ..first };
        assert_eq!(YEAR.next(USED, first, true, day(359)), Next::Warn(second));
        assert_eq!(YEAR.next(USED, second, true, day(364)), Next::Wait(day(365)));
        let third = Warning { lead: 1, ..first };
        assert_eq!(YEAR.next(USED, second, true, day(365)), Next::Warn(third));
        assert_eq!(YEAR.next(USED, third, true, end - Span::millis(1)), Next::Wait(end));
        assert_eq!(YEAR.next(USED, third, true, end), Next::End);
    }

    #[test]
    fn lgn_17_a_policy_that_is_switched_on_or_made_shorter_warns_first() {
        let long_ago = USED - Span::days(2000);
        let first = YEAR.first(long_ago, USED);
        assert_eq!(first.ends_at, day(30));
        let shorter = Inactivity(Span::days(90));
        assert_eq!(shorter.next(long_ago, first, true, day(1)), Next::Wait(day(23)), "what was announced stays");
    }

    #[test]
    fn lgn_17_nobody_ends_whose_first_warning_did_not_leave() {
        let first = YEAR.first(USED, day(336));
        assert_eq!(YEAR.next(USED, first, false, day(340)), Next::Wait(day(359)));
        for late in [359, 366, 900] {
            let again = Warning { lead: 30, ends_at: day(late + 30) };
            assert_eq!(YEAR.next(USED, first, false, day(late)), Next::Warn(again), "{late}");
        }
    }

    #[test]
    fn after_an_outage_the_last_warning_still_comes_a_day_before() {
        let first = YEAR.first(USED, day(336));
        assert_eq!(YEAR.next(USED, first, true, day(365)), Next::Warn(Warning { lead: 1, ..first }), "not two at once");
        let late = Warning { lead: 1, ends_at: day(401) };
        assert_eq!(YEAR.next(USED, first, true, day(400)), Next::Warn(late));
        assert_eq!(YEAR.next(USED, late, true, day(401)), Next::End);
    }

    #[test]
    fn a_policy_that_is_made_longer_takes_back_what_was_announced() {
        let first = YEAR.first(USED, day(336));
        assert_eq!(Inactivity(Span::days(366)).next(USED, first, true, day(336)), Next::Forget);
    }

    #[test]
    fn short_spans_are_warned_of_in_their_second_half() {
        let leads = |days| Inactivity(Span::days(days)).leads().collect::<Vec<_>>();
        assert_eq!(leads(60), [30, 7, 1]);
        assert_eq!(leads(59), [7, 1]);
        assert_eq!(leads(14), [7, 1]);
        let short = Inactivity(SHORTEST);
        assert_eq!(short.first(USED, day(8)), Warning { lead: 7, ends_at: day(15) });
        assert_eq!(short.warned_if_unused_since(day(8)), USED);
    }
}
