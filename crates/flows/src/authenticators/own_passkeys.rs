//! Passkeys, as somebody looks after their own: added and removed with a fresh proof, and called what they like.

use model::{Authenticator, Id, Time, id::Credential, sign_in::Level};
use store::{Change, credentials};

use super::{
    own::{FactorChange, codes_to_record, factor_changed, has_other, may_remove, person},
    passkey::{self, NewPasskeyAnswer, PasskeyProblem, PasskeyRequest},
    passkey_models, recovery_code,
};
use crate::{
    Caller, Confirmed, Doorward, Result, SignedIn,
    commit::Commit as _,
    confirmed::{AddFactor, RemoveFactor},
    events::{self, EventKind, EventSubject},
    instance_mac_key,
    notices::Happened,
    people::person::Person,
};

/// A passkey or security key of somebody's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPasskey {
    /// Which.
    pub id: Id<Credential>,
    /// What they call it; perhaps nothing.
    pub label: String,
    /// When it was added.
    pub added_at: Time,
    /// When it was last used.
    pub used_at: Option<Time>,
    /// Whether it is copied to other devices of theirs.
    pub backed_up: bool,
    /// What its authenticator knows it by, as base64url.
    pub credential_id: String,
    /// The domain that it was made for, where that is another one than today's: it is of no use here.
    pub other_domain: Option<String>,
    /// Whether it is of a model that the organisation does not take: it leads to adding another.
    pub other_model: bool,
}

/// What became of adding a passkey.
#[derive(Debug)]
pub enum PasskeyAdded {
    /// It is added. Where the organisation gives out recovery codes and none are left: the text of a confirmation with which ten are
    /// shown.
    Done(Option<String>),
    /// The answer is not taken.
    Problem(PasskeyProblem),
    /// There is nothing to add: another request was quicker, or nobody adds any here.
    Nothing,
}

/// What became of removing a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyRemoved {
    /// It is removed.
    Done,
    /// It is the last factor, which the organisation asks everybody for or lets nobody switch off (WAN-09).
    Last,
    /// Without it there would be no way in at all.
    OnlyWayIn,
    /// There is none such, or another request was quicker.
    Nothing,
}

