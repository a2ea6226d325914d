//! Groups held against what is stored, and who is in them.
//!
//! A membership may be said of the group or of the user. Either list is complete as written: who is left out of it is taken
//! out, unless the other list names them.

use std::collections::{HashMap, HashSet};

use model::{
    Id,
    id::{Group, Org, User},
};
use serde_json::json;
use store::{Change, directory, groups};

use super::{Plan, document::WantedGroup, report::Difference, users::PlannedUser};
use crate::{
    Result,
    events::{Concerning, Kind},
};

/// How many members are read at once, and how many memberships are written at once.
const AT_ONCE: i64 = 500;

/// A group as it shall be.
pub(super) struct PlannedGroup<'a> {
    pub(super) wanted: &'a WantedGroup,
    pub(super) org: Id<Org>,
    pub(super) id: Id<Group>,
    pub(super) created: bool,
    pub(super) fields: Vec<Difference>,
}

type Membership = (Id<User>, Id<Group>);

impl<'a> Plan<'a> {
    pub(super) async fn plan_groups(&mut self) -> Result<()> {
        let document = self.document;
        for organisation in &document.organisations {
            let Some(org) = self.home(&organisation.slug, &organisation.place).await? else { continue };
            for wanted in &organisation.groups {
                let known = self.group_id(org, &wanted.name).await?;
                let id = known.unwrap_or_else(|| self.doorward.id(self.now));
                if known.is_none() {
                    let mut change = Change::new();
                    groups::insert(&mut change, (org, id), &wanted.name, self.now);
                    let data = json!({ "group": wanted.name });
                    self.doorward.record(&mut change, &self.by, Kind::GroupCreated, Concerning::org(org), &data);
                    self.before.push(change);
                    self.group_ids.insert((org, wanted.name.clone()), id);
                }
                let created = known.is_none();
                self.groups.push(PlannedGroup { wanted, org, id, created, fields: Vec::new() });
            }
        }
        Ok(())
    }

    async fn group_id(&mut self, org: Id<Org>, name: &str) -> Result<Option<Id<Group>>> {
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
    pub(super) async fn named_group(&mut self, org: Id<Org>, name: &str, place: &str) -> Result<Option<Id<Group>>> {
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
        let speaking: Vec<Id<User>> = self
            .users
            .iter()
            .filter(|user| user.org() == org && !user.plan.created && user.wanted.groups.is_some())
            .map(PlannedUser::id)
            .collect();
        let of_users: HashSet<Membership> = directory::groups(&mut read, org, &speaking).await?.into_iter().collect();
        let mut of_groups = HashSet::new();
        for group in self.groups.iter().filter(|group| group.org == org && !group.created) {
            let mut after = Id::from_bytes([0; 16]);
            while group.wanted.members.is_some() {
                let page = groups::members(&mut read, (org, group.id), after, AT_ONCE).await?;
                of_groups.extend(page.iter().map(|user| (*user, group.id)));
                match page.last() {
                    Some(last) if page.len() as i64 == AT_ONCE => after = *last,
                    _ => break,
                }
            }
        }
        let there: HashSet<Membership> = of_users.union(&of_groups).copied().collect();
        let mut joining: Vec<Membership> = wanted.difference(&there).copied().collect();
        let mut leaving: Vec<Membership> = there.difference(wanted).copied().collect();
        joining.sort_unstable();
        leaving.sort_unstable();
        self.note_memberships(org, &joining, &leaving);
        for batch in joining.chunks(AT_ONCE as usize) {
            let mut change = Change::new();
            batch.iter().for_each(|(user, group)| groups::join(&mut change, org, *user, *group));
            self.after.push(change);
        }
        for batch in leaving.chunks(AT_ONCE as usize) {
            let mut change = Change::new();
            batch.iter().for_each(|(user, group)| groups::leave(&mut change, org, *user, *group));
            self.after.push(change);
        }
        Ok(())
    }

    /// Tells each membership once: of the user where the document describes them, else of the group.
    fn note_memberships(&mut self, org: Id<Org>, joining: &[Membership], leaving: &[Membership]) {
        let names: HashMap<Id<Group>, String> = self
            .group_ids
            .iter()
            .filter(|((of, _), _)| *of == org)
            .map(|((_, name), id)| (*id, name.clone()))
            .collect();
        let users: HashMap<Id<User>, usize> = self
            .users
            .iter()
            .enumerate()
            .filter(|(_, user)| user.org() == org)
            .map(|(at, user)| (user.id(), at))
            .collect();
        let groups: HashMap<Id<Group>, usize> = self
            .groups
            .iter()
            .enumerate()
            .filter(|(_, group)| group.org == org)
            .map(|(at, group)| (group.id, at))
            .collect();
        let shown = |memberships: &[Membership]| -> Vec<(Membership, String)> {
            memberships
                .iter()
                .map(|membership| (*membership, names.get(&membership.1).cloned().unwrap_or(membership.1.to_string())))
                .collect()
        };
        let all =
            shown(joining).into_iter().map(|one| (one, true)).chain(shown(leaving).into_iter().map(|one| (one, false)));
        for (((user, group), name), joins) in all {
            let difference = |field, what: &str| match joins {
                true => Difference::added(field, what),
                false => Difference::removed(field, what),
            };
            if let Some(at) = users.get(&user) {
                self.users[*at].plan.fields.push(difference("groups", &name));
            } else if let Some(at) = groups.get(&group) {
                self.groups[*at].fields.push(difference("members", &user.to_string()));
            }
        }
    }

    pub(super) fn note_groups_and_users(&mut self) {
        for group in &mut self.groups {
            let fields = std::mem::take(&mut group.fields);
            if !group.created && !fields.is_empty() {
                let mut change = Change::new();
                let data = json!({ "group": group.wanted.name, "memberships": fields.len() });
                self.doorward.record(&mut change, &self.by, Kind::GroupChanged, Concerning::org(group.org), &data);
                self.after.push(change);
            }
            self.report.note("group", &group.wanted.name, group.created, fields);
        }
        for user in &self.users {
            let plan = &user.plan;
            let fields = if plan.created { Vec::new() } else { plan.fields.clone() };
            self.report.note("user", user.wanted.name(), plan.created, fields);
        }
    }
}
