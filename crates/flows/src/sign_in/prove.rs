//! The ceremony of every proof: one attempt is taken, then the answer is judged, then what became of it is written.
//!
//! Whoever may not be judged was sent away before, so a storm locks nobody; fifty guesses at once get at most what is left
//! (SECURITY_BAR decision 14).

use model::{
    Time,
    sign_in::{Authenticator, Part, Step},
};
use store::{Change, Guard, attempts, sessions, sign_ins};

use super::{
    Complaint, Pending, Situation, Turn,
    guesses::{self, Counter},
    reading::Look,
};
use crate::{
    Doorward, Result,
    authenticators::{Admitted, Verified},
};

/// Says that the sign-in was told who it is in the same form, so that its row is written with the attempt.
pub(super) struct Claimed;

/// The guard of the counter that the page goes by.
const OPEN: Guard = Guard("attempts left");

/// The guard of the account's own counter.
const ACCOUNT: Guard = Guard("attempts at the account left");

/// What became of taking an attempt.
enum Reserved {
    /// The answer is judged.
    Taken,
    /// It was taken, and the answer will be a wrong one: the account was guessed at too often under other spellings. No page
    /// says so.
    Unjudged,
    /// Nothing was taken: the counter that the page goes by is closed.
    Closed,
    /// Another tab was quicker with something else.
    Overtaken,
}

