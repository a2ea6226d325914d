//! Writes what was planned: organisations and groups, people in batches, then what refers to both.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use model::{Id, id::Org};
use store::{
    Change, Outcome,
    credentials::{self, CredentialRow},
    directory,
    users::{self, UserRow},
};

use super::{
    Options, Plan,
    document::WantedPassword,
    passwords::{PasswordStep, Telling},
    users::PlannedUser,
};
use crate::{
    By, Doorward, Error, Organisation, Result,
    authenticators::password::millis,
    events::{Concerning, Kind},
    notices::{Happened, Scene},
    sign_in::PasswordData,
};

/// How many users one change makes: long enough to share a transaction's cost, short enough that others get their turn.
const AT_ONCE: usize = 50;

impl Plan<'_> {
    pub(super) async fn write(&mut self, options: &Options<'_>) -> Result<()> {
        let plain = self.users.iter().enumerate().filter_map(|(at, user)| match user.password.as_ref()?.to {
            WantedPassword::Plain(password, _) => Some((at, password.clone())),
            WantedPassword::Hash(_) => None,
        });
        let mut hashes = self.doorward.all_hashed(plain.collect(), options).await?;
        for change in std::mem::take(&mut self.before) {
            self.doorward.put(change).await?;
        }
        let homes = self.homes_of_the_told().await?;
        let mut progress = Telling::new("users written", self.users.len(), options);
        let mut at = 0;
        for batch in self.users.chunks(AT_ONCE) {
            let mut change = Change::new();
            for user in batch {
                user.add_to(&mut change, self.doorward, hashes.remove(&at), &self.by)?;
                if let Some((profile, home)) = user.told.as_ref().zip(homes.get(&user.org)) {
                    let scene = Scene::command(self.now);
                    self.doorward.order_notice(&mut change, scene, (profile, home), Happened::PasswordSet)?;
                }
                at += 1;
            }
            self.doorward.put(change).await?;
            progress.steps(batch.len());
        }
        for change in std::mem::take(&mut self.after) {
            self.doorward.put(change).await?;
        }
        self.doorward.ordered.notify_one();
        self.doorward.refresh().await
    }

    /// The organisations of those who are told of another password, as the document has left them.
    async fn homes_of_the_told(&self) -> Result<HashMap<Id<Org>, Arc<Organisation>>> {
        let mut homes = HashMap::new();
        let orgs: HashSet<Id<Org>> =
            self.users.iter().filter(|user| user.told.is_some()).map(|user| user.org).collect();
        if !orgs.is_empty() {
            self.doorward.refresh().await?;
        }
        for org in orgs {
            homes.insert(org, self.doorward.organisation(org).await?);
        }
        Ok(homes)
    }
}

impl Doorward {
    /// Writes a change; its guards fail only when somebody else was quicker.
    async fn put(&self, change: Change) -> Result<()> {
        match self.store.write(change).await? {
            Outcome::Done => Ok(()),
            Outcome::Refused(guard) => Err(Error::Guard(guard.0)),
            Outcome::Unknown => Err(Error::Unknown),
        }
    }
}

impl PlannedUser<'_> {
    fn add_to(&self, change: &mut Change, doorward: &Doorward, hash: Option<String>, by: &By) -> Result<()> {
        let (key, now) = ((self.org, self.id), by.now);
        if self.created {
            users::insert(change, &self.row());
            if self.entry.state != "active" {
                directory::update(change, self.org, &self.entry, false);
            }
        } else if self.fields.is_empty() && !self.row_differs {
            return Ok(());
        } else if self.row_differs {
            directory::update(change, self.org, &self.entry, self.ends);
        } else {
            directory::touch(change, self.org, (self.id, self.entry.version), self.ends);
        }
        change.append(self.steps.clone());
        if let Some(step) = &self.password {
            step.add_to(change, doorward, key, hash, now)?;
        }
        if let Some((gone, secret)) = &self.totp {
            gone.iter().for_each(|id| credentials::delete(change, key, *id));
            credentials::insert(change, key, &doorward.totp_row(key, secret, now));
        }
        let kind = if self.created { Kind::UserCreated } else { Kind::UserChanged };
        let names: Vec<&str> = self.fields.iter().map(|field| field.field.as_str()).collect();
        doorward.record(change, by, kind, Concerning::user(key), &serde_json::json!({ "fields": names }));
        Ok(())
    }

    fn row(&self) -> UserRow {
        let e = &self.entry;
        UserRow {
            org: self.org,
            id: self.id,
            subject: e.subject.clone(),
            state: e.state.clone(),
            epoch: e.epoch,
            profile: e.profile.clone(),
            facts: e.facts.clone(),
            created_at: e.created_at,
            last_sign_in_at: None,
        }
    }
}

impl PasswordStep<'_> {
    fn add_to(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        key: (model::Id<model::id::Org>, model::Id<model::id::User>),
        hash: Option<String>,
        now: model::Time,
    ) -> Result<()> {
        let hash = match self.to {
            WantedPassword::Hash(hash) => hash.expose().to_owned(),
            WantedPassword::Plain(..) => hash.ok_or(Error::Corrupt("a password that was not hashed"))?,
        };
        let data = PasswordData { changed_at: now, must_change: self.must_change, brought: self.brought.clone() };
        let data = super::organisations::json(&data)?;
        match &self.was {
            Some(was) => credentials::set(change, key, was, (hash.as_bytes(), &data, millis(&hash))),
            None => credentials::insert(change, key, &doorward.credential("password", hash.into_bytes(), data, now)),
        }
        Ok(())
    }
}

impl Doorward {
    /// An authenticator app with this secret, sealed and confirmed.
    pub(crate) fn totp_row(
        &self,
        (org, user): (model::Id<model::id::Org>, model::Id<model::id::User>),
        secret: &crypto::totp::Secret,
        now: model::Time,
    ) -> CredentialRow {
        let mut row = self.credential("totp", Vec::new(), "{}".to_owned(), now);
        let place = crate::seed::row_key(org, user, row.id);
        row.secret = self.sealer.seal(&*self.entropy, crate::seed::totp_place(&place), secret.expose());
        row
    }
}
