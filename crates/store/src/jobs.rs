//! Background work, written in the same change as its cause, leased with a fencing number.
//!
//! A job that can't be done is not removed: it is given up, and stands there without its data, for [`status`] to count, until
//! [`prune`] takes it away.

use model::{
    Id, Span, Time,
    id::{Job, Org},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    INSERT = "insert into jobs (id, org, kind, recipient_key, data, due_at, leased_until, fence, tries, created_at, given_up_at, trouble) \
        values ($1, $2, $3, $4, $5, $6, 0, 0, 0, $7, null, '')";
    DUE = "select id, org, kind, recipient_key, data, fence, tries, due_at, created_at from jobs \
        where kind = $1 and due_at <= $2 and leased_until <= $2 and given_up_at is null order by due_at limit $3";
    LEASE = "update jobs set leased_until = $3, fence = fence + 1, tries = tries + 1 \
        where id = $1 and fence = $2 and leased_until <= $4 and given_up_at is null";
    DONE = "delete from jobs where id = $1 and fence = $2";
    LATER = "update jobs set due_at = $3, leased_until = 0, trouble = $4 where id = $1 and fence = $2";
    GIVE_UP = "update jobs set due_at = $3, leased_until = 0, given_up_at = $4, trouble = $5, data = $6 \
        where id = $1 and fence = $2";
    GIVE_UP_ALL = "update jobs set due_at = $1, leased_until = 0, fence = fence + 1, given_up_at = $2, trouble = $3, data = $4 \
        where due_at < $1";
    FAILED_AFTER_ALL = "insert into jobs \
          (id, org, kind, recipient_key, data, due_at, leased_until, fence, tries, created_at, given_up_at, trouble) \
        values ($1, $2, $3, null, $4, $5, 0, 1, 1, $6, $6, $7) \
        on conflict (id) do update set due_at = $5, leased_until = 0, fence = jobs.fence + 1, given_up_at = $6, trouble = $7, \
          data = $4 where jobs.given_up_at is null";
    GIVEN_UP_OF_KIND = "select count(*) from jobs where given_up_at > $1 and kind = $2";
    STATE = "select given_up_at, trouble from jobs where id = $1";
    WAITING = "select count(*) from jobs where due_at < $1";
    GIVEN_UP = "select count(*) from jobs where given_up_at > $1";
    OLDEST = "select due_at from jobs where due_at < $1 order by due_at limit 1";
    PRUNE = "delete from jobs where id in \
        (select id from jobs where given_up_at < $1 limit 5000)";
}

/// How far a piece of work has come that is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobState {
    /// When it was given up, if it was.
    pub given_up_at: Option<Time>,
    /// Whether a try has failed.
    pub has_failed: bool,
}

/// How far a piece of work has come; none once it is done.
pub async fn state(read: &mut Read, id: Id<Job>) -> Result<Option<JobState>, StoreError> {
    let row = read.one::<(Option<Time>, String)>(&STATE, params![id]).await?;
    Ok(row.map(|(given_up_at, trouble)| JobState { given_up_at, has_failed: !trouble.is_empty() }))
}

/// For how long a job that was given up stands there for somebody to see.
const GIVEN_UP_KEPT: Span = Span::days(30);
/// What is left of the data of a job that was given up: nobody reads it any more, and it holds codes, names and numbers.
const NOTHING: &[u8] = &[];

/// A piece of work.
#[derive(Debug, Clone)]
pub struct JobRow {
    /// Its identifier.
    pub id: Id<Job>,
    /// The organisation it is done for.
    pub org: Option<Id<Org>>,
    /// What kind of work.
    pub kind: String,
    /// A keyed hash of whom it is for, where the kind limits what one recipient gets.
    pub recipient_key: Option<[u8; 32]>,
    /// What it needs to know, sealed.
    pub data: Vec<u8>,
    /// Grows with each lease; only the holder of the last one may finish.
    pub fence: i64,
    /// How often it was begun.
    pub tries: i64,
    /// When it is due.
    pub due_at: Time,
    /// When it was ordered.
    pub created_at: Time,
}

impl FromRow for JobRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            org: row.get()?,
            kind: row.get()?,
            recipient_key: row.get()?,
            data: row.get()?,
            fence: row.get()?,
            tries: row.get()?,
            due_at: row.get()?,
            created_at: row.get()?,
        })
    }
}

