//! What somebody proves themselves with, as they look after it themselves: the authenticator app, set up, replaced and switched
//! off, each with a fresh proof. Other sessions and the trust in browsers end with it, and the owner is told (LGN-13).

use model::{Authenticator, Time};
use store::{Change, credentials};

use super::{OwnNumber, TotpEnrolment, recovery_code, sms};
use crate::{
    Caller, Confirmed, Doorward, Error, Result, SignedIn,
    commit::Commit as _,
    confirmed::{self, AddFactor, NewRecoveryCodes, RemoveFactor, SensitiveAct as _},
    events::{self, EventKind, EventSubject},
    instance_mac_key, jobs, new_id,
    notices::{Happened, Scene},
    people::person::Person,
};

/// What somebody has to prove themselves with.
#[derive(Debug, Clone)]
pub struct OwnAuthenticators {
    /// When the password was chosen that is kept here, if there is one.
    pub password_changed_at: Option<Time>,
    /// The authenticator app, if there is one.
    pub app: Option<OwnApp>,
    /// The telephone that codes are sent to, if there is one.
    pub number: Option<OwnNumber>,
    /// Whether they may set an app up.
    pub may_have_app: bool,
    /// Whether codes may be sent to a telephone of theirs.
    pub may_have_number: bool,
    /// Removing the app.
    pub app_removal: FactorRemoval,
    /// Removing the telephone.
    pub number_removal: FactorRemoval,
    /// Recovery codes that were not used yet.
    pub recovery_codes: u32,
    /// Whether codes are mailed beside the password: the organisation has them, and the address is verified.
    pub by_mail: bool,
}

/// What removing a second factor means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactorRemoval {
    /// Whether it may go: something else is left, or the organisation lets them do without.
    pub is_allowed: bool,
    /// Whether nothing is left beside the password then.
    pub is_last: bool,
}

impl FactorRemoval {
    fn of(person: &Person, factor: Authenticator) -> Self {
        Self { is_allowed: may_remove(person, factor), is_last: !has_other(person, factor) }
    }
}

/// An authenticator app.
#[derive(Debug, Clone, Copy)]
pub struct OwnApp {
    /// When it was set up.
    pub added_at: Time,
    /// When a code of it was last used.
    pub used_at: Option<Time>,
}

/// Whether codes are mailed beside this person's password.
fn mails_codes(person: &Person) -> bool {
    let counts = person.home.policy.second_factors().any(|one| one == Authenticator::EmailCode);
    counts && person.account.second_factors.contains(&Authenticator::EmailCode)
}

/// What became of setting an app up.
#[derive(Debug)]
pub enum AppSetUp {
    /// It is set up. Where the organisation gives out recovery codes and none are left: the text of a confirmation with which ten
    /// are shown.
    Done(Option<String>),
    /// The code is wrong; the same secret can be tried again.
    CodeWrong(TotpEnrolment),
    /// There is nothing to set up: another request was quicker, or the page was of another act.
    Nothing,
}

