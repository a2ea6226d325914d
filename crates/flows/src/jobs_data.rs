//! A job as a row, with what it needs to know sealed in it.

use crypto::seal::SealContext;
use model::{Id, Time, id::Job, id::Org};
use store::jobs::JobRow;

use crate::Doorward;

/// A new job of this kind, due at once.
pub(crate) fn sealed_job(
    doorward: &Doorward,
    id: Id<Job>,
    (org, kind): (Option<Id<Org>>, &str),
    plain: &[u8],
    now: Time,
) -> JobRow {
    JobRow {
        id,
        org,
        kind: kind.to_owned(),
        recipient_key: None,
        data: doorward.sealer.seal(&*doorward.entropy, data_place(&id), plain),
        fence: 0,
        tries: 0,
        due_at: now,
        created_at: now,
    }
}

/// Where a job's data is sealed for.
pub(crate) fn data_place(job: &Id<Job>) -> SealContext<'_> {
    SealContext { table: "jobs", column: "data", row: job.as_bytes() }
}
