//! Coming by an invitation: its link leads to a registration, to a first password, or to the page on which somebody who has an account
//! joins with it. Whoever comes otherwise and shows that the address is theirs gets what it gives all the same (PITFALLS I2, I3).

use model::{
    Authenticator, Id, Key, Time,
    id::Org,
    policy::Registration,
    sign_in::{Proof, Purpose},
};
use store::{Read, users::UserRow};

use super::{Situation, link::Link};
use crate::{
    Caller, Cookie, Destination, Doorward, Error, Organisation, Pending, Result,
    invitations::{InvitationState, OpenInvitation, reached, seal_join, signs_in},
    people::person::NOBODY,
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

    /// What an invitation makes of whoever types its address where people come to an account by a mailed code (PITFALLS I2, I3): the account
    /// that was made for them before, though it is found otherwise; or somebody who may make one, which is noted. The same is read whether
    /// there is any.
    pub(super) async fn invited_at(&mut self, read: &mut Read, address: &Key) -> Result<Option<UserRow>> {
        let Some(home) = self.named.as_ref().filter(|home| address.domain().is_some() && self.comes_by_code(home))
        else {
            return Ok(None);
        };
        let invitation = OpenInvitation::of_address(read, home.id, address, self.caller.now).await?;
        let user = invitation.as_ref().and_then(|invitation| invitation.row.user);
        let (row, reaches) = reached(read, (home.id, user.unwrap_or(NOBODY.1)), address.as_str()).await?;
        if user.is_none() {
            self.awaited = invitation;
        }
        Ok(row.filter(|_| reaches))
    }

    /// Whether people of this organisation come to an account by a mailed code. One way may lead to the first password and to a forgotten one.
    fn comes_by_code(&self, home: &Organisation) -> bool {
        match self.kept.progress.purpose {
            Purpose::Register => home.policy.offers_registration(),
            Purpose::Recover => home.policy.registration == Registration::FirstSignIn,
            Purpose::SignIn | Purpose::Confirm(_) => false,
        }
    }

    /// Whoever has typed the code that was mailed to the address of an invitation has shown what its link shows, and goes on as if they
    /// had opened that.
    pub(super) async fn read_invitation_of_address(&mut self, read: &mut Read) -> Result<()> {
        let comes = |purpose| matches!(purpose, Purpose::Register | Purpose::Recover);
        let by_code = |proof: &Proof| proof.authenticator == Authenticator::EmailCode && comes(proof.purpose);
        let progress = &self.kept.progress;
        let proven = comes(progress.purpose) && progress.proofs.iter().any(by_code);
        if !proven || self.pending.link.is_some() || self.row.session.is_some() || self.has_registered() {
            return Ok(());
        }
        let (address, mut awaited) = (progress.identifier.clone(), self.awaited.take());
        if let (None, None, Some(address)) = (&awaited, &self.person, address) {
            self.invited_at(read, &address).await?;
            awaited = self.awaited.take();
        }
        let awaited = awaited.filter(|_| self.person.is_none());
        let progress = &mut self.kept.progress;
        progress.invited = awaited.is_some();
        progress.proofs.retain(|proof| proof.authenticator != Authenticator::EmailLink);
        if awaited.is_some() {
            progress.purpose = Purpose::Register;
            progress.proofs.push(Proof::new(Authenticator::EmailLink, Purpose::Register, self.caller.now));
        }
        self.invitation = awaited;
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
