//! Moving an e-mail address: the link that confirms the new one, and what the address from before is told, with the link that undoes it.
//!
//! What goes to the new address may reach a stranger, by a typing error: it names neither the person nor the address from before.

use model::Time;
use pages::device::Device;

use crate::{Address, Letterhead, Mail, letter::Letter, plain};

/// A mail about a wish to move an address.
#[derive(Debug, Clone)]
pub struct EmailChangeMail<'a> {
    /// The reader's address.
    pub to: &'a Address,
    /// What it says.
    pub says: EmailChangeSays<'a>,
    /// When the address was wished, or confirmed.
    pub at: Time,
}

/// What a mail about a wish to move an address says.
#[derive(Debug, Clone, Copy)]
pub enum EmailChangeSays<'a> {
    /// To the new address: where it is confirmed, and until when.
    Confirm(&'a str, Time),
    /// To the new address, which somebody has already.
    Taken,
    /// To the address from before, while the new one is not confirmed.
    Asked(Undo<'a>),
    /// To the address from before.
    Changed(Undo<'a>),
}

/// What undoes it, for the owner.
#[derive(Debug, Clone, Copy)]
pub struct Undo<'a> {
    /// The owner's name.
    pub name: Option<&'a str>,
    /// Where it is undone.
    pub link: &'a str,
    /// Until when.
    pub until: Time,
    /// Whether only an administrator helps to a new password then.
    pub asks_administrator: bool,
    /// The browser that it was wished in, as it calls itself (`User-Agent`), and the network address that it came from.
    pub seen: (&'a str, &'a str),
}

impl EmailChangeMail<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        let name = match &self.says {
            EmailChangeSays::Confirm(..) | EmailChangeSays::Taken => None,
            EmailChangeSays::Asked(undo) | EmailChangeSays::Changed(undo) => undo.name,
        };
        head.mail(&self.letter(head), (self.to, name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        let stranger = |subject: String, lead, button, advice: Vec<String>| Letter {
            subject,
            lead,
            code: None,
            facts: vec![(text.time(), head.exact(self.at))],
            button,
            advice,
            because: text.email_wish_because(self.to.as_str(), &organisation),
        };
        match &self.says {
            EmailChangeSays::Confirm(link, until) => {
                let button = Some((text.confirm_this_address().to_owned(), (*link).to_owned()));
                let advice = vec![text.link_mail_until(&head.exact(*until)), text.email_wish_not_you().to_owned()];
                let lead = text.email_wish_lead(&organisation);
                stranger(text.email_wish_subject(&organisation), lead, button, advice)
            }
            EmailChangeSays::Taken => {
                let lead = text.email_wish_taken_lead(&organisation);
                let advice = vec![text.email_wish_taken_advice().to_owned(), text.email_wish_not_you().to_owned()];
                stranger(text.email_wish_subject(&organisation), lead, None, advice)
            }
            EmailChangeSays::Asked(undo) => self.to_owner(
                head,
                (text.email_change_asked_subject(), text.email_change_asked_lead(&organisation)),
                undo,
            ),
            EmailChangeSays::Changed(undo) => {
                self.to_owner(head, (text.email_changed_subject(), text.email_moved_lead(&organisation)), undo)
            }
        }
    }

    fn to_owner(&self, head: &Letterhead<'_>, (subject, lead): (&str, String), undo: &Undo<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        let (agent, address) = undo.seen;
        let until = head.exact(undo.until);
        let how = match undo.asks_administrator {
            true => text.email_change_undo_until_ask(&until),
            false => text.email_change_undo_until(&until),
        };
        Letter {
            subject: subject.to_owned(),
            lead,
            code: None,
            facts: vec![
                (text.time(), head.exact(self.at)),
                (text.mail_browser(), Device::of_user_agent(agent).words(text)),
                (text.mail_network_address(), address.to_owned()),
            ],
            button: Some((text.email_change_not_me().to_owned(), undo.link.to_owned())),
            advice: vec![how, text.email_change_was_me().to_owned()],
            because: text.mail_because_account(self.to.as_str(), &organisation),
        }
    }
}
