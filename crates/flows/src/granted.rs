//! Leave to do something to others. Every administrative verb takes a [`Granted`] that names the act and what it is done
//! to; there are two ways to one: the permission check ([`Doorward::allow`]), and being the operator.

use model::{
    Id, Role, Time,
    event::Actor,
    id::{App, Group, Org, User},
    permission::{Authority, Denied, Permission, Permissions, Target},
    role,
};
use store::{Read, directory};

use crate::{AuditContext, Caller, Doorward, Origin, Result, SignedIn, new_id, refusals};

/// Somebody: the home organisation, and who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UserRef {
    /// The organisation.
    pub org: Id<Org>,
    /// The user.
    pub user: Id<User>,
}

/// Something that is done to others: the permission that it takes, and what it is done to.
pub trait Act {
    /// The permission.
    const PERMISSION: Permission;
    /// What it is done to.
    type On: On;
}

/// What an act is done to.
pub trait On: Copy + Send + Sync {
    /// The organisation, unless it is the instance.
    fn org(&self) -> Option<Id<Org>>;

    /// The user, where it is one.
    fn user(&self) -> Option<Id<User>> {
        None
    }
}

impl On for () {
    fn org(&self) -> Option<Id<Org>> {
        None
    }
}

impl On for Id<Org> {
    fn org(&self) -> Option<Id<Org>> {
        Some(*self)
    }
}

impl On for (Id<Org>, Id<App>) {
    fn org(&self) -> Option<Id<Org>> {
        Some(self.0)
    }
}

impl On for (Id<Org>, Id<Group>) {
    fn org(&self) -> Option<Id<Org>> {
        Some(self.0)
    }
}

impl On for UserRef {
    fn org(&self) -> Option<Id<Org>> {
        Some(self.org)
    }

    fn user(&self) -> Option<Id<User>> {
        Some(self.user)
    }
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident = $permission:ident on $on:ty;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $act {}
        impl Act for $act {
            const PERMISSION: Permission = Permission::$permission;
            type On = $on;
        }
    )*};
}

acts! {
    /// Seeing an organisation's people.
    ReadUsers = UsersRead on Id<Org>;
    /// Seeing one user.
    ReadUser = UsersRead on UserRef;
    /// Making a user.
    CreateUser = UsersCreate on Id<Org>;
    /// Disabling and enabling a user.
    SetState = UsersState on UserRef;
    /// Helping a user back in: password, locks, sessions.
    Recover = UsersRecover on UserRef;
    /// Giving and taking roles.
    AssignRoles = RolesAssign on UserRef;
    /// Merging another account into a user's.
    MergeUsers = UsersUpdate on UserRef;
    /// Seeing an organisation's groups.
    ReadGroups = GroupsRead on Id<Org>;
    /// Seeing who is in a group.
    ReadGroup = GroupsRead on (Id<Org>, Id<Group>);
    /// Making a group.
    CreateGroup = GroupsManage on Id<Org>;
    /// Renaming and deleting a group, and saying who is in it.
    ManageGroup = GroupsManage on (Id<Org>, Id<Group>);
    /// Seeing which organisations there are.
    ReadOrganisations = OrganisationRead on ();
    /// Seeing an organisation's domains.
    ReadOrganisation = OrganisationRead on Id<Org>;
    /// Trying an organisation's identity provider.
    TryProvider = OrganisationUpdate on Id<Org>;
    /// Having an organisation's directory read as a whole.
    SyncDirectory = OrganisationUpdate on Id<Org>;
    /// Seeing which applications there are.
    ReadApplications = ApplicationsRead on ();
    /// Seeing one application, without its secrets.
    ReadApplication = ApplicationsRead on (Id<Org>, Id<App>);
    /// Changing an application, its secrets included.
    ManageApplication = ApplicationsManage on (Id<Org>, Id<App>);
    /// Making and ending tokens for the API.
    ManageApiTokens = ApiTokensManage on Id<Org>;
    /// What concerns all organisations: documents, keys, restoring.
    ManageInstance = InstanceManage on ();
}

/// Somebody who asks to do something, with what they may do.
#[derive(Debug, Clone)]
pub struct Principal {
    by: AuditContext,
    authority: Authority,
}

impl Principal {
    pub(crate) fn new(by: AuditContext, authority: Authority) -> Self {
        Self { by, authority }
    }

    /// The one organisation that this is limited to, if it is.
    pub fn org(&self) -> Option<Id<Org>> {
        self.authority.org
    }
}

/// The operator at the command line, whom nothing limits.
#[derive(Debug, Clone)]
pub struct Operator(AuditContext);

