//! A password was typed.
//!
//! Hash permit → write (take one attempt, guard: attempts left) → verify → write (settle). Without a permit nothing is
//! taken, so a storm locks nobody; fifty guesses at once get at most what is left (SECURITY_BAR decision 14).

use crypto::password::{Password, Permit, Verdict};
use model::{
    Key, Time,
    identifier::Slug,
    sign_in::{Authenticator, Part, Proof, Purpose, Step},
};
use store::{Change, Guard, Outcome, attempts, credentials, sign_ins};
use tokio::time::Instant;

use super::{
    Complaint, Pending, Situation, Turn,
    person::{PasswordData, Person},
    tries,
};
use crate::{Caller, Doorward, Error, Organisation, Result, events::Kind, notices::Happened};

impl Doorward {
    /// The password of whom was named before.
    pub(super) async fn password(&self, caller: &Caller, pending: Pending, typed: &str) -> Result<Turn> {
        let situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() || !asks_for_password(&situation.step(self, caller.now)) {
            return Ok(Turn::Onward);
        }
        Box::pin(self.prove_password(caller, situation, typed, false)).await
    }

    /// Company ID, user name and password at once.
    pub(super) async fn company(
        &self,
        caller: &Caller,
        pending: Pending,
        (organisation, user): (&str, &str),
        typed: &str,
        remember: bool,
    ) -> Result<Turn> {
        let situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Ok(Turn::Onward);
        }
        let slug = match Slug::typed(organisation) {
            Ok(slug) => slug,
            Err(_) => return Ok(self.again(situation, user, remember, Complaint::Organisation)),
        };
        let key = match Key::typed(user) {
            Ok(key) => key,
            Err(why) => return Ok(self.again(situation, user, remember, Complaint::User(why))),
        };
        let situation = Box::pin(self.claim(caller, situation, Some(&slug), (&key, user), remember)).await?;
        if !asks_for_password(&situation.step(self, caller.now)) {
            // The organisation's people prove themselves elsewhere: the next page says where.
            return self.go_on(caller, &situation, Change::new()).await;
        }
        Box::pin(self.prove_password(caller, situation, typed, true)).await
    }

    async fn prove_password(
        &self,
        caller: &Caller,
        mut situation: Situation,
        typed: &str,
        claimed_now: bool,
    ) -> Result<Turn> {
        if typed.is_empty() {
            return Ok(self.complain(&situation, Complaint::PasswordMissing, caller));
        }
        let password = match Password::new(typed) {
            Ok(password) => password,
            Err(too_long) => return Ok(self.complain(&situation, too_long.into(), caller)),
        };
        self.buckets.admit_guess(caller)?;
        let permit = self.hasher.permit().await?;
        let begun = Instant::now();
        let policy = situation.policy(self);
        let budget = tries::password_budget(policy, situation.first.row);
        let own = situation.account.map(|counter| (counter, tries::password_budget(policy, counter.row)));
        // Guessed at too often under other spellings: what is typed is not looked at any more, and no page says so.
        let looked_at = own.is_none_or(|(counter, budget)| tries::left(budget, counter.row, caller.now) > 0);
        let mut reservation = Change::new();
        if claimed_now {
            sign_ins::save(&mut reservation, situation.pending.handle, &situation.row, caller.now);
        }
        attempts::take(&mut reservation, &situation.first.key, budget, caller.now);
        let alone = reservation.clone();
        if let (Some((counter, budget)), true) = (own, looked_at) {
            attempts::take_under(&mut reservation, &counter.key, budget, caller.now, ACCOUNT);
        }
        let mut taken = self.store.write(reservation).await?;
        let looked_at = looked_at && taken != Outcome::Refused(ACCOUNT);
        if taken == Outcome::Refused(ACCOUNT) {
            taken = self.store.write(alone).await?;
        }
        match taken {
            Outcome::Done => {}
            Outcome::Refused(guard) if guard.0 == "attempts left" => {
                // Open again already: whoever had it closed has shown the right password meanwhile.
                let opens_at = self.closed_until(&situation.first.key, caller.now).await?.unwrap_or(caller.now);
                return Ok(self.complain(&situation, Complaint::PasswordLocked(opens(opens_at)), caller));
            }
            Outcome::Refused(_) => return Ok(Turn::Onward),
            Outcome::Unknown => return Err(Error::Unknown),
        }
        if claimed_now {
            situation.row.version += 1;
        }
        let stored = situation.person.as_ref().filter(|_| looked_at).and_then(|person| person.password());
        let stored = stored.and_then(|row| str::from_utf8(&row.secret).ok());
        let verdict = permit.check(&password, stored).await;
        if verdict.matches {
            Box::pin(self.right_password(caller, situation, typed, (&permit, &password, verdict))).await
        } else {
            drop(permit);
            self.buckets.wrong_guess(caller);
            let complaint = Box::pin(self.wrong_password(caller, &situation)).await;
            // However it was hashed, whether there is anybody, and whether there is somebody to tell: a wrong password is told
            // so at one and the same time. All is written before, so nothing depends on whether the answer is waited for.
            tokio::time::sleep_until(begun + self.limits.wrong_answer_takes).await;
            Ok(self.complain(&situation, complaint?, caller))
        }
    }

    async fn right_password(
        &self,
        caller: &Caller,
        mut situation: Situation,
        typed: &str,
        (permit, password, verdict): (&Permit, &Password, Verdict),
    ) -> Result<Turn> {
        let Some(person) = &situation.person else { return Err(Error::Corrupt("a password of nobody")) };
        let home = self.organisation(person.row.org).await?;
        let breaks = !self.is_good_password(&home, person, typed);
        let mut change = Change::new();
        attempts::forget(&mut change, &situation.first.key);
        if let Some(account) = situation.account {
            attempts::forget(&mut change, &account.key);
        }
        let upgraded = match verdict.upgrade {
            true => Some(permit.hash(&*self.entropy, password).await),
            false => None,
        };
        if let (Some(hash), Some(was)) = (upgraded, person.password()) {
            let data: PasswordData =
                serde_json::from_str(&was.data).map_err(|_| Error::Corrupt("a password's data"))?;
            let data = serde_json::to_string(&data).map_err(|_| Error::Corrupt("a password's data"))?;
            credentials::replace_secret(&mut change, person.key(), was, (hash.as_str().as_bytes(), &data), caller.now);
        }
        let proof = Proof::new(Authenticator::Password, Purpose::SignIn, caller.now).breaking_policy(breaks);
        situation.is_about_person();
        let counters = [Some(situation.first), situation.account].into_iter().flatten();
        situation.kept.wrong_tries =
            counters.map(|counter| tries::wrong(counter.row, caller.now)).max().unwrap_or_default();
        situation.kept.progress.proven(proof);
        let (again, version, kept) = (situation.pending.clone(), situation.row.version, situation.kept.clone());
        match Box::pin(self.proven(caller, situation, change, Part::First)).await? {
            // The same click twice at once, and the other one was quicker. This one has proven the password as well.
            Turn::Onward if self.was_completed(&again, version).await? => {
                let mut situation = Box::pin(self.situation(caller, again)).await?;
                situation.sign_in.progress = kept.progress;
                match situation.step(self, caller.now) {
                    Step::Arrive(arrival) => Box::pin(self.arrive(caller, situation, arrival, Change::new())).await,
                    _ => Ok(Turn::Onward),
                }
            }
            turn => Ok(turn),
        }
    }

    /// Whether today's policy would take this password for this person.
    fn is_good_password(&self, home: &Organisation, person: &Person, typed: &str) -> bool {
        let profile = &person.profile;
        let own = [&profile.given_name, &profile.family_name, &profile.email, &profile.preferred_username];
        let mut context: Vec<&str> = own.into_iter().flatten().map(String::as_str).collect();
        context.extend([home.name.as_str(), home.slug.as_str(), home.branding.product_name.as_str()]);
        model::password::is_good(&home.policy, typed, &context)
    }

    async fn wrong_password(&self, caller: &Caller, situation: &Situation) -> Result<Complaint> {
        let first = self.lock(&situation.first.key, caller.now).await?;
        // Read for nobody as well. A lock of the account itself is told to its owner even where the page says nothing of it.
        let account = self.lock(&situation.account.unwrap_or(situation.first).key, caller.now).await?;
        let kind = if first.is_some() { Kind::SignInLocked } else { Kind::SignInWrongPassword };
        let told = account.or(first).map(|lock| (lock, Happened::PasswordLocked(opens(lock.opens_at))));
        self.note_wrong(caller, situation, kind, told).await?;
        Ok(first.map_or(Complaint::PasswordWrong, |lock| Complaint::PasswordLocked(opens(lock.opens_at))))
    }

    /// The same page again, saying what was wrong. Shows nothing that depends on the account.
    pub(super) fn complain(&self, situation: &Situation, complaint: Complaint, caller: &Caller) -> Turn {
        let step = match situation.step(self, caller.now) {
            step @ Step::Prove { .. } => step,
            _ => Step::Prove { any_of: vec![Authenticator::Password], part: Part::First },
        };
        Turn::Show(Box::new(self.view(situation, step)), Some(complaint))
    }

    /// Something was proven: on to the next step, and in if there is none. `change` holds what the proof itself writes,
    /// among it that the guesses at `part` are forgotten.
    pub(super) async fn proven(
        &self,
        caller: &Caller,
        situation: Situation,
        change: Change,
        part: Part,
    ) -> Result<Turn> {
        let Situation { pending, mut row, kept, .. } = situation;
        row.facts = kept.to_json()?;
        let mut situation = Box::pin(self.situation_with(caller, pending, row, kept)).await?;
        // The guess that was right has been taken like every other, and will be given back with this change.
        let tries = &mut situation.sign_in.tries;
        match part {
            Part::First => tries.first = tries.first.max(1),
            Part::Second => tries.second = tries.second.max(1),
        }
        match situation.step(self, caller.now) {
            Step::Arrive(arrival) => Box::pin(self.arrive(caller, situation, arrival, change)).await,
            _ => self.go_on(caller, &situation, change).await,
        }
    }

    /// Keeps what was answered, and sends the browser to the next step.
    pub(super) async fn go_on(&self, caller: &Caller, situation: &Situation, change: Change) -> Result<Turn> {
        let mut all = Change::new();
        sign_ins::save(&mut all, situation.pending.handle, &situation.row, caller.now);
        all.append(change);
        match self.store.write(all).await? {
            // Refused: another tab was quicker, and the next page shows what it did.
            Outcome::Done | Outcome::Refused(_) => Ok(Turn::Onward),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

/// The guard of the account's own counter.
const ACCOUNT: Guard = Guard("attempts at the account left");

/// When a lock opens by itself, if it does.
fn opens(at: Time) -> Option<Time> {
    (at != Time::NEVER).then_some(at)
}

fn asks_for_password(step: &Step) -> bool {
    matches!(step, Step::Prove { any_of, part: Part::First } if any_of.contains(&Authenticator::Password))
}
