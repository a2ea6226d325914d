//! The ways in which a sign-in ends or stays without arriving: refused, completed before, or with a complaint.

use model::{
    Authenticator,
    access::Access,
    sign_in::{Part, Refusal, Step},
};

use super::{Arrived, Complaint, Situation, Turn, pending::Destination, stored::StoredSignIn};
use crate::{
    Result,
    events::{EventKind, EventSubject},
    refusals,
};

impl Situation<'_> {
    /// What becomes of a refusal: silent requests are answered to the application, the rest is said to the person.
    pub(super) async fn refuse(&self, refusal: Refusal) -> Result<Turn> {
        self.record_refusal(refusal).await?;
        let answer = match &self.pending.destination {
            Destination::Application(asked) => asked.request().refused(refusal, &self.doorward.instance.issuer),
            Destination::Home | Destination::Page(_) => None,
        };
        Ok(match answer {
            Some(response) => Turn::Arrived(Arrived::Application(response), Vec::new()),
            None => Turn::Show(Box::new(self.view(Step::Refuse(refusal))), None),
        })
    }

    /// Leaves the true reason for operators, and for the organisation of whoever is not let in. Silent requests that need a page
    /// are everyday, so they make no event.
    async fn record_refusal(&self, refusal: Refusal) -> Result<()> {
        let (doorward, reason) = (self.doorward, reason(refusal));
        let application = self.application.as_deref();
        refusals::log(self.caller.request, "sign-in", application.map(|one| one.client_id.as_str()), &reason);
        let Some(person) = self.person.as_ref().filter(|_| self.is_shown()) else { return Ok(()) };
        if matches!(refusal, Refusal::Silent(_)) {
            return Ok(());
        }
        let concerning = EventSubject { app: application.map(|one| one.id), ..EventSubject::user(person.key()) };
        let by = self.caller.user(person.row.id);
        let subject = (*person.row.id.as_bytes(), "sign-in");
        refusals::record_once(doorward, &by, subject, EventKind::SignInRefused, concerning, &reason).await
    }

    /// The page for a sign-in that was completed before: the back button, or a second tab.
    pub(super) fn completed(&self) -> Turn {
        Turn::Completed(Box::new(self.view(Step::Refuse(Refusal::SignInFirst))))
    }

    /// The page that asks for this proof, with what was wrong. Shows nothing that depends on the account.
    pub(super) fn complain(
        &self,
        complaint: Complaint,
        authenticator: Authenticator,
        part: Part,
    ) -> crate::Result<Turn> {
        let step = match self.step()? {
            step @ Step::Prove { .. } => step,
            _ => Step::Prove { any_of: vec![authenticator], part },
        };
        let view = super::View { wrong: Some(authenticator), ..self.view(step) };
        Ok(Turn::Show(Box::new(view), Some(complaint)))
    }

    /// The first page with what was typed, and what was wrong with it.
    pub(super) fn identify_again(mut self, typed: &str, remember: bool, complaint: Complaint) -> Turn {
        self.kept = StoredSignIn::new(self.pending.purpose);
        self.kept.typed = typed.to_owned();
        self.kept.progress.remember = remember;
        let step = self.first_question(self.policy().identify);
        Turn::Show(Box::new(self.view(step)), Some(complaint))
    }
}

/// Why somebody is not let in, for operators.
fn reason(refusal: Refusal) -> String {
    match refusal {
        Refusal::Silent(step) => format!("the request allows no page (prompt=none), and the step {step:?} needs one"),
        Refusal::NoAccess(access) => no_access(access).to_owned(),
        Refusal::Disabled => "the account, or its organisation, is disabled".to_owned(),
        Refusal::Inactive => "the account is inactive".to_owned(),
        Refusal::Locked => "an administrator locked the account".to_owned(),
        Refusal::PasswordLocked => "too many wrong passwords, and an administrator alone unlocks".to_owned(),
        Refusal::SecondFactorLocked => "too many wrong second factors".to_owned(),
        Refusal::OtherUser => "the request names another user (id_token_hint, or the claim sub)".to_owned(),
        Refusal::LevelOutOfReach => "the level that is demanded can't be reached here".to_owned(),
        Refusal::NothingToProve => "the account has nothing that it could prove itself with".to_owned(),
        other => format!("{other:?}"),
    }
}

fn no_access(access: Access) -> &'static str {
    match access {
        Access::NotSubscribed => "the user's organisation does not subscribe to the application",
        Access::ApplicationOff => "the application is switched off",
        Access::HomeOff => "the user's organisation is switched off",
        Access::NotAssigned => "the application is assigned neither to the user nor to a group of theirs",
        Access::Everyone | Access::User | Access::Group => "the user could open the application",
    }
}
