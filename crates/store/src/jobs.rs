//! Background work, written in the same change as its cause, leased with a fencing number.

use model::{
    Id, Time,
    id::{Job, Org},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    INSERT = "insert into jobs (id, org, kind, data, due_at, leased_until, fence, tries, created_at) \
        values ($1, $2, $3, $4, $5, 0, 0, 0, $6)";
    DUE = "select id, org, kind, data, fence, tries, due_at from jobs where due_at <= $1 and leased_until <= $1 \
        order by due_at limit 20";
    LEASE = "update jobs set leased_until = $3, fence = fence + 1, tries = tries + 1 \
        where id = $1 and fence = $2 and leased_until <= $4";
    DONE = "delete from jobs where id = $1 and fence = $2";
    LATER = "update jobs set due_at = $3, leased_until = 0 where id = $1 and fence = $2";
}

/// A piece of work.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its identifier.
    pub id: Id<Job>,
    /// The organisation it is done for.
    pub org: Option<Id<Org>>,
    /// What kind of work.
    pub kind: String,
    /// What it needs to know, sealed.
    pub data: Vec<u8>,
    /// Grows with each lease; only the holder of the last one may finish.
    pub fence: i64,
    /// How often it was begun.
    pub tries: i64,
    /// When it is due.
    pub due_at: Time,
}

impl FromRow for JobRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            org: row.get()?,
            kind: row.get()?,
            data: row.get()?,
            fence: row.get()?,
            tries: row.get()?,
            due_at: row.get()?,
        })
    }
}

/// Orders a piece of work.
pub fn insert(change: &mut Change, job: &JobRow, now: Time) {
    change.add(&INSERT, params![job.id, job.org, job.kind.as_str(), job.data.as_slice(), job.due_at, now]);
}

/// Work that is due and that nobody has leased.
pub async fn due(read: &mut Read, now: Time) -> Result<Vec<JobRow>, StoreError> {
    read.all(&DUE, params![now]).await
}

/// Leases a job until then. Guard: nobody else did. Its fence is `job.fence + 1` from here on.
pub fn lease(change: &mut Change, job: &JobRow, now: Time, until: Time) {
    change.guard(&LEASE, params![job.id, job.fence, until, now], Guard("job free"));
}

/// Finishes the job. Guard: the lease is still ours.
pub fn done(change: &mut Change, id: Id<Job>, fence: i64) {
    change.guard(&DONE, params![id, fence], Guard("lease held"));
}

/// Puts the job off. Guard: the lease is still ours.
pub fn later(change: &mut Change, id: Id<Job>, fence: i64, due_at: Time) {
    change.guard(&LATER, params![id, fence, due_at], Guard("lease held"));
}
