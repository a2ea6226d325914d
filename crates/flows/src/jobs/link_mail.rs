//! Links by mail as work. The link is made when its mail is, so that whoever asked for it was told the same, at the same price,
//! whether there is an account. What holds for long enough yet is mailed again, so that a stranger who asks at once voids nothing (RST-07).

use crypto::token::Token;
use model::{
    Id, Key, Span, Time,
    id::{Org, User},
};
use notify::{LinkMail, LinkPurpose, Mail};
use serde::{Deserialize, Serialize};
use store::{
    Change,
    mailed_links::{self, MailedLinkRow},
    users,
};

use super::{
    asked_mail::{AskedFor, AskedMail, execute, mailbox},
    kind::{Content, JobKind, RecipientLimit, Task},
};
use crate::{Doorward, Error, Organisation, Result, commit::Commit as _, instance_mac_key, new_id};

/// How long a link holds.
pub(crate) const LIFE: Span = Span::minutes(30);

/// A link that holds for so long yet is mailed again; what holds for less is replaced.
const WORTH_MAILING: Span = Span::minutes(20);

/// A link was asked for.
pub(super) static LINK: JobKind = JobKind {
    word: "mail.link",
    patience: LIFE,
    recipient_limits: &MAILBOX,
    at_once: 4,
    needs_mail: true,
    execute: execute::<LinkMessage>,
};

const MAILBOX: [RecipientLimit; 2] = mailbox("mailed links of an hour", "mailed links of a day");

/// What a link is asked for with.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LinkMessage {
    pub(crate) asked: AskedMail,
    pub(crate) purpose: LinkPurpose,
    /// The account, and the epochs of it and its organisation, added up.
    pub(crate) owner: Option<(Id<User>, i64)>,
    /// The sign-in that it is asked for in, sealed: in the browser that asked, it goes on where that was to lead.
    #[serde(default)]
    pub(crate) asked_in: String,
}

impl Content for LinkMessage {
    fn kind(&self) -> &'static JobKind {
        &LINK
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.asked.budget)
    }
}

impl AskedFor for LinkMessage {
    fn asked(&self) -> &AskedMail {
        &self.asked
    }

    /// The mail that it becomes; none, where nobody is called as was typed, or the account is another one by now.
    async fn mail(&self, task: Task<'_>) -> Result<Option<Mail>> {
        let Some((to, owner)) = self.asked.recipient()?.zip(self.owner) else { return Ok(None) };
        let doorward = task.doorward;
        let home = doorward.organisation(task.row.org.ok_or(Error::Corrupt("a link of no organisation"))?).await?;
        let Ok(key) = Key::email(to.as_str()) else { return Ok(None) };
        let Some(row) = self.link(task, &home, owner, key.as_str()).await? else { return Ok(None) };
        let token = token(instance_mac_key::get(doorward).await?, &row);
        let mail = LinkMail {
            to: &to,
            name: self.asked.name.as_deref(),
            purpose: self.purpose,
            link: &address(doorward, &token),
            at: self.asked.at,
            expires_at: row.expires_at,
            seen: self.asked.seen(),
        };
        Ok(Some(mail.mail(&self.asked.head(doorward, &home)?, &task.row.id.to_string())))
    }
}

impl LinkMessage {
    /// The link that is mailed: the one that holds, or a new one, always the same in each try.
    async fn link(
        &self,
        task: Task<'_>,
        home: &Organisation,
        (user, epoch): (Id<User>, i64),
        address: &str,
    ) -> Result<Option<MailedLinkRow>> {
        let (doorward, owner, at) = (task.doorward, (home.id, user), self.asked.at);
        let (row, open) = {
            let mut read = doorward.store.read().await?;
            let row = users::by_id(&mut read, owner.0, owner.1).await?;
            (row, mailed_links::unused(&mut read, owner, self.purpose.as_str()).await?)
        };
        if row.map(|row| row.epoch + home.epoch) != Some(epoch) {
            return Ok(None);
        }
        let holds = |open: &MailedLinkRow| {
            open.epoch == epoch && open.address == address && open.expires_at >= at + WORTH_MAILING
        };
        if let Some(open) = open.filter(holds) {
            let mut change = Change::new();
            mailed_links::asked_again(&mut change, owner, open.job, &self.asked_in);
            doorward.store.commit_all(change).await?;
            return Ok(Some(open));
        }
        let made = MailedLinkRow {
            org: owner.0,
            user,
            job: task.row.id,
            purpose: self.purpose.as_str().to_owned(),
            epoch,
            address: address.to_owned(),
            asked_in: self.asked_in.clone(),
            created_at: at,
            expires_at: at + LIFE,
            used_at: None,
        };
        let hash = *token(instance_mac_key::get(doorward).await?, &made).hash().as_bytes();
        let mut change = Change::new();
        mailed_links::replace(&mut change, &made, &hash);
        doorward.store.commit_all(change).await?;
        Ok(Some(made))
    }
}

/// Adds a link to a new password to the change, for somebody whose mailbox was shown to be theirs just now, and answers its path. The
/// person's other ones are void.
pub(crate) async fn add_restore_link(
    doorward: &Doorward,
    change: &mut Change,
    owner: (Id<Org>, Id<User>),
    (epoch, address): (i64, &str),
    now: Time,
) -> Result<String> {
    let row = MailedLinkRow {
        org: owner.0,
        user: owner.1,
        job: new_id(doorward, now),
        purpose: LinkPurpose::Restore.as_str().to_owned(),
        epoch,
        address: address.to_owned(),
        asked_in: String::new(),
        created_at: now,
        expires_at: now + LIFE,
        used_at: None,
    };
    let token = token(instance_mac_key::get(doorward).await?, &row);
    mailed_links::replace(change, &row, token.hash().as_bytes());
    Ok(format!("/restore/{}", token.expose()))
}

/// The token of a link.
fn token(mac_key: &crypto::Sealer, row: &MailedLinkRow) -> Token {
    Token::of(mac_key, "mailed link", row.job.as_bytes())
}

/// Where it leads.
fn address(doorward: &Doorward, token: &Token) -> String {
    format!("{}/restore/{}", doorward.instance.issuer.as_str().trim_end_matches('/'), token.expose())
}
