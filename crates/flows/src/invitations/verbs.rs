//! Inviting, inviting again, taking back, and seeing who was invited.

use model::{Id, Key, id, policy::IdentifyBy};
use serde_json::json;
use store::{
    Change, Json,
    invitations::{self, InvitationRow},
    users::IdentifierKind,
};

use super::{
    Answered, Invitation, InvitationRefusal, Invited, Invitee, StoredInvitation,
    offer::{Account, closed, facts, may_give, may_invite, sound},
    sending::{Addressee, LIFE, Prepared, inviter, send},
    stored::{concerning, state},
};
use crate::{
    Doorward, Granted, Result, UserRef,
    commit::Commit as _,
    events::{self, EventKind},
    granted::{self, CreateUser, ReadUsers, Recover},
    people::stored::{self, Stored},
};

/// How many invitations a list has.
const LISTED: usize = 200;

impl Doorward {
    /// Invites somebody, to an account or, where they have one here, to join with it. Whoever was invited before and has not come gets
    /// another link; the one from before is void.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn invite(&self, granted: &Granted<CreateUser>, invitee: &Invitee) -> Result<Answered<Invited>> {
        let home = self.organisation(granted.on()).await?;
        if let Err(refusal) = sound(invitee) {
            return Ok(Err(refusal));
        }
        let key = &invitee.email.key;
        let mut read = self.store.read().await?;
        let account = Account::at(&mut read, &home, key.as_str()).await?;
        if let Err(denied) = may_invite(granted, &account, invitee) {
            return Ok(Err(denied));
        }
        if account.is_new
            && let Some(refusal) = closed(&home)
        {
            return Ok(Err(refusal));
        }
        let adds = !(invitee.roles.is_empty() && invitee.groups.is_empty() && invitee.applications.is_empty());
        if let Some(user) = account.joined.filter(|_| !adds) {
            return Ok(Err(InvitationRefusal::IsUser(user)));
        }
        let facts = match facts(&mut read, home.id, invitee).await? {
            Ok(facts) => facts,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let to = Addressee { org: home.id, key, shown: &invitee.email.display, user: None };
        let prepared = to.prepare(self, &mut read, facts, granted.by()).await?;
        drop(read);
        send(self, granted, &home, Prepared { joins: account.joined.is_some(), ..prepared }).await
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
        let prepared = to.prepare(self, &mut read, facts, granted.by()).await?.with_what_waits();
        drop(read);
        // Whoever signs in by company ID and user name learns both from this mail (J2.1).
        let by_name = home.policy.identify == IdentifyBy::OrganisationAndUserName;
        let user_name = stored.keys(IdentifierKind::UserName).next().filter(|_| by_name);
        let user_name = user_name.map(|named| named.shown.clone());
        send(self, granted, &home, Prepared { user_name, ..prepared }).await
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
        let account = Account::at(&mut self.store.read().await?, &home, &row.key).await?;
        if account.is_new
            && let Some(refusal) = closed(&home)
        {
            return Ok(Err(refusal));
        }
        // It gives what it gave before: whoever sends it must be allowed to give that, and answers for it from now on.
        let gives = &row.facts.gives;
        let given = (gives.roles(), !gives.groups.is_empty(), !gives.applications.is_empty());
        if let Err(denied) = may_give(granted, &account, given) {
            return Ok(Err(denied));
        }
        let facts = StoredInvitation { inviter: inviter(granted.by().actor), ..StoredInvitation::clone(&row.facts) };
        let (facts, expires_at) = (row.facts.replaced(facts), granted.by().now + LIFE);
        let row = InvitationRow { facts, expires_at, ..row };
        let joins = account.joined.is_some();
        send(self, granted, &home, Prepared { row, before: None, is_new: false, joins, user_name: None }).await
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

/// Where mail reaches a user: the address that they are found by, else what the profile says.
fn address(user: &Stored) -> Option<(Key, String)> {
    let own = user.keys(IdentifierKind::Email).next().map(|named| named.shown.clone());
    let email = own.or_else(|| user.entry.profile.email.clone())?;
    Some((Key::typed(&email).ok()?, email))
}
