//! Writing an invitation, with its link and the mail that holds it.

use crypto::token::Token;
use model::{
    Id, Key, Span,
    event::Actor,
    id::{Org, User},
};
use serde_json::json;
use store::{
    Change, Json, Read, attempts,
    invitations::{self, InvitationRow},
    users,
};

use super::{Answered, InvitationRefusal, Invited, StoredInvitation, gifts::Inviter, stored::concerning};
use crate::{
    AuditContext, Doorward, Granted, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind},
    granted::Act,
    guesses::{AttemptKey, INVITATIONS},
    instance_mac_key,
    jobs::{self, Recipient},
    new_id,
    sessions::display_name,
};

/// How long a link can be used.
pub(super) const LIFE: Span = Span::days(7);

/// Whom an invitation is for.
pub(super) struct Addressee<'a> {
    pub(super) org: Id<Org>,
    pub(super) key: &'a Key,
    /// The address as it was written.
    pub(super) shown: &'a str,
    /// The user, where they were made before.
    pub(super) user: Option<Id<User>>,
}

/// An invitation that is to be written.
pub(super) struct Prepared {
    pub(super) row: InvitationRow<Json<StoredInvitation>>,
    /// The one whose place it takes, which nobody has used.
    pub(super) before: Option<InvitationRow<Json<StoredInvitation>>>,
    /// Whether it takes no other one's place.
    pub(super) is_new: bool,
    /// Whether it is joined with an account.
    pub(super) joins: bool,
    /// The user name that they sign in with, where the organisation's people do.
    pub(super) user_name: Option<String>,
}

impl Prepared {
    /// The same with what the one before would give, where that holds: whoever gave that answers for it, and is named.
    pub(super) fn with_what_waits(self) -> Self {
        let waits =
            self.before.as_ref().filter(|before| before.holds(self.row.created_at) && !before.facts.gives.is_empty());
        let Some(waits) = waits.map(|before| StoredInvitation::clone(&before.facts)) else { return self };
        let facts = StoredInvitation { language: self.row.facts.language.clone(), ..waits };
        Self { row: InvitationRow { facts: Json::new(facts), ..self.row }, ..self }
    }
}

impl Addressee<'_> {
    /// A new invitation, or another one in the place of that which nobody has used.
    pub(super) async fn prepare(
        self,
        doorward: &Doorward,
        read: &mut Read,
        facts: StoredInvitation,
        by: &AuditContext,
    ) -> Result<Prepared> {
        let (invited_by, inviter) = (name_of_actor(read, by.actor, self.org).await?, inviter(by.actor));
        let before: Option<InvitationRow<_>> = invitations::unused(read, self.org, self.key.as_str()).await?;
        let row = InvitationRow {
            org: self.org,
            id: before.as_ref().map_or_else(|| new_id(doorward, by.now), |before| before.id),
            hash: [0; 32],
            key: self.key.as_str().to_owned(),
            shown: self.shown.to_owned(),
            user: self.user,
            facts: Json::new(StoredInvitation { invited_by, inviter, ..facts }),
            created_at: by.now,
            expires_at: by.now + LIFE,
            used_at: None,
            revoked_at: None,
        };
        Ok(Prepared { row, is_new: before.is_none(), before, joins: false, user_name: None })
    }
}

/// Who answers for what an invitation gives.
pub(super) fn inviter(actor: Actor) -> Option<Inviter> {
    match actor {
        Actor::Operator => Some(Inviter::Operator),
        Actor::User(user) => Some(Inviter::User(user)),
        // Tokens invite nobody.
        Actor::Anonymous | Actor::Application(_) | Actor::ApiToken(_) | Actor::System => None,
    }
}

/// What to call whoever invites, where it is one of the organisation's own people.
async fn name_of_actor(read: &mut Read, actor: Actor, org: Id<Org>) -> Result<Option<String>> {
    let Actor::User(user) = actor else { return Ok(None) };
    let row = users::by_id(read, org, user).await?;
    Ok(row.map(|row| display_name(&row.profile, &row.subject)))
}

/// Writes the invitation with a new link, and orders its mail.
pub(super) async fn send<A: Act>(
    doorward: &Doorward,
    granted: &Granted<A>,
    home: &Organisation,
    Prepared { row, is_new, joins, user_name, .. }: Prepared,
) -> Result<Answered<Invited>> {
    let (by, token) = (granted.by(), Token::mint(&*doorward.entropy));
    let row = InvitationRow { hash: *token.hash().as_bytes(), ..row };
    let mut change = Change::new();
    if is_new {
        invitations::insert(&mut change, &row);
    } else {
        invitations::renew(&mut change, &row);
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
        joins,
        user_name: user_name.as_deref(),
    };
    let times = (&token, by.now, row.expires_at);
    let mailed = jobs::order_invitation(doorward, &mut change, home.id, recipient, times).await?;
    if mailed {
        let mac_key = instance_mac_key::get(doorward).await?;
        for (name, budget, guard) in INVITATIONS {
            let key = AttemptKey::Invitations(name, home.id, &row.key).key(mac_key);
            attempts::take(&mut change, &key, budget, by.now, guard);
        }
    }
    let link = (by.actor == Actor::Operator).then(|| jobs::link(doorward, &token.expose()));
    let invited = Invited { id: row.id, email: row.shown.clone(), link, expires_at: row.expires_at, mailed, joins };
    let done = doorward.store.commit(change).await?;
    if done.is_ok() {
        doorward.ordered.notify_one();
    }
    let is_budget = |guard| INVITATIONS.iter().any(|(.., budget)| *budget == guard);
    Ok(done.map(|()| invited).map_err(|guard| match is_budget(guard) {
        true => InvitationRefusal::MailedLately,
        false => InvitationRefusal::Over,
    }))
}
