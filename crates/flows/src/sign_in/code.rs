//! A code of an authenticator app was typed. Taken before it is judged, and good once (TOT-01 to TOT-03).

use crypto::totp::{self, Secret};
use model::{
    Id, Span,
    id::Credential,
    sign_in::{Authenticator, Part, Proof, Purpose, Step},
};
use store::{Change, Outcome, attempts, credentials, sessions, sign_ins};

use super::{Complaint, Pending, Situation, Turn, person::Person, tries};
use crate::{
    Caller, Doorward, Error, Result,
    events::Kind,
    notices::Happened,
    seed::{row_key, totp_place},
};

/// For how long the click that completed a sign-in may come again: a double click, or a page that was reloaded while the
/// answer was on its way.
const SAME_CLICK: Span = Span::minutes(1);

impl Doorward {
    pub(super) async fn code(&self, caller: &Caller, pending: Pending, typed: &str, trust: bool) -> Result<Turn> {
        let mut situation = Box::pin(self.situation(caller, pending)).await?;
        if situation.row.session.is_some() {
            return Box::pin(self.same_code_again(caller, situation, typed)).await;
        }
        if !asks_for_code(&situation.step(self, caller.now)) {
            return Ok(Turn::Onward);
        }
        let Some(person) = situation.person.clone() else { return Err(Error::Corrupt("a second factor of nobody")) };
        self.buckets.admit_guess(caller)?;
        let key = situation.second.key;
        let mut reservation = Change::new();
        attempts::take(&mut reservation, &key, tries::code_budget(situation.second.row), caller.now);
        match self.store.write(reservation).await? {
            Outcome::Done => {}
            Outcome::Refused(_) => {
                let opens_at = self.closed_until(&key, caller.now).await?.unwrap_or(caller.now);
                return Ok(self.complain_code(&situation, Complaint::CodeLocked(opens_at), caller));
            }
            Outcome::Unknown => return Err(Error::Unknown),
        }
        let Some((credential, step)) = self.matching(&person, typed, caller)? else {
            // Spent, but perhaps by the same click, which completed this very sign-in between our two looks.
            if self.was_completed(&situation.pending, situation.row.version).await? {
                let situation = Box::pin(self.situation(caller, situation.pending)).await?;
                return Box::pin(self.same_code_again(caller, situation, typed)).await;
            }
            self.buckets.wrong_guess(caller);
            return Box::pin(self.wrong_code(caller, situation, &key)).await;
        };
        let mut change = Change::new();
        attempts::forget(&mut change, &key);
        credentials::spend_counter(&mut change, person.key(), credential, step, caller.now);
        situation.is_about_person();
        situation.kept.progress.proven(Proof::new(Authenticator::App, Purpose::SignIn, caller.now));
        situation.kept.progress.trust = trust;
        situation.kept.completed_by = Some((step, caller.now));
        situation.kept.wrong_tries += tries::wrong(situation.second.row, caller.now);
        let (again, version) = (situation.pending.clone(), situation.row.version);
        let turn = Box::pin(self.proven(caller, situation, change, Part::Second)).await?;
        match turn {
            // The same click twice at once, and the other one was quicker.
            Turn::Onward if self.was_completed(&again, version).await? => {
                let situation = Box::pin(self.situation(caller, again)).await?;
                Box::pin(self.same_code_again(caller, situation, typed)).await
            }
            turn => Ok(turn),
        }
    }

    /// Whether this sign-in was completed since its row had this version.
    pub(super) async fn was_completed(&self, pending: &Pending, version: i64) -> Result<bool> {
        let row = sign_ins::by_id(&mut self.store.read().await?, pending.handle).await?;
        Ok(row.is_some_and(|row| row.session.is_some() && row.version > version))
    }

    /// The credential whose code this is, and the code's step.
    fn matching(&self, person: &Person, typed: &str, caller: &Caller) -> Result<Option<(Id<Credential>, i64)>> {
        for row in person.apps() {
            let place = row_key(person.row.org, person.row.id, row.id);
            let secret = self.sealer.open(totp_place(&place), &row.secret);
            let secret = secret.map_err(|_| Error::Corrupt("an authenticator app's secret"))?;
            let Some(secret) = Secret::from_bytes(&secret) else {
                return Err(Error::Corrupt("an authenticator app's secret"));
            };
            let last = (row.counter > 0).then(|| totp::Step::from_number(row.counter));
            if let Some(step) = totp::verify(&secret, typed, caller.now, last) {
                return Ok(Some((row.id, step.number())));
            }
        }
        Ok(None)
    }

    async fn wrong_code(&self, caller: &Caller, situation: Situation, key: &[u8; 32]) -> Result<Turn> {
        let lock = self.lock(key, caller.now).await?;
        let kind = if lock.is_some() { Kind::SignInCodeLocked } else { Kind::SignInWrongCode };
        let happened = lock.map(|lock| Happened::CodesLocked(lock.opens_at));
        self.note_wrong(caller, &situation, kind, lock.zip(happened)).await?;
        let complaint = lock.map_or(Complaint::CodeWrong, |lock| Complaint::CodeLocked(lock.opens_at));
        Ok(self.complain_code(&situation, complaint, caller))
    }

    fn complain_code(&self, situation: &Situation, complaint: Complaint, caller: &Caller) -> Turn {
        let step = match situation.step(self, caller.now) {
            step @ Step::Prove { .. } => step,
            _ => Step::Prove { any_of: vec![Authenticator::App], part: Part::Second },
        };
        Turn::Show(Box::new(self.view(situation, step)), Some(complaint))
    }

    /// The click that completed this sign-in came again, and its answer may never have reached the browser. It shows the
    /// same code for the same step of the same sign-in, so it is the same click and gets a session of its own; the code
    /// still completes no other sign-in.
    async fn same_code_again(&self, caller: &Caller, situation: Situation, typed: &str) -> Result<Turn> {
        let Some((step, at)) = situation.kept.completed_by else { return Ok(Turn::Onward) };
        let Some(person) = &situation.person else { return Ok(Turn::Onward) };
        if caller.now.since(at) > SAME_CLICK {
            return Ok(Turn::Onward);
        }
        // Signed out since: then it is no click that got lost, but somebody who comes later.
        let open = match situation.row.session {
            Some(session) => {
                sessions::is_open(&mut self.store.read().await?, person.row.org, session, caller.now).await?
            }
            None => false,
        };
        if !open {
            return Ok(Turn::Onward);
        }
        let mut before = person.clone();
        for row in &mut before.credentials {
            row.counter = row.counter.min(step - 1);
        }
        if self.matching(&before, typed, caller)?.is_none_or(|(_, again)| again != step) {
            return Ok(Turn::Onward);
        }
        match situation.step(self, caller.now) {
            Step::Arrive(arrival) => Box::pin(self.arrive(caller, situation, arrival, Change::new())).await,
            _ => Ok(Turn::Onward),
        }
    }
}

fn asks_for_code(step: &Step) -> bool {
    matches!(step, Step::Prove { any_of, part: Part::Second } if any_of.contains(&Authenticator::App))
}
