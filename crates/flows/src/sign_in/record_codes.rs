//! Recovery codes for a second factor that was set up in this sign-in. They are shown before they are stored, the same as often as their
//! page is loaded, and are good from when they are recorded.

use crypto::recovery_codes::{self, RecoveryCode, SET};
use model::sign_in::Step;
use store::{Change, users};

use super::{Accepted, Complaint, LastAnswer, Situation, Turn, pending::Resolved, reading::Lookup};
use crate::{
    Error, Result,
    authenticators::recovery_code::{in_groups, replace},
    events::{self, EventKind, EventSubject},
    jobs,
    notices::{Happened, Scene},
    people::person::Person,
};

impl<'a> Situation<'a> {
    /// They are recorded, as far as the organisation wants that said.
    pub(super) async fn record_codes(resolved: Resolved<'a>, recorded: bool) -> Result<Turn> {
        let (doorward, caller) = (resolved.doorward, resolved.caller);
        let mut situation = Box::pin(Self::read(resolved, None, Lookup::Shown)).await?;
        let answer = LastAnswer { answer: Accepted::Codes, at: caller.now };
        if situation.row.session.is_some() {
            return Box::pin(situation.same_click(&answer, Change::new())).await;
        }
        let step = situation.step()?;
        let Step::RecordCodes = step else { return situation.not_asked(&answer).await };
        if !recorded && situation.policy().recovery_codes.recorded {
            return Ok(Turn::Show(Box::new(situation.view(step)), Some(Complaint::CodesNotRecorded)));
        }
        let Some(person) = situation.person.clone() else { return Err(Error::Corrupt("recovery codes of nobody")) };
        let mut change = Change::new();
        users::stands(&mut change, person.key(), person.row.epoch);
        replace(doorward, &mut change, person.key(), &situation.codes_of(&person), caller.now);
        let (by, concerning) = (caller.user(person.row.id), EventSubject::user(person.key()));
        events::record(doorward, &mut change, &by, EventKind::RecoveryCodesIssued, concerning, &serde_json::json!({}));
        let (scene, owner) = (Scene::browser(caller, situation.ui_locales()), (&person.profile, &*person.home));
        jobs::order_notice(doorward, &mut change, scene, owner, Happened::RecoveryCodesIssued).await?;
        situation.bind_to_person();
        if let Some(person) = &mut situation.person {
            person.account.recovery_codes_left = u32::try_from(SET).unwrap_or_default();
        }
        situation.answered(answer, change, Change::new()).await
    }

    /// The codes that the page of this step shows.
    pub(super) fn shown_codes(&self, step: &Step) -> Vec<String> {
        match (step, &self.person) {
            (Step::RecordCodes, Some(person)) => in_groups(&self.codes_of(person)),
            _ => Vec::new(),
        }
    }

    /// Those of this sign-in and this person.
    fn codes_of(&self, person: &Person) -> [RecoveryCode; SET] {
        recovery_codes::derived(self.mac_key, &[self.pending.handle.as_bytes(), person.row.id.as_bytes()])
    }
}
