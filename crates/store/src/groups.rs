//! Groups of an organisation, and who is in them.

use model::{
    Id, Time,
    id::{Group, Org, User},
};

use crate::{Change, Guard, Read, StoreError, params, statements};

statements! {
    PAGE = "select id, name from groups where org = $1 and name > $2 order by name limit $3";
    BY_NAME = "select id from groups where org = $1 and name = $2";
    INSERT = "insert into groups (org, id, name, created_at) values ($1, $2, $3, $4) on conflict do nothing";
    MEMBERS = "select user_id from group_members where org = $1 and group_id = $2 and user_id > $3 order by user_id limit $4";
    NAMES_OF_USER = "select g.name from group_members m join groups g on g.org = m.org and g.id = m.group_id \
        where m.org = $1 and m.user_id = $2 limit 500";
    JOIN = "insert into group_members (org, user_id, group_id) values ($1, $2, $3) on conflict do nothing";
    LEAVE = "delete from group_members where org = $1 and user_id = $2 and group_id = $3";
}

/// The organisation's groups whose names come after this one, in their order.
pub async fn page(
    read: &mut Read,
    org: Id<Org>,
    after: &str,
    limit: i64,
) -> Result<Vec<(Id<Group>, String)>, StoreError> {
    read.page(&PAGE, params![org, after, limit]).await
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

/// The names of the groups that a user is in, in their order, 500 at most.
pub async fn names_of_user(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Vec<String>, StoreError> {
    let found = read.all::<(String,)>(&NAMES_OF_USER, params![org, user]).await?;
    let mut names: Vec<String> = found.into_iter().map(|(name,)| name).collect();
    names.sort_unstable();
    Ok(names)
}

/// A new group. Guard: the organisation has none of that name.
pub fn insert(change: &mut Change, (org, group): (Id<Org>, Id<Group>), name: &str, now: Time) {
    change.guard(&INSERT, params![org, group, name, now], Guard("group name free"));
}

/// Puts a user into a group.
pub fn join(change: &mut Change, org: Id<Org>, user: Id<User>, group: Id<Group>) {
    change.add(&JOIN, params![org, user, group]);
}

/// Takes a user out of a group.
pub fn leave(change: &mut Change, org: Id<Org>, user: Id<User>, group: Id<Group>) {
    change.add(&LEAVE, params![org, user, group]);
}
