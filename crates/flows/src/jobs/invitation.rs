//! Invitations as work: a mail with the link by which somebody registers, or joins with the account that they have.

use crypto::token::Token;
use model::{
    Id, Span, Time,
    id::{Job, Org},
    reader::Formats,
};
use notify::{Address, Invitation, Letterhead, Mail};
use serde::{Deserialize, Serialize};
use store::Change;
use text::{Language, Texts, Wishes, Zone};

use super::{
    kind::{Attempt, Content, JobKind, Task, Tried},
    notice::tried,
    order,
};
use crate::{Doorward, Error, Organisation, Result};

/// Somebody is invited. A mail that comes days late would hold a link that is about to end.
pub(super) static INVITATION: JobKind = JobKind {
    word: "invitation",
    patience: Span::days(3),
    // Counted when it is ordered: what is not mailed must not replace the link that was.
    recipient_limits: &[],
    at_once: 2,
    needs_mail: true,
    execute,
};

/// What the mail says, sealed until it is sent: it holds the link.
#[derive(Debug, Serialize, Deserialize)]
struct InvitationMail {
    to: String,
    name: Option<String>,
    invited_by: Option<String>,
    language: Option<String>,
    /// Whether they join with an account that they have.
    #[serde(default)]
    joins: bool,
    /// The user name that they sign in with, beside the company ID.
    #[serde(default)]
    user_name: Option<String>,
    /// The token of the link.
    token: String,
    at: Time,
    expires_at: Time,
}

/// Whom an invitation goes to, and in which words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipient<'a> {
    /// The address.
    pub(crate) to: &'a str,
    /// The person's name, where it is known.
    pub(crate) name: Option<&'a str>,
    /// What to call whoever invites.
    pub(crate) invited_by: Option<&'a str>,
    /// The language that the person is known to read (BCP 47).
    pub(crate) language: Option<&'a str>,
    /// Whether they have an account, with which they join.
    pub(crate) joins: bool,
    /// The user name that they sign in with, where the organisation's people do.
    pub(crate) user_name: Option<&'a str>,
}

/// The address of the page where the person registers.
pub(crate) fn link(doorward: &Doorward, token: &str) -> String {
    format!("{}/join/{token}", doorward.instance.issuer.as_str().trim_end_matches('/'))
}

/// Orders the mail. Says whether it will go out: there is a mail server, and the address is one.
pub(crate) async fn order_invitation(
    doorward: &Doorward,
    change: &mut Change,
    org: Id<Org>,
    recipient: Recipient<'_>,
    (token, at, expires_at): (&Token, Time, Time),
) -> Result<bool> {
    if doorward.instance.mail.is_none() || recipient.to.parse::<Address>().is_err() {
        return Ok(false);
    }
    let mail = InvitationMail {
        to: recipient.to.to_owned(),
        name: recipient.name.map(str::to_owned),
        invited_by: recipient.invited_by.map(str::to_owned),
        language: recipient.language.map(str::to_owned),
        joins: recipient.joins,
        user_name: recipient.user_name.map(str::to_owned),
        token: token.expose(),
        at,
        expires_at,
    };
    order(doorward, change, Some(org), &mail, at).await?;
    Ok(true)
}

impl InvitationMail {
    /// The mail that it becomes, in the organisation's look and language of today.
    async fn mail(&self, doorward: &Doorward, job: Id<Job>, org: Option<Id<Org>>) -> Result<Mail> {
        let home = doorward.organisation(org.ok_or(Error::Corrupt("an invitation of no organisation"))?).await?;
        let sender = doorward.instance.mail.as_ref().ok_or(Error::Corrupt("an invitation without a sender"))?;
        let to: Address = self.to.parse().map_err(|_| Error::Corrupt("an invitation's address"))?;
        let head = Letterhead {
            organisation: &home.name,
            branding: &home.branding,
            sender,
            text: Texts::new(self.language(&home)),
            zone: home.branding.time_zone.as_deref().and_then(Zone::named).unwrap_or(Zone::UTC),
            formats: Formats::default(),
        };
        let invitation = Invitation {
            to: &to,
            name: self.name.as_deref(),
            invited_by: self.invited_by.as_deref(),
            link: &link(doorward, &self.token),
            joins: self.joins,
            signs_in_as: self.user_name.as_deref().map(|user_name| (home.slug.as_str(), user_name)),
            at: self.at,
            expires_at: self.expires_at,
        };
        Ok(invitation.mail(&head, &job.to_string()))
    }

    fn language(&self, home: &Organisation) -> Language {
        let own = self.language.as_deref().filter(|tag| Language::of_tag(tag).is_some());
        Wishes { user: own, organisation: home.branding.language.as_deref(), ..Wishes::default() }.language()
    }
}

impl Content for InvitationMail {
    fn kind(&self) -> &'static JobKind {
        &INVITATION
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.to)
    }
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let mail = match task.content::<InvitationMail>() {
            Ok(content) => content.mail(task.doorward, task.row.id, task.row.org).await,
            Err(error) => Err(error),
        };
        match mail {
            Ok(mail) => tried(task.post.deliver(&mail).await),
            Err(error) => Tried::Later(format!("it could not be made: {error}")),
        }
    })
}
