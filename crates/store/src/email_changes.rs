//! Wishes of users to move their e-mail address, and what undoes them. What of a link is stored opens nothing.

use model::{
    Id, Time,
    id::{self, Org, User},
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

/// The columns of an [`EmailChangeRow`], in order.
macro_rules! columns {
    () => {
        "org, user_id, id, epoch, address, wished, had_factor, created_at, expires_at, confirmed_at, dropped_at, undo_until, undone_at, voided_at "
    };
}

statements! {
    BY_HASH = concat!("select ", columns!(), "from email_changes where hash = $1");
    BY_UNDO_HASH = concat!("select ", columns!(), "from email_changes where undo_hash = $1");
    BY_ID = concat!("select ", columns!(), "from email_changes where org = $1 and user_id = $2 and id = $3");
    OPEN = concat!("select ", columns!(), "from email_changes where org = $1 and user_id = $2 and confirmed_at is null \
        and dropped_at is null and undone_at is null and voided_at is null order by id desc limit 1");
    OF_USER = concat!("select ", columns!(), "from email_changes where org = $1 and user_id = $2 order by id");
    INSERT = "insert into email_changes (org, user_id, id, hash, undo_hash, epoch, address, wished, had_factor, created_at, \
        expires_at, undo_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing";
    DROP = "update email_changes set dropped_at = $3 where org = $1 and user_id = $2 and confirmed_at is null \
        and dropped_at is null and undone_at is null and voided_at is null";
    PROLONG = "update email_changes set expires_at = $4 where org = $1 and user_id = $2 and id = $3 and confirmed_at is null \
        and dropped_at is null and undone_at is null and voided_at is null";
    CONFIRM = "update email_changes set confirmed_at = $4, undo_until = $5 where org = $1 and user_id = $2 and id = $3 \
        and confirmed_at is null and dropped_at is null and undone_at is null and voided_at is null and expires_at > $4";
    UNDO = "update email_changes set undone_at = $4 where org = $1 and user_id = $2 and id = $3 and undone_at is null \
        and voided_at is null and undo_until > $4";
    VOID_LATER = "update email_changes set voided_at = $4 where org = $1 and user_id = $2 and id <> $3 \
        and created_at >= $5 and undone_at is null and voided_at is null";
    VOID = "update email_changes set voided_at = $3 where org = $1 and user_id = $2 and undone_at is null and voided_at is null";
    PRUNE = "delete from email_changes where (org, user_id, id) in \
        (select org, user_id, id from email_changes where undo_until < $1 limit 5000)";
}

/// A wish to move an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChangeRow {
    /// The home organisation of whose address it is.
    pub org: Id<Org>,
    /// Whose address it is.
    pub user: Id<User>,
    /// Its identifier. The tokens of its links are made of that.
    pub id: Id<id::EmailChange>,
    /// The epochs of user and organisation when it was wished, added up: the new address can be confirmed while the sum is the same.
    pub epoch: i64,
    /// The address from before, as it was written.
    pub address: String,
    /// The address that is wished, as it was written.
    pub wished: String,
    /// Whether the account had a second factor then.
    pub had_factor: bool,
    /// When it was wished.
    pub created_at: Time,
    /// Until when the new address can be confirmed.
    pub expires_at: Time,
    /// When it was.
    pub confirmed_at: Option<Time>,
    /// When the wish was given up or followed by another one.
    pub dropped_at: Option<Time>,
    /// Until when it can be undone.
    pub undo_until: Time,
    /// When it was.
    pub undone_at: Option<Time>,
    /// When something made both links void: undoing an earlier one, or an act of an administrator.
    pub voided_at: Option<Time>,
}

impl EmailChangeRow {
    /// Whether the new address may still be confirmed, as far as time and what was done with it tell.
    pub fn is_open(&self, now: Time) -> bool {
        let ended = [self.confirmed_at, self.dropped_at, self.undone_at, self.voided_at];
        ended.iter().all(Option::is_none) && now < self.expires_at
    }
}

