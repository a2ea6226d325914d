//! Invitations: who was asked to register, and with what.

use model::{
    Id, Time,
    id::{Invitation, Org, User},
};

use crate::{Change, FromColumn, FromRow, Guard, Json, Read, Row, StoreError, params, statements};

/// The columns of an [`InvitationRow`], in order.
macro_rules! columns {
    () => {
        "org, id, hash, key, shown, user_id, facts, created_at, expires_at, used_at, revoked_at "
    };
}

statements! {
    BY_HASH = concat!("select ", columns!(), "from invitations where hash = $1");
    BY_ID = concat!("select ", columns!(), "from invitations where org = $1 and id = $2");
    UNUSED = concat!("select ", columns!(), "from invitations where org = $1 and key = $2 and used_at is null");
    USED_BY = concat!("select ", columns!(), "from invitations where org = $1 and user_id = $2 and used_at is not null \
        order by used_at desc limit 1");
    PAGE = concat!("select ", columns!(), "from invitations where org = $1 and id > $2 order by id limit $3");
    INSERT = "insert into invitations (org, id, hash, key, shown, user_id, facts, created_at, expires_at, used_at, revoked_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null) on conflict do nothing";
    VOID_OTHERS = "update invitations set revoked_at = $4 where org = $1 and user_id = $2 and id <> $3 \
        and used_at is null and revoked_at is null";
    RENEW = "update invitations set hash = $3, facts = $4, expires_at = $5, shown = $6, user_id = $7, revoked_at = null \
        where org = $1 and id = $2 and used_at is null";
    REVOKE = "update invitations set revoked_at = $3 where org = $1 and id = $2 and used_at is null and revoked_at is null";
    USE = "update invitations set used_at = $5, user_id = $3, facts = $4 \
        where org = $1 and hash = $2 and used_at is null and revoked_at is null and expires_at > $5";
    PRUNE = "delete from invitations where (org, id) in \
        (select org, id from invitations where expires_at < $1 limit 5000)";
}

/// An invitation.
#[derive(Debug, Clone)]
pub struct InvitationRow<F> {
    /// The organisation that invites.
    pub org: Id<Org>,
    /// Its identifier.
    pub id: Id<Invitation>,
    /// The hash of the token in its link.
    pub hash: [u8; 32],
    /// The address, folded.
    pub key: String,
    /// The address as it was written.
    pub shown: String,
    /// The user whom it is for, where they were made before; once it was used, who used it.
    pub user: Option<Id<User>>,
    /// What the person gets.
    pub facts: F,
    /// When it was made.
    pub created_at: Time,
    /// When its link ends.
    pub expires_at: Time,
    /// When somebody registered or joined with it.
    pub used_at: Option<Time>,
    /// When it was taken back.
    pub revoked_at: Option<Time>,
}

impl<F: FromColumn + Send + 'static> FromRow for InvitationRow<F> {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            hash: row.get()?,
            key: row.get()?,
            shown: row.get()?,
            user: row.get()?,
            facts: row.get()?,
            created_at: row.get()?,
            expires_at: row.get()?,
            used_at: row.get()?,
            revoked_at: row.get()?,
        })
    }
}

impl<F> InvitationRow<F> {
    /// Whether it may still be used.
    pub fn holds(&self, now: Time) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && now < self.expires_at
    }
}

/// The guard of an invitation that nobody used, took back or let expire since it was read.
pub const HOLDS: Guard = Guard("invitation holds");

/// The guard of an invitation that nobody used.
const STILL_UNUSED: Guard = Guard("invitation unused");

/// The guard of an address that has no invitation which nobody used.
const UNUSED_ONCE: Guard = Guard("one invitation of an address");

/// The invitation whose link holds the token with this hash.
pub async fn by_hash<F: FromColumn + Send + 'static>(
    read: &mut Read,
    hash: &[u8; 32],
) -> Result<Option<InvitationRow<F>>, StoreError> {
    read.one(&BY_HASH, params![&hash[..]]).await
}

/// This invitation of the organisation.
pub async fn by_id<F: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    id: Id<Invitation>,
) -> Result<Option<InvitationRow<F>>, StoreError> {
    read.one(&BY_ID, params![org, id]).await
}

/// The invitation of an address that nobody has used: there is one at most.
pub async fn unused<F: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    key: &str,
) -> Result<Option<InvitationRow<F>>, StoreError> {
    read.one(&UNUSED, params![org, key]).await
}

/// The invitation that the user used last.
pub async fn used_by<F: FromColumn + Send + 'static>(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
) -> Result<Option<InvitationRow<F>>, StoreError> {
    read.one(&USED_BY, params![org, user]).await
}

/// The organisation's invitations after this one, the oldest first.
pub async fn page<F: FromColumn + Send + 'static>(
    read: &mut Read,
    org: Id<Org>,
    after: Id<Invitation>,
    limit: i64,
) -> Result<Vec<InvitationRow<F>>, StoreError> {
    read.page(&PAGE, params![org, after, limit]).await
}

/// Makes an invitation. Guard: the address has no other that nobody used.
pub fn insert<F>(change: &mut Change, row: &InvitationRow<Json<F>>) {
    let values = params![
        row.org,
        row.id,
        &row.hash[..],
        row.key.as_str(),
        row.shown.as_str(),
        row.user,
        &row.facts,
        row.created_at,
        row.expires_at
    ];
    change.guard(&INSERT, values, UNUSED_ONCE);
}

/// Gives it another link, what the person gets, and another end; one that was taken back holds again. Guard: nobody used it.
pub fn renew<F>(change: &mut Change, row: &InvitationRow<Json<F>>) {
    let values = params![row.org, row.id, &row.hash[..], &row.facts, row.expires_at, row.shown.as_str(), row.user];
    change.guard(&RENEW, values, STILL_UNUSED);
}

/// Takes back what else the user was invited by: an address from before must not lead to them.
pub fn void_others(change: &mut Change, (org, user): (Id<Org>, Id<User>), but: Id<Invitation>, now: Time) {
    change.add(&VOID_OTHERS, params![org, user, but, now]);
}

/// Takes it back. Guard: it was neither used nor taken back.
pub fn revoke(change: &mut Change, org: Id<Org>, id: Id<Invitation>, now: Time) {
    change.guard(&REVOKE, params![org, id, now], HOLDS);
}

/// Uses it up: by whom, and what came of what it gives. Guard: it holds, with the link that it had when it was read.
pub fn take<F>(change: &mut Change, row: &InvitationRow<Json<F>>, by: Id<User>, facts: &Json<F>, now: Time) {
    change.guard(&USE, params![row.org, &row.hash[..], by, facts, now], HOLDS);
}

/// Removes what ended before this.
pub fn prune(change: &mut Change, before: Time) {
    change.add(&PRUNE, params![before]);
}
