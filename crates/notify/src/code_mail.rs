//! Codes by mail: for whom, what for, and until when. Never with a link: whoever asks for a code by mail sees no habit of
//! pressing one.

use model::{Span, Time};
use pages::device::Device;
use serde::{Deserialize, Serialize};

use crate::{Address, Letterhead, Mail, letter::Letter, plain};

/// A code for the reader.
#[derive(Debug, Clone)]
pub struct CodeMail<'a> {
    /// The reader's address.
    pub to: &'a Address,
    /// The reader's name.
    pub name: Option<&'a str>,
    /// What it is for.
    pub purpose: CodePurpose,
    /// The digits.
    pub code: &'a str,
    /// When it was asked for.
    pub at: Time,
    /// For how long it is good.
    pub life: Span,
    /// The browser that asked for it, as it calls itself (`User-Agent`), and the network address that it came from.
    pub seen: (&'a str, &'a str),
}

/// What a code is for. It is kept as JSON until the mail is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodePurpose {
    /// To choose a password for an account.
    Restore,
    /// To come to an account.
    Register,
    /// To prove who one is, beside something else.
    Prove,
}

impl CodeMail<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        head.mail(&self.letter(head), (self.to, self.name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, plain::line(head.organisation));
        let (agent, address) = self.seen;
        let good = text.code_mail_good(self.life.as_seconds() / 60, &head.exact(self.at + self.life));
        Letter {
            subject: text.code_mail_subject(&organisation),
            lead: match self.purpose {
                CodePurpose::Restore => text.code_mail_restore_lead(&organisation),
                CodePurpose::Register => text.code_mail_register_lead(&organisation),
                CodePurpose::Prove => text.code_mail_prove_lead(&organisation),
            },
            code: Some(self.code.to_owned()),
            facts: vec![
                (text.time(), head.exact(self.at)),
                (text.mail_browser(), Device::of_user_agent(agent).words(text)),
                (text.mail_network_address(), address.to_owned()),
            ],
            button: None,
            advice: vec![good, text.code_mail_not_you().to_owned()],
            because: text.code_mail_because(self.to.as_str(), &organisation),
        }
    }
}
