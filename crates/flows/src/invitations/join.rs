//! Joining: somebody who has an account already gets what an invitation gives with it (PITFALLS I2). The link leads to a page at a sealed
//! address, which asks who it is and changes nothing; its button does.

use std::sync::Arc;

use model::{
    Id, Span, Time,
    id::{App, Org, User},
};
use serde::{Deserialize, Serialize};
use store::{Change, invitations};

use super::{InvitationState, NamedGifts, OpenInvitation, StoredInvitation};
use crate::{Caller, Doorward, Organisation, Result, SignedIn, commit::Commit as _};

/// For how long a page that a link led to may be used, until the link is opened again.
const PAGE: Span = Span::hours(1);

/// What the text in the address of the page is sealed for.
const JOIN: &str = "invitation to join";

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// What travels.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Opened {
    hash: [u8; 32],
    /// Until when its page may be used: it stays in a browser's history, and the link itself in the mail.
    until: Time,
}

/// What the page of an invitation to somebody who has an account shows, by who is signed in.
#[derive(Debug, Clone)]
pub enum JoinPage {
    /// Nobody is signed in: whoever was invited signs in first.
    SignIn(Addressed),
    /// The question whether this is added to the account.
    Question(Box<JoinView>),
    /// It was added.
    Joined(Box<JoinView>),
    /// Somebody else is signed in. Nothing is done, and it stays open.
    NotYours(Addressed),
    /// It leads nowhere any more.
    Over(InvitationState, Arc<Organisation>),
    /// There is no such invitation, or no account that it would be joined with.
    Unknown,
}

/// Whom an invitation was sent to.
#[derive(Debug, Clone)]
pub struct Addressed {
    /// The address, as it was written.
    pub email: String,
    /// The organisation that invites.
    pub home: Arc<Organisation>,
}

/// What the page says of an invitation.
#[derive(Debug, Clone)]
pub struct JoinView {
    /// The address that it was sent to, as it was written.
    pub email: String,
    /// What to call whoever invited.
    pub invited_by: Option<String>,
    /// Until when it can be used.
    pub until: Time,
    /// What it gives, or gave.
    pub gives: NamedGifts,
    /// What of it is not given: it is gone, or whoever invited may no longer give it.
    pub left_out: NamedGifts,
    /// The application that they go on to.
    pub leads_to: Option<Id<App>>,
}

/// The text for the address of the page that an invitation's link leads to.
pub(crate) fn seal(doorward: &Doorward, hash: [u8; 32], now: Time) -> String {
    let opened = Opened { hash, until: now + PAGE };
    let plain = serde_json::to_vec(&opened).unwrap_or_default();
    doorward.sealer.seal_text(&*doorward.entropy, JOIN, &[], &plain)
}

impl Doorward {
    /// What the page shows to whoever is signed in. Writes nothing.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn join_page(&self, caller: &Caller, who: Option<&SignedIn>, sealed: &str) -> Result<JoinPage> {
        let Some((invitation, home)) = read(self, caller, sealed).await? else { return Ok(JoinPage::Unknown) };
        let row = &invitation.row;
        let own = who.map(|who| (who.row.org, who.row.user));
        match invitation.state(caller.now) {
            InvitationState::Used if own.is_some() && own == row.user.map(|user| (row.org, user)) => {
                Ok(JoinPage::Joined(Box::new(done(self, &invitation).await?)))
            }
            InvitationState::Open if home.active => asked(self, &invitation, home, own).await,
            state => Ok(JoinPage::Over(state, home)),
        }
    }

    /// Adds what the invitation gives to the account of whoever is signed in, because they pressed the button; for anybody else, and
    /// where it leads nowhere any more, nothing is done. [`Self::join_page`] says what came of it.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn join(&self, caller: &Caller, who: &SignedIn, sealed: &str) -> Result<()> {
        let (org, user) = (who.row.org, who.row.user);
        for _ in 0..TRIES {
            let page = self.join_page(caller, Some(who), sealed).await?;
            let (JoinPage::Question(_), Some((invitation, _))) = (page, read(self, caller, sealed).await?) else {
                return Ok(());
            };
            let mut change = Change::new();
            invitation.give_to_account(&mut change, self, &caller.user(user), user).await?;
            match self.store.commit(change).await? {
                Ok(()) => return Ok(()),
                // A second click, or it was taken back: the page tells.
                Err(invitations::HOLDS) => return Ok(()),
                Err(guard) => tracing::debug!(%org, guard = guard.0, "joining is tried again"),
            }
        }
        Err(crate::Error::Guard("account unchanged"))
    }

    /// What could not be given of the invitation that the person used last.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn left_out(&self, who: &SignedIn) -> Result<NamedGifts> {
        let mut read = self.store.read().await?;
        let used =
            invitations::used_by::<store::Json<StoredInvitation>>(&mut read, (who.row.org, who.row.user)).await?;
        match used {
            Some(row) => row.facts.left_out.named(&mut read, row.org).await,
            None => Ok(NamedGifts::default()),
        }
    }
}

async fn read(
    doorward: &Doorward,
    caller: &Caller,
    sealed: &str,
) -> Result<Option<(OpenInvitation, Arc<Organisation>)>> {
    let Ok(plain) = doorward.sealer.open_text(JOIN, &[], sealed) else { return Ok(None) };
    let opened: Option<Opened> = store::json::read_bytes(&plain).ok();
    let Some(opened) = opened.filter(|opened| caller.now < opened.until) else { return Ok(None) };
    let mut read = doorward.store.read().await?;
    let Some(invitation) = OpenInvitation::read(&mut read, &opened.hash).await? else { return Ok(None) };
    let home = Organisation::by_id(doorward, &mut read, invitation.row.org).await?;
    Ok(Some((invitation, home)))
}

/// What the page of one that is open shows.
async fn asked(
    doorward: &Doorward,
    invitation: &OpenInvitation,
    home: Arc<Organisation>,
    own: Option<(Id<Org>, Id<User>)>,
) -> Result<JoinPage> {
    let mut read = doorward.store.read().await?;
    let Some(account) = invitation.account(&mut read).await? else { return Ok(JoinPage::Unknown) };
    let addressed = || Addressed { email: invitation.row.shown.clone(), home: home.clone() };
    match own {
        None => Ok(JoinPage::SignIn(addressed())),
        Some(own) if own != (account.org, account.id) => Ok(JoinPage::NotYours(addressed())),
        Some((org, user)) => {
            let judged = invitation.judge(doorward, &mut read, Some(user)).await?;
            let gives = judged.given.named(&mut read, org).await?;
            let left_out = judged.left_out.named(&mut read, org).await?;
            Ok(JoinPage::Question(Box::new(view(invitation, gives, left_out))))
        }
    }
}

/// What the page of one that was used shows to whoever used it.
async fn done(doorward: &Doorward, invitation: &OpenInvitation) -> Result<JoinView> {
    let (org, facts) = (invitation.row.org, &invitation.row.facts);
    let mut read = doorward.store.read().await?;
    let gives = facts.gives.without(&facts.left_out).named(&mut read, org).await?;
    let left_out = facts.left_out.named(&mut read, org).await?;
    Ok(view(invitation, gives, left_out))
}

fn view(invitation: &OpenInvitation, gives: NamedGifts, left_out: NamedGifts) -> JoinView {
    let (row, facts) = (&invitation.row, &invitation.row.facts);
    JoinView {
        email: row.shown.clone(),
        invited_by: facts.invited_by.clone(),
        until: row.expires_at,
        gives,
        left_out,
        leads_to: facts.leads_to,
    }
}
