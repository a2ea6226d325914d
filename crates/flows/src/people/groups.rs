//! Groups of an organisation: everything that makes, renames, fills or deletes one goes through here, whoever asks – a
//! document, a command, a program.
//!
//! Every membership that is given or taken stands in an event of its group, by the user's identifier. An event names
//! a hundred of them at most; a larger change has several events.

use std::collections::HashSet;

use model::{
    Id,
    id::{self, Org, User},
};
use serde_json::{Value, json};
use store::{Change, Guard, Read, directory, groups};

use crate::{
    AuditContext, Doorward, Error, Granted, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    granted::{CreateGroup, ManageGroup, ReadGroup, ReadGroups},
    new_id,
    sessions::display_name,
};

/// How many memberships one event names.
pub(crate) const NAMED: usize = 100;

/// How many memberships one call changes.
pub const MOST: usize = 500;

/// How many groups or members a list has.
const LISTED: usize = 500;

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// The identifier.
    pub id: Id<id::Group>,
    /// What people call it.
    pub name: String,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub id: Id<User>,
    /// What to call them.
    pub name: String,
}

/// Memberships of one group that are given and taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memberships {
    /// Who is in it from now on.
    pub added: Vec<Id<User>>,
    /// Who no longer is.
    pub removed: Vec<Id<User>>,
}

/// Why nothing was done to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupRefusal {
    /// There is no such group, or no longer.
    Unknown,
    /// A name has 1 to 120 characters, none of them a control character.
    Name,
    /// The organisation has a group of that name.
    NameTaken,
    /// This is nobody in the organisation.
    Nobody(Id<User>),
    /// More than [`MOST`] memberships in one call.
    TooMany,
}

/// A name as people write it, without what surrounds it: something, at most 120 characters, no control characters.
pub(crate) fn sound_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let sound = !text.is_empty() && text.chars().count() <= 120 && !text.chars().any(char::is_control);
    sound.then_some(text)
}

impl Memberships {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.added.len() + self.removed.len()
    }

    /// The same, in parts that one event can name.
    pub(crate) fn parts(&self) -> impl Iterator<Item = Self> {
        let added = self.added.chunks(NAMED).map(|part| Self { added: part.to_vec(), removed: Vec::new() });
        let removed = self.removed.chunks(NAMED).map(|part| Self { added: Vec::new(), removed: part.to_vec() });
        added.chain(removed)
    }

    /// What of it differs from who is in the group.
    fn against(&self, there: &[Id<User>]) -> Self {
        let sorted = |users: &[Id<User>], is_there: bool| -> Vec<Id<User>> {
            let mut users: Vec<_> = users.iter().copied().filter(|user| there.contains(user) == is_there).collect();
            users.sort_unstable();
            users.dedup();
            users
        };
        Self { added: sorted(&self.added, false), removed: sorted(&self.removed, true) }
    }
}

/// Writes groups of one organisation into changes, each time with the event.
#[derive(Clone, Copy)]
pub(crate) struct GroupWriter<'w> {
    pub(crate) doorward: &'w Doorward,
    pub(crate) org: Id<Org>,
    pub(crate) by: &'w AuditContext,
}

impl<'w> GroupWriter<'w> {
    fn of(doorward: &'w Doorward, granted: &'w Granted<ManageGroup>) -> Self {
        Self { doorward, org: granted.on().0, by: granted.by() }
    }

    /// The group as it is, if it is there.
    async fn stored(&self, id: Id<id::Group>) -> Result<Option<Group>> {
        let name = groups::name_of(&mut self.doorward.store.read().await?, self.org, id).await?;
        Ok(name.map(|name| Group { id, name }))
    }

    /// Makes the group. Guard: the name is free.
    pub(crate) fn create(&self, change: &mut Change, group: &Group) {
        groups::insert(change, (self.org, group.id), &group.name, self.by.now);
        self.record(change, EventKind::GroupCreated, group, json!({}));
    }

    /// Gives the group another name. Guards: it is there, and the name is free.
    fn rename(&self, change: &mut Change, group: &Group, name: &str) {
        groups::rename(change, (self.org, group.id), name);
        let renamed = Group { id: group.id, name: name.to_owned() };
        self.record(change, EventKind::GroupChanged, &renamed, json!({ "previous_name": group.name }));
    }

    /// Deletes the group. Guard: it is there.
    fn delete(&self, change: &mut Change, group: &Group) {
        groups::delete(change, (self.org, group.id));
        self.record(change, EventKind::GroupDeleted, group, json!({}));
    }

    /// Gives and takes memberships. Guards: the group is there, and each of them is as it was read.
    pub(crate) fn set_members(&self, change: &mut Change, group: &Group, memberships: &Memberships) {
        for part in memberships.parts() {
            groups::lock(change, (self.org, group.id));
            part.added.iter().for_each(|user| groups::join(change, self.org, *user, group.id));
            part.removed.iter().for_each(|user| groups::leave(change, self.org, *user, group.id));
            self.record(
                change,
                EventKind::GroupChanged,
                group,
                json!({ "added": part.added, "removed": part.removed }),
            );
        }
    }

    fn record(&self, change: &mut Change, kind: EventKind, group: &Group, mut data: Value) {
        data["group"] = json!(group.name);
        data["group_id"] = json!(group.id);
        events::record(self.doorward, change, self.by, kind, EventSubject::org(self.org), &data);
    }
}

