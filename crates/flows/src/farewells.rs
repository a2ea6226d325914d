//! That sessions of a user ended, noted in the change that ends them: a job tells the applications (`jobs/logout.rs`).

use model::{
    Id, Time,
    id::{Org, User},
};
use serde::{Deserialize, Serialize};
use store::{
    Change,
    jobs::{self, JobRow},
};

use crate::{Doorward, jobs_data::sealed_job, new_id};

/// The kind of the job, as it is stored.
pub(crate) const WORD: &str = "logout.user";

/// Whose sessions ended.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SessionsEnded {
    pub(crate) user: Id<User>,
}

/// Notes that sessions of the user end with this change; from `due` on, the applications that they were used for are told.
pub(crate) fn order(doorward: &Doorward, change: &mut Change, (org, user): (Id<Org>, Id<User>), now: Time, due: Time) {
    let plain = serde_json::json!({ "user": user }).to_string();
    let row = sealed_job(doorward, new_id(doorward, now), (Some(org), WORD), plain.as_bytes(), now);
    jobs::insert(change, &JobRow { due_at: due, ..row });
}
