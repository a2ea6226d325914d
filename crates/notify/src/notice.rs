//! Notices: what happened to somebody's account, and what to do if it was not them.
//!
//! They go to an address that may be read by others one day, so they hold no link with a secret, and nothing that opens
//! anything (LGN-13, A6.3.5).

use model::Time;
use pages::device::Device;
use serde::{Deserialize, Serialize};

use crate::{Address, Letterhead, Mail, letter::Letter};

/// What happened to an account, to be told to its owner.
#[derive(Debug, Clone)]
pub struct Notice<'a> {
    /// The owner's address.
    pub to: &'a Address,
    /// The owner's name.
    pub name: Option<&'a str>,
    /// What happened.
    pub happened: Happened,
    /// When.
    pub at: Time,
    /// The browser that it happened in, as it calls itself (`User-Agent`), and the network address that it came from; none where
    /// an operator did it by a command.
    pub seen: Option<(&'a str, &'a str)>,
    /// Where the owner sees and ends sessions.
    pub sessions: &'a str,
}

/// What happened to an account. It is kept as JSON until the mail is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    /// Somebody signed in from a browser that the account was never used in.
    NewBrowser,
    /// Somebody signed in after so many wrong passwords or codes.
    AfterWrongTries(u32),
    /// Too many wrong passwords were given; none counts until then, or until an administrator unlocks the account.
    PasswordLocked(Option<Time>),
    /// Somebody gave the right password and then too many wrong codes; none counts until then.
    CodesLocked(Time),
    /// An administrator set another password.
    PasswordSet,
    /// An administrator made new recovery codes; those from before are void.
    RecoveryCodesIssued,
    /// Somebody gave the right password and a recovery code; so many are left.
    RecoveryCodeUsed(u32),
}

impl Notice<'_> {
    /// The mail. `id` names it, the same for each try.
    pub fn mail(&self, head: &Letterhead<'_>, id: &str) -> Mail {
        head.mail(&self.letter(head), (self.to, self.name), (id, self.at))
    }

    fn letter(&self, head: &Letterhead<'_>) -> Letter {
        let (text, organisation) = (head.text, crate::plain::line(head.organisation));
        let sessions = Some((text.mail_see_sessions().to_owned(), self.sessions.to_owned()));
        let (subject, lead, advice, button) = match self.happened {
            Happened::NewBrowser => (
                text.new_browser_subject().to_owned(),
                text.new_browser_lead(&organisation),
                vec![text.mail_not_you_session().to_owned()],
                sessions,
            ),
            Happened::AfterWrongTries(tries) => (
                text.after_wrong_tries_subject(tries.into()),
                text.after_wrong_tries_lead(&organisation),
                vec![text.mail_not_you_session().to_owned()],
                sessions,
            ),
            Happened::PasswordLocked(until) => (
                text.password_locked_subject().to_owned(),
                text.password_locked_lead(&organisation),
                vec![
                    match until {
                        Some(until) => text.password_locked_until(&head.exact(until)),
                        None => text.password_locked_until_unlocked().to_owned(),
                    },
                    text.password_locked_not_you().to_owned(),
                ],
                None,
            ),
            Happened::CodesLocked(until) => (
                text.codes_locked_subject().to_owned(),
                text.codes_locked_lead(&organisation),
                vec![text.codes_locked_until(&head.exact(until)), text.codes_locked_not_you().to_owned()],
                None,
            ),
            Happened::PasswordSet => (
                text.password_set_subject().to_owned(),
                text.password_set_lead(&organisation),
                vec![text.mail_not_expected().to_owned()],
                None,
            ),
            Happened::RecoveryCodesIssued => (
                text.recovery_codes_issued_subject().to_owned(),
                text.recovery_codes_issued_lead(&organisation),
                vec![text.mail_not_expected().to_owned()],
                None,
            ),
            Happened::RecoveryCodeUsed(left) => (
                text.recovery_code_used_subject().to_owned(),
                text.recovery_code_used_lead(&organisation),
                vec![text.recovery_codes_left(left.into()), text.mail_not_you_session().to_owned()],
                sessions,
            ),
        };
        let mut facts = vec![(text.time(), head.exact(self.at))];
        if let Some((agent, address)) = self.seen {
            facts.push((text.mail_browser(), Device::of_user_agent(agent).words(text)));
            facts.push((text.mail_network_address(), address.to_owned()));
        }
        let because = text.mail_because_account(self.to.as_str(), &organisation);
        Letter { subject, lead, facts, button, advice, because }
    }
}