impl Doorward {
    /// The organisation's groups whose names come after this one, in their order, 500 at most.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn list_groups(&self, granted: &Granted<ReadGroups>, after: &str, limit: usize) -> Result<Vec<Group>> {
        let limit = i64::try_from(limit.clamp(1, LISTED)).unwrap_or(i64::MAX);
        let found = groups::page(&mut self.store.read().await?, granted.on(), after, limit).await?;
        Ok(found.into_iter().map(|(id, name)| Group { id, name }).collect())
    }

    /// The organisation's group of this name.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn find_group(&self, granted: &Granted<ReadGroups>, name: &str) -> Result<Option<Group>> {
        let found = groups::by_name(&mut self.store.read().await?, granted.on(), name).await?;
        Ok(found.map(|id| Group { id, name: name.to_owned() }))
    }

    /// The members of a group after this one, in the order of their identifiers, 500 at most.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn group_members(
        &self,
        granted: &Granted<ReadGroup>,
        after: Option<Id<User>>,
        limit: usize,
    ) -> Result<Vec<Member>> {
        let limit = i64::try_from(limit.clamp(1, LISTED)).unwrap_or(i64::MAX);
        let after = after.unwrap_or(Id::from_bytes([0; 16]));
        let mut read = self.store.read().await?;
        let ids = groups::members(&mut read, granted.on(), after, limit).await?;
        let mut members = Vec::with_capacity(ids.len());
        for entry in directory::by_ids(&mut read, granted.on().0, &ids).await? {
            members.push(Member { id: entry.id, name: display_name(&entry.profile, &entry.subject) });
        }
        members.sort_unstable_by_key(|member| member.id);
        Ok(members)
    }

    /// Makes a group without members.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn create_group(
        &self,
        granted: &Granted<CreateGroup>,
        name: &str,
    ) -> Result<std::result::Result<Group, GroupRefusal>> {
        let Some(name) = sound_name(name) else { return Ok(Err(GroupRefusal::Name)) };
        let group = Group { id: new_id(self, granted.by().now), name: name.to_owned() };
        let mut change = Change::new();
        GroupWriter { doorward: self, org: granted.on(), by: granted.by() }.create(&mut change, &group);
        Ok(written(self.store.commit(change).await?)?.map(|()| group))
    }

    /// Gives a group another name. What applications are told of its members changes with their next token.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn rename_group(
        &self,
        granted: &Granted<ManageGroup>,
        name: &str,
    ) -> Result<std::result::Result<(), GroupRefusal>> {
        let Some(name) = sound_name(name) else { return Ok(Err(GroupRefusal::Name)) };
        let writer = GroupWriter::of(self, granted);
        let Some(group) = writer.stored(granted.on().1).await? else { return Ok(Err(GroupRefusal::Unknown)) };
        if group.name == name {
            return Ok(Ok(()));
        }
        let mut change = Change::new();
        writer.rename(&mut change, &group, name);
        written(self.store.commit(change).await?)
    }

    /// Gives and takes memberships; who is in the group already, or is not, stays so. Answers what was changed.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn change_members(
        &self,
        granted: &Granted<ManageGroup>,
        wanted: &Memberships,
    ) -> Result<std::result::Result<Memberships, GroupRefusal>> {
        if wanted.len() > MOST {
            return Ok(Err(GroupRefusal::TooMany));
        }
        let writer = GroupWriter::of(self, granted);
        for _ in 0..TRIES {
            let Some(group) = writer.stored(granted.on().1).await? else { return Ok(Err(GroupRefusal::Unknown)) };
            let changes = match differing(&mut self.store.read().await?, granted.on(), wanted).await? {
                Ok(changes) => changes,
                Err(nobody) => return Ok(Err(GroupRefusal::Nobody(nobody))),
            };
            let mut change = Change::new();
            writer.set_members(&mut change, &group, &changes);
            if changes.is_empty() || self.store.commit(change).await?.is_ok() {
                return Ok(Ok(changes));
            }
        }
        Err(Error::Guard(groups::MEMBERS_UNCHANGED.0))
    }

    /// Deletes a group: nobody is in it any longer, and what applications were assigned to it is taken from it.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn delete_group(&self, granted: &Granted<ManageGroup>) -> Result<std::result::Result<(), GroupRefusal>> {
        let writer = GroupWriter::of(self, granted);
        let Some(group) = writer.stored(granted.on().1).await? else { return Ok(Err(GroupRefusal::Unknown)) };
        let mut change = Change::new();
        writer.delete(&mut change, &group);
        written(self.store.commit(change).await?)
    }
}

/// What of the wanted memberships differs from those that are there, or somebody who is nobody in the organisation.
async fn differing(
    read: &mut Read,
    (org, group): (Id<Org>, Id<id::Group>),
    wanted: &Memberships,
) -> Result<std::result::Result<Memberships, Id<User>>> {
    let people: HashSet<Id<User>> =
        directory::by_ids(read, org, &wanted.added).await?.into_iter().map(|entry| entry.id).collect();
    if let Some(nobody) = wanted.added.iter().find(|user| !people.contains(user)) {
        return Ok(Err(*nobody));
    }
    let asked: Vec<Id<User>> = wanted.added.iter().chain(&wanted.removed).copied().collect();
    let of_users = directory::groups(read, org, &asked).await?;
    let there: Vec<Id<User>> = of_users.into_iter().filter(|(_, of)| *of == group).map(|(user, _)| user).collect();
    Ok(Ok(wanted.against(&there)))
}

/// What a change of one group came to; somebody else may have been quicker.
fn written(outcome: std::result::Result<(), Guard>) -> Result<std::result::Result<(), GroupRefusal>> {
    match outcome {
        Ok(()) => Ok(Ok(())),
        Err(groups::NAME_FREE) => Ok(Err(GroupRefusal::NameTaken)),
        Err(groups::EXISTS) => Ok(Err(GroupRefusal::Unknown)),
        Err(guard) => Err(Error::Guard(guard.0)),
    }
}
