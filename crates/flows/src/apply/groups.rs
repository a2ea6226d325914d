//! Groups held against what is stored, and who is in them.
//!
//! A membership may be said of the group or of the user. Either list is complete as written: who is left out of it is taken
//! out, unless the other list names them.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::{
    Id,
    id::{self, Org, User},
};
use store::{Change, Read, directory, groups};

use super::{Plan, document::WantedGroup, report::Difference, users::PlannedUser};
use crate::{
    Result, new_id,
    people::groups::{Group, GroupWriter, Memberships},
};

/// How many members are read at once, and how many memberships are written at once.
const AT_ONCE: i64 = 500;

/// A group as it shall be.
pub(super) struct PlannedGroup<'a> {
    pub(super) wanted: &'a WantedGroup,
    pub(super) org: Id<Org>,
    pub(super) id: Id<id::Group>,
    pub(super) created: bool,
    pub(super) fields: Vec<Difference>,
}

type Membership = (Id<User>, Id<id::Group>);

impl<'a> Plan<'a> {
    pub(super) async fn plan_groups(&mut self) -> Result<()> {
        let document = self.document;
        for organisation in &document.organisations {
            let Some(org) = self.home(&organisation.slug, &organisation.place).await? else { continue };
            for wanted in &organisation.groups {
                let known = self.group_id(org, &wanted.name).await?;
                let id = known.unwrap_or_else(|| new_id(self.doorward, self.now));
                if known.is_none() {
                    let mut change = Change::new();
                    self.group_writer(org).create(&mut change, &Group { id, name: wanted.name.clone() });
                    self.before.push(change);
                    self.group_ids.insert((org, wanted.name.clone()), id);
                }
                let created = known.is_none();
                self.groups.push(PlannedGroup { wanted, org, id, created, fields: Vec::new() });
            }
        }
        Ok(())
    }

