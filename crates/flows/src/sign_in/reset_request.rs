//! A forgotten password that the organisation's own service judges: the service is asked to reset it.
//!
//! What is read, written and shown is the same whoever was named (EXT-17); the service is asked after the answer.

use model::{
    Authenticator,
    sign_in::{Challenge, Purpose, Step},
};

use super::{Situation, Turn, mailing::Message, pending::Resolved};
use crate::{
    Result,
    events::EventKind,
    jobs::{RESET_PATIENCE, ResetRequest},
    new_id,
};

impl<'a> Situation<'a> {
    /// The service is to be asked. The challenge tells the page that it was; nothing answers it.
    pub(super) async fn request_reset(resolved: Resolved<'a>) -> Result<Turn> {
        let asked = Self::to_be_sent(resolved, Authenticator::External, |step| *step == Step::ResetByProvider).await?;
        let Some((situation, mac_key, _)) = asked else { return Ok(Turn::NextStep) };
        let (caller, person) = (situation.caller, situation.person.as_ref());
        let challenge = Challenge {
            id: new_id(situation.doorward, caller.now),
            authenticator: Authenticator::External,
            purpose: Purpose::Recover,
            sent_at: caller.now,
            expires_at: caller.now + RESET_PATIENCE,
            // Nothing answers it; it is open for as long as the service is asked.
            tries_left: 1,
            sent_to: situation.kept.typed.clone(),
            data: String::new(),
        };
        let email = person.and_then(|person| person.profile.email.as_deref());
        let reset = ResetRequest {
            user: person.map(|person| (person.row.id, person.epoch())),
            budget: situation.recipient_budget(email),
            agent: caller.agent.clone(),
            address: caller.address.clone(),
        };
        let org = person.map(|person| person.home.id);
        Box::pin(situation.send(mac_key, (challenge, EventKind::SignInResetRequested), (org, Message::Reset(reset))))
            .await
    }
}
