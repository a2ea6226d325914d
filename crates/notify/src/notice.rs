//! Notices: what happened to somebody's account, and what to do if it was not them.
//!
//! They go to an address that may be read by others one day, so they hold no link with a secret, and nothing that opens
//! anything (LGN-13).

use model::Time;
use pages::device::Device;
use serde::{Deserialize, Serialize};
use text::Texts;

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
    /// Another password was set: by the person, or by an administrator.
    PasswordSet,
    /// The person chose a password who had none.
    PasswordChosen,
    /// An authenticator app was set up: by the person, or by an administrator.
    AppSetUp,
    /// An authenticator app was set up, and those from before were removed.
    AppReplaced,
    /// The person switched two-factor off: their authenticator app, and with it their recovery codes.
    AppRemoved,
    /// An administrator took every second factor and the recovery codes away.
    FactorsReset,
    /// The person switched their authenticator app off, and has another second factor.
    AppRemovedBesideOthers,
    /// A telephone was set up that codes are sent to.
    NumberSetUp,
    /// The same, in place of what there was before.
    NumberReplaced,
    /// The person had no more codes sent to their telephone, and has another second factor.
    NumberRemoved,
    /// The person switched two-factor off: no more codes are sent to their telephone, and their recovery codes are gone with it.
    LastNumberRemoved,
    /// A passkey or security key was added.
    PasskeyAdded,
    /// An account at an identity provider was linked: whoever signs in there signs in to this account.
    ProviderLinked,
    /// The person detached an account at an identity provider.
    ProviderUnlinked,
    /// The person removed a passkey, and has another second factor, or needed none.
    PasskeyRemoved,
    /// The person switched two-factor off: their last passkey, and with it their recovery codes.
    LastPasskeyRemoved,
    /// A passkey signed in whose count of signatures went back, so that there may be a copy of it.
    PasskeyCountWentBack,
    /// The person deleted the account.
    AccountDeleted,
    /// An administrator merged two accounts: one of them is gone. It goes to both addresses, and names neither.
    AccountsMerged,
    /// An administrator changed the e-mail address of the account. It goes to the one from before, and does not name the new one.
    EmailChanged,
    /// The address from before undid a change of the e-mail address. It goes to the one that the account loses.
    EmailChangeUndone,
    /// New recovery codes were made, by the person or by an administrator; those from before are void.
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
        let Wording { subject, lead, advice, is_sign_in } =
            Wording::of(self.happened, head, (&organisation, self.seen.is_some()));
        let button = is_sign_in.then(|| (text.mail_see_sessions().to_owned(), self.sessions.to_owned()));
        let mut facts = vec![(text.time(), head.exact(self.at))];
        if let Some((agent, address)) = self.seen {
            facts.push((text.mail_browser(), Device::of_user_agent(agent).words(text)));
            facts.push((text.mail_network_address(), address.to_owned()));
        }
        let because = text.mail_because_account(self.to.as_str(), &organisation);
        Letter { subject, lead, code: None, facts, button, advice, because }
    }
}

/// What a notice says of what happened.
struct Wording {
    subject: String,
    lead: String,
    /// What to do about it, by paragraph.
    advice: Vec<String>,
    /// Whether somebody signed in, so that the owner is offered to see and end sessions.
    is_sign_in: bool,
}

impl Wording {
    fn new(subject: &str, lead: String, advice: Vec<String>) -> Self {
        Self { subject: subject.to_owned(), lead, advice, is_sign_in: false }
    }

    fn of_sign_in(self) -> Self {
        Self { is_sign_in: true, ..self }
    }

    fn of_lock(happened: Happened, head: &Letterhead<'_>, organisation: &str) -> Self {
        let text = head.text;
        if let Happened::CodesLocked(until) = happened {
            let advice = vec![text.codes_locked_until(&head.exact(until)), text.codes_locked_not_you().to_owned()];
            return Self::new(text.codes_locked_subject(), text.codes_locked_lead(organisation), advice);
        }
        let opens = match happened {
            Happened::PasswordLocked(Some(until)) => text.password_locked_until(&head.exact(until)),
            _ => text.password_locked_until_unlocked().to_owned(),
        };
        let advice = vec![opens, text.password_locked_not_you().to_owned()];
        Self::new(text.password_locked_subject(), text.password_locked_lead(organisation), advice)
    }

    fn of_password(happened: Happened, text: Texts, (organisation, in_a_browser): (&str, bool)) -> Self {
        let (subject, lead) = match happened {
            Happened::PasswordChosen => (text.password_chosen_subject(), text.password_chosen_lead(organisation)),
            _ if in_a_browser => (text.password_set_subject(), text.password_changed_lead(organisation)),
            _ => (text.password_set_subject(), text.password_set_lead(organisation)),
        };
        Self::new(subject, lead, vec![text.mail_not_expected().to_owned()])
    }

    fn of_app(happened: Happened, text: Texts, (organisation, in_a_browser): (&str, bool)) -> Self {
        let lead = match happened {
            Happened::AppReplaced => text.app_replaced_lead(organisation),
            _ => text.app_set_up_lead(organisation),
        };
        let not_you = if in_a_browser { text.mail_not_you_session() } else { text.mail_not_expected() };
        let wording = Self::new(text.app_set_up_subject(), lead, vec![not_you.to_owned()]);
        Self { is_sign_in: in_a_browser, ..wording }
    }

