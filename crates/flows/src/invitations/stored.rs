//! What is kept of an invitation, and what a registration makes of it.

use model::{
    Id, Key, Role, Time,
    id::{App, Group, Org, User},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{
    Change, Json, Read, applications, groups as stored_groups,
    invitations::{self, InvitationRow},
    users,
};

use super::InvitationState;
use crate::{
    AuditContext, Doorward, Result,
    events::{self, EventKind, EventSubject},
    people::groups::{self, GroupWriter, Memberships},
};

/// What the person gets, and what is known of them, as JSON. A node that does not know a field leaves it out: whoever registers
/// there gets less, never more.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct StoredInvitation {
    /// Claims with which the form is filled in.
    pub(crate) claims: Map<String, Value>,
    /// Roles, as words.
    pub(crate) roles: Vec<String>,
    /// Groups.
    pub(crate) groups: Vec<Id<Group>>,
    /// Applications.
    pub(crate) applications: Vec<Id<App>>,
    /// Where they go on to.
    pub(crate) leads_to: Option<Id<App>>,
    /// The language of the mail.
    pub(crate) language: Option<String>,
    /// What to call who invited; nobody, where it was the operator.
    pub(crate) invited_by: Option<String>,
}

impl StoredInvitation {
    /// The roles that this node knows.
    pub(crate) fn roles(&self) -> Vec<Role> {
        self.roles.iter().filter_map(|word| Role::parse(word)).collect()
    }
}

/// An invitation whose link somebody opened.
#[derive(Debug, Clone)]
pub(crate) struct OpenInvitation {
    pub(crate) row: InvitationRow<Json<StoredInvitation>>,
    hash: [u8; 32],
}

impl OpenInvitation {
    /// The invitation of the link with this hash, whatever became of it.
    pub(crate) async fn read(read: &mut Read, hash: &[u8; 32]) -> Result<Option<Self>> {
        let row = invitations::by_hash(read, hash).await?;
        Ok(row.map(|row| Self { row, hash: *hash }))
    }

    /// Whether the address is still that of the user whom it was made for, if it was made for one.
    pub(crate) async fn still_reaches(&self, read: &mut Read) -> Result<bool> {
        let Some(user) = self.row.user else { return Ok(true) };
        let named = users::identifiers(read, self.row.org, user).await?;
        let Some(row) = users::by_id(read, self.row.org, user).await? else { return Ok(false) };
        let own = row.profile.email.as_deref().and_then(|email| Key::email(email).ok());
        let is_own = own.is_some_and(|key| key.as_str() == self.row.key);
        Ok(is_own || named.iter().any(|named| named.key == self.row.key))
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

    /// Uses it up, and gives the user the groups and applications that it is for, as far as they are still there. Guard: it holds.
    pub(crate) async fn add_to(
        &self,
        change: &mut Change,
        doorward: &Doorward,
        by: &AuditContext,
        user: Id<User>,
    ) -> Result<()> {
        let org = self.row.org;
        invitations::take(change, org, &self.hash, by.now);
        let writer = GroupWriter { doorward, org, by };
        let joins = Memberships { added: vec![user], ..Memberships::default() };
        for group in self.groups(doorward).await? {
            writer.set_members(change, &group, &joins);
        }
        for app in &self.row.facts.applications {
            applications::assign_if_subscribed(change, (org, *app), user, by.now);
        }
        let data = serde_json::json!({ "invitation": self.row.id });
        events::record(doorward, change, by, EventKind::InvitationUsed, EventSubject::user((org, user)), &data);
        Ok(())
    }

    async fn groups(&self, doorward: &Doorward) -> Result<Vec<groups::Group>> {
        let (mut read, mut there) = (doorward.store.read().await?, Vec::new());
        for id in &self.row.facts.groups {
            let name = stored_groups::name_of(&mut read, self.row.org, *id).await?;
            there.extend(name.map(|name| groups::Group { id: *id, name }));
        }
        Ok(there)
    }
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
