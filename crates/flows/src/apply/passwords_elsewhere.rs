//! Organisations whose own service judges the passwords of their people: none of theirs is kept here (PWD-14), but of those who get in
//! without it.

use std::collections::HashMap;

use model::{
    Id,
    id::{Org, User},
};
use serde_json::json;
use store::{
    Change,
    credentials::{self, CredentialKind},
    directory, users,
};

use super::{Home, Plan, document::WantedUser};
use crate::{
    Result,
    events::{self, EventKind, EventSubject},
};

/// How many people are read, and lose their password, at once.
const AT_ONCE: i64 = 50;

impl Plan<'_> {
    /// A password that would be kept here is refused, of whoever the organisation's own service judges.
    pub(super) fn note_kept_elsewhere(&self, home: &Home, wanted: &WantedUser, was_local: bool) {
        let local = wanted.patch.local.unwrap_or(was_local);
        if home.policy.is_external() && wanted.patch.password.is_some() && !local {
            let text = "is judged by the organisation's own service, and kept nowhere else: leave it out, or say `local: true`";
            self.problems.add(format!("{}.password", wanted.place), text);
        }
    }

    /// Removes the passwords that are kept here, and says how many there are and who else gets in. Sessions go on.
    pub(super) async fn plan_removed_passwords(&mut self) -> Result<()> {
        let external: Vec<(String, Id<Org>)> = self
            .document
            .organisations
            .iter()
            .filter_map(|wanted| self.homes.get(&wanted.slug))
            .filter(|home| home.policy.is_external() && !home.is_new)
            .map(|home| (home.slug.clone(), home.id))
            .collect();
        for (slug, org) in external {
            let removed = self.remove_passwords_of(org).await?;
            if removed == 0 {
                continue;
            }
            let mut event = Change::new();
            let data = json!({ "slug": slug, "passwords_removed": removed });
            events::record(
                self.doorward,
                &mut event,
                &self.by,
                EventKind::OrganisationChanged,
                EventSubject::org(org),
                &data,
            );
            self.after.push(event);
            let owners = self.owners_without_local(org).await?;
            let note =
                format!("{removed} passwords that are kept here are removed: its own service judges them from now on");
            let alone = format!("{owners} of its owners are not `local`, and get in only while it answers");
            self.report.notes.push(format!("{slug}: {note}; {alone}"));
        }
        Ok(())
    }

    async fn remove_passwords_of(&mut self, org: Id<Org>) -> Result<usize> {
        let wanted = self.wanted_local(org);
        let (mut after, mut removed) = (Id::from_bytes([0; 16]), 0);
        loop {
            let mut read = self.doorward.store.read().await?;
            let page = credentials::with_password(&mut read, org, after, AT_ONCE).await?;
            let Some(last) = page.last().copied() else { return Ok(removed) };
            let entries = directory::by_ids(&mut read, org, &page).await?;
            drop(read);
            let mut change = Change::new();
            for entry in entries {
                if !wanted.get(&entry.id).copied().unwrap_or(entry.facts.local) {
                    credentials::delete_of_kind(&mut change, (org, entry.id), CredentialKind::Password);
                    removed += 1;
                }
            }
            self.after.extend((!change.is_empty()).then_some(change));
            after = last;
        }
    }

    /// Of whom the document says whether they are local.
    fn wanted_local(&self, org: Id<Org>) -> HashMap<Id<User>, bool> {
        let of = self.users.iter().filter(|user| user.org() == org);
        of.filter_map(|user| Some((user.id(), user.wanted.patch.local?))).collect()
    }

    /// How many owners have no other way in than the service.
    async fn owners_without_local(&self, org: Id<Org>) -> Result<usize> {
        let wanted = self.wanted_local(org);
        let mut read = self.doorward.store.read().await?;
        let owners = users::owner_ids(&mut read, org).await?;
        let entries = directory::by_ids(&mut read, org, &owners).await?;
        let local = |id: &Id<User>, stored: bool| wanted.get(id).copied().unwrap_or(stored);
        Ok(entries.iter().filter(|entry| !local(&entry.id, entry.facts.local)).count())
    }
}
