//! Groups of an organisation, and who is in them.

use model::{
    Id, Time,
    id::{Group, Org, User},
};

use crate::{Change, Guard, Read, StoreError, organisations, params, statements};

statements! {
    PAGE = "select id, name from groups where org = $1 and name > $2 order by name limit $3";
    BY_ID = "select name from groups where org = $1 and id = $2";
    BY_NAME = "select id from groups where org = $1 and name = $2";
    INSERT = "insert into groups (org, id, name, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    RENAME = "update groups set name = $3 where org = $1 and id = $2 \
        and not exists (select id from groups where org = $1 and name = $3)";
    LOCK = "update groups set name = name where org = $1 and id = $2";
    DELETE = "delete from groups where org = $1 and id = $2";
    UNASSIGN = "delete from assignments where org = $1 and holder = $2";
    MEMBERS = "select user_id from group_members where org = $1 and group_id = $2 and user_id > $3 order by user_id limit $4";
    OF_USER = "select g.id, g.name from group_members m join groups g on g.org = m.org and g.id = m.group_id \
        where m.org = $1 and m.user_id = $2 limit 500";
    JOIN = "insert into group_members (org, user_id, group_id) select u.org, u.id, g.id from users u \
        join groups g on g.org = u.org and g.id = $3 where u.org = $1 and u.id = $2 on conflict do nothing";
    LEAVE = "delete from group_members where org = $1 and user_id = $2 and group_id = $3";
}

/// The guard of a name that no group of the organisation has.
pub const NAME_FREE: Guard = Guard("group name free");

/// The guard of a group that is there.
pub const EXISTS: Guard = Guard("group exists");

/// The guard of members who are there, and in the group or not in it, as they were when they were read.
pub const MEMBERS_UNCHANGED: Guard = Guard("members unchanged");

/// The organisation's groups whose names come after this one, in their order.
pub async fn page(
    read: &mut Read,
    org: Id<Org>,
    after: &str,
    limit: i64,
) -> Result<Vec<(Id<Group>, String)>, StoreError> {
    read.page(&PAGE, params![org, after, limit]).await
}

/// What the group is called, if it is there.
pub async fn name_of(read: &mut Read, org: Id<Org>, group: Id<Group>) -> Result<Option<String>, StoreError> {
    Ok(read.one::<(String,)>(&BY_ID, params![org, group]).await?.map(|(name,)| name))
}

/// The organisation's group of this name.
pub async fn by_name(read: &mut Read, org: Id<Org>, name: &str) -> Result<Option<Id<Group>>, StoreError> {
    Ok(read.one::<(Id<Group>,)>(&BY_NAME, params![org, name]).await?.map(|(id,)| id))
}

/// The members of a group after this one, in the order of their identifiers.
pub async fn members(
    read: &mut Read,
    (org, group): (Id<Org>, Id<Group>),
    after: Id<User>,
    limit: i64,
) -> Result<Vec<Id<User>>, StoreError> {
    let found = read.page::<(Id<User>,)>(&MEMBERS, params![org, group, after, limit]).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The groups that a user is in with their names, in the order of those, 500 at most.
pub async fn of_user(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Vec<(Id<Group>, String)>, StoreError> {
    let mut found: Vec<(Id<Group>, String)> = read.all(&OF_USER, params![org, user]).await?;
    found.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
    Ok(found)
}

/// A new group. Guard: the organisation has none of that name.
pub fn insert(change: &mut Change, (org, group): (Id<Org>, Id<Group>), name: &str, now: Time) {
    organisations::take_guard_row(change, org);
    change.guard(&INSERT, params![org, group, name, now], NAME_FREE);
}

/// Gives a group another name. Guards: it is there, and the organisation has none of the new name.
pub fn rename(change: &mut Change, (org, group): (Id<Org>, Id<Group>), name: &str) {
    organisations::take_guard_row(change, org);
    lock(change, (org, group));
    change.guard(&RENAME, params![org, group, name], NAME_FREE);
}

/// Takes the group's row for the rest of the change. Guard: it is there.
pub fn lock(change: &mut Change, (org, group): (Id<Org>, Id<Group>)) {
    change.guard(&LOCK, params![org, group], EXISTS);
}

/// Deletes a group with its memberships, and takes from it what applications were assigned to it. Guard: it is there.
pub fn delete(change: &mut Change, (org, group): (Id<Org>, Id<Group>)) {
    change.guard(&DELETE, params![org, group], EXISTS);
    change.add(&UNASSIGN, params![org, group]);
}

/// Puts a user into a group. Guard: both are there, and the user was not in it.
pub fn join(change: &mut Change, org: Id<Org>, user: Id<User>, group: Id<Group>) {
    change.guard(&JOIN, params![org, user, group], MEMBERS_UNCHANGED);
}

/// Takes a user out of a group. Guard: the user was in it.
pub fn leave(change: &mut Change, org: Id<Org>, user: Id<User>, group: Id<Group>) {
    change.guard(&LEAVE, params![org, user, group], MEMBERS_UNCHANGED);
}
