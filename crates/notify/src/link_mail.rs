//! Links by mail to whoever has an account: what for, and until when.

use model::Time;
use pages::device::Device;
use serde::{Deserialize, Serialize};

use crate::{Address, Letterhead, Mail, letter::Letter, plain};

/// A link for the reader.
#[derive(Debug, Clone)]
pub struct LinkMail<'a> {
    /// The reader's address.
    pub to: &'a Address,
    /// The reader's name.
    pub name: Option<&'a str>,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// Where it leads.
    pub link: &'a str,
    /// When it was asked for.
    pub at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// The browser that asked for it, as it calls itself (`User-Agent`), and the network address that it came from.
    pub seen: (&'a str, &'a str),
}

/// What a link is for. It is kept as a word as long as the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// To choose a new password in place of a forgotten one.
    Restore,
    /// To choose another password.
    ChangePassword,
}

impl LinkPurpose {
    /// Every purpose.
    pub const ALL: [Self; 2] = [Self::Restore, Self::ChangePassword];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Restore => "restore",
            Self::ChangePassword => "change_password",
        }
    }

    /// The purpose that is stored as this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }
}

impl LinkMail<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        head.mail(&self.letter(head), (self.to, self.name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        let (agent, address) = self.seen;
        Letter {
            subject: text.link_mail_subject(&organisation),
            lead: match self.purpose {
                LinkPurpose::Restore => text.link_mail_restore_lead(&organisation),
                LinkPurpose::ChangePassword => text.link_mail_change_lead(&organisation),
            },
            code: None,
            facts: vec![
                (text.time(), head.exact(self.at)),
                (text.mail_browser(), Device::of_user_agent(agent).words(text)),
                (text.mail_network_address(), address.to_owned()),
            ],
            button: Some((text.link_mail_button().to_owned(), self.link.to_owned())),
            advice: vec![text.link_mail_until(&head.exact(self.expires_at)), text.link_mail_not_you().to_owned()],
            because: text.link_mail_because(self.to.as_str(), &organisation),
        }
    }
}
