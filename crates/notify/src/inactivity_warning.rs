//! The mail that warns the owner of an account that nobody uses. Its link leads to the sign-in of the organisation, the same for everybody.

use model::Time;

use crate::{Address, Letterhead, Mail, letter::Letter, plain};

/// A warning that an account is about to become inactive.
#[derive(Debug, Clone)]
pub struct InactivityWarning<'a> {
    /// The owner's address.
    pub to: &'a Address,
    /// The owner's name.
    pub name: Option<&'a str>,
    /// When it is sent.
    pub at: Time,
    /// When the account becomes inactive. The mail names the day, in the owner's time zone, and asks to sign in before it.
    pub ends_at: Time,
    /// Where the owner signs in.
    pub sign_in: &'a str,
}

impl InactivityWarning<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        head.mail(&self.letter(head), (self.to, self.name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        Letter {
            subject: text.inactivity_subject(&organisation),
            lead: text.inactivity_lead(&organisation, &head.date(self.ends_at)),
            code: None,
            facts: Vec::new(),
            button: Some((text.sign_in().to_owned(), self.sign_in.to_owned())),
            advice: vec![text.inactivity_advice().to_owned(), text.inactivity_not_needed().to_owned()],
            because: text.mail_because_account(self.to.as_str(), &organisation),
        }
    }
}
