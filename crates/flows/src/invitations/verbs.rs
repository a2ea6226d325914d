//! Inviting, inviting again, taking back, and seeing who was invited.

use crypto::token::Token;
use model::{
    Id, Key, Span,
    event::Actor,
    id::{self, Group, Org, User},
    permission::{Permission, Permissions},
    policy::Registration,
    release::Profile,
    role,
};
use serde_json::json;
use store::{
    Change, Json, Read, applications, groups,
    invitations::{self, InvitationRow},
    users::{self, IdentifierKind},
};

use super::{
    Answered, Invitation, InvitationRefusal, Invited, Invitee, StoredInvitation,
    stored::{concerning, state},
};
use crate::{
    AuditContext, Doorward, Granted, Organisation, Result, UserRef,
    commit::Commit as _,
    events::{self, EventKind},
    granted::{self, Act, CreateUser, ReadUsers, Recover},
    jobs::{self, Recipient},
    new_id,
    people::{
        UserPatch,
        stored::{self, Stored},
    },
    sessions::display_name,
};

/// How long a link can be used.
const LIFE: Span = Span::days(7);

/// What an invitation may say of a person. Nothing of it is a way to reach or to recognise them (REG-20).
pub(crate) const CLAIMS: [&str; 8] =
    ["given_name", "family_name", "middle_name", "nickname", "occupation", "department", "zoneinfo", "locale"];

/// How many invitations a list has.
const LISTED: usize = 200;

