//! Coming by an invitation: its link leads to a registration, to a first password, or to the page on which somebody who has an account
//! joins with it. Whoever comes otherwise and shows that the address is theirs gets what it gives all the same (PITFALLS I2, I3).

use model::{
    Authenticator, Id, Key, Time,
    id::Org,
    sign_in::{Proof, Purpose},
};
use store::Read;

use super::{Situation, link::Link};
use crate::{
    Caller, Cookie, Destination, Doorward, Error, Organisation, Pending, Result,
    invitations::{InvitationState, OpenInvitation, seal_join, signs_in},
    sessions::BrowserSession,
};

/// What the link of an invitation leads to.
pub enum OpenedInvitation {
    /// To a registration, or a first password: the sealed text of its address, and the cookie if this browser has none yet.
    Registration(String, Option<Cookie>),
    /// To the page on which whoever has an account joins with it: the sealed text of its address.
    Join(String),
    /// Nowhere any more; with the page that whoever used it goes on to.
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
        let leads_to_join = match state {
            InvitationState::Used => is_own(&mut read, caller, &invitation).await?,
            InvitationState::Open if home.active => joins(&mut read, &home, &invitation).await?,
            _ => false,
        };
        if leads_to_join {
            return Ok(OpenedInvitation::Join(seal_join(self, hash, caller.now)));
        }
        if state != InvitationState::Open || !home.active {
            return Ok(OpenedInvitation::Over(state, home));
        }
        let destination = Destination::Page(invitation.leads_to());
        let (pending, cookie) = Pending::new(self, caller, Purpose::Register, destination, None, None);
        let pending = Pending { link: Some(Link::Invitation(hash)), ..pending };
        Ok(OpenedInvitation::Registration(pending.seal(self), cookie))
    }
}

/// Whether whoever is signed in here used it.
async fn is_own(read: &mut Read, caller: &Caller, invitation: &OpenInvitation) -> Result<bool> {
    Ok(match BrowserSession::read(read, caller).await? {
        BrowserSession::Open(session) => session.org == invitation.row.org && Some(session.user) == invitation.row.user,
        BrowserSession::Stolen(_) | BrowserSession::None => false,
    })
}

/// Whether there is an account at its address that somebody signs in to, and which it was not made to give a first password to.
async fn joins(read: &mut Read, home: &Organisation, invitation: &OpenInvitation) -> Result<bool> {
    if invitation.row.user.is_some() {
        return Ok(false);
    }
    match invitation.account(read).await? {
        Some(account) => signs_in(read, home, &account).await,
        None => Ok(false),
    }
}

impl Situation<'_> {
    /// What the link shows at this moment: an invitation that holds names the address and shows that it is whoever opened it
    /// who reads its mail. Once somebody registered with it in this sign-in it has done its work.
    pub(super) async fn read_invitation(&mut self, read: &mut Read) -> Result<()> {
        let Some(Link::Invitation(hash)) = &self.pending.link else { return Ok(()) };
        if self.row.session.is_some() || self.has_registered() {
            return Ok(());
        }
        let invitation = OpenInvitation::read(read, hash).await?.filter(|one| one.row.holds(self.caller.now));
        let invitation = match invitation {
            Some(invitation) if invitation.still_reaches(read).await? => Some(invitation),
            _ => None,
        };
        let progress = &mut self.kept.progress;
        progress.invited = invitation.is_some();
        progress.proofs.retain(|proof| proof.authenticator != Authenticator::EmailLink);
        if let Some(invitation) = &invitation {
            let account = invitation.account(read).await?.map(|account| account.id);
            let key = Key::typed(&invitation.row.key).map_err(|_| Error::Corrupt("an invitation's address"))?;
            let (now, org): (Time, _) = (self.caller.now, invitation.row.org);
            let progress = &mut self.kept.progress;
            progress.identifier = Some(key);
            progress.user = account;
            progress.proofs.push(Proof::new(Authenticator::EmailLink, Purpose::Register, now));
            self.kept.typed.clone_from(&invitation.row.shown);
            self.kept.organisation = Some(org);
            (self.row.org, self.row.user) = account.map(|user| (org, user)).unzip();
        }
        self.invitation = invitation;
        Ok(())
    }

    /// Whether an account, or its first password, was made in this sign-in.
    fn has_registered(&self) -> bool {
        let made = |proof: &Proof| proof.authenticator == Authenticator::Password && proof.purpose == Purpose::Register;
        self.kept.progress.proofs.iter().any(made)
    }

    /// The invitation that whoever comes to an account, or to its first password, uses up: the one whose link they opened, or one to the
    /// address that they have shown to be theirs.
    pub(super) async fn invitation_to_use(
        &self,
        org: Id<Org>,
        address: Option<&Key>,
    ) -> Result<Option<OpenInvitation>> {
        if let Some(invitation) = &self.invitation {
            return Ok(Some(invitation.clone()));
        }
        let progress = &self.kept.progress;
        let by_mail = |proof: &Proof| {
            proof.purpose == progress.purpose
                && matches!(proof.authenticator, Authenticator::EmailCode | Authenticator::EmailLink)
        };
        let is_proven = self.is_proven_by_mail() && progress.proofs.iter().any(by_mail);
        match address.filter(|_| is_proven) {
            Some(address) => {
                let mut read = self.doorward.store.read().await?;
                OpenInvitation::of_address(&mut read, org, address, self.caller.now).await
            }
            None => Ok(None),
        }
    }
}