impl Situation<'_> {
    /// Judges an answer, or complains of what can be none.
    pub(super) async fn prove(
        mut self,
        attempt: std::result::Result<Admitted, Complaint>,
        claimed: Option<Claimed>,
    ) -> Result<Turn> {
        let authenticator =
            attempt.as_ref().map_or(Authenticator::Password, |admitted| admitted.attempt.authenticator());
        let completed = self.row.session.is_some();
        let part = if completed { part_of(authenticator) } else { self.asks_for(authenticator)? };
        let Some(part) = part else {
            // With a claim: its people prove themselves otherwise, and the next page says how.
            return if claimed.is_some() { self.go_on(Change::new()).await } else { Ok(Turn::Onward) };
        };
        let mut admitted = match attempt {
            Ok(admitted) => admitted,
            Err(_) if completed => return Ok(Turn::Onward),
            Err(complaint) => return self.complain(complaint, authenticator),
        };
        let judged = match self.reserve(part, claimed).await? {
            Reserved::Taken => true,
            Reserved::Unjudged => false,
            Reserved::Overtaken => return Ok(Turn::Onward),
            Reserved::Closed => {
                let turn = self.closed(part, authenticator).await;
                admitted.answer_wrong(self.doorward).await;
                return turn;
            }
        };
        admitted.guess.counts(true);
        let before = self.undone().filter(|_| completed);
        let person = before.as_ref().or(self.person.as_ref()).filter(|_| judged);
        let verified = admitted.verify(self.doorward, person, self.caller.now).await?;
        admitted.guess.counts(verified.is_none());
        match verified {
            Some(verified) if completed => Box::pin(self.same_click(verified, part)).await,
            Some(verified) => Box::pin(self.right(&admitted, verified, part)).await,
            None if completed => Ok(Turn::Onward),
            None => Box::pin(self.wrong(admitted, part)).await,
        }
    }

    /// Takes one attempt, before anything is judged.
    async fn reserve(&mut self, part: Part, claimed: Option<Claimed>) -> Result<Reserved> {
        let now = self.caller.now;
        let (counter, budget) = match part {
            Part::First => {
                let first = self.counters.first;
                (first, guesses::password_budget(self.first_policy(), first.row))
            }
            Part::Second => (self.counters.second, guesses::code_budget(self.counters.second.row)),
        };
        let mut alone = Change::new();
        if claimed.is_some() {
            sign_ins::save(&mut alone, self.pending.handle, &self.row, now);
        }
        attempts::take_under(&mut alone, &counter.key, budget, now, OPEN);
        let own = self.counters.account.filter(|_| part == Part::First);
        let own = own.map(|counter| (counter, guesses::password_budget(self.home_policy(), counter.row)));
        let mut outcome = Err(ACCOUNT);
        let open = own.is_none_or(|(counter, budget)| guesses::left(budget, counter.row, now) > 0);
        if open {
            let mut change = alone.clone();
            if let Some((counter, budget)) = own {
                attempts::take_under(&mut change, &counter.key, budget, now, ACCOUNT);
            }
            outcome = self.doorward.commit(change).await?;
        }
        let mut reserved = Reserved::Taken;
        if outcome == Err(ACCOUNT) {
            reserved = Reserved::Unjudged;
            outcome = self.doorward.commit(alone).await?;
        }
        match outcome {
            Ok(()) => {
                self.row.version += i64::from(claimed.is_some());
                Ok(reserved)
            }
            Err(OPEN) => Ok(Reserved::Closed),
            Err(_) => Ok(Reserved::Overtaken),
        }
    }

    /// The answer is right: it counts, what it uses up is used up, and the guesses are given back.
    async fn right(mut self, admitted: &Admitted, verified: Verified, part: Part) -> Result<Turn> {
        let authenticator = admitted.attempt.authenticator();
        let proof = verified.proof(authenticator, self.kept.progress.purpose);
        let mut change = Change::new();
        let counters = self.counters_of(part);
        let wrong = counters.iter().map(|counter| guesses::wrong(counter.row, self.caller.now)).max();
        self.give_back(part, &mut change);
        change.append(verified.change);
        self.is_about_person();
        self.kept.wrong_tries += wrong.unwrap_or_default();
        self.kept.progress.proven(proof);
        self.kept.progress.trust |= admitted.attempt.trusts_browser();
        self.kept.last = Some(verified.given);
        let (doorward, caller, pending, version) = (self.doorward, self.caller, self.pending.clone(), self.row.version);
        match Box::pin(self.proceed(change)).await? {
            // The same click twice at once, and the other one was quicker. This one has proven the same.
            Turn::Onward if was_completed(doorward, &pending, version).await? => {
                let situation = Box::pin(Situation::read(doorward, caller, pending, None, Look::Shown)).await?;
                let verified = Verified { change: Change::new(), ..verified };
                Box::pin(situation.same_click(verified, part)).await
            }
            turn => Ok(turn),
        }
    }

    /// The click that completed this sign-in came again, and its answer may never have reached the browser. It gives the
    /// same answer to the same sign-in, so it is the same click and gets a session of its own; it completes no other one.
    async fn same_click(mut self, verified: Verified, part: Part) -> Result<Turn> {
        let (Some(person), Some(session)) = (&self.person, self.row.session) else { return Ok(Turn::Onward) };
        if !self.kept.last.is_some_and(|last| last.is_same_click(&verified.given)) {
            return Ok(Turn::Onward);
        }
        // Signed out since: then it is no click that got lost, but somebody who comes later.
        let mut read = self.doorward.store.read().await?;
        if !sessions::is_open(&mut read, person.row.org, session, self.caller.now).await? {
            return Ok(Turn::Onward);
        }
        let mut change = Change::new();
        self.give_back(part, &mut change);
        match self.step()? {
            Step::Arrive(arrival) => Box::pin(self.arrive(arrival, change)).await,
            _ => Ok(Turn::Onward),
        }
    }

    async fn wrong(self, mut admitted: Admitted, part: Part) -> Result<Turn> {
        // Used up, but perhaps by the same click, which completed this very sign-in between our two looks.
        let (doorward, caller, pending) = (self.doorward, self.caller, self.pending.clone());
        if part == Part::Second && was_completed(doorward, &pending, self.row.version).await? {
            let situation = Box::pin(Situation::read(doorward, caller, pending, None, Look::Shown)).await?;
            let before = situation.undone();
            let person = before.as_ref().or(situation.person.as_ref());
            return match admitted.verify(doorward, person, caller.now).await? {
                Some(verified) => {
                    admitted.guess.counts(false);
                    Box::pin(situation.same_click(verified, part)).await
                }
                None => Ok(Turn::Onward),
            };
        }
        let authenticator = admitted.attempt.authenticator();
        let complaint = Box::pin(self.note_wrong(authenticator)).await;
        admitted.answer_wrong(doorward).await;
        self.complain(complaint?, authenticator)
    }

    /// The person before the last answer used anything up.
    fn undone(&self) -> Option<super::Person> {
        Some(self.kept.last?.undone(self.person.as_ref()?))
    }

    fn counters_of(&self, part: Part) -> Vec<Counter> {
        match part {
            Part::First => [Some(self.counters.first), self.counters.account].into_iter().flatten().collect(),
            Part::Second => vec![self.counters.second],
        }
    }

    /// Forgets the guesses at this part: the last one was right.
    fn give_back(&mut self, part: Part, change: &mut Change) {
        for counter in self.counters_of(part) {
            attempts::forget(change, &counter.key);
        }
        match part {
            Part::First => {
                self.counters.first.row = None;
                self.counters.account.iter_mut().for_each(|counter| counter.row = None);
            }
            Part::Second => self.counters.second.row = None,
        }
    }

    /// Something was answered: in, if that was the last, or on to the next step. `change` holds what the answer writes.
    pub(super) async fn proceed(mut self, change: Change) -> Result<Turn> {
        self.row.facts = self.kept.to_json()?;
        match self.step()? {
            Step::Arrive(arrival) => Box::pin(self.arrive(arrival, change)).await,
            _ => self.go_on(change).await,
        }
    }

    /// Keeps what was answered, and sends the browser to the next step.
    pub(super) async fn go_on(mut self, change: Change) -> Result<Turn> {
        self.row.facts = self.kept.to_json()?;
        let mut all = Change::new();
        sign_ins::save(&mut all, self.pending.handle, &self.row, self.caller.now);
        all.append(change);
        // Refused or not: where another tab was quicker, the next page shows what it did.
        let (Ok(()) | Err(_)) = self.doorward.commit(all).await?;
        Ok(Turn::Onward)
    }

    /// The counter that the page goes by is closed.
    async fn closed(&self, part: Part, authenticator: Authenticator) -> Result<Turn> {
        let key = self.counters_of(part)[0].key;
        // Open again already: whoever had it closed has given the right answer meanwhile.
        let row = attempts::get(&mut self.doorward.store.read().await?, &key).await?;
        let opens_at = row.and_then(|row| guesses::closed_until(row, self.caller.now)).unwrap_or(self.caller.now);
        self.complain(locked(part, opens_at), authenticator)
    }
}

/// Which part of the proof an authenticator is.
fn part_of(authenticator: Authenticator) -> Option<Part> {
    Some(if authenticator == Authenticator::Password { Part::First } else { Part::Second })
}

/// What the page says of a lock.
pub(super) fn locked(part: Part, opens_at: Time) -> Complaint {
    match part {
        Part::First => Complaint::PasswordLocked(super::wrong::opens(opens_at)),
        Part::Second => Complaint::CodeLocked(opens_at),
    }
}

/// Whether this sign-in was completed since its row had this version.
async fn was_completed(doorward: &Doorward, pending: &Pending, version: i64) -> Result<bool> {
    let row = sign_ins::by_id(&mut doorward.store.read().await?, pending.handle).await?;
    Ok(row.is_some_and(|row| row.session.is_some() && row.version > version))
}
