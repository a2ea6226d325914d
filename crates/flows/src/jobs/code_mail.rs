//! Codes by mail as work. A code that can't be sent while it is good is not worth sending.

use model::Span;
use notify::{CodeMail, CodePurpose, Mail};
use serde::{Deserialize, Serialize};

use super::{
    asked_mail::{AskedFor, AskedMail, execute, mailbox},
    kind::{Content, JobKind, RecipientLimit, Task},
};
use crate::{Error, Result};

/// How long a code is good.
pub(crate) const LIFE: Span = Span::minutes(5);

/// A code was asked for.
pub(super) static CODE: JobKind = CODE_TERMS;

/// The same for whoever has no account, or for nobody: it holds up nobody who has one, however much of it is asked for.
pub(super) static NEWCOMERS_CODE: JobKind = JobKind { word: "mail.newcomers_code", at_once: 2, ..CODE_TERMS };

const CODE_TERMS: JobKind = JobKind {
    word: "mail.code",
    patience: LIFE,
    recipient_limits: &MAILBOX,
    at_once: 4,
    needs_mail: true,
    execute: execute::<CodeMessage>,
};

const MAILBOX: [RecipientLimit; 2] = mailbox("mailed codes of an hour", "mailed codes of a day");

/// A code, and to whom it goes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct CodeMessage {
    pub(crate) asked: AskedMail,
    pub(crate) purpose: CodePurpose,
    pub(crate) code: String,
    /// Whether it goes to nobody who has an account.
    #[serde(default)]
    pub(crate) to_newcomer: bool,
}

impl Content for CodeMessage {
    fn kind(&self) -> &'static JobKind {
        if self.to_newcomer { &NEWCOMERS_CODE } else { &CODE }
    }

    fn recipient(&self) -> Option<&str> {
        Some(&self.asked.budget)
    }
}

impl AskedFor for CodeMessage {
    fn asked(&self) -> &AskedMail {
        &self.asked
    }

    /// The mail that it becomes, in the organisation's look of today; none, where nobody is called as was typed.
    async fn mail(&self, task: Task<'_>) -> Result<Option<Mail>> {
        let Some(to) = self.asked.recipient()? else { return Ok(None) };
        let home = task.doorward.organisation(task.row.org.ok_or(Error::Corrupt("a code of no organisation"))?).await?;
        let mail = CodeMail {
            to: &to,
            name: self.asked.name.as_deref(),
            purpose: self.purpose,
            code: &self.code,
            at: self.asked.at,
            life: LIFE,
            seen: self.asked.seen(),
        };
        Ok(Some(mail.mail(&self.asked.head(task.doorward, &home)?, &task.row.id.to_string())))
    }
}