impl Doorward {
    /// Invites somebody. Whoever was invited before and has not registered gets another link; the one from before is void.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn invite(&self, granted: &Granted<CreateUser>, invitee: &Invitee) -> Result<Answered<Invited>> {
        if let Err(denied) = may_invite(granted, invitee) {
            return Ok(Err(denied));
        }
        let home = self.organisation(granted.on()).await?;
        if let Some(refusal) = closed(&home) {
            return Ok(Err(refusal));
        }
        if let Some(claim) = invitee.claims.keys().find(|claim| !CLAIMS.contains(&claim.as_str())) {
            return Ok(Err(InvitationRefusal::Claims(format!("{claim} is nothing that an invitation says"))));
        }
        let patch = UserPatch { claims: invitee.claims.clone(), ..UserPatch::default() };
        if let Err(why) = patch.profile_over(&Profile::default()) {
            return Ok(Err(InvitationRefusal::Claims(why)));
        }
        let key = &invitee.email.key;
        let mut read = self.store.read().await?;
        let known = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, key.as_str()).await?;
        if let Some(user) = known.filter(|row| row.org == home.id) {
            return Ok(Err(InvitationRefusal::IsUser(user.id)));
        }
        let facts = match facts(&mut read, home.id, invitee).await? {
            Ok(facts) => facts,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let to = Addressee { org: home.id, key, shown: &invitee.email.display, user: None };
        let prepared = to.prepare(self, &mut read, facts, granted.by()).await?;
        drop(read);
        send(self, granted, &home, prepared).await
    }

    /// Invites a user who was made already to choose a first password.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn invite_user(&self, granted: &Granted<Recover>) -> Result<Answered<Invited>> {
        let UserRef { org, user } = granted.on();
        let home = self.organisation(org).await?;
        if let Some(refusal) = closed(&home) {
            return Ok(Err(refusal));
        }
        let mut read = self.store.read().await?;
        let Some(stored) = stored::one(&mut read, org, user).await? else {
            return Ok(Err(InvitationRefusal::Unknown));
        };
        if let Err(denied) = granted.holds_for(granted::all(stored.roles.iter().map(String::as_str))) {
            return Ok(Err(denied.into()));
        }
        if stored.password().is_some() {
            return Ok(Err(InvitationRefusal::IsUser(user)));
        }
        let Some((key, shown)) = address(&stored) else { return Ok(Err(InvitationRefusal::NoAddress)) };
        let facts = StoredInvitation { language: stored.entry.profile.locale.clone(), ..StoredInvitation::default() };
        let to = Addressee { org, key: &key, shown: &shown, user: Some(user) };
        let prepared = to.prepare(self, &mut read, facts, granted.by()).await?;
        drop(read);
        send(self, granted, &home, prepared).await
    }

    /// Sends an invitation again, with another link; also one that expired or was taken back.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn invite_again(
        &self,
        granted: &Granted<CreateUser>,
        id: Id<id::Invitation>,
    ) -> Result<Answered<Invited>> {
        let home = self.organisation(granted.on()).await?;
        let row: Option<InvitationRow<Json<StoredInvitation>>> =
            invitations::by_id(&mut self.store.read().await?, home.id, id).await?;
        let Some(row) = row else { return Ok(Err(InvitationRefusal::Unknown)) };
        if row.used_at.is_some() {
            return Ok(Err(InvitationRefusal::Over));
        }
        // A first password is given out by `invite_user` alone, which looks at who that is by now.
        if let Some(user) = row.user {
            return Ok(Err(InvitationRefusal::IsUser(user)));
        }
        if let Some(refusal) = closed(&home) {
            return Ok(Err(refusal));
        }
        // It gives what it gave before: whoever sends it must be allowed to give that.
        let gives =
            (role::permissions(&row.facts.roles()), !row.facts.groups.is_empty(), !row.facts.applications.is_empty());
        if let Err(denied) = may_give(granted, gives) {
            return Ok(Err(denied));
        }
        let expires_at = granted.by().now + LIFE;
        send(self, granted, &home, Prepared { row: InvitationRow { expires_at, ..row }, is_new: false }).await
    }

    /// Takes an invitation back: its link is void at once.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn revoke_invitation(
        &self,
        granted: &Granted<CreateUser>,
        id: Id<id::Invitation>,
    ) -> Result<Answered<()>> {
        let (org, by) = (granted.on(), granted.by());
        let row: Option<InvitationRow<()>> = invitations::by_id(&mut self.store.read().await?, org, id).await?;
        let Some(row) = row else { return Ok(Err(InvitationRefusal::Unknown)) };
        let mut change = Change::new();
        invitations::revoke(&mut change, org, id, by.now);
        let data = json!({ "invitation": id });
        events::record(self, &mut change, by, EventKind::InvitationRevoked, concerning(org, row.user), &data);
        Ok(self.store.commit(change).await?.map_err(|_| InvitationRefusal::Over))
    }

    /// The organisation's invitations after this one, the oldest first, 200 at most.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn list_invitations(
        &self,
        granted: &Granted<ReadUsers>,
        after: Option<Id<id::Invitation>>,
        limit: usize,
    ) -> Result<Vec<Invitation>> {
        let limit = i64::try_from(limit.clamp(1, LISTED)).unwrap_or(i64::MAX);
        let after = after.unwrap_or(Id::from_bytes([0; 16]));
        let now = granted.by().now;
        let rows = invitations::page::<()>(&mut self.store.read().await?, granted.on(), after, limit).await?;
        let listed = rows.into_iter().map(|row| Invitation {
            state: state(&row, now),
            id: row.id,
            email: row.shown,
            user: row.user,
            created_at: row.created_at,
            expires_at: row.expires_at,
        });
        Ok(listed.collect())
    }
}

/// Whom an invitation is for.
struct Addressee<'a> {
    org: Id<Org>,
    key: &'a Key,
    /// The address as it was written.
    shown: &'a str,
    /// The user, where they were made before.
    user: Option<Id<User>>,
}

/// An invitation that is to be written.
struct Prepared {
    row: InvitationRow<Json<StoredInvitation>>,
    /// Whether it takes no other one's place.
    is_new: bool,
}

impl Addressee<'_> {
    /// A new invitation, or another one in the place of that which nobody has used.
    async fn prepare(
        self,
        doorward: &Doorward,
        read: &mut Read,
        facts: StoredInvitation,
        by: &AuditContext,
    ) -> Result<Prepared> {
        let invited_by = name_of_actor(read, by.actor, self.org).await?;
        let open: Option<InvitationRow<()>> = invitations::unused(read, self.org, self.key.as_str()).await?;
        let row = InvitationRow {
            org: self.org,
            id: open.as_ref().map_or_else(|| new_id(doorward, by.now), |open| open.id),
            key: self.key.as_str().to_owned(),
            shown: self.shown.to_owned(),
            user: self.user,
            facts: Json::new(StoredInvitation { invited_by, ..facts }),
            created_at: by.now,
            expires_at: by.now + LIFE,
            used_at: None,
            revoked_at: None,
        };
        Ok(Prepared { row, is_new: open.is_none() })
    }
}

