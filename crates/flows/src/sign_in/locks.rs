//! What a wrong answer leaves behind: an event, and where it has closed a counter, a notice to the owner – one for each lock,
//! however many guesses met it at the same moment.

use model::Time;
use store::{Change, Outcome, attempts};

use super::Situation;
use crate::{
    Caller, Doorward, Error, Result,
    events::{Concerning, Kind},
    notices::{Happened, Scene},
};

/// A counter that is closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lock {
    key: [u8; 32],
    /// Until when.
    pub(super) opens_at: Time,
    /// Whether it was told already.
    told: bool,
}

impl Doorward {
    /// The lock that this counter is under now, if it is: others may have guessed since the situation was read.
    pub(super) async fn lock(&self, key: &[u8; 32], now: Time) -> Result<Option<Lock>> {
        let row = attempts::get(&mut self.store.read().await?, key).await?.filter(|row| row.opens_at > now);
        Ok(row.map(|row| Lock { key: *key, opens_at: row.opens_at, told: row.told_of >= row.opens_at }))
    }

    /// Notes a wrong answer. A lock that nobody was told of yet is marked as told, whether there is somebody to tell or not:
    /// the writes are the same for nobody (LGN-01).
    pub(super) async fn note_wrong(
        &self,
        caller: &Caller,
        situation: &Situation,
        kind: Kind,
        locked: Option<(Lock, Happened)>,
    ) -> Result<()> {
        let person = situation.person.as_ref();
        let concerning = Concerning {
            org: person.map(|person| person.row.org).or(situation.kept.organisation),
            user: person.map(|person| person.row.id),
            app: situation.application.as_ref().map(|application| application.id),
        };
        let mut event = Change::new();
        self.record(&mut event, &caller.anonymous(), kind, concerning, &serde_json::json!({}));
        let Some((lock, happened)) = locked.filter(|(lock, _)| !lock.told) else { return self.write(event).await };
        let mut change = Change::new();
        attempts::tell(&mut change, &lock.key, caller.now);
        change.append(event.clone());
        let ordered = match person {
            Some(person) => {
                let home = self.organisation(person.row.org).await?;
                self.order_notice(&mut change, Scene::browser(caller, &[]), (&person.profile, &home), happened)?
            }
            None => false,
        };
        match self.store.write(change).await? {
            Outcome::Done if ordered => {
                self.ordered.notify_one();
                Ok(())
            }
            Outcome::Done | Outcome::Unknown => Ok(()),
            // A guess at the same moment was quicker to tell, or somebody opened the lock: this one is noted all the same.
            Outcome::Refused(guard) if guard == attempts::UNTOLD => self.write(event).await,
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
        }
    }
}
