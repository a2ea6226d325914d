//! Another sealing key: everything that is sealed under a previous one is sealed again, in batches, beside nodes that run and
//! know both. Whatever interrupts it, it can be begun again: what was done stays, and is skipped.

use crypto::seal::{SealContext, SealedBy};
use model::{
    Id,
    id::{Job, Org, User},
};
use serde_json::json;
use store::{
    Change, Read,
    sealed::{self, CredentialKey, ProviderKey},
};

use crate::{
    Doorward, Granted, Result,
    commit::{Commit as _, commit_and_refresh},
    events::{self, EventKind, EventSubject},
    granted::ManageInstance,
    people::credentials::{row_key, secret_seal_context},
    providers,
};

/// How many values are read, and sealed again in one change.
const AT_ONCE: i64 = 200;

/// What is sealed under which key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealingState {
    /// The name of the key that seals now.
    pub key: String,
    /// Values under it.
    pub current: usize,
    /// Values under a previous one, which has to stay configured for them.
    pub previous: usize,
    /// Values that no configured key opens.
    pub unknown: usize,
}

/// A sealed value, by where it lies.
#[derive(Debug, Clone)]
enum Value {
    Instance(String),
    SigningKey(String),
    Credential(CredentialKey),
    Job(Id<Job>),
    Provider(ProviderKey),
}

/// Before the first value of each table.
fn beginnings() -> Vec<Value> {
    let (org, user): (Id<Org>, Id<User>) = (Id::from_bytes([0; 16]), Id::from_bytes([0; 16]));
    vec![
        Value::Instance(String::new()),
        Value::SigningKey(String::new()),
        Value::Credential((org, user, Id::from_bytes([0; 16]))),
        Value::Job(Id::from_bytes([0; 16])),
        Value::Provider((org, Id::from_bytes([0; 16]))),
    ]
}

impl Value {
    /// The values after this one in its table.
    async fn next(&self, read: &mut Read) -> Result<Vec<(Self, Vec<u8>)>> {
        let with = |value: Self, sealed| (value, sealed);
        Ok(match self {
            Self::Instance(after) => {
                let rows = sealed::instance_secrets(read, after, AT_ONCE).await?;
                rows.into_iter().map(|(name, secret)| with(Self::Instance(name), secret)).collect()
            }
            Self::SigningKey(after) => {
                let rows = sealed::signing_keys(read, after, AT_ONCE).await?;
                rows.into_iter().map(|(id, secret)| with(Self::SigningKey(id), secret)).collect()
            }
            Self::Credential(after) => {
                let rows = sealed::credential_secrets(read, *after, AT_ONCE).await?;
                rows.into_iter().map(|(key, secret)| with(Self::Credential(key), secret)).collect()
            }
            Self::Job(after) => {
                let rows = sealed::jobs(read, *after, AT_ONCE).await?;
                rows.into_iter().map(|(id, data)| with(Self::Job(id), data)).collect()
            }
            Self::Provider(after) => {
                let rows = sealed::provider_secrets(read, *after, AT_ONCE).await?;
                rows.into_iter().map(|(key, secrets)| with(Self::Provider(key), secrets)).collect()
            }
        })
    }

    /// What `work` makes of the place that the value is sealed to.
    fn at_place<T>(&self, work: impl FnOnce(SealContext<'_>) -> T) -> T {
        match self {
            Self::Instance(name) => work(crate::instance_mac_key::seal_context(name)),
            Self::SigningKey(id) => work(crate::keys::seal_context(id)),
            Self::Credential((org, user, id)) => work(secret_seal_context(&row_key(*org, *user, *id))),
            Self::Job(id) => work(crate::jobs_data::data_place(id)),
            Self::Provider((org, id)) => work(providers::seal_context(&providers::row_key(*org, *id))),
        }
    }

    fn set(&self, change: &mut Change, was: &[u8], is: &[u8]) {
        match self {
            Self::Instance(name) => sealed::set_instance_secret(change, name, was, is),
            Self::SigningKey(id) => sealed::set_signing_key(change, id, was, is),
            Self::Credential(key) => sealed::set_credential_secret(change, *key, was, is),
            Self::Job(id) => sealed::set_job(change, *id, was, is),
            Self::Provider(key) => sealed::set_provider_secrets(change, *key, was, is),
        }
    }
}

/// The work of sealing again, on its way. It may be dropped after any step.
pub struct Resealing {
    doorward: Doorward,
    tables: Vec<Value>,
    /// Values sealed again so far.
    pub done: usize,
    /// How many there were to be sealed again when it began.
    pub of: usize,
    /// Values that did not open: no configured key fits, or they were altered. They are left as they are.
    pub failed: usize,
}

impl Doorward {
    /// How much is sealed under which key.
    pub async fn sealing_state(&self, _: &Granted<ManageInstance>) -> Result<SealingState> {
        let mut state = SealingState { key: self.sealer.key_id().to_string(), ..SealingState::default() };
        let mut read = self.store.read().await?;
        for mut at in beginnings() {
            loop {
                let page = at.next(&mut read).await?;
                for (_, sealed) in &page {
                    match self.sealer.sealed_by(sealed) {
                        SealedBy::Current => state.current += 1,
                        SealedBy::Former => state.previous += 1,
                        SealedBy::Unknown => state.unknown += 1,
                    }
                }
                match page.into_iter().last() {
                    Some((last, _)) => at = last,
                    None => break,
                }
            }
        }
        Ok(state)
    }

    /// Begins to seal again what is sealed under a previous key.
    pub async fn resealing(&self, granted: &Granted<ManageInstance>) -> Result<Resealing> {
        let state = self.sealing_state(granted).await?;
        if state.previous > 0 {
            let mut change = Change::new();
            let data = json!({ "key": state.key, "values": state.previous });
            events::record(
                self,
                &mut change,
                granted.by(),
                EventKind::SealingKeyRotationBegun,
                EventSubject::default(),
                &data,
            );
            commit_and_refresh(self, change).await?;
        }
        Ok(Resealing { doorward: self.clone(), tables: beginnings(), done: 0, of: state.previous, failed: 0 })
    }
}

impl Resealing {
    /// Seals the next batch again; false when there is none left.
    pub async fn step(&mut self) -> Result<bool> {
        let Some(at) = self.tables.first().cloned() else { return Ok(false) };
        let mut read = self.doorward.store.read().await?;
        let page = at.next(&mut read).await?;
        drop(read);
        let mut change = Change::new();
        let mut done = 0;
        for (value, was) in &page {
            let sealer = &self.doorward.sealer;
            match sealer.sealed_by(was) {
                SealedBy::Current => continue,
                SealedBy::Unknown => self.failed += 1,
                SealedBy::Former => {
                    let entropy = &*self.doorward.entropy;
                    let is = value
                        .at_place(|place| sealer.open(place, was).map(|plain| sealer.seal(entropy, place, &plain)));
                    match is {
                        Ok(is) => {
                            value.set(&mut change, was, &is);
                            done += 1;
                        }
                        Err(_) => self.failed += 1,
                    }
                }
            }
        }
        self.doorward.store.commit_all(change).await?;
        self.done += done;
        match page.into_iter().last() {
            Some((last, _)) => self.tables[0] = last,
            None => drop(self.tables.remove(0)),
        }
        Ok(!self.tables.is_empty())
    }
}