    fn of_codes(happened: Happened, text: Texts, (organisation, in_a_browser): (&str, bool)) -> Self {
        if let Happened::RecoveryCodeUsed(left) = happened {
            let advice = vec![text.recovery_codes_left(left.into()), text.mail_not_you_session().to_owned()];
            let lead = text.recovery_code_used_lead(organisation);
            return Self::new(text.recovery_code_used_subject(), lead, advice).of_sign_in();
        }
        let lead = match in_a_browser {
            true => text.recovery_codes_renewed_lead(organisation),
            false => text.recovery_codes_issued_lead(organisation),
        };
        let not_you = if in_a_browser { text.mail_not_you_session() } else { text.mail_not_expected() };
        let wording = Self::new(text.recovery_codes_issued_subject(), lead, vec![not_you.to_owned()]);
        Self { is_sign_in: in_a_browser, ..wording }
    }

    fn of_number(happened: Happened, text: Texts, organisation: &str) -> Self {
        let (subject, lead) = match happened {
            Happened::NumberReplaced => (text.number_set_up_subject(), text.number_replaced_lead(organisation)),
            Happened::NumberRemoved => (text.number_removed_subject(), text.number_removed_lead(organisation)),
            Happened::LastNumberRemoved => (text.app_removed_subject(), text.last_number_removed_lead(organisation)),
            _ => (text.number_set_up_subject(), text.number_set_up_lead(organisation)),
        };
        Self::new(subject, lead, vec![text.mail_not_you_session().to_owned()]).of_sign_in()
    }

    fn of_passkey(happened: Happened, text: Texts, organisation: &str) -> Self {
        let (subject, lead) = match happened {
            Happened::PasskeyRemoved => (text.passkey_removed_subject(), text.passkey_removed_lead(organisation)),
            Happened::LastPasskeyRemoved => (text.app_removed_subject(), text.last_passkey_removed_lead(organisation)),
            Happened::PasskeyCountWentBack => (text.passkey_copied_subject(), text.passkey_copied_lead(organisation)),
            _ => (text.passkey_added_subject(), text.passkey_added_lead(organisation)),
        };
        Self::new(subject, lead, vec![text.mail_not_you_session().to_owned()]).of_sign_in()
    }

    fn of(happened: Happened, head: &Letterhead<'_>, (organisation, in_a_browser): (&str, bool)) -> Self {
        let text = head.text;
        match happened {
            Happened::NewBrowser => {
                let advice = vec![text.mail_not_you_session().to_owned()];
                Self::new(text.new_browser_subject(), text.new_browser_lead(organisation), advice).of_sign_in()
            }
            Happened::AfterWrongTries(tries) => {
                let (subject, advice) =
                    (text.after_wrong_tries_subject(tries.into()), vec![text.mail_not_you_session().to_owned()]);
                Self::new(&subject, text.after_wrong_tries_lead(organisation), advice).of_sign_in()
            }
            Happened::PasswordLocked(_) | Happened::CodesLocked(_) => Self::of_lock(happened, head, organisation),
            Happened::PasswordSet | Happened::PasswordChosen => {
                Self::of_password(happened, text, (organisation, in_a_browser))
            }
            Happened::AppSetUp | Happened::AppReplaced => Self::of_app(happened, text, (organisation, in_a_browser)),
            Happened::NumberSetUp
            | Happened::NumberReplaced
            | Happened::NumberRemoved
            | Happened::LastNumberRemoved => Self::of_number(happened, text, organisation),
            Happened::PasskeyAdded
            | Happened::PasskeyRemoved
            | Happened::LastPasskeyRemoved
            | Happened::PasskeyCountWentBack => Self::of_passkey(happened, text, organisation),
            Happened::ProviderLinked => {
                let advice = vec![text.mail_not_you_session().to_owned()];
                Self::new(text.provider_linked_subject(), text.provider_linked_lead(organisation), advice).of_sign_in()
            }
            Happened::ProviderUnlinked => {
                let advice = vec![text.mail_not_you_session().to_owned()];
                Self::new(text.provider_unlinked_subject(), text.provider_unlinked_lead(organisation), advice)
                    .of_sign_in()
            }
            Happened::AccountDeleted => {
                let advice = vec![text.mail_not_expected().to_owned()];
                Self::new(text.account_deleted_subject(), text.account_deleted_mail_lead(organisation), advice)
            }
            Happened::AccountsMerged => {
                let advice = vec![text.mail_not_expected().to_owned()];
                Self::new(text.accounts_merged_subject(), text.accounts_merged_lead(organisation), advice)
            }
            Happened::EmailChanged => {
                let advice = vec![text.mail_not_expected().to_owned()];
                Self::new(text.email_changed_subject(), text.email_changed_lead(organisation), advice)
            }
            Happened::EmailChangeUndone => {
                let advice = vec![text.mail_not_expected().to_owned()];
                Self::new(text.email_changed_subject(), text.email_undone_mail_lead(organisation), advice)
            }
            Happened::AppRemoved => {
                let advice = vec![text.mail_not_you_session().to_owned()];
                Self::new(text.app_removed_subject(), text.app_removed_lead(organisation), advice).of_sign_in()
            }
            Happened::FactorsReset => {
                let advice = vec![text.mail_not_expected().to_owned()];
                Self::new(text.factors_reset_subject(), text.factors_reset_lead(organisation), advice)
            }
            Happened::AppRemovedBesideOthers => {
                let advice = vec![text.mail_not_you_session().to_owned()];
                let lead = text.app_removed_beside_lead(organisation);
                Self::new(text.app_removed_beside_subject(), lead, advice).of_sign_in()
            }
            Happened::RecoveryCodesIssued | Happened::RecoveryCodeUsed(_) => {
                Self::of_codes(happened, text, (organisation, in_a_browser))
            }
        }
    }
}
