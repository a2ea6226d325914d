//! Counting guesses: under which keys, and what happens when they are spent (LGN-04…08).
//!
//! Passwords and second factors are counted apart. A wrong password is counted twice: under what was *typed*, whether
//! anybody is called so or not, and that counter alone decides what the page says, so that it never tells; and under the
//! *account*, which other spellings share, and that one decides whether a password is looked at at all. A browser that the
//! user signed in from before has one counter of its own instead: a stranger elsewhere can not lock the owner out of it.

use crypto::seal::Sealer;
use model::{
    Id, Policy, Span, Time,
    id::{Org, Provider, User},
    policy::Opens,
};
use store::{
    Guard, Read,
    attempts::{self, AttemptRow, Budget, Window},
};

use crate::Result;

/// Wrong guesses are forgotten once there was none for so long.
const WINDOW: Span = Span::hours(24);

/// After this many wrong guesses none is judged for [`WINDOW`], however the lock opens (NIST SP 800-63B-4 §3.2.2). Since the
/// count goes on until there was no guess for that long, no 24 hours hold more: two guesses with a reset between them are at
/// least 24 hours apart.
const DAILY_LIMIT: i64 = 100;

/// Wrong codes of a second factor until it closes (TOT-03).
const SECOND_FACTOR_LIMIT: i64 = 5;

/// For how long it closes then. Each wrong code afterwards doubles it, up to a day, so that somebody who has the password
/// gets far fewer than a hundred guesses a day (LGN-04).
const CODES_CLOSE: Span = Span::minutes(15);

