//! What the row of a sign-in keeps between its answers.

use model::{
    Authenticator, Id, Key, Span, Time,
    id::Org,
    policy::Notice,
    sign_in::{Challenge, Part, Progress, Purpose},
};
use serde::{Deserialize, Serialize};

use super::{
    provider::Left,
    vouched::{CameBy, ToLink},
};
use crate::{Organisation, authenticators::UsedCredential, notices::mailbox, people::person::Person};

/// For how long the click that completed a sign-in may come again: a double click, or a page that was reloaded while the
/// answer was on its way.
const SAME_CLICK: Span = Span::minutes(1);

/// What the row of a sign-in keeps, as JSON. A node that writes it leaves out what it does not know: what is proven by that
/// would stay for whoever is named next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StoredSignIn {
    /// What the engine decides from.
    pub(crate) progress: Progress,
    /// What was typed, as it was typed.
    pub(crate) typed: String,
    /// The organisation that was named or whose domain it is; it governs until something is proven.
    pub(crate) organisation: Option<Id<Org>>,
    /// The answer that was given last, which may have completed the sign-in: the same click again arrives as well.
    pub(crate) last: Option<LastAnswer>,
    /// The challenge whose code was that answer, if it was one: the same click again is compared with it.
    pub(crate) answered: Option<Challenge>,
    /// Whether somebody else than the browser's session wants to sign in.
    pub(crate) forget_session: bool,
    /// The company ID that was typed.
    pub(crate) company: String,
    /// How many wrong passwords and codes were given before the right ones.
    pub(crate) wrong_tries: u32,
    /// The mailbox that the code was answered from: once it is not the person's any more, that counts no more (RST-07).
    pub(crate) mailbox: Option<String>,
    /// The epoch that the person had when they gave their first answer: what was answered before it ended counts no more.
    pub(crate) epoch: Option<i64>,
    /// The provider that the browser was sent to last.
    pub(crate) left: Option<Left>,
    /// The session at a provider that it came by.
    pub(crate) came_by: Option<CameBy>,
    /// Who a provider vouched for, to be linked with whoever proves to be the account that was named.
    pub(crate) to_link: Option<ToLink>,
}

/// An answer that was taken, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LastAnswer {
    pub(crate) answer: Accepted,
    pub(crate) at: Time,
}

/// What tells an answer that was taken from any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Accepted {
    /// A proof.
    Proof(UsedCredential),
    /// An authenticator app was set up: a keyed hash of its secret and code.
    EnrolTotp(String),
    /// A number was set up: a keyed hash of the sign-in and the code.
    EnrolNumber(String),
    /// A passkey was added: a keyed hash of the answer that made it.
    EnrolPasskey(String),
    /// Setting up a second factor was put off.
    Postpone,
    /// The application may have what it asked for: the keyed hash of the question.
    Consent(String),
    /// A password was chosen: a keyed hash of it.
    SetPassword(String),
    /// This notice was accepted.
    Notice(Notice),
    /// The recovery codes were recorded.
    Codes,
    /// A provider vouched: for this subject.
    Provider(String),
}

impl LastAnswer {
    /// A proof was right.
    pub(super) const fn proof(by: UsedCredential, at: Time) -> Self {
        Self { answer: Accepted::Proof(by), at }
    }

    /// Whether `other` is the same answer, shortly after.
    pub(super) fn is_same_click(&self, other: &Self) -> bool {
        self.answer == other.answer && other.at.since(self.at) <= SAME_CLICK
    }

    /// The credential that it was a proof by.
    fn used(&self) -> Option<&UsedCredential> {
        match &self.answer {
            Accepted::Proof(used) => Some(used),
            Accepted::EnrolTotp(_)
            | Accepted::EnrolNumber(_)
            | Accepted::EnrolPasskey(_)
            | Accepted::Postpone
            | Accepted::Consent(_)
            | Accepted::SetPassword(_)
            | Accepted::Notice(_)
            | Accepted::Codes
            | Accepted::Provider(_) => None,
        }
    }

    /// Which part of the proof it was, if it was one by this authenticator.
    pub(super) fn part_by(&self, authenticator: Authenticator) -> Option<Part> {
        self.used().filter(|used| used.authenticator == authenticator).map(|used| used.part)
    }

    /// The person as they were before this answer used up its step or code.
    pub(super) fn before_use(&self, person: &Person) -> Option<Person> {
        let used = self.used()?;
        let mut before = person.clone();
        for row in before.credentials.iter_mut().filter(|row| row.id == used.credential) {
            row.counter = row.counter.min(used.counter - 1);
            row.last_used_at = None;
        }
        Some(before)
    }
}

impl StoredSignIn {
    /// What a sign-in that was just begun has kept.
    pub(super) fn new(purpose: Purpose) -> Self {
        Self { progress: Progress::new(purpose), ..Self::default() }
    }

    /// Whether it is about whoever is called so in this company.
    pub(super) fn names(&self, company: &str, key: &Key) -> bool {
        self.company == company && self.progress.identifier.as_ref() == Some(key)
    }

    /// Somebody was named: whatever was answered before is gone.
    pub(super) fn named(
        &self,
        key: &Key,
        typed: &str,
        company: Option<&str>,
        governing: Option<&Organisation>,
    ) -> Self {
        let mut progress = Progress::new(self.progress.purpose);
        progress.identified(key.clone(), None);
        Self {
            progress,
            typed: typed.trim().to_owned(),
            organisation: governing.map(|organisation| organisation.id),
            forget_session: self.forget_session,
            company: company.unwrap_or_default().to_owned(),
            ..Self::default()
        }
    }

    /// A passkey or a provider said who it is: nothing that was typed or answered before is theirs.
    pub(super) fn by_passkey(&self) -> Self {
        let progress = Progress { remember: self.progress.remember, ..Progress::new(self.progress.purpose) };
        Self { progress, forget_session: self.forget_session, left: self.left.clone(), ..Self::default() }
    }

    /// Leaves out that a code was answered, where the mailbox that it came to is theirs no longer.
    pub(super) fn at_mailbox(&mut self, person: &Person) {
        let reads = mailbox(&person.profile).map(|address| address.to_string());
        if self.mailbox.is_some() && self.mailbox != reads {
            self.progress.proofs.retain(|proof| proof.authenticator != Authenticator::EmailCode);
            self.mailbox = None;
        }
    }

    /// Leaves out what was answered in an epoch that has ended: disabled, reset or signed out everywhere meanwhile.
    pub(super) fn in_epoch(&mut self, person: &Person) {
        if self.epoch.is_some_and(|epoch| epoch != person.epoch()) {
            let Progress { purpose, identifier, user, remember, .. } = std::mem::take(&mut self.progress);
            self.progress = Progress { purpose, identifier, user, remember, ..Progress::default() };
            self.epoch = None;
        }
    }
}
