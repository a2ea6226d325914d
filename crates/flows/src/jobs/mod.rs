//! Work that is done after the answer. Each kind has its terms (for how long it is worth doing, what one recipient may get
//! of it, how much of it at once) and its executor; the queue knows no content.
//!
//! A new kind is a file with its terms, its content and its executor, and a line in [`KINDS`]. Nodes of an older release
//! leave kinds that they do not know to those that do.

mod asked_mail;
mod code_mail;
mod invitation;
mod kind;
mod link_mail;
mod notice;
mod queue;
mod status;

use crypto::seal::SealContext;
use model::{Id, Time, id::Job, id::Org};
use store::{
    Change,
    jobs::{self, JobRow},
};

use crate::{Doorward, Error, Result, instance_mac_key, new_id};
pub(crate) use asked_mail::AskedMail;
pub(crate) use code_mail::{CodeMessage, LIFE as CODE_LIFE, order_code};
pub(crate) use invitation::{Recipient, link, order_invitation};
pub use kind::JobKind;
pub(crate) use kind::{Content, Task, Tried};
pub(crate) use link_mail::{LIFE as LINK_LIFE, LinkMessage, order_link};
pub(crate) use notice::order_notice;
pub use queue::Leased;
pub(crate) use status::Counters;
pub use status::{JobsDone, JobsStatus};

/// Every kind of work.
pub(crate) static KINDS: [&JobKind; 6] =
    [&notice::SIGN_IN, &notice::LOCK, &notice::CREDENTIAL, &invitation::INVITATION, &code_mail::CODE, &link_mail::LINK];

/// Orders a piece of work in the change of its cause.
async fn order<T: Content>(
    doorward: &Doorward,
    change: &mut Change,
    org: Option<Id<Org>>,
    content: &T,
    now: Time,
) -> Result<()> {
    let (id, kind): (Id<Job>, _) = (new_id(doorward, now), content.kind());
    let plain = serde_json::to_vec(content).map_err(|_| Error::Corrupt("something to be stored as JSON"))?;
    let recipient_key = match content.recipient() {
        Some(recipient) => Some(instance_mac_key::get(doorward).await?.mac("job recipient", &[recipient.as_bytes()])),
        None => None,
    };
    let row = JobRow {
        id,
        org,
        kind: kind.word.to_owned(),
        recipient_key,
        data: doorward.sealer.seal(&*doorward.entropy, data_place(&id), &plain),
        fence: 0,
        tries: 0,
        due_at: now,
        created_at: now,
    };
    jobs::insert(change, &row);
    Ok(())
}

/// Where a job's data is sealed for.
pub(crate) fn data_place(job: &Id<Job>) -> SealContext<'_> {
    SealContext { table: "jobs", column: "data", row: job.as_bytes() }
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