/// Whose guesses are counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum AttemptKey<'a> {
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
    /// Codes sent by e-mail to an account.
    MailedCode(Id<Org>, Id<User>),
    /// The same, from a browser that it signed in from before.
    MailedCodeFrom(Id<Org>, Id<User>, &'a [u8; 32]),
    /// The same, of whatever was typed in one network: the company ID, where one was, and the canonical identifier.
    MailedCodeTyped(&'a str, &'a str, [u8; 16]),
    /// What is counted in place of an account where nobody is called as was typed, so that the writes are the same.
    MailedCodeNobody(&'a str, &'a str),
    /// Codes sent to whoever makes an account of their own in an organisation, all of them together.
    Newcomers(Id<Org>),
    /// The same, of one network.
    NewcomersFrom(Id<Org>, [u8; 16]),
    /// What is counted in place of the two where nothing is judged, or somebody has an account already, so that the writes are the same.
    NoNewcomers(Id<Org>, u8),
    /// Mails that a network asked for, whatever was typed; by the name of the budget.
    MailsOfNetwork(&'static str, [u8; 16]),
    /// Mails that a network asked for, for whatever was typed; by the name of the budget.
    MailFrom(&'static str, &'a str, &'a str, [u8; 16]),
    /// Mails that a browser asked for that the account signed in from before; by the name of the budget.
    MailFromKnown(&'static str, Id<Org>, Id<User>, &'a [u8; 32]),
    /// A password of somebody in a directory, by provider and subject, however they are called when it is typed (LDP-05).
    Directory(Id<Org>, Id<Provider>, &'a str),
    /// What somebody says of themselves, changed.
    OwnProfile(Id<Org>, Id<User>),
    /// Invitations that an organisation mails to one address, as its key; by the name of the budget.
    Invitations(&'static str, Id<Org>, &'a str),
    /// Mails to new addresses that an account wishes; by the name of the budget.
    NewAddress(&'static str, Id<Org>, Id<User>),
    /// Mails to one new address, as its key, that one account wishes.
    NewAddressBy(&'a str, Id<Org>, Id<User>),
    /// Mails to one new address, as its key, that accounts wish beyond what each has of its own.
    NewAddressByAll(&'a str),
}

impl AttemptKey<'_> {
    /// The key that guesses are counted under. Keyed, so that the table tells nobody what was typed.
    pub(crate) fn key(&self, mac_key: &Sealer) -> [u8; 32] {
        let parts: &[&[u8]] = match self {
            AttemptKey::Password(org, user) => &[b"password", org.as_bytes(), user.as_bytes()],
            AttemptKey::PasswordFrom(org, user, device) => {
                &[b"password from", org.as_bytes(), user.as_bytes(), *device]
            }
            AttemptKey::Typed(company, typed) => &[b"typed", company.as_bytes(), typed.as_bytes()],
            AttemptKey::Code(org, user) => &[b"code", org.as_bytes(), user.as_bytes()],
            AttemptKey::CodeFrom(org, user, device) => &[b"code from", org.as_bytes(), user.as_bytes(), *device],
            AttemptKey::MailedCode(org, user) => &[b"mailed code", org.as_bytes(), user.as_bytes()],
            AttemptKey::MailedCodeFrom(org, user, device) => {
                &[b"mailed code from", org.as_bytes(), user.as_bytes(), *device]
            }
            AttemptKey::MailedCodeTyped(company, typed, source) => {
                &[b"mailed code typed", company.as_bytes(), typed.as_bytes(), source]
            }
            AttemptKey::MailedCodeNobody(company, typed) => {
                &[b"mailed code nobody", company.as_bytes(), typed.as_bytes()]
            }
            AttemptKey::Newcomers(org) => &[b"newcomers", org.as_bytes()],
            AttemptKey::NewcomersFrom(org, source) => &[b"newcomers from", org.as_bytes(), source],
            AttemptKey::NoNewcomers(org, 0) => &[b"no newcomers", org.as_bytes()],
            AttemptKey::NoNewcomers(org, _) => &[b"no newcomers from", org.as_bytes()],
            AttemptKey::MailsOfNetwork(budget, source) => &[b"mails of network", budget.as_bytes(), source],
            AttemptKey::MailFrom(budget, company, typed, source) => {
                &[b"mail from", budget.as_bytes(), company.as_bytes(), typed.as_bytes(), source]
            }
            AttemptKey::MailFromKnown(budget, org, user, device) => {
                &[b"mail from known", budget.as_bytes(), org.as_bytes(), user.as_bytes(), *device]
            }
            AttemptKey::Directory(org, provider, subject) => {
                &[b"directory", org.as_bytes(), provider.as_bytes(), subject.as_bytes()]
            }
            AttemptKey::OwnProfile(org, user) => &[b"own profile", org.as_bytes(), user.as_bytes()],
            AttemptKey::Invitations(budget, org, address) => {
                &[b"invitations", budget.as_bytes(), org.as_bytes(), address.as_bytes()]
            }
            AttemptKey::NewAddress(budget, org, user) => {
                &[b"new address", budget.as_bytes(), org.as_bytes(), user.as_bytes()]
            }
            AttemptKey::NewAddressBy(address, org, user) => {
                &[b"new address by", address.as_bytes(), org.as_bytes(), user.as_bytes()]
            }
            AttemptKey::NewAddressByAll(address) => &[b"new address by all", address.as_bytes()],
        };
        mac_key.mac("attempts", parts)
    }
}

/// A counter of wrong guesses, as it was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counter {
    pub(crate) key: [u8; 32],
    pub(crate) row: Option<AttemptRow>,
}

impl Counter {
    /// Three by one statement, in their order.
    pub(crate) async fn read_all(read: &mut Read, mac_key: &Sealer, guessed: [AttemptKey<'_>; 3]) -> Result<[Self; 3]> {
        let [first, second, third] = guessed.map(|guessed| guessed.key(mac_key));
        let [a, b, c] = attempts::several(read, [&first, &second, &third]).await?;
        Ok([Self { key: first, row: a }, Self { key: second, row: b }, Self { key: third, row: c }])
    }
}

/// What a wrong password costs now.
pub(crate) fn password_budget(policy: &Policy, row: Option<AttemptRow>) -> Budget {
    let limit = i64::from(policy.lock_out.attempts);
    let taken = row.map_or(0, |row| row.taken) + 1;
    let closes_for = match policy.lock_out.opens {
        Opens::UntilUnlocked => Time::NEVER.since(Time::from_millis(0)),
        Opens::Timed if taken >= DAILY_LIMIT => WINDOW,
        Opens::Timed => {
            let doublings = (taken - limit).clamp(0, 6);
            Span::minutes((1 << doublings).min(60))
        }
    };
    Budget { limit, closes_for, window: Window::SinceLast(WINDOW), most: DAILY_LIMIT }
}

/// What a wrong code costs now.
pub(crate) fn code_budget(row: Option<AttemptRow>) -> Budget {
    let taken = row.map_or(0, |row| row.taken) + 1;
    let doublings = (taken - SECOND_FACTOR_LIMIT).clamp(0, 7);
    let closes_for = Span::millis(CODES_CLOSE.as_millis() << doublings).min(Span::days(1));
    Budget { limit: SECOND_FACTOR_LIMIT, closes_for, window: Window::SinceLast(WINDOW), most: DAILY_LIMIT }
}

/// What a wrong code by e-mail costs: five hundred a day of one account, however many codes are sent (REG-03). They have eight digits, so
/// that all of a day's guesses together are right with a chance of one in two hundred thousand.
pub(crate) const MAILED_CODES: Budget = Budget::within(500, WINDOW);

/// The same of one network, by what is typed: fifty, so that no stranger keeps the owner out who comes from elsewhere.
pub(crate) const MAILED_CODES_FROM: Budget = Budget::within(50, WINDOW);

/// What wrong codes of newcomers cost: twenty thousand a day of one organisation, whatever addresses they name. There are as many of
/// those as anybody likes, so a budget of each would let codes be guessed without end; theirs have eight digits, so that all of
/// a day's guesses together are right with a chance of one in five thousand. When it is spent, nobody makes an account by themselves
/// until the day is over.
pub(crate) const NEWCOMERS: Budget = Budget::within(20_000, WINDOW);

/// The same of one network: a hundred, so that no few of them spend what everybody has.
pub(crate) const NEWCOMERS_FROM: Budget = Budget::within(100, WINDOW);

/// What is taken where it counts for nothing.
pub(crate) const UNBOUNDED: Budget = Budget::within(i64::MAX, WINDOW);

/// What asking for a mail costs: three in a quarter of an hour (REG-09), and five a day, half of what a mailbox takes of all
/// networks, so that none of them alone uses up what the owner needs. Each is counted under its own name.
pub(crate) const MAILS: [(&str, Budget, Guard); 2] = [
    ("quarter", Budget::within(3, Span::minutes(15)), Guard("mails of a quarter of an hour left")),
    ("day", Budget::within(5, WINDOW), Guard("mails of a day left")),
];

/// What asking for mails costs a network whatever it types: a hundred in a quarter of an hour, five hundred a day (REG-09). A code that
/// is answered rightly is given back, so that an office whose people all come on one morning is not kept out.
pub(crate) const MAILS_OF_NETWORK: [(&str, Budget, Guard); 2] = [
    ("quarter", Budget::within(100, Span::minutes(15)), Guard("mails of a network's quarter of an hour left")),
    ("day", Budget::within(500, WINDOW), Guard("mails of a network's day left")),
];

/// So many invitations an organisation mails to one address, so that nobody is flooded by being invited again and again.
pub(crate) const INVITATIONS: [(&str, Budget, Guard); 2] = [
    ("quarter", Budget::within(3, Span::minutes(15)), Guard("invitations of a quarter of an hour left")),
    ("day", Budget::within(10, WINDOW), Guard("invitations of a day left")),
];

/// So often a day somebody may change what they say of themselves. It takes no proof, and each time adds to the trail (AUD-07).
pub(crate) const OWN_PROFILE: (Budget, Guard) = (Budget::within(100, WINDOW), Guard("own changes of a day left"));

/// So many mails to new addresses an account may ask for, so that nobody floods strangers with them.
pub(crate) const NEW_ADDRESSES: [(&str, Budget, Guard); 2] = [
    ("quarter", Budget::within(5, Span::minutes(15)), Guard("new addresses of a quarter of an hour left")),
    ("day", Budget::within(10, WINDOW), Guard("new addresses of a day left")),
];

/// So many mails a day to one new address each account has of its own: nobody else uses them up, so whoever owns the mailbox gets theirs.
pub(crate) const NEW_ADDRESS_OWN: (Budget, Guard) =
    (Budget::within(2, WINDOW), Guard("own mails to a new address left"));

/// So many mails a day to one new address all accounts have together beyond that.
pub(crate) const NEW_ADDRESS_SHARED: (Budget, Guard) =
    (Budget::within(10, WINDOW), Guard("shared mails to a new address left"));

/// How many wrong guesses stand in a row.
pub(crate) fn wrong(row: Option<AttemptRow>, now: Time) -> u32 {
    let recent = row.filter(|row| row.since > now - WINDOW);
    recent.map_or(0, |row| u32::try_from(row.taken).unwrap_or_default())
}

/// Until when no guess at a password or a code is taken, if that is so now.
pub(crate) fn locked_until(row: AttemptRow, now: Time) -> Option<Time> {
    closed_until(row, DAILY_LIMIT, now)
}

/// Until when nothing is taken of a budget that holds so many at most, if that is so now.
fn closed_until(row: AttemptRow, most: i64, now: Time) -> Option<Time> {
    let spent = (row.taken >= most).then(|| row.since + WINDOW);
    Some(row.opens_at.max(spent.unwrap_or(row.opens_at))).filter(|opens_at| *opens_at > now)
}

/// How many guesses are left under a budget: zero while the row is closed.
pub(crate) fn left(budget: Budget, row: Option<AttemptRow>, now: Time) -> u32 {
    let Some(row) = row else { return u32::try_from(budget.limit).unwrap_or(u32::MAX) };
    if closed_until(row, budget.most, now).is_some() {
        return 0;
    }
    // After a lock has opened again there is one guess before the next.
    u32::try_from((budget.limit - i64::from(wrong(Some(row), now))).max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use model::policy::LockOut;
    use proptest::prelude::*;

    use super::*;

    fn row(taken: i64, opens_at: i64) -> Option<AttemptRow> {
        Some(AttemptRow {
            taken,
            since: Time::from_millis(0),
            opens_at: Time::from_millis(opens_at),
            notified_of: Time::from_millis(0),
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

    /// What the statement does with a row (`store::attempts`), so that all policies can be tried in no time. That the
    /// statement does this is tested beside it.
    fn take(row: &mut Option<AttemptRow>, budget: Budget, now: Time) -> bool {
        let fresh = row.is_none_or(|row| row.since <= now - WINDOW);
        if row.is_some_and(|row| row.opens_at > now || (!fresh && row.taken >= budget.most)) {
            return false;
        }
        let taken = if fresh { 1 } else { row.map_or(0, |row| row.taken) + 1 };
        let opens_at = if !fresh && taken >= budget.limit { now + budget.closes_for } else { Time::from_millis(0) };
        *row = Some(AttemptRow { taken, since: now, opens_at, notified_of: Time::from_millis(0) });
        true
    }

    /// The most that were judged in any 24 hours, of these guesses in their order.
    fn most_in_a_day(judged: &[Time]) -> usize {
        let within = |from: Time| judged.iter().filter(|at| **at >= from && **at < from + Span::days(1)).count();
        judged.iter().map(|from| within(*from)).max().unwrap_or_default()
    }

    /// Guesses after these pauses, in minutes: as many at once as are taken, each by what was known `stale` guesses before.
    fn judged(policy: &Policy, pauses: &[i64], stale: usize) -> Vec<Time> {
        let (mut now, mut row, mut judged) = (Time::from_millis(0) + Span::days(2), None, Vec::new());
        for pause in pauses {
            now = now + Span::minutes(*pause);
            let mut seen = row;
            for number in 0..150 {
                if number % (stale + 1) == 0 {
                    seen = row;
                }
                if !take(&mut row, password_budget(policy, seen), now) {
                    break;
                }
                judged.push(now);
            }
        }
        judged
    }

    /// LGN-04: for every policy that can be saved, however the guesses are spread, and also where many at once all go by what
    /// was known before the first of them.
    #[test]
    fn lgn_04_never_more_than_a_hundred_guesses_in_any_day() {
        let hour_by_hour = [60; 72];
        let at_the_edge = [0, 1439, 1, 1439, 1, 1438, 2, 1440, 1441, 1439];
        let minute_by_minute = [1; 1500];
        for attempts in 3..=100 {
            for opens in [Opens::Timed, Opens::UntilUnlocked] {
                let policy = Policy { lock_out: LockOut { attempts, opens }, ..Policy::default() };
                assert!(policy.check().is_empty(), "{attempts}");
                for pauses in [&hour_by_hour[..], &at_the_edge, &minute_by_minute] {
                    for stale in [0, 149] {
                        let judged = judged(&policy, pauses, stale);
                        assert!(!judged.is_empty());
                        let most = most_in_a_day(&judged);
                        assert!(most <= 100, "{attempts} {opens:?}, {stale} stale: {most}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn lgn_04_however_the_guesses_are_spread(
            attempts in 3..=100u32,
            timed: bool,
            pauses in proptest::collection::vec(prop_oneof![0..5i64, 0..90i64, 1380..1500i64], 1..120),
            stale in 0..120usize,
        ) {
            let opens = if timed { Opens::Timed } else { Opens::UntilUnlocked };
            let policy = Policy { lock_out: LockOut { attempts, opens }, ..Policy::default() };
            prop_assert!(most_in_a_day(&judged(&policy, &pauses, stale)) <= 100);
        }
    }

    #[test]
    fn a_lock_until_unlocked_does_not_open() {
        let policy = Policy::passport();
        let budget = password_budget(&policy, row(9, 0));
        assert_eq!(Time::from_millis(5) + budget.closes_for, Time::NEVER);
    }
}
