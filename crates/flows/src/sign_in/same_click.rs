//! Writing an answer, and the click that comes twice: a double click, or a page that was reloaded while the answer was on its way.
//! The first one completes the sign-in; its answer may never reach the browser, so the second one is answered with the same session.
//! That holds alike for every answer that can be the last one.

use model::sign_in::Step;
use store::{Change, Json, sessions, sign_ins};

use super::{LastAnswer, Situation, Turn, Written, arrive::Secrets, reading::Lookup};
use crate::{Result, commit::Commit as _};

impl Situation<'_> {
    /// Something was answered as it should be: in, if that was the last, or on to the next step. `change` holds what the answer
    /// writes, `again` what the same click writes when another request was quicker with it.
    pub(super) async fn answered(mut self, answer: LastAnswer, change: Change, again: Change) -> Result<Turn> {
        self.kept.last = Some(answer.clone());
        let resolved = self.resolved();
        match Box::pin(self.advance(change)).await? {
            Written::Done(turn) => Ok(turn),
            Written::Overtaken => {
                let situation = Box::pin(Situation::read(resolved, None, Lookup::Shown)).await?;
                Box::pin(situation.same_click(&answer, again)).await
            }
        }
    }

    /// If this answer completed the sign-in a moment ago, it arrives in the same session; it completes no other sign-in.
    pub(super) async fn same_click(mut self, answer: &LastAnswer, change: Change) -> Result<Turn> {
        if self.person.is_none() || !self.kept.last.as_ref().is_some_and(|last| last.is_same_click(answer)) {
            return Ok(Turn::NextStep);
        }
        // Signed out since: then it is no click that got lost, but somebody who comes later.
        if !self.takes_up_session().await? {
            return Ok(Turn::NextStep);
        }
        match self.step()? {
            Step::Arrive(arrival) => Ok(Box::pin(self.arrive(arrival, change)).await?.or_next_step()),
            _ => Ok(Turn::NextStep),
        }
    }

    /// Takes the session that this sign-in ended in for the browser's own, whose answer may still be on its way. Whether it is
    /// open, and as the sign-in left it.
    async fn takes_up_session(&mut self) -> Result<bool> {
        let Some(ended_in) = self.row.session else { return Ok(false) };
        if self.session().is_some_and(|own| own.id == ended_in) {
            return Ok(true);
        }
        let secret = Secrets::of(self).session;
        let mut read = self.doorward.store.read().await?;
        let found = sessions::by_hash(&mut read, secret.hash().as_bytes(), self.caller.now).await?;
        let Some(found) = found.filter(|found| found.id == ended_in && found.user == self.person_key().1) else {
            return Ok(false);
        };
        (self.browser_session, self.is_session_alive, self.kept.forget_session) = (Some(found), true, false);
        self.read_access(&mut read).await?;
        Ok(self.session().is_some())
    }

    /// The step does not ask for this answer. What is read of a situation on PostgreSQL is not of one moment, so the same click may
    /// have completed the sign-in between two of our statements: then this one arrives as well.
    pub(super) async fn not_asked(self, answer: &LastAnswer) -> Result<Turn> {
        if !self.was_completed().await? {
            return Ok(Turn::NextStep);
        }
        let situation = Box::pin(Situation::read(self.resolved(), None, Lookup::Shown)).await?;
        Box::pin(situation.same_click(answer, Change::new())).await
    }

    /// Whether this sign-in was completed since it was read.
    pub(super) async fn was_completed(&self) -> Result<bool> {
        let row = sign_ins::by_id::<()>(&mut self.doorward.store.read().await?, self.pending.handle).await?;
        Ok(row.is_some_and(|row| row.session.is_some() && row.version > self.row.version))
    }

    async fn advance(mut self, mut change: Change) -> Result<Written> {
        let step = self.step()?;
        self.note_passkey_offer(&step, &mut change);
        self.row.facts = Json::new(self.kept.clone());
        match step {
            Step::Arrive(arrival) => Box::pin(self.arrive(arrival, change)).await,
            _ => self.save(change).await,
        }
    }

    /// Keeps what was answered, and sends the browser to the next step.
    pub(super) async fn save(mut self, change: Change) -> Result<Written> {
        self.row.facts = Json::new(self.kept.clone());
        let mut all = Change::new();
        sign_ins::save(&mut all, self.pending.handle, &self.row, self.caller.now);
        all.append(change);
        Ok(match self.doorward.store.commit(all).await? {
            Ok(()) => Written::Done(Turn::NextStep),
            Err(_) => Written::Overtaken,
        })
    }
}
