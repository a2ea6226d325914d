//! What somebody may do to others: permissions, and whether they reach a target.
//!
//! The rule against rising above oneself is containment: whoever changes an account could use it, so nobody changes the
//! account of somebody who may do more than they may themselves, and nobody gives a role that may.

use std::fmt;

use crate::id::{Id, Org};

macro_rules! permissions {
    ($($(#[$doc:meta])* $permission:ident = $word:literal;)*) => {
        /// One thing that may be allowed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Permission { $($(#[$doc])* $permission,)* }

        impl Permission {
            /// Every permission.
            pub const ALL: &[Self] = &[$(Self::$permission,)*];

            /// The word, as tokens for the API carry it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$permission => $word,)* }
            }
        }
    };
}

permissions! {
    /// See people: who they are, their state, roles and groups.
    UsersRead = "users:read";
    /// Make people.
    UsersCreate = "users:create";
    /// Change identifiers, claims and subject.
    UsersUpdate = "users:update";
    /// Disable, lock and enable people.
    UsersState = "users:state";
    /// Help somebody back in: set a password, open locks, end sessions.
    UsersRecover = "users:recover";
    /// Give and take roles.
    RolesAssign = "roles:assign";
    /// See groups and who is in them.
    GroupsRead = "groups:read";
    /// Make and rename groups, and say who is in them.
    GroupsManage = "groups:manage";
    /// See the organisation's policy, branding and domains.
    OrganisationRead = "organisation:read";
    /// Change them.
    OrganisationUpdate = "organisation:update";
    /// See applications, without their secrets.
    ApplicationsRead = "applications:read";
    /// Make and change applications, and give them new secrets.
    ApplicationsManage = "applications:manage";
    /// Say who may open which application.
    ApplicationsAssign = "applications:assign";
    /// See, make and end tokens for the API.
    ApiTokensManage = "api_tokens:manage";
    /// Read the audit trail.
    EventsRead = "events:read";
    /// What concerns all organisations: making them, documents, keys, restoring.
    InstanceManage = "instance:manage";
}

impl Permission {
    /// The permission of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|permission| permission.as_str() == word)
    }

    /// Whether it only looks, so that on whom makes no difference.
    pub const fn only_reads(self) -> bool {
        matches!(
            self,
            Self::UsersRead | Self::GroupsRead | Self::OrganisationRead | Self::ApplicationsRead | Self::EventsRead
        )
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Permissions(u32);

impl Permissions {
    /// None.
    pub const NONE: Self = Self(0);
    /// Every one there is.
    pub const ALL: Self = Self::of(Permission::ALL);

    /// These.
    pub const fn of(permissions: &[Permission]) -> Self {
        let (mut bits, mut at) = (0, 0);
        while at < permissions.len() {
            bits |= 1 << permissions[at] as u8;
            at += 1;
        }
        Self(bits)
    }

    /// Whether this one is among them.
    pub const fn has(self, permission: Permission) -> bool {
        self.0 & 1 << permission as u8 != 0
    }

    /// Those of either.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of the others are among these.
    pub const fn contain(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::NONE, |all, one| all.and(Self::of(&[one])))
    }
}

impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(Permission::ALL.iter().filter(|permission| self.has(**permission))).finish()
    }
}

/// What somebody may do, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authority {
    /// The one organisation that it is for; every one, and the instance, when absent.
    pub org: Option<Id<Org>>,
    /// The permissions there.
    pub permissions: Permissions,
}

/// What something is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The instance, or all organisations at once.
    Instance,
    /// An organisation, or something of it that has no permissions of its own.
    Organisation(Id<Org>),
    /// A user of an organisation who may do so much themselves; also a role that is given or taken.
    Holder(Id<Org>, Permissions),
}

/// Why something may not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Denied {
    /// Another organisation's: to be answered as if it were not there (ADM-01, ADM-12).
    Foreign,
    /// The permission is missing.
    Permission,
    /// The target may do more than whoever acts (ADM-04).
    Above,
}

impl Authority {
    /// The operator's, which nothing limits.
    pub const EVERYTHING: Self = Self { org: None, permissions: Permissions::ALL };

    /// Whether this may be done to that.
    ///
    /// # Errors
    /// The first of the reasons against it, the least telling one first.
    pub fn check(&self, permission: Permission, target: Target) -> Result<(), Denied> {
        let (org, holds) = match target {
            Target::Instance => (None, Permissions::NONE),
            Target::Organisation(org) => (Some(org), Permissions::NONE),
            Target::Holder(org, permissions) => (Some(org), permissions),
        };
        if self.org.is_some() && self.org != org {
            Err(Denied::Foreign)
        } else if !self.permissions.has(permission) {
            Err(Denied::Permission)
        } else if !permission.only_reads() && !self.permissions.contain(holds) {
            Err(Denied::Above)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_one_permission_each() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(*permission));
        }
        assert_eq!(Permission::parse("users:everything"), None);
    }

    #[test]
    fn sets() {
        let few = Permissions::of(&[Permission::UsersRead, Permission::InstanceManage]);
        assert!(few.has(Permission::UsersRead) && !few.has(Permission::UsersCreate));
        assert!(Permissions::ALL.contain(few) && !few.contain(Permissions::ALL) && few.contain(Permissions::NONE));
        assert_eq!([Permission::InstanceManage, Permission::UsersRead].into_iter().collect::<Permissions>(), few);
        assert_eq!(format!("{few:?}"), "{UsersRead, InstanceManage}");
    }
}
