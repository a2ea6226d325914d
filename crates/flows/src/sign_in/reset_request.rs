//! A forgotten password that the organisation's own service judges: the service is asked to reset it.
//!
//! What is read, written and shown is the same whoever was named (EXT-17); the service is asked after the answer.

use model::{
    Authenticator,
    account::State,
    sign_in::{Challenge, Purpose, Step},
};

use super::{Situation, Turn, mailing::Message, pending::Resolved};
use crate::{
    Caller, Result,
    authenticators::external::told_of,
    events::EventKind,
    jobs::{Forgotten, RESET_PATIENCE, ResetRequest},
    new_id,
    people::person::Person,
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
        let budget = situation.recipient_budget(email);
        let reset = ResetRequest { about: person.and_then(|person| forgotten(person, caller)), budget };
        let org = person.map(|person| person.home.id);
        Box::pin(situation.send(mac_key, (challenge, EventKind::SignInResetRequested), (org, Message::Reset(reset))))
            .await
    }
}

/// Whose password the service is to reset: somebody who may sign in and whose password it judges.
fn forgotten(person: &Person, caller: &Caller) -> Option<Forgotten> {
    let (home, account) = (&person.home, &person.account);
    let elsewhere = account.state == State::Active && !home.policy.keeps_password_of(&account.facts);
    let provider = home.password_judge().filter(|_| elsewhere)?.id;
    let told = told_of(person, provider, &caller.agent, &caller.address);
    Some(Forgotten { user: person.row.id, epoch: person.epoch(), provider, told })
}