impl Operator {
    pub(crate) fn new(by: AuditContext) -> Self {
        Self(by)
    }

    /// Leave to do this.
    pub fn granted<A: Act>(&self, on: A::On) -> Granted<A> {
        Granted { by: self.0.clone(), authority: Authority::EVERYTHING, on }
    }
}

/// Leave to do this to that. Only the permission check makes one, and [`Operator::granted`].
#[derive(Debug, Clone)]
pub struct Granted<A: Act> {
    by: AuditContext,
    authority: Authority,
    on: A::On,
}

impl<A: Act> Granted<A> {
    /// What it is done to.
    pub fn on(&self) -> A::On {
        self.on
    }

    /// Who does it.
    pub(crate) fn by(&self) -> &AuditContext {
        &self.by
    }

    /// Whether it holds for a target that may do so much: asked again when the target is read for the change.
    pub(crate) fn holds_for(&self, target: Permissions) -> std::result::Result<(), Denied> {
        self.also(A::PERMISSION, target)
    }

    /// Whether another permission, which part of the act takes, is there in the same place, for a target (a user, a role, a
    /// token) that may do so much.
    pub(crate) fn also(&self, permission: Permission, target: Permissions) -> std::result::Result<(), Denied> {
        self.authority.check(permission, self.on.org().map_or(Target::Instance, |org| Target::Holder(org, target)))
    }
}

impl Doorward {
    /// The operator at the command line. One for each command, so that what it did can be found together.
    pub fn operator(&self, now: Time) -> Operator {
        let origin = Origin { address: String::new(), request: new_id(self, now) };
        Operator::new(AuditContext { actor: Actor::Operator, on_behalf_of: None, now, origin })
    }

    /// The user who is signed in, with the roles of this moment.
    ///
    /// # Errors
    /// When they can't be read.
    pub async fn principal(&self, caller: &Caller, who: &SignedIn) -> Result<Principal> {
        let (org, user) = (who.row.org, who.row.user);
        let words = directory::roles(&mut self.store.read().await?, org, &[user]).await?;
        // A role that this version does not know allows nothing.
        let roles: Vec<Role> = words.iter().filter_map(|(_, word)| Role::parse(word)).collect();
        Ok(Principal::new(caller.user(user), role::authority(org, &roles)))
    }

    /// The permission check: leave to do this to that, or why not. A user who is not there is as good as foreign.
    ///
    /// # Errors
    /// When the target's roles can't be read.
    pub async fn allow<A: Act>(
        &self,
        principal: &Principal,
        on: A::On,
    ) -> Result<std::result::Result<Granted<A>, Denied>> {
        let granted = Granted::<A> { by: principal.by.clone(), authority: principal.authority, on };
        let target = match (on.org(), on.user()) {
            (Some(org), Some(user)) if !A::PERMISSION.only_reads() => {
                held(&mut self.store.read().await?, UserRef { org, user }).await?
            }
            _ => Permissions::NONE,
        };
        let checked = granted.holds_for(target);
        if let Err(denied) = checked {
            record_denied(self, principal, A::PERMISSION, denied).await?;
        }
        Ok(checked.map(|()| granted))
    }
}

/// Logs why somebody may not do something. What a token may not do is an event of its organisation, too.
async fn record_denied(
    doorward: &Doorward,
    principal: &Principal,
    permission: Permission,
    denied: Denied,
) -> Result<()> {
    let why = match denied {
        Denied::Foreign => "it would reach into another organisation",
        Denied::Permission => "the permission is missing",
        Denied::Above => "the target may do more",
    };
    let reason = format!("{}: {why}", permission.as_str());
    let by = &principal.by;
    refusals::log(by.origin.request, "permission", Some(&by.actor.to_string()), &reason);
    match principal.org() {
        Some(org) => refusals::record_refused_token(doorward, by, org, &reason).await,
        None => Ok(()),
    }
}

/// What a user may do. A role that this version does not know may be any.
pub(crate) async fn held(read: &mut Read, whom: UserRef) -> Result<Permissions> {
    let words = directory::roles(read, whom.org, &[whom.user]).await?;
    Ok(all(words.iter().map(|(_, word)| word.as_str())))
}

/// What these stored roles allow together; one that this version does not know may allow anything.
pub(crate) fn all<'w>(words: impl Iterator<Item = &'w str>) -> Permissions {
    words.fold(Permissions::NONE, |all, word| all.and(Role::parse(word).map_or(Permissions::ALL, Role::permissions)))
}
