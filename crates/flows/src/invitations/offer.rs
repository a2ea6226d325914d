//! Whether somebody may be invited, to what, by whom.

use model::{
    Id, Role,
    id::{Group, Org, User},
    permission::{Permission, Permissions},
    policy::Registration,
    release::Profile,
    role,
};
use store::{Read, applications, groups};

use super::{
    Answered, InvitationRefusal, Invitee, StoredInvitation,
    gifts::Gifts,
    stored::{account_at, signs_in},
};
use crate::{
    Granted, Organisation, Result, UserRef,
    granted::{self, CreateUser},
    people::UserPatch,
};

/// What an invitation may say of a person. Nothing of it is a way to reach or to recognise them (REG-20).
pub(crate) const CLAIMS: [&str; 8] =
    ["given_name", "family_name", "middle_name", "nickname", "occupation", "department", "zoneinfo", "locale"];

/// The account that an address has in the organisation that invites it.
pub(super) struct Account {
    /// Whether there is none.
    pub(super) is_new: bool,
    /// Whose it is, where somebody signs in to it already, and joins with it.
    pub(super) joined: Option<Id<User>>,
    /// What it may do.
    held: Permissions,
}

impl Account {
    pub(super) async fn at(read: &mut Read, home: &Organisation, address: &str) -> Result<Self> {
        let Some(account) = account_at(read, home.id, address).await? else {
            return Ok(Self { is_new: true, joined: None, held: Permissions::NONE });
        };
        let joined = signs_in(read, home, &account).await?.then_some(account.id);
        let held = granted::held(read, UserRef { org: home.id, user: account.id }).await?;
        Ok(Self { is_new: false, joined, held })
    }
}

/// Why nobody of this organisation can register by an invitation, if nobody can.
pub(super) fn closed(home: &Organisation) -> Option<InvitationRefusal> {
    let closed = home.policy.registration == Registration::Closed || !home.policy.keeps_passwords();
    closed.then_some(InvitationRefusal::Closed)
}

/// Whether an invitation can say this of somebody.
pub(super) fn sound(invitee: &Invitee) -> Answered<()> {
    if let Some(claim) = invitee.claims.keys().find(|claim| !CLAIMS.contains(&claim.as_str())) {
        return Err(InvitationRefusal::Claims(format!("{claim} is nothing that an invitation says")));
    }
    let patch = UserPatch { claims: invitee.claims.clone(), ..UserPatch::default() };
    patch.profile_over(&Profile::default()).map(|_| ()).map_err(InvitationRefusal::Claims)
}

/// Inviting somebody whose account has nothing to sign in with leads to its first password.
pub(super) fn may_invite(granted: &Granted<CreateUser>, account: &Account, invitee: &Invitee) -> Answered<()> {
    if !account.is_new && account.joined.is_none() {
        granted.also(Permission::UsersRecover, account.held)?;
    }
    let given = (invitee.roles.clone(), !invitee.groups.is_empty(), !invitee.applications.is_empty());
    may_give(granted, account, given)
}

/// Inviting somebody into roles, groups or applications takes the permission to give them; giving roles, that to do so to whoever it is.
pub(super) fn may_give(
    granted: &Granted<CreateUser>,
    account: &Account,
    (roles, groups, applications): (Vec<Role>, bool, bool),
) -> Answered<()> {
    if !roles.is_empty() {
        granted.also(Permission::RolesAssign, role::permissions(&roles).and(account.held))?;
    }
    if groups {
        granted.also(Permission::GroupsManage, Permissions::NONE)?;
    }
    if applications {
        granted.also(Permission::ApplicationsAssign, Permissions::NONE)?;
    }
    Ok(())
}

/// What is kept of the invitee, with names looked up.
pub(super) async fn facts(read: &mut Read, org: Id<Org>, invitee: &Invitee) -> Result<Answered<StoredInvitation>> {
    let mut ids: Vec<Id<Group>> = Vec::with_capacity(invitee.groups.len());
    for name in &invitee.groups {
        let Some(id) = groups::by_name(read, org, name).await? else {
            return Ok(Err(InvitationRefusal::NoSuchGroup(name.clone())));
        };
        ids.push(id);
    }
    for app in invitee.applications.iter().chain(&invitee.leads_to) {
        if applications::subscription(read, org, *app).await?.is_none() {
            return Ok(Err(InvitationRefusal::NotSubscribed(*app)));
        }
    }
    let roles = invitee.roles.iter().map(|role| role.as_str().to_owned()).collect();
    Ok(Ok(StoredInvitation {
        claims: invitee.claims.clone(),
        gives: Gifts { roles, groups: ids, applications: invitee.applications.clone() },
        leads_to: invitee.leads_to,
        language: invitee.language.clone(),
        ..StoredInvitation::default()
    }))
}