    fn group_writer(&self, org: Id<Org>) -> GroupWriter<'_> {
        GroupWriter { doorward: self.doorward, org, by: &self.by }
    }

    async fn group_id(&mut self, org: Id<Org>, name: &str) -> Result<Option<Id<id::Group>>> {
        if let Some(id) = self.group_ids.get(&(org, name.to_owned())) {
            return Ok(Some(*id));
        }
        let found = groups::by_name(&mut self.doorward.store.read().await?, org, name).await?;
        if let Some(id) = found {
            self.group_ids.insert((org, name.to_owned()), id);
        }
        Ok(found)
    }

    /// The group that is named at `place`.
    pub(super) async fn named_group(&mut self, org: Id<Org>, name: &str, place: &str) -> Result<Option<Id<id::Group>>> {
        let found = self.group_id(org, name).await?;
        if found.is_none() {
            self.problems.add(place, format!("there is no group `{name}`: add it to the organisation's `groups`"));
        }
        Ok(found)
    }

    pub(super) async fn plan_memberships(&mut self) -> Result<()> {
        let document = self.document;
        for organisation in &document.organisations {
            let Some(org) = self.home(&organisation.slug, &organisation.place).await? else { continue };
            let members = organisation.groups.iter().flat_map(|group| group.members.iter().flatten());
            self.look_up(org, members).await?;
            let wanted = self.wanted_memberships(org).await?;
            self.plan_memberships_of(org, &wanted).await?;
        }
        Ok(())
    }

    /// Every membership that is said of a group or of a user.
    async fn wanted_memberships(&mut self, org: Id<Org>) -> Result<HashSet<Membership>> {
        let mut wanted = HashSet::new();
        for group in self.groups.iter().filter(|group| group.org == org) {
            let members = group.wanted.members.iter().flatten();
            wanted.extend(members.filter_map(|named| Some((self.user_id(org, &named.key)?, group.id))));
        }
        for at in 0..self.users.len() {
            let (user, described) = (self.users[at].id(), self.users[at].wanted);
            let Some(groups) = described.groups.as_ref().filter(|_| self.users[at].org() == org) else { continue };
            for (place, name) in groups {
                if let Some(group) = self.named_group(org, name, place).await? {
                    wanted.insert((user, group));
                }
            }
        }
        Ok(wanted)
    }

    async fn plan_memberships_of(&mut self, org: Id<Org>, wanted: &HashSet<Membership>) -> Result<()> {
        let mut read = self.doorward.store.read().await?;
        let there = self.stored_memberships(&mut read, org).await?;
        let sorted = |mut memberships: Vec<Membership>| {
            memberships.sort_unstable();
            memberships
        };
        let added = sorted(wanted.difference(&there).copied().collect());
        let removed = sorted(there.difference(wanted).copied().collect());
        let mut of_groups: BTreeMap<Id<id::Group>, Memberships> = BTreeMap::new();
        added.iter().for_each(|(user, group)| of_groups.entry(*group).or_default().added.push(*user));
        removed.iter().for_each(|(user, group)| of_groups.entry(*group).or_default().removed.push(*user));
        let groups = self.named_groups(&mut read, org, of_groups.keys().copied()).await?;
        drop(read);
        let names: HashMap<Id<id::Group>, &str> = groups.iter().map(|group| (group.id, group.name.as_str())).collect();
        self.note_memberships(org, &names, (&added, &removed));
        self.write_memberships(org, groups.iter().zip(of_groups.values()));
        Ok(())
    }

    /// The memberships that the document speaks of, as they are stored: those of users of whom it says the groups, and those
    /// in groups of which it says the members.
    async fn stored_memberships(&self, read: &mut Read, org: Id<Org>) -> Result<HashSet<Membership>> {
        let speaks = |user: &&PlannedUser<'_>| user.org() == org && !user.plan.created && user.wanted.groups.is_some();
        let users: Vec<Id<User>> = self.users.iter().filter(speaks).map(PlannedUser::id).collect();
        let mut there: HashSet<Membership> = directory::groups(read, org, &users).await?.into_iter().collect();
        for group in self.groups.iter().filter(|group| group.org == org && !group.created) {
            let mut after = Id::from_bytes([0; 16]);
            while group.wanted.members.is_some() {
                let page = groups::members(read, (org, group.id), after, AT_ONCE).await?;
                there.extend(page.iter().map(|user| (*user, group.id)));
                match page.last() {
                    Some(last) if page.len() as i64 == AT_ONCE => after = *last,
                    _ => break,
                }
            }
        }
        Ok(there)
    }

    /// These groups with their names, also those that the document does not name.
    async fn named_groups(
        &self,
        read: &mut Read,
        org: Id<Org>,
        ids: impl Iterator<Item = Id<id::Group>>,
    ) -> Result<Vec<Group>> {
        let of_org = self.group_ids.iter().filter(|((of, _), _)| *of == org);
        let known: HashMap<Id<id::Group>, &String> = of_org.map(|((_, name), id)| (*id, name)).collect();
        let mut named = Vec::new();
        for id in ids {
            let name = match known.get(&id) {
                Some(name) => (*name).clone(),
                None => groups::name_of(read, org, id).await?.unwrap_or_default(),
            };
            named.push(Group { id, name });
        }
        Ok(named)
    }

    /// Plans the changes, each of [`AT_ONCE`] memberships or a few more.
    fn write_memberships<'g>(&mut self, org: Id<Org>, groups: impl Iterator<Item = (&'g Group, &'g Memberships)>) {
        let (mut change, mut count) = (Change::new(), 0);
        let parts = groups.flat_map(|(group, memberships)| memberships.parts().map(move |part| (group, part)));
        for (group, part) in parts {
            self.group_writer(org).set_members(&mut change, group, &part);
            count += part.len();
            if count >= AT_ONCE as usize {
                self.after.push(std::mem::take(&mut change));
                count = 0;
            }
        }
        self.after.extend((!change.is_empty()).then_some(change));
    }

    /// Notes each membership once: with the user where the document describes them, else with the group.
    fn note_memberships(
        &mut self,
        org: Id<Org>,
        names: &HashMap<Id<id::Group>, &str>,
        (added, removed): (&[Membership], &[Membership]),
    ) {
        let of_org = |(_, user): &(usize, &PlannedUser<'_>)| user.org() == org;
        let users: HashMap<Id<User>, usize> =
            self.users.iter().enumerate().filter(of_org).map(|(at, user)| (user.id(), at)).collect();
        let groups: HashMap<Id<id::Group>, usize> =
            self.groups.iter().enumerate().map(|(at, group)| (group.id, at)).collect();
        let added = added.iter().map(|one| (one, Difference::added as fn(&str, &str) -> Difference));
        let removed = removed.iter().map(|one| (one, Difference::removed as fn(&str, &str) -> Difference));
        for ((user, group), difference) in added.chain(removed) {
            if let Some(at) = users.get(user) {
                self.users[*at].plan.fields.push(difference("groups", names.get(group).copied().unwrap_or_default()));
            } else if let Some(at) = groups.get(group) {
                self.groups[*at].fields.push(difference("members", &user.to_string()));
            }
        }
    }

    pub(super) fn note_groups_and_users(&mut self) {
        for group in &mut self.groups {
            let fields = if group.created { Vec::new() } else { std::mem::take(&mut group.fields) };
            self.report.note("group", &group.wanted.name, group.created, fields);
        }
        for user in &self.users {
            let plan = &user.plan;
            let fields = if plan.created { Vec::new() } else { plan.fields.clone() };
            self.report.note("user", user.wanted.name(), plan.created, fields);
        }
    }
}
