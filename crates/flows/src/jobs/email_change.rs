//! Mails about moving an e-mail address, as work: the link that confirms the new address, and what the one from before is told. The
//! tokens of the links are made of the wish's identifier, so that the same ones can be mailed again, and nothing stored opens anything.

use crypto::{seal::Sealer, token::Token};
use model::{
    Id, Key, Span,
    id::{EmailChange, User},
};
use notify::{EmailChangeMail, EmailChangeSays, Mail, Undo};
use serde::{Deserialize, Serialize};
use store::{
    Guard,
    attempts::Budget,
    email_changes::{self, EmailChangeRow},
    users,
};

use super::{
    asked_mail::{AskedFor, AskedMail, execute},
    kind::{Content, JobKind, RecipientLimit, Task},
};
use crate::{Doorward, Error, Result, instance_mac_key};

/// How long the link to the new address holds.
pub(crate) const LIFE: Span = Span::hours(24);

/// A link to a new address. What a mailbox gets of them is counted where they are ordered, by who wishes the address.
pub(super) static CONFIRM: JobKind = JobKind {
    word: "mail.email_change",
    patience: LIFE,
    recipient_limits: &[],
    at_once: 4,
    needs_mail: true,
    execute: execute::<ConfirmMessage>,
};

/// What an address from before is told. It has limits of its own, wider than what one account may wish: whatever else somebody does to
/// the account uses none of it up.
pub(super) static UNDO: JobKind = JobKind {
    word: "mail.email_undo",
    patience: Span::hours(72),
    recipient_limits: &OWNER,
    at_once: 4,
    needs_mail: true,
    execute: execute::<UndoMessage>,
};

const OWNER: [RecipientLimit; 1] = [(Budget::within(40, Span::hours(24)), Guard("mailed undos of a day"))];

/// A link to a new address is to be mailed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ConfirmMessage {
    pub(crate) asked: AskedMail,
    pub(crate) user: Id<User>,
    pub(crate) wish: Id<EmailChange>,
}

/// An address from before is to be told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct UndoMessage {
    pub(crate) asked: AskedMail,
    pub(crate) user: Id<User>,
    pub(crate) wish: Id<EmailChange>,
    /// Whether the new address was confirmed.
    pub(crate) done: bool,
    /// Whether only an administrator helps to a new password once it was undone.
    #[serde(default)]
    pub(crate) asks_administrator: bool,
}

impl Content for ConfirmMessage {
    fn kind(&self) -> &'static JobKind {
        &CONFIRM
    }

    fn recipient(&self) -> Option<&str> {
        None
    }
}

impl Content for UndoMessage {
    fn kind(&self) -> &'static JobKind {
        &UNDO
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.asked.budget)
    }
}

impl AskedFor for ConfirmMessage {
    fn asked(&self) -> &AskedMail {
        &self.asked
    }

    /// Whether the address is somebody's already is found out here, so that whoever wishes it is told the same, at the same price.
    async fn mail(&self, task: Task<'_>) -> Result<Option<Mail>> {
        let Some((to, row)) = wish(task, &self.asked, (self.user, self.wish)).await? else { return Ok(None) };
        if !row.is_open(task.row.created_at) {
            return Ok(None);
        }
        let doorward = task.doorward;
        let key = Key::email(&row.wished).map_err(|_| Error::Corrupt("a wished address"))?;
        let named =
            users::by_identifier(&mut doorward.store.read().await?, &users::INSTANCE_SCOPE, key.as_str()).await?;
        let taken = named.is_some_and(|named| named.id != row.user);
        let token = confirm_token(instance_mac_key::get(doorward).await?, row.id);
        let link = address(doorward, "email", &token);
        let says = if taken { EmailChangeSays::Taken } else { EmailChangeSays::Confirm(&link, row.expires_at) };
        let home = doorward.organisation(row.org).await?;
        let mail = EmailChangeMail { to: &to, says, at: self.asked.at };
        Ok(Some(mail.mail(&self.asked.head(doorward, &home)?, &task.row.id.to_string())))
    }
}

impl AskedFor for UndoMessage {
    fn asked(&self) -> &AskedMail {
        &self.asked
    }

    async fn mail(&self, task: Task<'_>) -> Result<Option<Mail>> {
        let Some((to, row)) = wish(task, &self.asked, (self.user, self.wish)).await? else { return Ok(None) };
        if row.undone_at.is_some() {
            return Ok(None);
        }
        let doorward = task.doorward;
        let token = undo_token(instance_mac_key::get(doorward).await?, row.id);
        let link = address(doorward, "email-undo", &token);
        let (name, until) = (self.asked.name.as_deref(), row.undo_until);
        let asks_administrator = self.asks_administrator;
        let undo = Undo { name, link: &link, until, asks_administrator, seen: self.asked.seen() };
        let says = if self.done { EmailChangeSays::Changed(undo) } else { EmailChangeSays::Asked(undo) };
        let home = doorward.organisation(row.org).await?;
        let mail = EmailChangeMail { to: &to, says, at: self.asked.at };
        Ok(Some(mail.mail(&self.asked.head(doorward, &home)?, &task.row.id.to_string())))
    }
}

/// Whom it goes to, and the wish that it is about.
async fn wish(
    task: Task<'_>,
    asked: &AskedMail,
    (user, id): (Id<User>, Id<EmailChange>),
) -> Result<Option<(notify::Address, EmailChangeRow)>> {
    let Some(to) = asked.recipient()? else { return Ok(None) };
    let org = task.row.org.ok_or(Error::Corrupt("a wish of no organisation"))?;
    let row = email_changes::by_id(&mut task.doorward.store.read().await?, (org, user), id).await?;
    Ok(row.map(|row| (to, row)))
}

/// The token that confirms the new address.
pub(crate) fn confirm_token(mac_key: &Sealer, wish: Id<EmailChange>) -> Token {
    Token::of(mac_key, "e-mail change", wish.as_bytes())
}

/// The token that undoes it.
pub(crate) fn undo_token(mac_key: &Sealer, wish: Id<EmailChange>) -> Token {
    Token::of(mac_key, "e-mail change undone", wish.as_bytes())
}

fn address(doorward: &Doorward, page: &str, token: &Token) -> String {
    format!("{}/{page}/{}", doorward.instance.issuer.as_str().trim_end_matches('/'), token.expose())
}