impl FromRow for EmailChangeRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            user: row.get()?,
            id: row.get()?,
            epoch: row.get()?,
            address: row.get()?,
            wished: row.get()?,
            had_factor: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
            confirmed_at: row.get()?,
            dropped_at: row.get()?,
            undo_until: row.get()?,
            undone_at: row.get()?,
            voided_at: row.get()?,
        })
    }
}

/// The guard of a wish that was neither confirmed, given up nor undone.
pub const OPEN_STILL: Guard = Guard("e-mail change open");

/// The guard of a wish that can be undone.
pub const UNDOABLE: Guard = Guard("e-mail change can be undone");

/// The wish whose link to the new address holds the token with this hash.
pub async fn by_hash(read: &mut Read, hash: &[u8; 32]) -> Result<Option<EmailChangeRow>, StoreError> {
    read.one(&BY_HASH, params![&hash[..]]).await
}

/// The wish whose link that undoes it holds the token with this hash.
pub async fn by_undo_hash(read: &mut Read, hash: &[u8; 32]) -> Result<Option<EmailChangeRow>, StoreError> {
    read.one(&BY_UNDO_HASH, params![&hash[..]]).await
}

/// This wish of the user.
pub async fn by_id(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    id: Id<id::EmailChange>,
) -> Result<Option<EmailChangeRow>, StoreError> {
    read.one(&BY_ID, params![org, user, id]).await
}

/// The user's wish that nothing came of yet; its link may have ended.
pub async fn open(read: &mut Read, (org, user): (Id<Org>, Id<User>)) -> Result<Option<EmailChangeRow>, StoreError> {
    read.one(&OPEN, params![org, user]).await
}

/// All that are kept of the user's, in the order of time: a month's, of which a day has few.
pub async fn of_user(read: &mut Read, (org, user): (Id<Org>, Id<User>)) -> Result<Vec<EmailChangeRow>, StoreError> {
    read.all(&OF_USER, params![org, user]).await
}

/// Notes a wish, with the hashes of the tokens in its two links; another one that is open is given up.
pub fn insert(change: &mut Change, row: &EmailChangeRow, (hash, undo_hash): (&[u8; 32], &[u8; 32])) {
    drop_open(change, (row.org, row.user), row.created_at);
    let values = params![
        row.org,
        row.user,
        row.id,
        &hash[..],
        &undo_hash[..],
        row.epoch,
        row.address.as_str(),
        row.wished.as_str(),
        row.had_factor,
        row.created_at,
        row.expires_at,
        row.undo_until
    ];
    change.guard(&INSERT, values, OPEN_STILL);
}

/// Gives up what is open.
pub fn drop_open(change: &mut Change, (org, user): (Id<Org>, Id<User>), now: Time) {
    change.add(&DROP, params![org, user, now]);
}

/// Lets its link hold until then. Guard: it is open.
pub fn prolong(change: &mut Change, row: &EmailChangeRow, until: Time) {
    change.guard(&PROLONG, params![row.org, row.user, row.id, until], OPEN_STILL);
}

/// Notes that the new address was confirmed; it can be undone until then. Guard: it is open, and its link holds.
pub fn confirm(change: &mut Change, row: &EmailChangeRow, (now, undo_until): (Time, Time)) {
    change.guard(&CONFIRM, params![row.org, row.user, row.id, now, undo_until], OPEN_STILL);
}

/// Notes that it was undone, and that the user's later ones are void with it. Guard: it can be undone.
pub fn undo(change: &mut Change, row: &EmailChangeRow, now: Time) {
    change.guard(&UNDO, params![row.org, row.user, row.id, now], UNDOABLE);
    change.add(&VOID_LATER, params![row.org, row.user, row.id, now, row.created_at]);
}

/// Makes all of the user's void, confirmed or not: none can be confirmed or undone any more.
pub fn void(change: &mut Change, (org, user): (Id<Org>, Id<User>), now: Time) {
    change.add(&VOID, params![org, user, now]);
}

/// Removes what can be undone no more since before this time.
pub fn prune(change: &mut Change, ended_before: Time) {
    change.add(&PRUNE, params![ended_before]);
}
