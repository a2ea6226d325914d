//! The link of a mail, by which somebody comes. What it is good for is read anew at each step, so that a sign-in that began from
//! it holds no longer than it does itself.

use model::{
    Authenticator, Key,
    sign_in::{Action, Proof, Purpose},
};
use notify::LinkPurpose;
use serde::{Deserialize, Serialize};
use store::{Change, Read, mailed_links, users};

use super::{Situation, pending::hash};
use crate::{Caller, Cookie, Destination, Doorward, Error, Organisation, Pending, Result, sessions::BrowserSession};

/// The link that a sign-in began from, by the hash of its token.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Link {
    /// Of an invitation.
    Invitation(#[serde(with = "hash")] [u8; 32]),
    /// Of a mail to somebody who has an account.
    Mailed(#[serde(with = "hash")] [u8; 32]),
}

/// What the link of a mail to somebody who has an account leads to.
pub enum OpenedLink {
    /// To a sign-in for its purpose: the sealed text of its address, and the cookie if this browser has none yet. One that ended
    /// leads there too, to be sent anew.
    Leads(String, Option<Cookie>),
    /// It has done its work.
    Used(std::sync::Arc<Organisation>),
    /// There is no such link.
    Unknown,
}

/// Where somebody who has changed the password by a link arrives.
const CHANGED: &str = "/account/password?changed=yes";

impl Doorward {
    /// Opens a link that was mailed to somebody who has an account, in this browser. Writes nothing, so that whoever looks at links
    /// before people do uses nothing up (REG-12).
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn open_link(&self, caller: &Caller, token: &str) -> Result<OpenedLink> {
        let Some(token) = crypto::token::Token::parse(token) else { return Ok(OpenedLink::Unknown) };
        let hash = *token.hash().as_bytes();
        let mut read = self.store.read().await?;
        let Some(row) = mailed_links::by_hash(&mut read, &hash).await? else { return Ok(OpenedLink::Unknown) };
        if row.used_at.is_some() {
            return Ok(OpenedLink::Used(Organisation::by_id(self, &mut read, row.org).await?));
        }
        // Whoever is signed in here as the reader confirms with it; in any other browser it restores.
        let here = match BrowserSession::read(&mut read, caller).await? {
            BrowserSession::Open(session) => (session.org, session.user) == (row.org, row.user),
            BrowserSession::Stolen(_) | BrowserSession::None => false,
        };
        let (purpose, destination) = match LinkPurpose::parse(&row.purpose) {
            Some(LinkPurpose::ChangePassword) if here => {
                (Purpose::Confirm(Action::ChangePassword), Destination::Page(CHANGED.to_owned()))
            }
            Some(LinkPurpose::ChangePassword) => (Purpose::Recover, Destination::Home),
            Some(LinkPurpose::Restore) => {
                (Purpose::Recover, Destination::asked_for(self, caller, &row.asked_in).await?)
            }
            None => return Ok(OpenedLink::Unknown),
        };
        let (pending, cookie) = Pending::new(self, caller, purpose, destination, None, None);
        let pending = Pending { link: Some(Link::Mailed(hash)), ..pending };
        Ok(OpenedLink::Leads(pending.seal(self), cookie))
    }
}

impl Destination {
    /// Where the sign-in was to lead that a link was asked for in: for the browser that asked, as long as the application would still be
    /// answered. Whoever asked elsewhere, perhaps a stranger, has no say where others arrive.
    async fn asked_for(doorward: &Doorward, caller: &Caller, asked_in: &str) -> Result<Self> {
        let Ok(asked) = doorward.pending(caller, asked_in) else { return Ok(Self::Home) };
        Ok(match asked.resolve(doorward, caller).await? {
            Ok(resolved) => resolved.pending.destination,
            Err(_) => Self::Home,
        })
    }
}

impl Situation<'_> {
    /// What the link shows at this moment, if the sign-in began from one.
    pub(super) async fn read_link(&mut self, read: &mut Read) -> Result<()> {
        match &self.pending.link {
            Some(Link::Invitation(_)) => self.read_invitation(read).await,
            Some(Link::Mailed(hash)) => {
                let hash = *hash;
                self.read_mailed_link(read, &hash).await
            }
            None => Ok(()),
        }
    }

    /// It names whom it was mailed to, and while it holds it shows that whoever opened it reads their mail. Once the password was
    /// set in this sign-in it has done its work.
    async fn read_mailed_link(&mut self, read: &mut Read, hash: &[u8; 32]) -> Result<()> {
        let purpose = self.kept.progress.purpose;
        let done = self.kept.progress.password_set_at.is_some();
        if self.row.session.is_some() || done || !matches!(purpose, Purpose::Recover | Purpose::Confirm(_)) {
            return Ok(());
        }
        self.kept.progress.proofs.retain(|proof| proof.authenticator != Authenticator::EmailLink);
        let Some(link) = mailed_links::by_hash(read, hash).await? else { return Ok(()) };
        let Some(row) = users::by_id(read, link.org, link.user).await? else { return Ok(()) };
        let home = Organisation::by_id(self.doorward, read, link.org).await?;
        let named = users::identifiers(read, link.org, link.user).await?;
        let mailbox = row.profile.email.as_deref().and_then(|email| Key::email(email).ok());
        // Whoever reads an address that is no longer theirs is nobody's owner.
        let reaches = mailbox.as_ref().is_some_and(|key| key.as_str() == link.address);
        let stands = link.used_at.is_none() && row.epoch + home.epoch == link.epoch;
        let holds = stands && reaches && self.caller.now < link.expires_at;
        let own = named.iter().find(|own| mailbox.as_ref().is_some_and(|key| key.as_str() == own.key));
        let Some(own) = own.or(named.first()) else { return Ok(()) };
        let key = Key::typed(&own.key).map_err(|_| Error::Corrupt("an identifier"))?;
        if key.domain().is_none() {
            self.kept.company.clone_from(&home.slug);
        }
        self.kept.typed.clone_from(&own.shown);
        self.kept.organisation = Some(link.org);
        let progress = &mut self.kept.progress;
        (progress.identifier, progress.user) = (Some(key), Some(link.user));
        (self.row.org, self.row.user) = (Some(link.org), Some(link.user));
        self.link_over = !holds;
        if holds {
            progress.proofs.push(Proof::new(Authenticator::EmailLink, purpose, self.caller.now));
        }
        Ok(())
    }

    /// What setting a password uses up of the link that the sign-in began from, where that shows whose mailbox it is. Guard: nobody has.
    pub(super) fn spend_link(&self, change: &mut Change) {
        let by_link = |proof: &Proof| proof.authenticator == Authenticator::EmailLink;
        if !self.kept.progress.proofs.iter().any(by_link) {
            return;
        }
        if let Some(Link::Mailed(hash)) = &self.pending.link {
            mailed_links::spend(change, hash, self.caller.now);
        }
    }
}
