//! What the row of a sign-in keeps between its answers.

use model::{
    Id, Key, Span, Time,
    id::{Credential, Org},
    sign_in::{Progress, Purpose},
};
use serde::{Deserialize, Serialize};

use super::person::Person;
use crate::{Error, Organisation, Result};

/// For how long the click that completed a sign-in may come again: a double click, or a page that was reloaded while the
/// answer was on its way.
const SAME_CLICK: Span = Span::minutes(1);

/// What the row of a sign-in keeps, as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Kept {
    /// What the engine decides from.
    pub(crate) progress: Progress,
    /// What was typed, as it was typed.
    pub(crate) typed: String,
    /// The organisation that was named or whose domain it is; it governs until something is proven.
    pub(crate) organisation: Option<Id<Org>>,
    /// The answer that was given last, which may have completed the sign-in: the same click again arrives as well.
    pub(crate) last: Option<Given>,
    /// Whether somebody else than the browser's session wants to sign in.
    pub(crate) forget_session: bool,
    /// The company ID that was typed.
    pub(crate) company: String,
    /// How many wrong passwords and codes were given before the right ones.
    pub(crate) wrong_tries: u32,
    /// The epoch that the person had when they gave their first answer: what was answered before it ended counts no more.
    pub(crate) epoch: Option<i64>,
}

/// A right answer: by which credential, its step where it has one, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Given {
    pub(crate) credential: Id<Credential>,
    pub(crate) counter: i64,
    pub(crate) at: Time,
}

impl Given {
    /// Whether `other` is the same answer, shortly after.
    pub(super) fn is_same_click(&self, other: &Self) -> bool {
        (self.credential, self.counter) == (other.credential, other.counter) && other.at.since(self.at) <= SAME_CLICK
    }

    /// The person as they were before this answer used up its step or code.
    pub(super) fn undone(&self, person: &Person) -> Person {
        let mut before = person.clone();
        for row in before.credentials.iter_mut().filter(|row| row.id == self.credential) {
            row.counter = row.counter.min(self.counter - 1);
            row.last_used_at = None;
        }
        before
    }
}

impl Kept {
    /// What a sign-in that was just begun has kept.
    pub(super) fn begun(purpose: Purpose) -> Self {
        Self { progress: Progress::new(purpose), ..Self::default() }
    }

    pub(super) fn read(json: &str) -> Result<Self> {
        store::json::read(json).map_err(|_| Error::Corrupt("a sign-in"))
    }

    pub(super) fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|_| Error::Corrupt("a sign-in"))
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

    /// Leaves out what was answered in an epoch that has ended: disabled, reset or signed out everywhere meanwhile.
    pub(super) fn in_epoch(&mut self, person: &Person) {
        if self.epoch.is_some_and(|epoch| epoch != person.row.epoch) {
            let Progress { purpose, identifier, user, remember, .. } = std::mem::take(&mut self.progress);
            self.progress = Progress { purpose, identifier, user, remember, ..Progress::default() };
            self.epoch = None;
        }
    }
}
