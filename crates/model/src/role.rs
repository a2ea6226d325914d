//! Roles: named sets of permissions. This table is the whole of who may do what.

use crate::{
    id::{Id, Org},
    permission::{
        Authority,
        Permission::{self, *},
        Permissions,
    },
};

/// A role that a user holds in the home organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, in every organisation.
    InstanceAdministrator,
    /// Everything in the organisation, its rules, applications and tokens included.
    Owner,
    /// People, groups and who may open what; neither rules nor secrets.
    Administrator,
    /// Helps people back in.
    HelpDesk,
    /// Sees everything, changes nothing.
    Auditor,
    /// Makes groups, and says who is in them.
    GroupManager,
}

const AUDITOR: &[Permission] = &[UsersRead, GroupsRead, OrganisationRead, ApplicationsRead, EventsRead];
const HELP_DESK: &[Permission] = &[UsersRead, GroupsRead, UsersRecover];
const GROUP_MANAGER: &[Permission] = &[UsersRead, GroupsRead, GroupsManage];
const ADMINISTRATOR: &[Permission] = &[
    UsersRead,
    UsersCreate,
    UsersUpdate,
    UsersState,
    UsersRecover,
    RolesAssign,
    GroupsRead,
    GroupsManage,
    OrganisationRead,
    ApplicationsRead,
    ApplicationsAssign,
    EventsRead,
];
const OWNER: &[Permission] = &[
    UsersRead,
    UsersCreate,
    UsersUpdate,
    UsersState,
    UsersRecover,
    RolesAssign,
    GroupsRead,
    GroupsManage,
    OrganisationRead,
    OrganisationUpdate,
    ApplicationsRead,
    ApplicationsManage,
    ApplicationsAssign,
    ApiTokensManage,
    EventsRead,
];

impl Role {
    /// Every role, the mightiest first.
    pub const ALL: [Self; 6] = [
        Self::InstanceAdministrator,
        Self::Owner,
        Self::Administrator,
        Self::HelpDesk,
        Self::Auditor,
        Self::GroupManager,
    ];

    /// The word that is stored, and written in documents.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InstanceAdministrator => "instance_administrator",
            Self::Owner => "owner",
            Self::Administrator => "administrator",
            Self::HelpDesk => "help_desk",
            Self::Auditor => "auditor",
            Self::GroupManager => "group_manager",
        }
    }

    /// The role of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// What it allows.
    pub const fn permissions(self) -> Permissions {
        match self {
            Self::InstanceAdministrator => Permissions::ALL,
            Self::Owner => Permissions::of(OWNER),
            Self::Administrator => Permissions::of(ADMINISTRATOR),
            Self::HelpDesk => Permissions::of(HELP_DESK),
            Self::Auditor => Permissions::of(AUDITOR),
            Self::GroupManager => Permissions::of(GROUP_MANAGER),
        }
    }
}

/// What all of these roles allow together.
pub fn permissions(roles: &[Role]) -> Permissions {
    roles.iter().fold(Permissions::NONE, |all, role| all.and(role.permissions()))
}

/// What a user of an organisation may do with these roles.
pub fn authority(org: Id<Org>, roles: &[Role]) -> Authority {
    let everywhere = roles.contains(&Role::InstanceAdministrator);
    Authority { org: (!everywhere).then_some(org), permissions: permissions(roles) }
}

#[cfg(test)]
mod tests;
