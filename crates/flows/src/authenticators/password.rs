//! The password that is kept here.

use std::{sync::atomic::Ordering, time::Duration};

use crypto::password::{Password, Permit};
use model::Time;
use store::{Change, credentials, directory};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::Verified;
use crate::{
    Doorward, Result,
    people::{Home, person::Person},
};

/// How much longer verifying may take than on a machine of today that has nothing else to do.
const MARGIN: u32 = 2;

/// How long a wrong password takes to be told so, from when it was admitted: what the node was told, or as long as the
/// slowest hash that is stored takes, so that none shows by its time (LGN-02).
fn wrong_answer_takes(doorward: &Doorward, computations: u32) -> Duration {
    let slowest = Duration::from_millis(doorward.slowest_hash.load(Ordering::Relaxed));
    doorward.limits.wrong_answer_takes.max(slowest * MARGIN * computations)
}

/// Why a text can be no password. Nothing was hashed for it, and no guess was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotAPassword {
    /// Nothing was typed.
    Missing,
    /// No password is that long, so it is a wrong one.
    TooLong,
}

/// A text that may be a password.
pub(crate) struct Typed {
    text: Zeroizing<String>,
    password: Password,
}

impl Typed {
    pub(super) fn new(text: String) -> std::result::Result<Self, NotAPassword> {
        if text.is_empty() {
            return Err(NotAPassword::Missing);
        }
        let password = Password::new(&text).map_err(|_| NotAPassword::TooLong)?;
        Ok(Self { text: Zeroizing::new(text), password })
    }

    /// As it was typed, octet for octet.
    pub(super) fn text(&self) -> &Zeroizing<String> {
        &self.text
    }

    /// When a wrong one that was admitted then is answered.
    pub(super) fn answers_at(&self, doorward: &Doorward, admitted: Instant) -> Instant {
        admitted + wrong_answer_takes(doorward, self.password.computations())
    }

    /// Whether it is the person's. An imported or cheaper hash is replaced in the same change.
    pub(super) async fn verify(
        &self,
        doorward: &Doorward,
        permit: &Permit,
        person: Option<&Person>,
        now: Time,
    ) -> Result<Option<Verified>> {
        let row = person.and_then(Person::password);
        let verdict = permit.check(&self.password, row.and_then(|row| str::from_utf8(&row.secret).ok())).await;
        let (true, Some(person), Some(row)) = (verdict.matches, person, row) else { return Ok(None) };
        let mut change = Change::new();
        if verdict.upgrade {
            let hash = permit.hash(&*doorward.entropy, &self.password).await;
            credentials::replace_secret(&mut change, person.key(), row, hash.as_str().as_bytes(), now);
        }
        let breaks_policy = self.breaks_policy(doorward, person).await?;
        Ok(Some(Verified { breaks_policy, change, ..Verified::new(row.id, 0, now) }))
    }

    /// Whether it could not be set for this person today.
    async fn breaks_policy(&self, doorward: &Doorward, person: &Person) -> Result<bool> {
        let (org, user) = person.key();
        let named = directory::identifiers(&mut doorward.store.read().await?, org, &[user]).await?;
        let typed = named.iter().map(|named| named.shown.as_str());
        let home = Home::from(&*person.home);
        let broken = home.rules_broken(&self.text, &person.profile, typed);
        Ok(!home.broken_or_breached(doorward, broken, &self.text).await.is_empty())
    }
}
