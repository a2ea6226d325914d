//! That sessions ended, noted in the change that ends them: a job tells the applications (`jobs/logout.rs`).

use model::{
    Id, Time,
    id::{AppSession, Job, Org, User},
};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{
    Change,
    jobs::{self, JobRow},
};

use crate::{Doorward, jobs_data::sealed_job, new_id};

/// The kind of the job of one user, as it is stored.
pub(crate) const OF_USER: &str = "logout.user";
/// The same, of an organisation.
pub(crate) const OF_ORGANISATION: &str = "logout.organisation";

/// Whose sessions ended.
#[derive(Debug, Deserialize)]
pub(crate) struct UserSessionsEnded {
    pub(crate) user: Id<User>,
}

/// That all sessions of an organisation ended.
#[derive(Debug, Deserialize)]
pub(crate) struct OrganisationSessionsEnded {
    /// Those up to this one are closed.
    pub(crate) after: Id<AppSession>,
}

/// Notes that sessions of the user end with this change: the applications that they were used for are told.
pub(crate) fn order(doorward: &Doorward, change: &mut Change, owner: (Id<Org>, Id<User>), now: Time) {
    order_for(doorward, change, owner, now, now);
}

/// The same, from `due` on.
pub(crate) fn order_for(
    doorward: &Doorward,
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    now: Time,
    due: Time,
) -> Id<Job> {
    insert(doorward, change, (org, OF_USER), &json!({ "user": user }), (now, due))
}

/// Notes that all sessions of an organisation end with this change.
pub(crate) fn order_of_organisation(doorward: &Doorward, change: &mut Change, org: Id<Org>, now: Time) {
    go_on(doorward, change, org, Id::from_bytes([0; 16]), now);
}

/// The same, but for those that are closed already: up to this one.
pub(crate) fn go_on(doorward: &Doorward, change: &mut Change, org: Id<Org>, after: Id<AppSession>, now: Time) {
    insert(doorward, change, (org, OF_ORGANISATION), &json!({ "after": after }), (now, now));
}

fn insert(
    doorward: &Doorward,
    change: &mut Change,
    (org, word): (Id<Org>, &str),
    content: &Value,
    (now, due_at): (Time, Time),
) -> Id<Job> {
    let id = new_id(doorward, now);
    let row = sealed_job(doorward, id, (Some(org), word), content.to_string().as_bytes(), now);
    jobs::insert(change, &JobRow { due_at, ..row });
    id
}
