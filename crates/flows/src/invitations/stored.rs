//! What is kept of an invitation, and what using it makes of it.

use model::{
    Id, Key, Time,
    id::{App, Group, Org, User},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use store::{
    Change, Json, Read, applications,
    credentials::{self, CredentialKind, CredentialRow},
    directory, groups as stored_groups,
    invitations::{self, InvitationRow},
    users::{self, UserRow},
};

use super::{
    InvitationState,
    gifts::{Gifts, Inviter, JudgedGifts},
};
use crate::{
    AuditContext, Doorward, Organisation, Result,
    events::{self, EventKind, EventSubject},
    people::{
        self,
        groups::{self, GroupWriter, Memberships},
        stored,
    },
};

/// What the person gets, and what is known of them, as JSON. A node that does not know a field leaves it out: whoever registers
/// there gets less, never more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StoredInvitation {
    /// Claims with which the form is filled in.
    pub(crate) claims: Map<String, Value>,
    /// What they get.
    pub(crate) gives: Gifts,
    /// What of that could not be given, once it was used.
    pub(crate) left_out: Gifts,
    /// Where they go on to.
    pub(crate) leads_to: Option<Id<App>>,
    /// The language of the mail.
    pub(crate) language: Option<String>,
    /// What to call who invited; nobody, where it was the operator.
    pub(crate) invited_by: Option<String>,
    /// Who has to be allowed to give it when it is used.
    pub(crate) inviter: Option<Inviter>,
}

/// An invitation whose link somebody opened, or whose address they proved.
#[derive(Debug, Clone)]
pub(crate) struct OpenInvitation {
    pub(crate) row: InvitationRow<Json<StoredInvitation>>,
    /// Whether they came by another way than its link.
    came_otherwise: bool,
}

impl OpenInvitation {
    /// The invitation of the link with this hash, whatever became of it.
    pub(crate) async fn read(read: &mut Read, hash: &[u8; 32]) -> Result<Option<Self>> {
        let row = invitations::by_hash(read, hash).await?;
        Ok(row.map(|row| Self { row, came_otherwise: false }))
    }

    /// The invitation that holds for an address which was shown to be somebody's by other means.
    pub(crate) async fn of_address(read: &mut Read, org: Id<Org>, address: &Key, now: Time) -> Result<Option<Self>> {
        let row = invitations::unused(read, org, address.as_str()).await?;
        let row = row.filter(|row: &InvitationRow<_>| row.holds(now));
        Ok(row.map(|row| Self { row, came_otherwise: true }))
    }

    /// The account of the organisation that it is for: the one that was made before, or whoever is found by the address.
    pub(crate) async fn account(&self, read: &mut Read) -> Result<Option<UserRow>> {
        let org = self.row.org;
        match self.row.user {
            Some(user) => Ok(users::by_id(read, org, user).await?),
            None => account_at(read, org, &self.row.key).await,
        }
    }

    /// Whether the address is still that of the user whom it was made for, if it was made for one.
    pub(crate) async fn still_reaches(&self, read: &mut Read) -> Result<bool> {
        match self.row.user {
            Some(user) => Ok(reached(read, (self.row.org, user), &self.row.key).await?.1),
            None => Ok(true),
        }
    }

    /// The page at which whoever registers arrives.
    pub(crate) fn leads_to(&self) -> String {
        let app = self.row.facts.leads_to;
        app.map_or_else(|| "/registered".to_owned(), |app| format!("/registered?app={app}"))
    }

    /// What became of it.
    pub(crate) fn state(&self, now: Time) -> InvitationState {
        state(&self.row, now)
    }

    /// What of it is given now, to this user or to somebody new, and what is left out.
    pub(crate) async fn judge(
        &self,
        doorward: &Doorward,
        read: &mut Read,
        to: Option<Id<User>>,
    ) -> Result<JudgedGifts> {
        let facts = &self.row.facts;
        facts.gives.judge(doorward, read, (self.row.org, facts.inviter), to).await
    }

    /// Uses it up for somebody who is made in the same change, with the roles that were judged. Guard: it holds.
    pub(crate) async fn give_to_new(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        by: &AuditContext,
        (user, judged): (Id<User>, &JudgedGifts),
    ) -> Result<()> {
        self.use_up(change, doorward, by, (user, judged));
        self.give(change, doorward, by, (user, &judged.given), &[]).await
    }

