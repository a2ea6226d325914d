//! Codes by text message as work. One that can't be sent while it is good is not worth sending; each try carries the same code
//! (PITFALLS S6). Where the gateway was asked and gave no answer, it may have sent the message, and be paid for it: it is asked once
//! more, and no third time, so that a slow gateway costs no more than twice what the budgets hold (SMS-01).

use model::{
    Id, Time,
    id::{Job, Org, User},
    phone::PhoneNumber,
};
use notify::{TextMessage, TextOutcome, TextStage};
use serde::{Deserialize, Serialize};
use store::{Change, Read, jobs};

use super::{
    CODE_LIFE,
    kind::{Attempt, Content, JobKind, Task, Tried},
    order_as, text_receipt,
};
use crate::{Doorward, Result};

/// A code was asked for. Its budgets are taken where it is ordered: whoever asked is told on the page.
pub(super) static CODE: JobKind =
    JobKind { word: "text.code", patience: CODE_LIFE, recipient_limits: &[], at_once: 4, needs_mail: false, execute };

/// A code, and to whom it goes.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TextCode {
    /// The number.
    pub(crate) to: String,
    /// What it says, with the code.
    pub(crate) text: String,
    /// Whose telephone it is, or is to be.
    pub(crate) user: Id<User>,
}

impl Content for TextCode {
    fn kind(&self) -> &'static JobKind {
        &CODE
    }

    fn recipient(&self) -> Option<&str> {
        None
    }
}

/// How far a text message has come, as a page tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextState {
    /// The gateway has it, or will have it in a moment.
    Sent,
    /// The gateway did not take it yet; it is tried again.
    Delayed,
    /// It will not come.
    Failed,
}

fn execute(task: Task<'_>) -> Attempt<'_> {
    Box::pin(async move {
        let Some(settings) = &task.doorward.instance.text_messages else {
            return Tried::Never("there is no SMS gateway any more".to_owned());
        };
        let content = match task.content::<TextCode>() {
            Ok(content) => content,
            Err(error) => return Tried::Later(format!("it could not be made: {error}")),
        };
        let Some(to) = PhoneNumber::of_stored(&content.to) else {
            return Tried::Never("its number is none".to_owned());
        };
        let receipt = match text_receipt::address(task.doorward, settings, (task.row, content.user), &to).await {
            Ok(receipt) => receipt,
            Err(error) => return Tried::Later(format!("it could not be made: {error}")),
        };
        let (text, id) = (&content.text, &task.row.id.to_string());
        let message = TextMessage { to: &to, text, id, receipt: &receipt };
        match settings.gateway.deliver(&message, task.now).await {
            TextOutcome::Accepted => Tried::Done,
            TextOutcome::Later(error) if error.stage == TextStage::Answer && task.row.tries > 0 => {
                Tried::Never(error.to_string())
            }
            TextOutcome::Later(error) if error.stage.concerns_all() => Tried::Unreachable(error.to_string()),
            TextOutcome::Later(error) => Tried::Later(error.to_string()),
            TextOutcome::Never(error) => Tried::Never(error.to_string()),
        }
    })
}

/// Orders a code, under the identifier of its challenge.
pub(crate) async fn order_text(
    doorward: &Doorward,
    change: &mut Change,
    challenge: Id<Job>,
    (org, content): (Id<Org>, &TextCode),
    now: Time,
) -> Result<()> {
    order_as(doorward, change, challenge, (Some(org), content), now).await
}

/// How far the text message with this challenge has come.
pub(crate) async fn state_of_text(read: &mut Read, challenge: Id<Job>) -> Result<TextState> {
    Ok(match jobs::state(read, challenge).await? {
        None => TextState::Sent,
        Some(state) if state.given_up_at.is_some() => TextState::Failed,
        Some(state) if state.has_failed => TextState::Delayed,
        Some(_) => TextState::Sent,
    })
}