impl Doorward {
    /// The passkeys of the person who is signed in, those that were added first before the others.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn own_passkeys(&self, who: &SignedIn) -> Result<Vec<OwnPasskey>> {
        let person = person(self, who).await?;
        let mut own: Vec<OwnPasskey> = person
            .passkeys()
            .map(|(row, data)| OwnPasskey {
                id: row.id,
                label: row.label.clone(),
                added_at: row.created_at,
                used_at: row.last_used_at,
                backed_up: data.backed_up,
                credential_id: data.credential_id.clone(),
                other_model: !passkey_models::is_taken(self, &person.home.policy, data),
                other_domain: (passkey::rp_id(self) != Some(&data.rp_id)).then(|| data.rp_id.clone()),
            })
            .collect();
        own.sort_by_key(|one| (one.added_at, one.id));
        Ok(own)
    }

    /// Whether the person who is signed in adds passkeys here: the organisation has any, and the issuer has a domain.
    pub fn offers_passkeys(&self, who: &SignedIn) -> bool {
        passkey::rp_id(self).is_some() && who.organisation.policy.offers_own_passkeys() && !who.row.owner.facts.external
    }

    /// What tells a browser which passkeys its person has here: the domain, and the user handle as base64url.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn passkey_signals(&self, who: &SignedIn) -> Result<Option<(String, String)>> {
        let mac_key = instance_mac_key::get(self).await?;
        let handle = jose::base64url::encode(passkey::handle(mac_key, who.row.user));
        Ok(passkey::rp_id(self).map(|rp_id| (rp_id.to_owned(), handle)))
    }

    /// What a new passkey is made with under a confirmation. None where the person adds none here.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn begin_own_passkey(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: &Confirmed<AddFactor>,
    ) -> Result<Option<PasskeyRequest>> {
        if !self.offers_passkeys(who) {
            return Ok(None);
        }
        let (person, mac_key) = (person(self, who).await?, instance_mac_key::get(self).await?);
        Ok(passkey::creation(self, mac_key, confirmed.key(), (&person, caller.now)))
    }

    /// Adds the passkey that answered so.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn add_own_passkey(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<AddFactor>,
        made: NewPasskeyAnswer<'_>,
    ) -> Result<PasskeyAdded> {
        if !self.offers_passkeys(who) {
            return Ok(PasskeyAdded::Nothing);
        }
        let (mut person, mac_key) = (person(self, who).await?, instance_mac_key::get(self).await?);
        let mut change = match passkey::add(self, mac_key, (confirmed.key(), &person, caller.now), made).await? {
            Ok(new) => new.change,
            Err(problem) => return Ok(PasskeyAdded::Problem(problem)),
        };
        confirmed.spend(&mut change);
        // Whoever found the way to one, and removes it again, needs no offer.
        person.note_passkey_offer(&mut change, caller.now);
        let (kind, happened) = (EventKind::CredentialEnrolled, Happened::PasskeyAdded);
        let what = FactorChange { kind, factor: Authenticator::Passkey, happened };
        if !factor_changed(self, caller, (&mut person, who), change, what).await? {
            return Ok(PasskeyAdded::Nothing);
        }
        let codes = counts(&person).then(|| codes_to_record(self, caller, (&person, who)));
        Ok(PasskeyAdded::Done(codes.flatten()))
    }

    /// Calls one of one's own passkeys otherwise. Whether there is one.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn rename_own_passkey(
        &self,
        caller: &Caller,
        who: &SignedIn,
        which: Id<Credential>,
        label: &str,
    ) -> Result<bool> {
        let owner = (who.row.org, who.row.user);
        let mut change = Change::new();
        credentials::rename_passkey(&mut change, owner, which, &passkey::shortened(label));
        let (by, concerning) = (caller.user(owner.1), EventSubject::user(owner));
        let data = serde_json::json!({ "kind": "passkey" });
        events::record(self, &mut change, &by, EventKind::CredentialRenamed, concerning, &data);
        Ok(self.store.commit(change).await?.is_ok())
    }

    /// Removes one of one's own passkeys, and the recovery codes where no other factor is left that they would stand in for.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn remove_own_passkey(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<RemoveFactor>,
        which: Id<Credential>,
    ) -> Result<PasskeyRemoved> {
        let mut person = person(self, who).await?;
        if !person.passkeys().any(|(row, _)| row.id == which) {
            return Ok(PasskeyRemoved::Nothing);
        }
        let another = has_another(self, &person, which);
        if let Some(kept) = must_stay(&person, another) {
            return Ok(kept);
        }
        let mut change = Change::new();
        confirmed.spend(&mut change);
        credentials::delete(&mut change, person.key(), which);
        let is_last = !another && !has_other(&person, Authenticator::Passkey);
        if is_last {
            credentials::delete_of_kind(&mut change, person.key(), recovery_code::KIND);
        }
        let happened = if is_last && counts(&person) { Happened::LastPasskeyRemoved } else { Happened::PasskeyRemoved };
        let kind = EventKind::CredentialRemoved;
        let what = FactorChange { kind, factor: Authenticator::Passkey, happened };
        let done = factor_changed(self, caller, (&mut person, who), change, what).await?;
        Ok(if done { PasskeyRemoved::Done } else { PasskeyRemoved::Nothing })
    }
}

/// Whether passkeys are a second factor of this person's.
fn counts(person: &Person) -> bool {
    person.home.policy.second_factors().any(|one| one == Authenticator::Passkey)
}

/// Whether the person has another passkey that is of use here.
fn has_another(doorward: &Doorward, person: &Person, but: Id<Credential>) -> bool {
    let here = passkey::rp_id(doorward);
    person.passkeys().any(|(row, data)| row.id != but && here == Some(&data.rp_id))
}

/// Why the passkey is not removed, if it is not.
fn must_stay(person: &Person, another: bool) -> Option<PasskeyRemoved> {
    let elsewhere = person.password().is_some() || !person.home.policy.keeps_passwords();
    match () {
        () if another => None,
        // Without one nobody comes in here, and the password alone would add the next.
        () if person.home.policy.level == Level::PhishingResistant => Some(PasskeyRemoved::Last),
        () if counts(person) && !may_remove(person, Authenticator::Passkey) => Some(PasskeyRemoved::Last),
        () if !elsewhere => Some(PasskeyRemoved::OnlyWayIn),
        () => None,
    }
}
