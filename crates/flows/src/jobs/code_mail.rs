//! Codes by mail as work. A code that can't be sent while it is good is not worth sending.

use model::{Id, Span, Time, id::Org, reader::Formats};
use notify::{Address, CodeMail, CodePurpose, Mail};
use serde::{Deserialize, Serialize};
use store::{Change, Guard};

use super::{
    kind::{Attempt, Content, JobKind, RecipientLimit, Task, Tried, within},
    notice::tried,
    order,
};
use crate::{Doorward, Error, Result, notices::letterhead};

/// How long a code is good.
pub(crate) const LIFE: Span = Span::minutes(5);

/// A code was asked for.
pub(super) static CODE: JobKind =
    JobKind { word: "mail.code", patience: LIFE, recipient_limits: &MAILBOX, at_once: 4, execute };

/// So that nobody can flood a mailbox from many networks at once; from one, the sign-in allows fewer. Browsers that the reader
/// signed in from before have as many of their own.
const MAILBOX: [RecipientLimit; 1] = [(within(10, Span::hours(24)), Guard("mailed codes of a day"))];

/// A code, and to whom it goes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CodeMessage {
    /// The address. None, where nobody is called as was typed: then it is ordered all the same, and nothing is sent.
    pub(crate) to: Option<String>,
    /// Whose budget it is taken from.
    pub(crate) budget: String,
    pub(crate) name: Option<String>,
    pub(crate) language: String,
    pub(crate) zone: Option<String>,
    pub(crate) date_format: Option<String>,
    pub(crate) time_format: Option<String>,
    pub(crate) purpose: CodePurpose,
    pub(crate) code: String,
    pub(crate) at: Time,
    pub(crate) agent: String,
    pub(crate) address: String,
}

impl Content for CodeMessage {
    fn kind(&self) -> &'static JobKind {
        &CODE
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.budget)
    }
}

impl CodeMessage {
    /// The mail that it becomes, in the organisation's look of today; none, where nobody is called as was typed.
    async fn mail(&self, task: Task<'_>) -> Result<Option<Mail>> {
        let Some(to) = &self.to else { return Ok(None) };
        let org = task.row.org.ok_or(Error::Corrupt("a code of no organisation"))?;
        let home = task.doorward.organisation(org).await?;
        let sender = task.doorward.instance.mail.as_ref().ok_or(Error::Corrupt("a code without a sender"))?;
        let to: Address = to.parse().map_err(|_| Error::Corrupt("a code's address"))?;
        let formats = Formats::of(self.date_format.as_deref(), self.time_format.as_deref());
        let head = letterhead(sender, &home, &self.language, (self.zone.as_deref(), formats));
        let mail = CodeMail {
            to: &to,
            name: self.name.as_deref(),
            purpose: self.purpose,
            code: &self.code,
            at: self.at,
            life: LIFE,
            seen: (&self.agent, &self.address),
        };
        Ok(Some(mail.mail(&head, &task.row.id.to_string())))
    }
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let mail = match task.content::<CodeMessage>() {
            Ok(message) => message.mail(task).await,
            Err(error) => Err(error),
        };
        match mail {
            Ok(Some(mail)) => tried(task.post.deliver(&mail).await),
            Ok(None) => Tried::Done,
            Err(error) => Tried::Later(format!("it could not be made: {error}")),
        }
    })
}

/// Orders a code. Without a mail server nothing is ordered.
pub(crate) async fn order_code(
    doorward: &Doorward,
    change: &mut Change,
    org: Option<Id<Org>>,
    message: &CodeMessage,
) -> Result<()> {
    match doorward.instance.mail {
        Some(_) => order(doorward, change, org, message, message.at).await,
        None => Ok(()),
    }
}
