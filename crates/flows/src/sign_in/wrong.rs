//! What a wrong answer leaves behind: an event, and where it has closed a counter, a notice to the owner – one for each lock,
//! however many guesses met it at the same moment.

use model::{Authenticator, Time, sign_in::Part};
use store::{Change, Outcome, attempts};

use super::{Complaint, Situation};
use crate::{
    Error, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    guesses, jobs,
    notices::{Happened, Scene},
};

/// A counter that is closed.
#[derive(Debug, Clone, Copy)]
struct Lock {
    key: [u8; 32],
    /// Until when.
    opens_at: Time,
    /// Whether the owner was notified already.
    notified: bool,
}

impl Situation<'_> {
    /// Notes a wrong answer, and says what the page complains of.
    pub(super) async fn note_wrong(&self, authenticator: Authenticator, part: Part) -> Result<Complaint> {
        match part {
            Part::First if authenticator == Authenticator::EmailCode => self.wrong_mailed_code().await,
            Part::First => self.wrong_first().await,
            Part::Second => self.wrong_code(authenticator).await,
        }
    }

    async fn wrong_first(&self) -> Result<Complaint> {
        let first = self.lock(&self.counters.first.key).await?;
        // Read for nobody as well. The owner hears of a lock of the account itself even where the page says nothing of it.
        let account = self.lock(&self.counters.account.unwrap_or(self.counters.first).key).await?;
        let kind = if first.is_some() { EventKind::SignInLocked } else { EventKind::SignInWrongPassword };
        let notice = account.or(first).map(|lock| (lock, Happened::PasswordLocked(opens(lock.opens_at))));
        self.note(kind, notice).await?;
        Ok(first.map_or(Complaint::PasswordWrong, |lock| Complaint::PasswordLocked(opens(lock.opens_at))))
    }

    /// The same is read and written for nobody. The owner is not told: a code that was asked for and guessed at opened nothing.
    async fn wrong_mailed_code(&self) -> Result<Complaint> {
        let lock = self.lock(&self.counters.first.key).await?;
        let kind = if lock.is_some() { EventKind::SignInCodeLocked } else { EventKind::SignInWrongCode };
        self.note(kind, None).await?;
        let spent = self.kept.progress.challenge(Authenticator::EmailCode, self.caller.now).is_none();
        Ok(match lock {
            Some(lock) => Complaint::CodeLocked(lock.opens_at),
            None if spent => Complaint::SentCodeSpent,
            None => Complaint::SentCodeWrong,
        })
    }

    async fn wrong_code(&self, authenticator: Authenticator) -> Result<Complaint> {
        let lock = self.lock(&self.counters.second.key).await?;
        let kind = if lock.is_some() { EventKind::SignInCodeLocked } else { EventKind::SignInWrongCode };
        self.note(kind, lock.map(|lock| (lock, Happened::CodesLocked(lock.opens_at)))).await?;
        Ok(match (lock, authenticator) {
            (Some(lock), _) => Complaint::CodeLocked(lock.opens_at),
            (None, Authenticator::RecoveryCode) => Complaint::RecoveryCodeWrong,
            (None, Authenticator::EmailCode | Authenticator::Sms) => Complaint::SentCodeWrong,
            (None, _) => Complaint::CodeWrong,
        })
    }

    /// The lock that this counter is under now, if it is: others may have guessed since the situation was read.
    async fn lock(&self, key: &[u8; 32]) -> Result<Option<Lock>> {
        let row = attempts::get(&mut self.doorward.store.read().await?, key).await?;
        Ok(row.and_then(|row| {
            let opens_at = guesses::locked_until(row, self.caller.now)?;
            Some(Lock { key: *key, opens_at, notified: row.notified_of >= row.opens_at })
        }))
    }

    /// A lock that nobody was notified of yet is marked, whether there is somebody to notify or not: the writes are the same
    /// for nobody (LGN-01).
    async fn note(&self, kind: EventKind, locked: Option<(Lock, Happened)>) -> Result<()> {
        let (doorward, caller) = (self.doorward, self.caller);
        let person = self.person.as_ref();
        let concerning = EventSubject {
            org: person.map(|person| person.row.org).or(self.kept.organisation),
            user: person.map(|person| person.row.id),
            app: self.application.as_ref().map(|application| application.id),
        };
        let mut event = Change::new();
        events::record(doorward, &mut event, &caller.anonymous(), kind, concerning, &serde_json::json!({}));
        let Some((lock, happened)) = locked.filter(|(lock, _)| !lock.notified) else {
            return doorward.store.commit_all(event).await;
        };
        let mut change = Change::new();
        attempts::notify(&mut change, &lock.key, caller.now);
        change.append(event.clone());
        let ordered = match person {
            Some(person) => {
                let scene = Scene::browser(caller, &[]);
                jobs::order_notice(doorward, &mut change, scene, (&person.profile, &person.home), happened).await?
            }
            None => false,
        };
        match doorward.store.write(change).await? {
            Outcome::Done if ordered => {
                doorward.ordered.notify_one();
                Ok(())
            }
            Outcome::Done => Ok(()),
            Outcome::Unknown => Err(Error::Unknown),
            // A guess at the same moment was quicker, or somebody opened the lock: this one is noted all the same.
            Outcome::Refused(guard) if guard == attempts::NOT_NOTIFIED => doorward.store.commit_all(event).await,
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
        }
    }
}

/// When a lock opens by itself, if it does.
pub(super) fn opens(at: Time) -> Option<Time> {
    (at != Time::NEVER).then_some(at)
}