/// Why nobody of this organisation can register by an invitation, if nobody can.
fn closed(home: &Organisation) -> Option<InvitationRefusal> {
    let closed = home.policy.registration == Registration::Closed || !home.policy.keeps_passwords();
    closed.then_some(InvitationRefusal::Closed)
}

fn may_invite(granted: &Granted<CreateUser>, invitee: &Invitee) -> Answered<()> {
    let (groups, applications) = (!invitee.groups.is_empty(), !invitee.applications.is_empty());
    may_give(granted, (role::permissions(&invitee.roles), groups, applications))
}

/// Inviting somebody into roles, groups or applications takes the permission to give them.
fn may_give(granted: &Granted<CreateUser>, (roles, groups, applications): (Permissions, bool, bool)) -> Answered<()> {
    if roles != Permissions::NONE {
        granted.also(Permission::RolesAssign, roles)?;
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
async fn facts(read: &mut Read, org: Id<Org>, invitee: &Invitee) -> Result<Answered<StoredInvitation>> {
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
    Ok(Ok(StoredInvitation {
        claims: invitee.claims.clone(),
        roles: invitee.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        groups: ids,
        applications: invitee.applications.clone(),
        leads_to: invitee.leads_to,
        language: invitee.language.clone(),
        invited_by: None,
    }))
}

/// What to call whoever invites, where it is one of the organisation's own people.
async fn name_of_actor(read: &mut Read, actor: Actor, org: Id<Org>) -> Result<Option<String>> {
    let Actor::User(user) = actor else { return Ok(None) };
    let row = users::by_id(read, org, user).await?;
    Ok(row.map(|row| display_name(&row.profile, &row.subject)))
}

/// Writes the invitation with a new link, and orders its mail.
async fn send<A: Act>(
    doorward: &Doorward,
    granted: &Granted<A>,
    home: &Organisation,
    Prepared { row, is_new }: Prepared,
) -> Result<Answered<Invited>> {
    let (by, token) = (granted.by(), Token::mint(&*doorward.entropy));
    let mut change = Change::new();
    if is_new {
        invitations::insert(&mut change, &row, token.hash().as_bytes());
    } else {
        invitations::renew(&mut change, &row, token.hash().as_bytes());
    }
    if let Some(user) = row.user {
        invitations::void_others(&mut change, (home.id, user), row.id, by.now);
    }
    let data = json!({ "invitation": row.id, "again": !is_new });
    events::record(doorward, &mut change, by, EventKind::InvitationSent, concerning(home.id, row.user), &data);
    let recipient = Recipient {
        to: &row.shown,
        name: row.facts.claims.get("given_name").and_then(serde_json::Value::as_str),
        invited_by: row.facts.invited_by.as_deref(),
        language: row.facts.language.as_deref(),
    };
    let times = (&token, by.now, row.expires_at);
    let mailed = jobs::order_invitation(doorward, &mut change, home.id, recipient, times).await?;
    let link = (by.actor == Actor::Operator).then(|| jobs::link(doorward, &token.expose()));
    let invited = Invited { id: row.id, email: row.shown.clone(), link, expires_at: row.expires_at, mailed };
    let done = doorward.store.commit(change).await?;
    if done.is_ok() {
        doorward.ordered.notify_one();
    }
    Ok(done.map(|()| invited).map_err(|_| InvitationRefusal::Over))
}

/// Where mail reaches a user: the address that they are found by, else what the profile says.
fn address(user: &Stored) -> Option<(Key, String)> {
    let own = user.keys(IdentifierKind::Email).next().map(|named| named.shown.clone());
    let email = own.or_else(|| user.entry.profile.email.clone())?;
    Some((Key::typed(&email).ok()?, email))
}
