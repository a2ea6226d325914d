//! The mail that invites somebody to an organisation. It holds the one link with which they register, or join with their account.

use model::Time;

use crate::{Address, Letterhead, Mail, letter::Letter, plain};

/// An invitation.
#[derive(Debug, Clone)]
pub struct Invitation<'a> {
    /// The address that is invited.
    pub to: &'a Address,
    /// The person's name, where it is known.
    pub name: Option<&'a str>,
    /// Who invites them; nobody is named where a program or the operator does.
    pub invited_by: Option<&'a str>,
    /// The address of the page where they register or join.
    pub link: &'a str,
    /// Whether they have an account, with which they join.
    pub joins: bool,
    /// The company ID and the user name that they sign in with, where the organisation's people do.
    pub signs_in_as: Option<(&'a str, &'a str)>,
    /// When they were invited.
    pub at: Time,
    /// Until when the link can be used.
    pub expires_at: Time,
}

impl Invitation<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        head.mail(&self.letter(head), (self.to, self.name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        let inviter = self.invited_by.and_then(plain::name);
        let subject = match &inviter {
            Some(inviter) => text.invitation_subject_by(inviter, &organisation),
            None => text.invitation_subject(&organisation),
        };
        let facts = self
            .signs_in_as
            .map(|(company, user)| vec![(text.company_id(), company.to_owned()), (text.user_name(), user.to_owned())]);
        let (button, not_expected) = match self.joins {
            true => (text.join_mail_button(), text.join_mail_not_expected()),
            false => (text.invitation_button(), text.invitation_not_expected()),
        };
        Letter {
            subject,
            lead: if self.joins { text.join_mail_lead(&organisation) } else { text.invitation_lead(&organisation) },
            code: None,
            facts: facts.unwrap_or_default(),
            button: Some((button.to_owned(), self.link.to_owned())),
            advice: vec![text.invitation_until(&head.exact(self.expires_at)), not_expected.to_owned()],
            because: text.mail_because_invitation(self.to.as_str(), &organisation),
        }
    }
}
