//! The ways in which a sign-in ends or stays without arriving: refused, completed before, or with a complaint.

use model::sign_in::{Authenticator, Part, Refusal, Step};

use super::{Arrived, Complaint, Situation, Turn, pending::Destination, stored::StoredSignIn};

impl Situation<'_> {
    /// What becomes of a refusal: silent requests are answered to the application, the rest is said to the person.
    pub(super) fn refuse(&self, refusal: Refusal) -> Turn {
        let answer = match &self.pending.destination {
            Destination::Application(asked) => asked.refused(refusal, &self.doorward.instance.issuer),
            Destination::Home | Destination::Page(_) => None,
        };
        match answer {
            Some(response) => Turn::Arrived(Arrived::Application(response), Vec::new()),
            None => Turn::Show(Box::new(self.view(Step::Refuse(refusal))), None),
        }
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
        let step = Step::Identify { by: self.policy().identify, any_of: Vec::new() };
        Turn::Show(Box::new(self.view(step)), Some(complaint))
    }
}
