//! The link of a mail, by which somebody comes. What it is good for is read anew at each step, so that a sign-in that began from
//! it holds no longer than it does itself.

use model::{
    Authenticator, Id, Key, Time,
    id::{Org, User},
    sign_in::{Proof, Purpose},
};
use serde::{Deserialize, Serialize};
use store::Read;

use super::{Situation, pending::hash};
use crate::{
    Caller, Cookie, Destination, Doorward, Error, Organisation, Pending, Result,
    invitations::{InvitationState, OpenInvitation},
    people::person::Person,
};

/// The link that a sign-in began from, by the hash of its token.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Link {
    /// Of an invitation.
    Invitation(#[serde(with = "hash")] [u8; 32]),
}

/// What the link of an invitation leads to.
pub enum OpenedInvitation {
    /// To a registration: the sealed text of its address, and the cookie if this browser has none yet.
    Registration(String, Option<Cookie>),
    /// Nowhere any more.
    Over(InvitationState, std::sync::Arc<Organisation>),
    /// There is no such invitation.
    Unknown,
}

impl Doorward {
    /// Opens the link of an invitation in this browser. Writes nothing, so that whoever looks at links before people do uses
    /// nothing up (REG-12).
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn open_invitation(&self, caller: &Caller, token: &str) -> Result<OpenedInvitation> {
        let Some(token) = crypto::token::Token::parse(token) else { return Ok(OpenedInvitation::Unknown) };
        let hash = *token.hash().as_bytes();
        let mut read = self.store.read().await?;
        let Some(invitation) = OpenInvitation::read(&mut read, &hash).await? else {
            return Ok(OpenedInvitation::Unknown);
        };
        let home = Organisation::by_id(self, &mut read, invitation.row.org).await?;
        let state = invitation.state(caller.now);
        if state != InvitationState::Open || !home.active {
            return Ok(OpenedInvitation::Over(state, home));
        }
        let destination = Destination::Page(invitation.leads_to());
        let (pending, cookie) = Pending::new(self, caller, Purpose::Register, destination, None, None);
        let pending = Pending { link: Some(Link::Invitation(hash)), ..pending };
        Ok(OpenedInvitation::Registration(pending.seal(self), cookie))
    }
}

impl Situation<'_> {
    /// What the link shows at this moment: an invitation that holds names the address and shows that it is whoever opened it
    /// who reads its mail. Once somebody registered with it in this sign-in it has done its work.
    pub(super) async fn read_link(&mut self, read: &mut Read) -> Result<()> {
        let Some(Link::Invitation(hash)) = &self.pending.link else { return Ok(()) };
        if self.row.session.is_some() || self.has_registered() {
            return Ok(());
        }
        let invitation = OpenInvitation::read(read, hash).await?.filter(|one| one.row.holds(self.caller.now));
        let progress = &mut self.kept.progress;
        progress.invited = invitation.is_some();
        progress.proofs.retain(|proof| proof.authenticator != Authenticator::EmailLink);
        if let Some(invitation) = &invitation {
            let key = Key::typed(&invitation.row.key).map_err(|_| Error::Corrupt("an invitation's address"))?;
            let user = invited_user(read, invitation, &key).await?;
            self.invited(invitation, key, user);
        }
        self.invitation = invitation;
        Ok(())
    }

    fn invited(&mut self, invitation: &OpenInvitation, key: Key, user: Option<(Id<Org>, Id<User>)>) {
        let now: Time = self.caller.now;
        let progress = &mut self.kept.progress;
        progress.identifier = Some(key);
        progress.user = user.map(|(_, user)| user);
        progress.proofs.push(Proof::new(Authenticator::EmailLink, Purpose::Register, now));
        self.kept.typed.clone_from(&invitation.row.shown);
        self.kept.organisation = Some(invitation.row.org);
        (self.row.org, self.row.user) = user.unzip();
    }

    /// Whether an account, or its first password, was made in this sign-in.
    fn has_registered(&self) -> bool {
        let made = |proof: &Proof| proof.authenticator == Authenticator::Password && proof.purpose == Purpose::Register;
        self.kept.progress.proofs.iter().any(made)
    }
}

/// Whom the invitation is for, if they are there: whoever it was made for, or who came to be called so since.
async fn invited_user(read: &mut Read, invitation: &OpenInvitation, key: &Key) -> Result<Option<(Id<Org>, Id<User>)>> {
    let org = invitation.row.org;
    if let Some(user) = invitation.row.user {
        return Ok(Some((org, user)));
    }
    let found = Person::find(read, None, key).await?;
    Ok(found.filter(|row| row.org == org).map(|row| (row.org, row.id)))
}
