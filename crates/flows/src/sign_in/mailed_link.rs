//! Links by e-mail in a sign-in: asking for one. What opens with it is in `link`.

use model::{
    Authenticator,
    sign_in::{Action, Challenge, Purpose},
};
use notify::LinkPurpose;

use super::{Situation, Turn, mailing::Message, pending::Resolved};
use crate::{
    Result,
    events::EventKind,
    jobs::{LINK_LIFE, LinkMessage},
    new_id,
};

impl<'a> Situation<'a> {
    /// A link is to be sent. The challenge tells the page that one was; the link itself is made with the mail.
    pub(super) async fn send_link(resolved: Resolved<'a>) -> Result<Turn> {
        let asked =
            Self::to_be_sent(resolved, Authenticator::EmailLink, |step| step.takes(Authenticator::EmailLink).is_some())
                .await?;
        let Some((situation, mac_key, recipient)) = asked else { return Ok(Turn::NextStep) };
        let (now, purpose) = (situation.caller.now, situation.kept.progress.purpose);
        let link = match purpose {
            Purpose::Recover => LinkPurpose::Restore,
            Purpose::Confirm(Action::ChangePassword) => LinkPurpose::ChangePassword,
            Purpose::SignIn | Purpose::Register | Purpose::Confirm(_) => return Ok(Turn::NextStep),
        };
        let challenge = Challenge {
            id: new_id(situation.doorward, now),
            authenticator: Authenticator::EmailLink,
            purpose,
            sent_at: now,
            expires_at: now + LINK_LIFE,
            tries_left: 1,
            sent_to: situation.kept.typed.clone(),
            data: String::new(),
        };
        let asked = situation.asked_mail(recipient.as_ref());
        let owner = recipient.as_ref().map(|recipient| (recipient.owner.1, recipient.owner.2));
        let asked_in = situation.pending.seal(situation.doorward);
        let message = Message::Link(LinkMessage { asked, purpose: link, owner, asked_in });
        let org = recipient.map(|recipient| recipient.home.id);
        Box::pin(situation.send(mac_key, (challenge, EventKind::SignInLinkSent), (org, message))).await
    }
}
