//! The ceremony of every proof: one attempt is taken, then the answer is judged, then what became of it is written.
//!
//! An answer that is not admitted, because its source guesses too fast or no permit to hash is free, takes no attempt, so however many
//! are sent they lock no account; fifty guesses at once get at most what is left (LGN-05).

use model::{
    Authenticator, Time,
    sign_in::{Action, Challenge, Part, Purpose},
};
use store::{Change, Guard, Json, attempts, sign_ins};

use super::{
    Complaint, LastAnswer, Situation, Turn,
    newcomers::{NEWCOMERS_LEFT, Newcomers},
    reading::Lookup,
};
use crate::{
    Result,
    authenticators::{Admitted, Attempt, Judged, Judging, Verified, passkey, sent_code},
    commit::Commit as _,
    guesses::{self, Counter},
    instance_mac_key, jobs,
    notices::{Happened, Scene},
    people::person::Person,
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
    /// It was taken, and the answer will be a wrong one: the account was guessed at too often under other spellings, or newcomers
    /// were. No page says so.
    Unjudged,
    /// Nothing was taken: the code that was sent has no tries left.
    Spent,
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
        let authenticator = answered_by(&attempt);
        let completed = self.row.session.is_some();
        let Some(part) = self.part_now(authenticator)? else {
            if claimed.is_none() {
                return self.prove_again(attempt, completed).await;
            }
            // With a claim: its people prove themselves otherwise, and the next page says how.
            return Ok(self.save(Change::new()).await?.or_next_step());
        };
        let mut admitted = match attempt {
            Ok(admitted) => admitted,
            Err(_) if completed => return Ok(Turn::NextStep),
            Err(complaint) => return self.complain(complaint, authenticator, part),
        };
        if let Attempt::Passkey(_) = admitted.attempt {
            return Box::pin(self.prove_passkey(admitted, part)).await;
        }
        let claims = claimed.is_some();
        if !self.take_try(&mut admitted.attempt, part, completed)? {
            return match completed {
                true => Ok(Turn::NextStep),
                false => self.complain(Complaint::SentCodeWrong, authenticator, part),
            };
        }
        let sent = admitted.attempt.sent().cloned();
        let writes_row = claims || (sent.is_some() && part == Part::First);
        let is_judged = match self.reserve(part, writes_row, sent.as_ref()).await? {
            Reserved::Taken => true,
            Reserved::Unjudged => false,
            Reserved::Overtaken if claims => return Box::pin(self.after_the_same_claim(admitted)).await,
            Reserved::Overtaken => return Ok(Turn::NextStep),
            Reserved::Spent => return self.complain(Complaint::SentCodeSpent, authenticator, part),
            Reserved::Closed => {
                let turn = self.closed(part, authenticator).await;
                admitted.answer_wrong(self.doorward).await;
                return turn;
            }
        };
        if !is_judged {
            admitted.attempt.forget_sent();
        }
        Box::pin(self.judge(admitted, part, is_judged)).await
    }

    /// Judges an answer whose attempt was taken. One that is not judged is wrong, and takes as long.
    async fn judge(mut self, mut admitted: Admitted, part: Part, is_judged: bool) -> Result<Turn> {
        let (authenticator, completed) = (admitted.attempt.authenticator(), self.row.session.is_some());
        admitted.guess.counts(true);
        let before = self.before_use().filter(|_| completed);
        let person = before.as_ref().or(self.person.as_ref()).filter(|_| is_judged);
        let judged = admitted.verify(&self.judging(), person).await?;
        admitted.guess.counts(matches!(judged, Judged::Wrong));
        match judged {
            Judged::Right(verified) if completed => {
                let answer = LastAnswer::proof(verified.used(authenticator, part), self.caller.now);
                let again = self.give_back(part);
                Box::pin(self.same_click(&answer, again)).await
            }
            Judged::Right(verified) => Box::pin(self.right(&admitted, *verified, part)).await,
            Judged::Known(arrival) if completed => Box::pin(self.known_again(&arrival, part)).await,
            Judged::Known(arrival) => Box::pin(self.known(admitted, &arrival, part)).await,
            // The sign-in stays completed; the owner hears of a wrong guess all the same.
            Judged::Wrong if completed => Box::pin(self.note_wrong(authenticator, part)).await.map(|_| Turn::NextStep),
            Judged::Wrong => Box::pin(self.wrong(admitted, part)).await,
            Judged::MustChange if completed => Ok(Turn::NextStep),
            Judged::Silent | Judged::NotCarried | Judged::MustChange => {
                let complaint = match judged {
                    Judged::Silent => Complaint::ServiceSilent,
                    Judged::MustChange => Complaint::PasswordExpiredThere,
                    _ => Complaint::PasswordNotCarried,
                };
                self.give_back_one(part).await?;
                admitted.answer_wrong(self.doorward).await;
                self.complain(complaint, authenticator, part)
            }
        }
    }

    /// What an answer is judged for.
    fn judging(&self) -> Judging<'_> {
        let (doorward, caller, handle) = (self.doorward, self.caller, self.pending.handle);
        let login = self.kept.progress.identifier.as_ref();
        Judging { doorward, caller, handle, organisation: self.organisation(), login }
    }

    /// Gives the attempt back that was taken: nothing was judged (an outage is no verdict). The same is written for nobody.
    async fn give_back_one(&self, part: Part) -> Result<()> {
        let mut change = Change::new();
        for counter in self.counters_of(part) {
            attempts::give_back(&mut change, &counter.key);
        }
        self.doorward.store.commit_all(change).await
    }

    /// Which part of the proof this authenticator can give now. Of a completed sign-in only the answer that completed it may come again.
    fn part_now(&self, authenticator: Authenticator) -> Result<Option<Part>> {
        match (self.row.session.is_some(), &self.kept.last) {
            (false, _) => self.asks_for(authenticator),
            (true, last) => Ok(last.as_ref().and_then(|last| match authenticator {
                Authenticator::Password => last.part_by(authenticator).or(last.part_by(Authenticator::External)),
                other => last.part_by(other),
            })),
        }
    }

    /// Notes what a code that was sent is compared with: the one that completed the sign-in, where one did. A first proof takes one of
    /// its tries in the row. False where no code is open. Nothing is taken of other answers.
    fn take_try(&mut self, attempt: &mut Attempt, part: Part, completed: bool) -> Result<bool> {
        let Attempt::SentCode { by, sent, .. } = attempt else { return Ok(true) };
        let challenge = match (completed, part) {
            (true, _) => self.kept.answered.clone().filter(|answered| answered.authenticator == *by),
            (false, Part::First) => self.kept.progress.tried(*by, self.caller.now),
            (false, Part::Second) => self.kept.progress.challenge(*by, self.caller.now).cloned(),
        };
        let Some(challenge) = challenge else { return Ok(false) };
        *sent = Some(Box::new(self.sent(challenge)?));
        self.row.facts = Json::new(self.kept.clone());
        Ok(true)
    }

    /// The step takes no such proof. It may have been another one when the same click completed the sign-in.
    async fn prove_again(self, attempt: std::result::Result<Admitted, Complaint>, completed: bool) -> Result<Turn> {
        if completed || !self.was_completed().await? {
            return Ok(Turn::NextStep);
        }
        let now = Box::pin(Situation::read(self.resolved(), None, Lookup::Shown)).await?;
        Box::pin(now.prove(attempt, None)).await
    }

    /// Another request wrote this sign-in between our reading and our attempt. Where it said the same of who it is, it may be the
    /// same click, and its password is judged as one more answer of the same sign-in.
    async fn after_the_same_claim(self, admitted: Admitted) -> Result<Turn> {
        let (company, key) = (self.kept.company.clone(), self.kept.progress.identifier.clone());
        let now = Box::pin(Situation::read(self.resolved(), None, Lookup::Claimed)).await?;
        match key {
            Some(key) if now.kept.names(&company, &key) => Box::pin(now.prove(Ok(admitted), None)).await,
            _ => Ok(Turn::NextStep),
        }
    }

    /// Takes one attempt, before anything is judged; with it the row is written where the answer changes it.
    async fn reserve(&mut self, part: Part, writes_row: bool, sent: Option<&Challenge>) -> Result<Reserved> {
        let now = self.caller.now;
        let (counter, budget) = match part {
            Part::First => (self.counters.first, self.first_budget()),
            Part::Second => (self.counters.second, guesses::code_budget(self.counters.second.row)),
        };
        let mut alone = Change::new();
        if writes_row {
            sign_ins::save(&mut alone, self.pending.handle, &self.row, now);
        }
        attempts::take(&mut alone, &counter.key, budget, now, OPEN);
        let newcomers = self.counters.newcomers.filter(|_| part == Part::First);
        if let Some(newcomers) = newcomers {
            newcomers.take(&mut alone, now);
        }
        if let (Some(sent), Part::Second) = (sent, part) {
            sent_code::take_try(instance_mac_key::get(self.doorward).await?, &mut alone, sent, now);
        }
        let own = self.counters.account.filter(|_| part == Part::First);
        let own = own.map(|counter| (counter, self.account_budget(counter)));
        let mut outcome = Err(ACCOUNT);
        let open = own.is_none_or(|(counter, budget)| guesses::left(budget, counter.row, now) > 0);
        if open {
            let mut change = alone.clone();
            if let Some((counter, budget)) = own {
                attempts::take(&mut change, &counter.key, budget, now, ACCOUNT);
            }
            outcome = self.doorward.store.commit(change).await?;
        }
        let mut reserved = match newcomers {
            Some(newcomers) if newcomers.is_spent() => Reserved::Unjudged,
            _ => Reserved::Taken,
        };
        if outcome == Err(ACCOUNT) {
            reserved = Reserved::Unjudged;
            outcome = self.doorward.store.commit(alone).await?;
        }
        match outcome {
            Ok(()) => {
                self.row.version += i64::from(writes_row);
                Ok(reserved)
            }
            Err(OPEN) => Ok(Reserved::Closed),
            Err(sent_code::TRIES_LEFT) => Ok(Reserved::Spent),
            Err(NEWCOMERS_LEFT) => {
                self.counters.newcomers = newcomers.map(Newcomers::closed);
                Box::pin(self.reserve(part, writes_row, sent)).await
            }
            Err(_) => Ok(Reserved::Overtaken),
        }
    }

    /// The answer is right: it counts, what it uses up is used up, and the guesses are given back.
    pub(super) async fn right(mut self, admitted: &Admitted, verified: Verified, part: Part) -> Result<Turn> {
        let authenticator = admitted.attempt.authenticator();
        let proof = verified.proof(authenticator, self.kept.progress.purpose);
        let answer = LastAnswer::proof(verified.used(authenticator, part), self.caller.now);
        let counters = self.counters_of(part);
        let wrong = counters.iter().map(|counter| guesses::wrong(counter.row, self.caller.now)).max();
        let again = self.give_back(part);
        let mut change = again.clone();
        change.append(verified.change);
        if authenticator == Authenticator::EmailCode {
            self.mailbox_is_shown(&mut change);
        }
        if authenticator == Authenticator::RecoveryCode {
            // The device is lost, and with it the browsers on it.
            store::devices::distrust_all(&mut change, self.person_key());
            self.notice_recovery_code(&mut change).await?;
        }
        self.bind_to_person();
        self.kept.wrong_tries += wrong.unwrap_or_default();
        self.kept.answered = self.kept.progress.last_challenge(authenticator).cloned();
        self.kept.progress.proven(proof);
        self.notes_of(admitted);
        Box::pin(self.answered(answer, change, again)).await
    }

    /// What came with an answer beside its proof.
    pub(super) fn notes_of(&mut self, admitted: &Admitted) {
        self.kept.progress.trust |= admitted.attempt.trusts_browser();
        self.kept.progress.makes_passkeys |=
            admitted.attempt.makes_passkeys() && passkey::rp_id(self.doorward).is_some();
    }

    /// A code was answered that was mailed: it shows that mailbox alone, and its mail was asked for in earnest.
    fn mailbox_is_shown(&mut self, change: &mut Change) {
        self.kept.mailbox = self.recipient().map(|recipient| recipient.to.to_string());
        for (key, ..) in self.mails_of_network(self.mac_key) {
            attempts::give_back(change, &key);
        }
    }

    /// Tells the owner that a recovery code was used, in the change that uses it up (LGN-13).
    async fn notice_recovery_code(&self, change: &mut Change) -> Result<()> {
        let Some(person) = &self.person else { return Ok(()) };
        let left = person.account.recovery_codes_left.saturating_sub(1);
        let (scene, owner) = (Scene::browser(self.caller, self.ui_locales()), (&person.profile, &*person.home));
        jobs::order_notice(self.doorward, change, scene, owner, Happened::RecoveryCodeUsed(left)).await?;
        Ok(())
    }

    pub(super) async fn wrong(self, mut admitted: Admitted, part: Part) -> Result<Turn> {
        let (doorward, caller) = (self.doorward, self.caller);
        let authenticator = admitted.attempt.authenticator();
        // Used up, but perhaps by the same click, which completed this very sign-in between our two looks.
        if admitted.attempt.is_used_up() && self.was_completed().await? {
            let mut situation = Box::pin(Situation::read(self.resolved(), None, Lookup::Shown)).await?;
            let before = situation.before_use();
            let person = before.as_ref().or(situation.person.as_ref());
            return match admitted.verify(&situation.judging(), person).await? {
                Judged::Right(verified) => {
                    admitted.guess.counts(false);
                    let again = situation.give_back(part);
                    let answer = LastAnswer::proof(verified.used(authenticator, part), caller.now);
                    Box::pin(situation.same_click(&answer, again)).await
                }
                _ => Ok(Turn::NextStep),
            };
        }
        // The same click changed the password that this one shows.
        if self.kept.progress.purpose == Purpose::Confirm(Action::ChangePassword) && self.was_completed().await? {
            return Ok(Turn::NextStep);
        }
        let complaint = Box::pin(self.note_wrong(authenticator, part)).await;
        admitted.answer_wrong(doorward).await;
        self.complain(complaint?, authenticator, part)
    }

    /// The person before the last answer used anything up.
    pub(super) fn before_use(&self) -> Option<Person> {
        self.kept.last.as_ref()?.before_use(self.person.as_ref()?)
    }

    pub(super) fn counters_of(&self, part: Part) -> Vec<Counter> {
        match part {
            Part::First => [Some(self.counters.first), self.counters.account].into_iter().flatten().collect(),
            Part::Second => vec![self.counters.second],
        }
    }

    /// Forgets the guesses at this part: the last one was right. Answers what is to be written for that.
    pub(super) fn give_back(&mut self, part: Part) -> Change {
        let mut change = Change::new();
        for counter in self.counters_of(part) {
            attempts::forget(&mut change, &counter.key);
        }
        match part {
            Part::First => {
                if let Some(newcomers) = self.counters.newcomers {
                    newcomers.give_back(&mut change);
                }
                self.counters.first.row = None;
                self.counters.account.iter_mut().for_each(|counter| counter.row = None);
            }
            Part::Second => self.counters.second.row = None,
        }
        change
    }

    /// The counter that the page goes by is closed.
    async fn closed(&self, part: Part, authenticator: Authenticator) -> Result<Turn> {
        let key = self.counters_of(part)[0].key;
        // Open again already: whoever had it closed has given the right answer meanwhile.
        let row = attempts::get(&mut self.doorward.store.read().await?, &key).await?;
        let opens_at = row.and_then(|row| guesses::locked_until(row, self.caller.now)).unwrap_or(self.caller.now);
        self.complain(locked((authenticator, part), opens_at), authenticator, part)
    }
}

/// What was answered by, also where it can be no answer.
fn answered_by(attempt: &std::result::Result<Admitted, Complaint>) -> Authenticator {
    match attempt {
        Ok(admitted) => admitted.attempt.authenticator(),
        Err(Complaint::SentCodeMissing(by)) => *by,
        Err(Complaint::Passkey(_)) => Authenticator::Passkey,
        Err(_) => Authenticator::Password,
    }
}

/// What the page says of a lock.
pub(super) fn locked(proof: (Authenticator, Part), opens_at: Time) -> Complaint {
    match proof {
        (Authenticator::EmailCode, _) | (_, Part::Second) => Complaint::CodeLocked(opens_at),
        (_, Part::First) => Complaint::PasswordLocked(super::wrong::opens(opens_at)),
    }
}
