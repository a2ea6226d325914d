//! Recovery codes: ten on paper, each good once in place of the second factor (RCV-01, RCV-02).

use crypto::recovery_codes::{self, RecoveryCode};
use model::{Authenticator, Time};
use store::{
    Change,
    credentials::{self, CredentialKind, CredentialRow, Data},
    users,
};

use super::Verified;
use crate::{
    Caller, Doorward, Granted, Result, SignedIn,
    commit::Commit as _,
    confirmed::{Confirmed, NewRecoveryCodes},
    events::{self, EventKind, EventSubject},
    granted::{Recover, held},
    instance_mac_key, jobs,
    notices::{Happened, Scene},
    people::{Done, Refused, UserKey, credentials::credential, person::Person},
};

/// What their rows are called. A code has 75 random bits, so a row holds its plain SHA-256.
pub(crate) const KIND: CredentialKind = CredentialKind::RecoveryCode;

/// What recovery codes stand in for, as it is stored and as policies name it.
const STAND_IN_FOR: [(CredentialKind, Authenticator); 3] = [
    (CredentialKind::Totp, Authenticator::Totp),
    (CredentialKind::Sms, Authenticator::Sms),
    (CredentialKind::Passkey, Authenticator::Passkey),
];

/// Whether it is one of the person's codes that was not used yet. It uses up this code alone.
pub(super) fn verify(person: Option<&Person>, typed: &str, now: Time) -> Option<Verified> {
    let (person, code) = (person?, RecoveryCode::parse(typed)?);
    let hash = code.hash();
    let row = person.recovery_codes().find(|row| row.secret == hash.as_bytes())?;
    let mut verified = Verified::new(row.id, USED, now);
    credentials::spend_counter(&mut verified.change, person.key(), row.id, USED, now);
    Some(verified)
}

/// The counter of a code that was used; of a new one it is zero.
const USED: i64 = 1;

impl Doorward {
    /// Gives somebody a new set of ten recovery codes, which are shown here and never again; those from before are void
    /// (RCV-04), and the owner is told by mail (LGN-13).
    pub async fn issue_recovery_codes(&self, granted: &Granted<Recover>) -> Result<Done<Vec<String>>> {
        let (whom, by) = (granted.on(), granted.by());
        let owner_row = {
            let mut read = self.store.read().await?;
            let Some(row) = store::users::by_id(&mut read, whom.org, whom.user).await? else {
                return Ok(Err(Refused::Unknown));
            };
            if let Err(denied) = granted.holds_for(held(&mut read, whom).await?) {
                return Ok(Err(denied.into()));
            }
            row
        };
        let owner = (whom.org, whom.user);
        let mut change = Change::new();
        let codes = recovery_codes::generate(&*self.entropy);
        replace(self, &mut change, owner, &codes, by.now);
        let concerning = EventSubject::user(owner);
        events::record(self, &mut change, by, EventKind::RecoveryCodesIssued, concerning, &serde_json::json!({}));
        let (scene, home) = (Scene::command(by.now), self.organisation(whom.org).await?);
        jobs::order_notice(self, &mut change, scene, (&owner_row.profile, &home), Happened::RecoveryCodesIssued)
            .await?;
        self.store.commit_all(change).await?;
        Ok(Ok(in_groups(&codes)))
    }

    /// The ten codes that a confirmation offers: the same as often as they are shown, and good only once they are recorded
    /// ([`Doorward::record_recovery_codes`]). None where the organisation gives out none.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn offered_recovery_codes(
        &self,
        who: &SignedIn,
        confirmed: &Confirmed<NewRecoveryCodes>,
    ) -> Result<Option<Vec<String>>> {
        let policy = &who.organisation.policy;
        let stands_in = STAND_IN_FOR.iter().any(|(_, factor)| policy.offers_own(*factor));
        let mac_key = instance_mac_key::get(self).await?;
        Ok((policy.recovery_codes.offered && stands_in)
            .then(|| in_groups(&recovery_codes::derived(mac_key, &[confirmed.key()]))))
    }

    /// Gives whoever is signed in the ten codes that they have recorded. Those from before are void (RCV-04), and the owner is told by
    /// mail (LGN-13). False when there is nothing that they would stand in for, or another request was quicker.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn record_recovery_codes(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<NewRecoveryCodes>,
    ) -> Result<bool> {
        let owner = (who.row.org, who.row.user);
        let before = credentials::of_user(&mut self.store.read().await?, owner.0, owner.1).await?;
        let stands_in = |row: &CredentialRow| STAND_IN_FOR.iter().any(|(kind, _)| row.kind == *kind);
        let has_factor = before.iter().any(|row| stands_in(row) && row.confirmed_at.is_some());
        if !has_factor || !who.organisation.policy.recovery_codes.offered {
            return Ok(false);
        }
        let codes = recovery_codes::derived(instance_mac_key::get(self).await?, &[confirmed.key()]);
        let mut change = Change::new();
        confirmed.spend(&mut change);
        users::stands(&mut change, owner, who.row.owner.epoch);
        replace(self, &mut change, owner, &codes, caller.now);
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        events::record(self, &mut change, &by, EventKind::RecoveryCodesIssued, concerning, &serde_json::json!({}));
        let (scene, to) = (Scene::browser(caller, &[]), (&who.profile, &*who.organisation));
        jobs::order_notice(self, &mut change, scene, to, Happened::RecoveryCodesIssued).await?;
        let done = self.store.commit(change).await?.is_ok();
        self.ordered.notify_one();
        Ok(done)
    }
}

/// These codes in place of those that there are by then, so that nobody ever has more than these (RCV-04).
pub(crate) fn replace(doorward: &Doorward, change: &mut Change, owner: UserKey, codes: &[RecoveryCode], now: Time) {
    credentials::delete_of_kind(change, owner, KIND);
    for code in codes {
        let row = credential(doorward, KIND, code.hash().as_bytes().to_vec(), Data::none(), now);
        credentials::insert(change, owner, &row);
    }
}

/// As they are shown.
pub(crate) fn in_groups(codes: &[RecoveryCode]) -> Vec<String> {
    codes.iter().map(|code| code.to_groups().to_string()).collect()
}
