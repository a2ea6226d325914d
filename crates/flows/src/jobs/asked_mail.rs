//! What mails that somebody asks for have in common: whom they go to, from whose budget, in which words.

use model::{Id, Span, Time, id::Org, reader::Formats};
use notify::{Address, Letterhead, Mail};
use serde::{Deserialize, Serialize};
use store::{Change, attempts::Budget};

use super::{
    kind::{Attempt, Content, RecipientLimit, Task, Tried},
    notice::tried,
    order,
};
use crate::{Doorward, Error, Organisation, Result, notices::letterhead};

/// A mail that was asked for, as far as it is the same whatever it says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AskedMail {
    /// The address. None, where nobody is called as was typed: then it is ordered all the same, and nothing is sent.
    pub(crate) to: Option<String>,
    /// Whose budget it is taken from: the mailbox's, or that of one browser that its owner signed in from before.
    pub(crate) budget: String,
    pub(crate) name: Option<String>,
    pub(crate) language: String,
    pub(crate) zone: Option<String>,
    pub(crate) date_format: Option<String>,
    pub(crate) time_format: Option<String>,
    pub(crate) at: Time,
    pub(crate) agent: String,
    pub(crate) address: String,
}

/// So many of a kind an hour and a day, that nobody can flood a mailbox from many networks; from one, the sign-in allows fewer than
/// those of an hour. Whoever uses up an hour keeps nobody out for a day. Browsers that the reader signed in from before have as many of
/// their own.
pub(super) const fn mailbox(hour: &'static str, day: &'static str) -> [RecipientLimit; 2] {
    [(Budget::within(6, Span::hours(1)), store::Guard(hour)), (Budget::within(30, Span::hours(24)), store::Guard(day))]
}

impl AskedMail {
    /// The head of the mail, in the organisation's look of today.
    pub(super) fn head<'a>(&self, doorward: &'a Doorward, home: &'a Organisation) -> Result<Letterhead<'a>> {
        let sender = doorward.instance.mail.as_ref().ok_or(Error::Corrupt("a mail without a sender"))?;
        let formats = Formats::of(self.date_format.as_deref(), self.time_format.as_deref());
        Ok(letterhead(sender, home, &self.language, (self.zone.as_deref(), formats)))
    }

    /// Whom it goes to; nobody, where nobody is called as was typed.
    pub(super) fn recipient(&self) -> Result<Option<Address>> {
        let to = self.to.as_deref().map(str::parse).transpose();
        to.map_err(|_| Error::Corrupt("a mail's address"))
    }

    /// The browser that asked for it, and where from.
    pub(super) fn seen(&self) -> (&str, &str) {
        (&self.agent, &self.address)
    }
}

/// What becomes a mail that somebody asked for.
pub(super) trait AskedFor: Content {
    /// The common part.
    fn asked(&self) -> &AskedMail;

    /// The mail; none, where there is nobody to tell, or nothing any more.
    fn mail(&self, task: Task<'_>) -> impl Future<Output = Result<Option<Mail>>> + Send;
}

/// Makes the mail, and hands it over.
pub(super) fn execute<M: AskedFor + Sync + Send>(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let mail = match task.content::<M>() {
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

/// Orders a mail that somebody asked for. Without a mail server nothing is ordered.
#[expect(private_bounds, reason = "what can be asked for is named in this folder")]
pub(crate) async fn order_asked<M: AskedFor>(
    doorward: &Doorward,
    change: &mut Change,
    org: Option<Id<Org>>,
    message: &M,
) -> Result<()> {
    match doorward.instance.mail {
        Some(_) => order(doorward, change, org, message, message.asked().at).await,
        None => Ok(()),
    }
}
