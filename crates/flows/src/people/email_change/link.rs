//! The links of a wish for another address: what each leads to. Opening one writes nothing (REG-12), and works in any browser; its token
//! leaves the address at once (REG-11), for a sealed text that is good for as long as the link itself.

use std::sync::Arc;

use crypto::token::Token;
use model::{Span, Time};
use serde::{Deserialize, Serialize};
use store::email_changes::{self, EmailChangeRow};

use super::{confirm, undo};
use crate::{Caller, Doorward, Organisation, Result, people::stored};

/// For how long a page that a link led to may be used, until the link is opened again.
const PAGE: Span = Span::hours(1);

/// What the text in the address of the page is sealed for.
const LINK: &str = "e-mail change link";

/// What travels.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Opened {
    undo: bool,
    hash: [u8; 32],
    /// Until when its page may be used: it stays in a browser's history, and the link itself in the mail.
    until: Time,
}

/// What a link leads to, at this moment.
#[derive(Debug, Clone)]
pub enum EmailLink {
    /// To the question whether this address is confirmed.
    Confirm(String, Arc<Organisation>),
    /// To the question whether this address is given back, and whether only an administrator helps to a new password then.
    Undo(String, bool, Arc<Organisation>),
    /// Nowhere any more.
    Over(EmailFollowed, Arc<Organisation>),
    /// There is no such link.
    Unknown,
}

/// What came of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EmailFollowed {
    /// The new address is the person's.
    Confirmed,
    /// It is somebody else's by now: nothing changed.
    Taken,
    /// The address from before is somebody else's by now: nothing changed.
    NotUndone,
    /// Its time is over.
    Late,
    /// The wish was given up, followed by another one, or ended with what was given to the person.
    Dropped,
    /// An earlier one was undone, or an administrator looked after the account since: nothing was changed.
    Voided,
    /// The address from before is the person's again.
    Undone,
    /// The same; and this path leads to a new password.
    UndoneTo(String),
    /// The same; nobody knows the password, and only an administrator sets another one here.
    UndoneAskAdministrator,
}

/// A link that was opened, with whom it concerns.
pub(super) struct Link {
    pub(super) undo: bool,
    pub(super) row: EmailChangeRow,
    pub(super) home: Arc<Organisation>,
    /// Whether account and organisation are active.
    active: bool,
    /// Whether what it was made under stands: the account, its organisation, and the epochs of both.
    stands: bool,
    /// Whether only an administrator helps to a new password: once it is undone, or since it was.
    asks_administrator: bool,
}

impl Link {
    /// What it can't lead to any more.
    pub(super) fn over(&self, now: Time) -> Option<EmailFollowed> {
        let row = &self.row;
        if self.undo {
            return match () {
                () if row.undone_at.is_some() => Some(self.undone()),
                () if row.voided_at.is_some() => Some(EmailFollowed::Voided),
                () if now >= row.undo_until || row.address.is_empty() || !self.active => Some(EmailFollowed::Late),
                () => None,
            };
        }
        match () {
            () if row.undone_at.is_some() || row.voided_at.is_some() || row.dropped_at.is_some() => {
                Some(EmailFollowed::Dropped)
            }
            () if row.confirmed_at.is_some() => Some(EmailFollowed::Confirmed),
            () if !self.stands => Some(EmailFollowed::Dropped),
            () if !row.is_open(now) => Some(EmailFollowed::Late),
            () => None,
        }
    }
}

impl Link {
    /// What came of undoing it, for whoever gets no link to a new password from it.
    pub(super) const fn undone(&self) -> EmailFollowed {
        if self.asks_administrator { EmailFollowed::UndoneAskAdministrator } else { EmailFollowed::Undone }
    }

    /// What it leads to now that somebody else was quicker.
    pub(super) async fn over_by_now(&self, doorward: &Doorward, now: Time) -> Result<EmailFollowed> {
        let owner = (self.row.org, self.row.user);
        let row = email_changes::by_id(&mut doorward.store.read().await?, owner, self.row.id).await?;
        let over = row.and_then(|row| Self { row, home: self.home.clone(), ..*self }.over(now));
        Ok(over.unwrap_or(EmailFollowed::Late))
    }
}