/// How much work there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Status {
    /// Jobs that are not done yet.
    pub waiting: i64,
    /// When the oldest of them is, or was, due.
    pub oldest_due_at: Option<Time>,
    /// Jobs that were given up in the last 30 days.
    pub given_up: i64,
}

/// Orders a piece of work.
pub fn insert(change: &mut Change, job: &JobRow) {
    let (kind, data) = (job.kind.as_str(), job.data.as_slice());
    change.add(&INSERT, params![job.id, job.org, kind, job.recipient_key, data, job.due_at, job.created_at]);
}

/// Work of this kind that is due and that nobody has leased, the oldest first, so much at most.
pub async fn due(read: &mut Read, kind: &str, now: Time, most: i64) -> Result<Vec<JobRow>, StoreError> {
    read.all(&DUE, params![kind, now, most]).await
}

/// The guard of [`lease`].
pub const FREE: Guard = Guard("job free");

/// The guard of [`done`], [`later`] and [`give_up`].
pub const LEASE_HELD: Guard = Guard("lease held");

/// The guard of [`failed_after_all`].
const NOT_GIVEN_UP: Guard = Guard("job not given up");

/// Leases a job until then. Guard: nobody else did. Its fence is `job.fence + 1` from here on.
pub fn lease(change: &mut Change, job: &JobRow, now: Time, until: Time) {
    change.guard(&LEASE, params![job.id, job.fence, until, now], FREE);
}

/// Finishes the job. Guard: the lease is still ours.
pub fn done(change: &mut Change, id: Id<Job>, fence: i64) {
    change.guard(&DONE, params![id, fence], LEASE_HELD);
}

/// Puts the job off, and notes why. Guard: the lease is still ours.
pub fn later(change: &mut Change, id: Id<Job>, fence: i64, due_at: Time, trouble: &str) {
    change.guard(&LATER, params![id, fence, due_at, trouble], LEASE_HELD);
}

/// Gives the job up: nobody tries it again. Guard: the lease is still ours.
pub fn give_up(change: &mut Change, id: Id<Job>, fence: i64, now: Time, trouble: &str) {
    change.guard(&GIVE_UP, params![id, fence, Time::NEVER, now, trouble, NOTHING], LEASE_HELD);
}

/// A job that was done, or is about to be, had no effect: it stands there as given up, and whoever has leased it settles nothing. Guard: it
/// was not given up before.
pub fn failed_after_all(change: &mut Change, id: Id<Job>, (org, kind): (Id<Org>, &str), now: Time, trouble: &str) {
    change.guard(&FAILED_AFTER_ALL, params![id, org, kind, NOTHING, Time::NEVER, now, trouble], NOT_GIVEN_UP);
}

/// How many jobs of a kind were given up in the last 30 days.
pub async fn given_up_of_kind(read: &mut Read, kind: &str, now: Time) -> Result<i64, StoreError> {
    let counted: Option<(i64,)> = read.one(&GIVEN_UP_OF_KIND, params![now - GIVEN_UP_KEPT, kind]).await?;
    Ok(counted.map_or(0, |(count,)| count))
}

/// Gives up everything that waits, whoever has leased it.
pub fn give_up_all(change: &mut Change, now: Time, trouble: &str) {
    change.add(&GIVE_UP_ALL, params![Time::NEVER, now, trouble, NOTHING]);
}

/// How much work there is.
pub async fn status(read: &mut Read, now: Time) -> Result<Status, StoreError> {
    let waiting: Option<(i64,)> = read.one(&WAITING, params![Time::NEVER]).await?;
    let oldest: Option<(Time,)> = read.one(&OLDEST, params![Time::NEVER]).await?;
    let given_up: Option<(i64,)> = read.one(&GIVEN_UP, params![now - GIVEN_UP_KEPT]).await?;
    let number = |counted: Option<(i64,)>| counted.map_or(0, |(number,)| number);
    Ok(Status { waiting: number(waiting), oldest_due_at: oldest.map(|(at,)| at), given_up: number(given_up) })
}

/// Removes what was given up long ago.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now - GIVEN_UP_KEPT]);
}