    /// Uses it up for somebody who has an account, with what it gives by now. Guard: it holds.
    pub(crate) async fn give_to_account(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        by: &AuditContext,
        user: Id<User>,
    ) -> Result<()> {
        let org = self.row.org;
        let mut read = doorward.store.read().await?;
        let judged = self.judge(doorward, &mut read, Some(user)).await?;
        let there: Vec<_> = directory::groups(&mut read, org, &[user]).await?;
        let there: Vec<_> = there.into_iter().map(|(_, group)| group).collect();
        let account = stored::one(&mut read, org, user).await?;
        drop(read);
        self.use_up(change, doorward, by, (user, &judged));
        if let Some(account) = account {
            people::roles::add(doorward, change, by, (org, &account), &judged.given.roles()).await?;
        }
        self.give(change, doorward, by, (user, &judged.given), &there).await
    }

    /// Notes who used it and what could not be given, with the event. Guard: it holds.
    fn use_up(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        by: &AuditContext,
        (user, judged): (Id<User>, &JudgedGifts),
    ) {
        let row = &self.row;
        let facts = StoredInvitation { left_out: judged.left_out.clone(), ..StoredInvitation::clone(&row.facts) };
        invitations::take(change, row, user, &row.facts.replaced(facts), by.now);
        let mut data = json!({ "invitation": row.id });
        if self.came_otherwise {
            data["by"] = json!("address");
        }
        if !judged.left_out.is_empty() {
            data["left_out"] = json!(judged.left_out);
        }
        events::record(doorward, change, by, EventKind::InvitationUsed, EventSubject::user((row.org, user)), &data);
    }

    /// Groups and applications, as far as the user is in none of them yet.
    async fn give(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        by: &AuditContext,
        (user, given): (Id<User>, &Gifts),
        there: &[Id<Group>],
    ) -> Result<()> {
        let org = self.row.org;
        let (writer, mut read) = (GroupWriter { doorward, org, by }, doorward.store.read().await?);
        let joins = Memberships { added: vec![user], ..Memberships::default() };
        for id in given.groups.iter().filter(|group| !there.contains(group)) {
            if let Some(name) = stored_groups::name_of(&mut read, org, *id).await? {
                writer.set_members(change, &groups::Group { id: *id, name }, &joins);
            }
        }
        for app in &given.applications {
            applications::assign_if_subscribed(change, (org, *app), user, by.now);
        }
        Ok(())
    }
}

/// A user, and whether mail to this address reaches them: they are found by it, or their profile says so.
pub(crate) async fn reached(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    address: &str,
) -> Result<(Option<UserRow>, bool)> {
    let named = users::identifiers(read, org, user).await?;
    let row = users::by_id(read, org, user).await?;
    let reaches = row.as_ref().is_some_and(|row| reads_mail_at(row, address));
    Ok((row, reaches || named.iter().any(|named| named.key == address)))
}

/// Whether the profile says that mail to this address reaches them.
fn reads_mail_at(row: &UserRow, address: &str) -> bool {
    let own = row.profile.email.as_deref().and_then(|email| Key::email(email).ok());
    own.is_some_and(|key| key.as_str() == address)
}

/// The account of this organisation that is found by this address; or else the one account that is found by a user name alone and whose
/// profile has the address. Several of those share a mailbox, and none of them is meant.
pub(super) async fn account_at(read: &mut Read, org: Id<Org>, address: &str) -> Result<Option<UserRow>> {
    if let Some(row) = users::by_identifier(read, &users::INSTANCE_SCOPE, address).await? {
        return Ok((row.org == org).then_some(row));
    }
    let mut reached = None;
    for user in users::with_word(read, org, address).await? {
        let row = users::by_id(read, org, user).await?.filter(|row| reads_mail_at(row, address));
        match (row, &reached) {
            (None, _) => {}
            (Some(_), Some(_)) => return Ok(None),
            (row, None) => reached = row,
        }
    }
    Ok(reached)
}

/// Whether somebody signs in to this account with what it has, so that an invitation is joined with it. Otherwise the link leads to
/// its first password.
pub(crate) async fn signs_in(read: &mut Read, home: &Organisation, account: &UserRow) -> Result<bool> {
    if account.facts.external || !home.policy.keeps_passwords() {
        return Ok(true);
    }
    let credentials = credentials::of_user(read, account.org, account.id).await?;
    let opens = |row: &CredentialRow| row.kind == CredentialKind::Password || row.kind == CredentialKind::Passkey;
    Ok(credentials.iter().any(opens))
}

/// What became of it.
pub(super) fn state<F>(row: &InvitationRow<F>, now: Time) -> InvitationState {
    match () {
        () if row.used_at.is_some() => InvitationState::Used,
        () if row.revoked_at.is_some() => InvitationState::Revoked,
        () if now >= row.expires_at => InvitationState::Expired,
        () => InvitationState::Open,
    }
}

/// Whom an event of an invitation concerns.
pub(super) fn concerning(org: Id<Org>, user: Option<Id<User>>) -> EventSubject {
    EventSubject { org: Some(org), user, app: None }
}
