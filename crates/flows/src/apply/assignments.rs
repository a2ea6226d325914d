//! To whom an application is assigned: each list is complete as written; one that is not written stays.

use std::collections::BTreeSet;

use model::{
    Id,
    id::{App, Org},
};
use store::{
    Change, Word,
    applications::{self, HolderKind},
};

use super::{Plan, document::WantedSubscription, report::Difference};
use crate::Result;

const AT_ONCE: i64 = 500;

type Holder = [u8; 16];

impl Plan<'_> {
    pub(super) async fn plan_assignments(
        &mut self,
        wanted: &WantedSubscription,
        (org, app, is_there): (Id<Org>, Id<App>, bool),
        field: &str,
        change: &mut Change,
        fields: &mut Vec<Difference>,
    ) -> Result<()> {
        if wanted.users.is_none() && wanted.groups.is_none() {
            return Ok(());
        }
        let there = if is_there { self.holders(org, app).await? } else { Vec::new() };
        let of_kind = |kind: HolderKind| -> BTreeSet<Holder> {
            there.iter().filter(|(_, of)| *of == kind).map(|(holder, _)| *holder).collect()
        };
        if let Some(users) = &wanted.users {
            self.look_up(org, users.iter()).await?;
            let ids = users.iter().filter_map(|named| self.user_id(org, &named.key));
            let is: BTreeSet<Holder> = ids.map(|id| *id.as_bytes()).collect();
            let was = of_kind(HolderKind::User);
            for holder in is.difference(&was) {
                applications::assign_to_user(change, org, app, Id::from_bytes(*holder), self.now);
            }
            note(&format!("{field}.users"), &was, &is, fields);
            was.difference(&is).for_each(|holder| applications::unassign(change, (org, app), *holder));
        }
        if let Some(groups) = &wanted.groups {
            let mut is: BTreeSet<Holder> = BTreeSet::new();
            for (place, name) in groups {
                is.extend(self.named_group(org, name, place).await?.map(|id| *id.as_bytes()));
            }
            let was = of_kind(HolderKind::Group);
            for holder in is.difference(&was) {
                applications::assign_to_group(change, org, app, Id::from_bytes(*holder), self.now);
            }
            note(&format!("{field}.groups"), &was, &is, fields);
            was.difference(&is).for_each(|holder| applications::unassign(change, (org, app), *holder));
        }
        Ok(())
    }

    async fn holders(&self, org: Id<Org>, app: Id<App>) -> Result<Vec<(Holder, Word<HolderKind>)>> {
        let mut read = self.doorward.store.read().await?;
        let (mut all, mut after) = (Vec::new(), [0; 16]);
        loop {
            let page = applications::holders(&mut read, (org, app), after, AT_ONCE).await?;
            let more = page.len() as i64 == AT_ONCE;
            all.extend(page);
            match all.last() {
                Some((last, _)) if more => after = *last,
                _ => return Ok(all),
            }
        }
    }
}

/// How many were added and taken away: there may be thousands.
fn note(field: &str, was: &BTreeSet<Holder>, is: &BTreeSet<Holder>, fields: &mut Vec<Difference>) {
    if was != is {
        let count = |set: &BTreeSet<Holder>| Some(set.len().to_string());
        fields.push(Difference::new(field, count(was), count(is)));
    }
}
