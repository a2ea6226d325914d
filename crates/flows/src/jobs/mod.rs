//! Work that is done after the answer. Each kind has its terms (for how long it is worth doing, what one recipient may get
//! of it, how much of it at once) and its executor; the queue knows no content.
//!
//! A new kind is a file with its terms, its content and its executor, and a line in [`KINDS`]. Nodes of an older release
//! leave kinds that they do not know to those that do.

mod asked_mail;
mod code_mail;
mod email_change;
mod inactivity;
mod invitation;
mod kind;
mod link_mail;
mod logout;
mod notice;
mod queue;
mod reset_request;
mod status;
mod text_code;
mod text_receipt;

use model::{
    Id, Time,
    id::{Job, Org},
};
use store::{
    Change,
    jobs::{self, JobRow},
};

use crate::{Doorward, Error, Result, instance_mac_key, jobs_data::sealed_job, new_id};
pub(crate) use asked_mail::{AskedMail, order_asked};
pub(crate) use code_mail::{CodeMessage, LIFE as CODE_LIFE};
pub(crate) use email_change::{ConfirmMessage, LIFE as EMAIL_LINK_LIFE, UndoMessage, confirm_token, undo_token};
pub(crate) use inactivity::order_warning;
pub(crate) use invitation::{Recipient, link, order_invitation};
pub use kind::JobKind;
pub(crate) use kind::{Content, Task, Tried};
pub(crate) use link_mail::{LIFE as LINK_LIFE, LinkMessage, add_restore_link};
pub(crate) use logout::{begin_farewells, order_farewells, order_farewells_of_session};
pub(crate) use notice::order_notice;
pub use queue::Leased;
pub(crate) use reset_request::{Forgotten, PATIENCE as RESET_PATIENCE, ResetRequest, order_reset};
pub(crate) use status::Counters;
pub use status::{GivenUp, JobsDone, JobsStatus};
pub use text_code::TextState;
pub(crate) use text_code::{TextCode, order_text, state_of_text};
pub(crate) use text_receipt::Received;
pub use text_receipt::TextReceipts;

/// Every kind of work.
pub(crate) static KINDS: [&JobKind; 15] = [
    &notice::SIGN_IN,
    &notice::LOCK,
    &notice::CREDENTIAL,
    &inactivity::WARNING,
    &invitation::INVITATION,
    &code_mail::CODE,
    &code_mail::NEWCOMERS_CODE,
    &link_mail::LINK,
    &logout::USER,
    &logout::ORGANISATION,
    &logout::APPLICATION,
    &email_change::CONFIRM,
    &email_change::UNDO,
    &text_code::CODE,
    &reset_request::RESET,
];

/// Orders a piece of work in the change of its cause.
async fn order<T: Content>(
    doorward: &Doorward,
    change: &mut Change,
    org: Option<Id<Org>>,
    content: &T,
    now: Time,
) -> Result<()> {
    order_as(doorward, change, new_id(doorward, now), (org, content), now).await
}

/// The same under an identifier that it can be asked for by.
async fn order_as<T: Content>(
    doorward: &Doorward,
    change: &mut Change,
    id: Id<Job>,
    (org, content): (Option<Id<Org>>, &T),
    now: Time,
) -> Result<()> {
    let recipient_key = match content.recipient() {
        Some(recipient) => Some(instance_mac_key::get(doorward).await?.mac("job recipient", &[recipient.as_bytes()])),
        None => None,
    };
    jobs::insert(change, &JobRow { recipient_key, ..row_as(doorward, id, (org, content), now)? });
    Ok(())
}

/// A piece of work as a row, for a kind that has no limits on what a recipient gets.
fn row_of<T: Content>(doorward: &Doorward, org: Option<Id<Org>>, content: &T, now: Time) -> Result<JobRow> {
    row_as(doorward, new_id(doorward, now), (org, content), now)
}

fn row_as<T: Content>(
    doorward: &Doorward,
    id: Id<Job>,
    (org, content): (Option<Id<Org>>, &T),
    now: Time,
) -> Result<JobRow> {
    let plain = serde_json::to_vec(content).map_err(|_| Error::Corrupt("something to be stored as JSON"))?;
    Ok(sealed_job(doorward, id, (org, content.kind().word), &plain, now))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_kind_has_a_word_and_guards_of_its_own() {
        assert_eq!(KINDS.iter().map(|kind| kind.word).collect::<HashSet<_>>().len(), KINDS.len());
        for kind in KINDS {
            let guards: HashSet<_> = kind.recipient_limits.iter().map(|(_, guard)| guard).collect();
            assert_eq!(guards.len(), kind.recipient_limits.len());
            assert!(
                !guards.contains(&jobs::FREE),
                "the queue tells a spent budget from a lease that somebody else has"
            );
        }
    }
}