impl Doorward {
    /// What the person who is signed in has to prove themselves with.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn own_authenticators(&self, who: &SignedIn) -> Result<OwnAuthenticators> {
        let person = person(self, who).await?;
        let number = sms::number(self, &person)?.zip(person.number()).map(|(number, row)| OwnNumber {
            last_digits: number.last_digits().to_owned(),
            added_at: row.created_at,
            used_at: row.last_used_at,
        });
        Ok(OwnAuthenticators {
            number,
            may_have_number: sms::may_have_number(self, &person),
            may_have_app: may_have_app(&person),
            app_removal: FactorRemoval::of(&person, Authenticator::Totp),
            number_removal: FactorRemoval::of(&person, Authenticator::Sms),
            password_changed_at: person.password().and_then(|row| row.password()).map(|data| data.changed_at),
            app: person.apps().next().map(|row| OwnApp { added_at: row.created_at, used_at: row.last_used_at }),
            recovery_codes: person.account.recovery_codes_left,
            by_mail: mails_codes(&person),
        })
    }

    /// The secret that an app is set up with under a confirmation: the same as often as its page is shown. None where the
    /// organisation's people set up none here.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn begin_own_app(
        &self,
        who: &SignedIn,
        confirmed: &Confirmed<AddFactor>,
    ) -> Result<Option<TotpEnrolment>> {
        let person = person(self, who).await?;
        if !may_have_app(&person) {
            return Ok(None);
        }
        Ok(TotpEnrolment::begin(self, confirmed.key(), 0, &person))
    }

    /// Sets an app up whose first code this is, in place of any from before (TOT-06).
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn set_up_own_app(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<AddFactor>,
        (code, sealed): (&str, &str),
    ) -> Result<AppSetUp> {
        let mut person = person(self, who).await?;
        let enrolment = TotpEnrolment::resume(self, confirmed.key(), sealed, &person);
        let Some(enrolment) = enrolment.filter(|_| may_have_app(&person)) else { return Ok(AppSetUp::Nothing) };
        let Some(row) = enrolment.confirm(self, &person, code, caller.now) else {
            return Ok(AppSetUp::CodeWrong(enrolment));
        };
        let mut change = Change::new();
        enrolment.spend(instance_mac_key::get(self).await?, &mut change, confirmed.until());
        confirmed.spend(&mut change);
        let replaced = person.apps().count() > 0;
        person.apps().for_each(|app| credentials::delete(&mut change, person.key(), app.id));
        credentials::first_totp(&mut change, person.key());
        credentials::insert(&mut change, person.key(), &row);
        let happened = if replaced { Happened::AppReplaced } else { Happened::AppSetUp };
        let what = FactorChange { kind: EventKind::CredentialEnrolled, factor: Authenticator::Totp, happened };
        if !factor_changed(self, caller, (&mut person, who), change, what).await? {
            return Ok(AppSetUp::Nothing);
        }
        Ok(AppSetUp::Done(codes_to_record(self, caller, (&person, who))))
    }

    /// Switches the app off, and the recovery codes that stand in for it. False where the organisation forbids it (LGN-16), where there
    /// is none, and when another request was quicker.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn remove_own_app(
        &self,
        caller: &Caller,
        who: &SignedIn,
        confirmed: Confirmed<RemoveFactor>,
    ) -> Result<bool> {
        let mut person = person(self, who).await?;
        if !may_remove(&person, Authenticator::Totp) || person.apps().next().is_none() {
            return Ok(false);
        }
        let mut change = Change::new();
        confirmed.spend(&mut change);
        let other = has_other(&person, Authenticator::Totp);
        person.apps().for_each(|app| credentials::delete(&mut change, person.key(), app.id));
        if !other {
            credentials::delete_of_kind(&mut change, person.key(), recovery_code::KIND);
        }
        let happened = if other { Happened::AppRemovedBesideOthers } else { Happened::AppRemoved };
        let what = FactorChange { kind: EventKind::CredentialRemoved, factor: Authenticator::Totp, happened };
        factor_changed(self, caller, (&mut person, who), change, what).await
    }
}

/// Whoever is signed in, read whole.
pub(super) async fn person(doorward: &Doorward, who: &SignedIn) -> Result<Person> {
    let mut read = doorward.store.read().await?;
    let person = Person::of_row(doorward, &mut read, Some(who.row.owner.clone())).await?;
    person.ok_or(Error::Corrupt("somebody who is signed in"))
}

/// Whether this person sets up apps here.
fn may_have_app(person: &Person) -> bool {
    person.home.policy.offers_own(Authenticator::Totp) && !person.account.facts.external
}

/// Whether the person has a second factor that counts besides this one.
pub(super) fn has_other(person: &Person, factor: Authenticator) -> bool {
    person.account.second_factors(&person.home.policy).iter().any(|one| *one != factor)
}

/// Whether this second factor may go: another one is left, or the organisation lets its people do without.
pub(super) fn may_remove(person: &Person, factor: Authenticator) -> bool {
    person.home.policy.may_switch_factor_off() || has_other(person, factor)
}

/// The text of a confirmation with which ten recovery codes are shown, where the organisation gives out any and none are left.
pub(super) fn codes_to_record(
    doorward: &Doorward,
    caller: &Caller,
    (person, who): (&Person, &SignedIn),
) -> Option<String> {
    let wanted = person.home.policy.recovery_codes.offered && person.account.recovery_codes_left == 0;
    let given = (new_id(doorward, caller.now), caller.now);
    wanted.then(|| confirmed::seal(doorward, NewRecoveryCodes::ACTION, (who.row.id, who.row.user), given))
}

/// What became of a second factor, for the trail and for its owner.
pub(super) struct FactorChange {
    pub(super) kind: EventKind,
    pub(super) factor: Authenticator,
    pub(super) happened: Happened,
}

/// Writes another state of the second factor: other sessions, what applications were given, and the trust in browsers end with it.
pub(super) async fn factor_changed(
    doorward: &Doorward,
    caller: &Caller,
    (person, who): (&mut Person, &SignedIn),
    mut change: Change,
    FactorChange { kind, factor, happened }: FactorChange,
) -> Result<bool> {
    person.end_given_elsewhere(doorward, &mut change, caller, Some(&who.row));
    let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
    events::record(doorward, &mut change, &by, kind, concerning, &serde_json::json!({ "kind": factor }));
    let (scene, owner) = (Scene::browser(caller, &[]), (&person.profile, &*person.home));
    jobs::order_notice(doorward, &mut change, scene, owner, happened).await?;
    let done = doorward.store.commit(change).await?.is_ok();
    doorward.ordered.notify_one();
    Ok(done)
}
