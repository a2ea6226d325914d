//! Links by mail to somebody who has an account, to a new password. What of one is stored opens nothing.

use model::{
    Id, Time,
    id::{Job, Org, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    BY_HASH = "select org, user_id, job, purpose, epoch, address, asked_in, created_at, expires_at, used_at \
        from mailed_links where hash = $1";
    UNUSED = "select org, user_id, job, purpose, epoch, address, asked_in, created_at, expires_at, used_at from mailed_links \
        where org = $1 and user_id = $2 and purpose = $3 and used_at is null order by expires_at desc limit 1";
    INSERT = "insert into mailed_links (hash, org, user_id, job, purpose, epoch, address, asked_in, created_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing";
    ASKED_AGAIN = "update mailed_links set asked_in = $4 where org = $1 and user_id = $2 and job = $3 and used_at is null";
    VOID = "delete from mailed_links where org = $1 and user_id = $2 and purpose = $3 and used_at is null and hash <> $4";
    USE = "update mailed_links set used_at = $2 where hash = $1 and used_at is null and expires_at > $2";
    PRUNE = "delete from mailed_links where hash in (select hash from mailed_links where expires_at < $1 limit 5000)";
}

/// A link that was mailed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailedLinkRow {
    /// The home organisation of whom it was mailed to.
    pub org: Id<Org>,
    /// Whom it was mailed to.
    pub user: Id<User>,
    /// The job that made it. Its token is made of that, so that the same link can be mailed again.
    pub job: Id<Job>,
    /// What it is for, as a word.
    pub purpose: String,
    /// The epochs of user and organisation when it was made, added up: it holds while the sum is the same.
    pub epoch: i64,
    /// The address that it was mailed to, folded: it holds while mail reaches the person there.
    pub address: String,
    /// The sign-in that it was asked for in, sealed for the browser that asked; empty where there was none.
    pub asked_in: String,
    /// When it was made.
    pub created_at: Time,
    /// When it ends.
    pub expires_at: Time,
    /// When it did its work.
    pub used_at: Option<Time>,
}

impl FromRow for MailedLinkRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            user: row.get()?,
            job: row.get()?,
            purpose: row.get()?,
            epoch: row.get()?,
            address: row.get()?,
            asked_in: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
            used_at: row.get()?,
        })
    }
}

/// The guard of a link that nobody used and that has not ended.
pub const HOLDS: Guard = Guard("mailed link holds");

/// The link whose token has this hash.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32]) -> Result<Option<MailedLinkRow>, StoreError> {
    read.one(&BY_HASH, params![&hash[..]]).await
}

/// The user's newest link for this purpose that was not used; it may have ended.
pub async fn unused(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    purpose: &str,
) -> Result<Option<MailedLinkRow>, StoreError> {
    read.one(&UNUSED, params![org, user, purpose]).await
}

/// Makes a link, once; the user's other ones for the same purpose are void.
pub fn replace(change: &mut Change, row: &MailedLinkRow, hash: &[u8; 32]) {
    change.add(&VOID, params![row.org, row.user, row.purpose.as_str(), &hash[..]]);
    let values = params![
        &hash[..],
        row.org,
        row.user,
        row.job,
        row.purpose.as_str(),
        row.epoch,
        row.address.as_str(),
        row.asked_in.as_str(),
        row.created_at,
        row.expires_at
    ];
    change.add(&INSERT, values);
}

/// Notes the sign-in that the link which this job made was asked for in again.
pub fn asked_again(change: &mut Change, (org, user): (Id<Org>, Id<User>), job: Id<Job>, asked_in: &str) {
    change.add(&ASKED_AGAIN, params![org, user, job, asked_in]);
}

/// Uses it up. Guard: nobody has, and it has not ended.
pub fn spend(change: &mut Change, hash: &[u8; 32], now: Time) {
    change.guard(&USE, params![&hash[..], now], HOLDS);
}

/// Removes links that ended before this time.
pub fn prune(change: &mut Change, ended_before: Time) {
    change.add(&PRUNE, params![ended_before]);
}
