//! Setting up a second factor where the step asks for one, or putting it off as far as it may be.

use jose::base64url;
use model::{
    Authenticator, Time,
    sign_in::{Enrolment, Proof, Step},
};
use store::{Change, credentials, devices, users};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, View, pending::Resolved, reading::Lookup};
use crate::{
    Error, Result,
    authenticators::TotpEnrolment,
    events::{self, EventKind, EventSubject},
    instance_mac_key, jobs,
    notices::{Happened, Scene},
    people::person::Person,
};

impl<'a> Situation<'a> {
    /// A code of the app that was just set up. A right one proves it as well (TOT-06). After a recovery code what there was
    /// before is taken for lost. The owner is told (LGN-13).
    pub(super) async fn enrol_totp(resolved: Resolved<'a>, (code, sealed): (&str, &str)) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let mac_key = instance_mac_key::get(doorward).await?;
        let accepted = base64url::encode(mac_key.mac("totp enrolment answer", &[sealed.as_bytes(), code.as_bytes()]));
        let answer = LastAnswer { answer: Accepted::EnrolTotp(accepted), at: caller.now };
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        let (Step::Enrol { any_of, why, .. }, Some(person)) = (&step, situation.person.clone()) else {
            return situation.not_asked(&answer).await;
        };
        let is_lost = *why == Enrolment::RecoveryCodeUsed;
        let enrolment = TotpEnrolment::resume(doorward, &situation.bound_to(&person), sealed, &person);
        let Some(enrolment) = enrolment.filter(|_| any_of.contains(&Authenticator::Totp)) else {
            return Ok(Turn::NextStep);
        };
        let Some(row) = enrolment.confirm(doorward, &person, code, caller.now) else {
            let view = View { enrolment: Some(enrolment), ..situation.view(step) };
            return Ok(Turn::Show(Box::new(view), Some(Complaint::CodeWrong)));
        };
        let mut change = Change::new();
        enrolment.spend(mac_key, &mut change, situation.pending.expires_at());
        situation.ends_elsewhere(&mut change, &person);
        let replaced = is_lost && person.forget_lost_factors(&mut change);
        credentials::first_totp(&mut change, person.key());
        credentials::insert(&mut change, person.key(), &row);
        // Browsers that were known by the password alone have counters of wrong codes of their own no more (TOT-03).
        devices::forget_oldest(&mut change, person.key(), 0);
        let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
        let data = serde_json::json!({ "kind": "totp" });
        events::record(doorward, &mut change, &by, EventKind::CredentialEnrolled, concerning, &data);
        let happened = if replaced { Happened::AppReplaced } else { Happened::AppSetUp };
        let (scene, owner) = (Scene::browser(caller, situation.ui_locales()), (&person.profile, &*person.home));
        jobs::order_notice(doorward, &mut change, scene, owner, happened).await?;
        situation.bind_to_person();
        let purpose = situation.kept.progress.purpose;
        situation.kept.progress.proven(Proof::new(Authenticator::Totp, purpose, caller.now));
        situation.has_enrolled(Authenticator::Totp);
        situation.kept.progress.enrolled = true;
        situation.answered(answer, change, Change::new()).await
    }

    /// With another second factor ends what was given to the person before it, but for their session in this browser: whoever has a
    /// lost phone goes on with nothing (SMS-08).
    pub(super) fn ends_elsewhere(&mut self, change: &mut Change, person: &Person) {
        let mut person = person.clone();
        let session = self.session().filter(|session| session.user == person.row.id);
        person.end_given_elsewhere(self.doorward, change, self.caller, session);
        self.person = Some(person);
    }

    /// The enrolment is put off. The days in which that is possible run from the first time.
    pub(super) async fn postpone(resolved: Resolved<'a>) -> Result<Turn> {
        let caller = resolved.caller;
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = LastAnswer { answer: Accepted::Postpone, at: caller.now };
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let Step::Enrol { postpone_until: Some(until), why, .. } = situation.step()? else {
            return situation.not_asked(&answer).await;
        };
        let Some(person) = &situation.person else { return Err(Error::Corrupt("an enrolment of nobody")) };
        let mut change = Change::new();
        let mut facts = person.account.facts.clone();
        if until != Time::NEVER {
            facts.grace_started_at.get_or_insert(caller.now);
        }
        if why == Enrolment::PasskeyOffered {
            facts.passkey_offered_at.get_or_insert(caller.now);
        }
        if facts != person.account.facts {
            let was = &person.row.facts;
            users::set_facts(&mut change, person.key(), was, &was.replaced(facts));
        }
        situation.bind_to_person();
        situation.kept.progress.postponed_at = Some(caller.now);
        situation.answered(answer, change, Change::new()).await
    }

    /// A passkey is offered once: whoever closes the page is not asked again. Where another request changes what is noted of the person
    /// at the same moment, the answer notes it.
    pub(super) fn note_passkey_offer(&mut self, step: &Step, change: &mut Change) {
        let Step::Enrol { why: Enrolment::PasskeyOffered, .. } = step else { return };
        let (now, Some(person)) = (self.caller.now, &mut self.person) else { return };
        person.note_passkey_offer(change, now);
        self.kept.progress.passkey_offered_at = Some(now);
    }

    /// The secret that the page of this step offers, if it is about an app.
    pub(super) fn enrolment(&self, step: &Step) -> Option<TotpEnrolment> {
        let (Step::Enrol { any_of, .. }, Some(person)) = (step, &self.person) else { return None };
        if !any_of.contains(&Authenticator::Totp) {
            return None;
        }
        TotpEnrolment::begin(self.doorward, &self.bound_to(person), self.row.version, person)
    }

    /// What a secret that is being set up belongs to: this sign-in and this person.
    pub(super) fn bound_to(&self, person: &Person) -> Vec<u8> {
        [&self.pending.handle.as_bytes()[..], person.row.id.as_bytes()].concat()
    }

    /// The account has it from here on.
    pub(super) fn has_enrolled(&mut self, factor: Authenticator) {
        if let Some(person) = &mut self.person
            && !person.account.second_factors.contains(&factor)
        {
            person.account.second_factors.push(factor);
        }
    }
}
