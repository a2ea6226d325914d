//! What an invitation gives: roles, groups, applications. It is judged again when it is used, since whoever invited may give less by then,
//! and what it names may be gone (decision 0025).

use model::{
    Id, Role,
    account::State,
    id::{App, Group, Org, User},
    permission::{Authority, Permission, Permissions, Target},
    role,
};
use serde::{Deserialize, Serialize};
use store::{Read, applications, directory, groups, users};

use crate::{Doorward, Organisation, Result, UserRef, granted};

/// Roles, groups and applications. A node that does not know a field leaves it out: whoever registers there gets less, never more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Gifts {
    /// Roles, as words.
    pub(crate) roles: Vec<String>,
    /// Groups.
    pub(crate) groups: Vec<Id<Group>>,
    /// Applications.
    pub(crate) applications: Vec<Id<App>>,
}

/// What an invitation gives, or does not, in words for the person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedGifts {
    /// Roles.
    pub roles: Vec<Role>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Names of applications.
    pub applications: Vec<String>,
    /// Whether there was more, which has no name any longer.
    pub more: bool,
}

impl NamedGifts {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.roles.is_empty() && self.groups.is_empty() && self.applications.is_empty() && !self.more
    }
}

/// What of an invitation is given, and what is left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct JudgedGifts {
    pub(crate) given: Gifts,
    pub(crate) left_out: Gifts,
}

/// Who invited, as far as what they may give is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Inviter {
    /// The command line, which may always give.
    Operator,
    /// One of the users.
    User(Id<User>),
}

impl Inviter {
    /// What they may give at this moment: nothing, once they are gone or not active.
    async fn authority(self, doorward: &Doorward, read: &mut Read) -> Result<Option<Authority>> {
        let user = match self {
            Self::Operator => return Ok(Some(Authority::EVERYTHING)),
            Self::User(user) => user,
        };
        let Some(org) = directory::home_of(read, user).await? else { return Ok(None) };
        let home = Organisation::by_id(doorward, read, org).await?;
        let row = users::by_id(read, org, user).await?;
        if !home.active || row.is_none_or(|row| row.state.known() != Some(State::Active)) {
            return Ok(None);
        }
        let words = directory::roles(read, org, &[user]).await?;
        let roles: Vec<Role> = words.iter().filter_map(|(_, word)| Role::parse(word)).collect();
        Ok(Some(role::authority(org, &roles)))
    }
}

impl Gifts {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The roles that this node knows.
    pub(crate) fn roles(&self) -> Vec<Role> {
        self.roles.iter().filter_map(|word| Role::parse(word)).collect()
    }

    /// What of them this inviter may give now, to this user or to somebody new, and is still there.
    pub(crate) async fn judge(
        &self,
        doorward: &Doorward,
        read: &mut Read,
        (org, inviter): (Id<Org>, Option<Inviter>),
        to: Option<Id<User>>,
    ) -> Result<JudgedGifts> {
        let authority = match inviter {
            Some(inviter) => inviter.authority(doorward, read).await?,
            None => None,
        };
        let held = match to {
            Some(user) => granted::held(read, UserRef { org, user }).await?,
            None => Permissions::NONE,
        };
        let may = |permission, target| {
            authority.is_some_and(|authority| authority.check(permission, Target::Holder(org, target)).is_ok())
        };
        let (mut given, mut left_out) = (Self::default(), Self::default());
        for word in &self.roles {
            let role = Role::parse(word);
            let ok = role.is_some_and(|role| may(Permission::RolesAssign, role.permissions().and(held)));
            if ok { &mut given } else { &mut left_out }.roles.push(word.clone());
        }
        let may_groups = may(Permission::GroupsManage, Permissions::NONE);
        for group in &self.groups {
            let ok = may_groups && groups::name_of(read, org, *group).await?.is_some();
            if ok { &mut given } else { &mut left_out }.groups.push(*group);
        }
        let may_applications = may(Permission::ApplicationsAssign, Permissions::NONE);
        for app in &self.applications {
            let ok = may_applications && applications::subscribed_name(read, org, *app).await?.is_some();
            if ok { &mut given } else { &mut left_out }.applications.push(*app);
        }
        Ok(JudgedGifts { given, left_out })
    }

    /// Those that are not among the others.
    pub(crate) fn without(&self, others: &Self) -> Self {
        Self {
            roles: self.roles.iter().filter(|one| !others.roles.contains(one)).cloned().collect(),
            groups: self.groups.iter().filter(|one| !others.groups.contains(one)).copied().collect(),
            applications: self.applications.iter().filter(|one| !others.applications.contains(one)).copied().collect(),
        }
    }

    /// What they are called.
    pub(crate) async fn named(&self, read: &mut Read, org: Id<Org>) -> Result<NamedGifts> {
        let mut named = NamedGifts { roles: self.roles(), ..NamedGifts::default() };
        for group in &self.groups {
            named.groups.extend(groups::name_of(read, org, *group).await?);
        }
        for app in &self.applications {
            named.applications.extend(applications::subscribed_name(read, org, *app).await?);
        }
        let there = named.roles.len() + named.groups.len() + named.applications.len();
        named.more = there < self.roles.len() + self.groups.len() + self.applications.len();
        Ok(named)
    }
}