impl Doorward {
    /// The text for the address of the page that the link with this token leads to; none, where there is no such link.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn open_email_link(&self, caller: &Caller, token: &str, undo: bool) -> Result<Option<String>> {
        let Some(token) = Token::parse(token) else { return Ok(None) };
        let opened = Opened { undo, hash: *token.hash().as_bytes(), until: caller.now + PAGE };
        if read(self, opened, caller.now).await?.is_none() {
            return Ok(None);
        }
        let plain = serde_json::to_vec(&opened).unwrap_or_default();
        Ok(Some(self.sealer.seal_text(&*self.entropy, LINK, &[], &plain)))
    }

    /// What the link leads to. Writes nothing.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn email_link(&self, caller: &Caller, sealed: &str) -> Result<EmailLink> {
        let Some(link) = unsealed(self, caller, sealed).await? else { return Ok(EmailLink::Unknown) };
        Ok(match (link.over(caller.now), link.undo) {
            (Some(over), _) => EmailLink::Over(over, link.home),
            (None, false) => EmailLink::Confirm(link.row.wished, link.home),
            (None, true) => EmailLink::Undo(link.row.address, link.asks_administrator, link.home),
        })
    }

    /// Does what the link is for, because somebody pressed the button. None, where there is no such link.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn follow_email_link(
        &self,
        caller: &Caller,
        sealed: &str,
    ) -> Result<Option<(EmailFollowed, Arc<Organisation>)>> {
        let Some(link) = unsealed(self, caller, sealed).await? else { return Ok(None) };
        let home = link.home.clone();
        let followed = match link.over(caller.now) {
            Some(over) => over,
            None if link.undo => undo::undo(self, caller, &link).await?,
            None => confirm::confirm(self, caller, &link).await?,
        };
        Ok(Some((followed, home)))
    }
}

async fn unsealed(doorward: &Doorward, caller: &Caller, sealed: &str) -> Result<Option<Link>> {
    let Ok(plain) = doorward.sealer.open_text(LINK, &[], sealed) else { return Ok(None) };
    let opened: Option<Opened> = store::json::read_bytes(&plain).ok();
    match opened.filter(|opened| caller.now < opened.until) {
        Some(opened) => read(doorward, opened, caller.now).await,
        None => Ok(None),
    }
}

async fn read(doorward: &Doorward, opened: Opened, now: Time) -> Result<Option<Link>> {
    let mut read = doorward.store.read().await?;
    let row = match opened.undo {
        true => email_changes::by_undo_hash(&mut read, &opened.hash).await?,
        false => email_changes::by_hash(&mut read, &opened.hash).await?,
    };
    let Some(row) = row else { return Ok(None) };
    let home = Organisation::by_id(doorward, &mut read, row.org).await?;
    let stored = stored::one(&mut read, row.org, row.user).await?;
    let active = stored.as_ref().is_some_and(|stored| is_active(&home, stored));
    let stands = stored.as_ref().is_some_and(|stored| stands(&row, &home, stored));
    let of = stored.as_ref().map_or(&[][..], |stored| &stored.credentials);
    let asks_administrator = opened.undo && undo::asks_administrator(&home, of, &row, now);
    Ok(Some(Link { undo: opened.undo, row, home, active, stands, asks_administrator }))
}

/// Whether the account is one that people sign in to, and nothing ended what was given to it since the wish.
pub(super) fn stands(row: &EmailChangeRow, home: &Organisation, stored: &stored::Stored) -> bool {
    is_active(home, stored) && stored.entry.epoch + home.epoch == row.epoch
}

fn is_active(home: &Organisation, stored: &stored::Stored) -> bool {
    home.active && stored.entry.state.known() == Some(model::account::State::Active)
}
