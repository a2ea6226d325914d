//! Codes by e-mail in a sign-in: asking for one, and what it is compared with.

use model::{
    Authenticator,
    sign_in::{Challenge, Proof, Purpose},
};
use notify::CodePurpose;

use super::{
    Situation, Turn,
    mailing::{Message, Recipient},
    pending::Resolved,
};
use crate::{
    Result,
    authenticators::sent_code::{self, Bound, Sent},
    events::EventKind,
    jobs::CodeMessage,
};

impl<'a> Situation<'a> {
    /// A code is to be sent.
    pub(super) async fn send_code(resolved: Resolved<'a>) -> Result<Turn> {
        let asked =
            Self::to_be_sent(resolved, Authenticator::EmailCode, |step| step.takes(Authenticator::EmailCode).is_some())
                .await?;
        let Some((situation, mac_key, recipient)) = asked else { return Ok(Turn::NextStep) };
        let purpose = situation.kept.progress.purpose;
        let bound = recipient.as_ref().map(|recipient| situation.bound(recipient));
        let (by, sent) = ((Authenticator::EmailCode, purpose), (situation.kept.typed.as_str(), situation.caller.now));
        let (code, challenge) = sent_code::challenge(situation.doorward, mac_key, bound.as_ref(), by, sent);
        let is_newcomer = bound.as_ref().is_some_and(Bound::is_newcomer);
        let purpose = match purpose {
            Purpose::Recover if !is_newcomer => CodePurpose::Restore,
            Purpose::Register | Purpose::Recover => CodePurpose::Register,
            Purpose::SignIn | Purpose::Confirm(_) => CodePurpose::Prove,
        };
        let asked = situation.asked_mail(recipient.as_ref());
        let to_newcomer = bound.is_none_or(|bound| bound.is_newcomer());
        let message = Message::Code(CodeMessage { asked, purpose, code: code.expose().to_owned(), to_newcomer });
        let org = recipient.map(|recipient| recipient.home.id);
        Box::pin(situation.send(mac_key, (challenge, EventKind::SignInCodeSent), (org, message))).await
    }

    fn bound(&self, recipient: &Recipient) -> Bound {
        Bound {
            sign_in: self.pending.handle,
            purpose: self.kept.progress.purpose,
            owner: recipient.owner,
            to: recipient.to.to_string(),
        }
    }

    /// What a code that is typed now is compared with.
    pub(super) fn sent(&self, challenge: Challenge) -> Result<Sent> {
        let bound = match challenge.authenticator {
            Authenticator::Sms => self.bound_to_own_number()?,
            _ => self.recipient().map(|recipient| self.bound(&recipient)),
        };
        Ok(Sent { challenge, bound })
    }

    /// Whether the code that was sent has been typed, where a mailbox is what is proven first.
    pub(super) fn is_mailbox_proven(&self) -> bool {
        let progress = &self.kept.progress;
        let by_mail =
            |proof: &Proof| proof.authenticator == Authenticator::EmailCode && proof.purpose == progress.purpose;
        self.is_proven_by_mail() && progress.proofs.iter().any(by_mail)
    }
}
