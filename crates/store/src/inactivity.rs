//! Accounts that nobody uses, and what their owners were warned of.
//!
//! An active account without a warning is found by `users.active_at`; one with a warning by the time at which the next step is due. So
//! whoever looks reads only what there is something to do for. A warning holds while the account was not used since:
//! [`used`] ends it by itself, and its row goes when it is due.

use model::{
    Id, Time,
    account::State,
    id::{Org, User},
    release::Profile,
};

use crate::{Change, FromRow, Guard, Json, Read, Row, StoreError, Word, Words, params, statements};

/// The columns of a [`WarnedRow`], in order.
macro_rules! warned {
    () => {
        "select w.org, w.user_id, w.unused_since, w.lead, w.ends_at, w.mail, u.warned, u.state, u.active_at, u.epoch, u.profile \
         from inactivity_warnings w join users u on u.org = w.org and u.id = w.user_id "
    };
}

/// The warning as it was read.
macro_rules! as_read {
    () => {
        " where org = $1 and user_id = $2 and unused_since = $3 and lead = $4 and ends_at = $5 and mail = $6"
    };
}

statements! {
    USED = "update users set active_at = $3, warned = false where org = $1 and id = $2 and active_at < $3 and state = 'active'";
    UNWARNED = "select id, active_at, profile from users where org = $1 and state = 'active' and not warned and active_at <= $2 \
        order by active_at, id limit $3";
    COUNT_UNUSED = "select (select count(*) from users where org = $1 and state = 'active' and not warned and active_at <= $2) \
        + (select count(*) from users where org = $1 and state = 'active' and warned and active_at <= $2)";
    COUNT_WARNED = "select count(*) from users where org = $1 and state = 'active' and warned";
    COUNT_INACTIVE = "select count(*) from users where org = $1 and state = 'inactive'";
    BEGIN = "update users set warned = true where org = $1 and id = $2 and active_at = $3 and state = 'active' and not warned";
    INSERT = "insert into inactivity_warnings (org, user_id, unused_since, lead, ends_at, mail, due_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict (org, user_id) do update \
        set unused_since = $3, lead = $4, ends_at = $5, mail = $6, due_at = $7";
    DUE = concat!(warned!(), "where w.due_at <= $1 order by w.due_at, w.org, w.user_id limit $2");
    OF_USER = concat!(warned!(), "where w.org = $1 and w.user_id = $2");
    GO_ON = concat!("update inactivity_warnings set lead = $7, ends_at = $8, mail = $9, due_at = $10", as_read!());
    REMOVE = concat!("delete from inactivity_warnings", as_read!());
    FORGET = "update users set warned = false where org = $1 and id = $2";
    END = "update users set state = 'inactive', warned = false, epoch = epoch + 1, version = version + 1 \
        where org = $1 and id = $2 and active_at = $3 and epoch = $4 and state = 'active'";
}

const NOT_WARNED_YET: Guard = Guard("not warned yet");
const WARNING_UNCHANGED: Guard = Guard("warning unchanged");
const STILL_UNUSED: Guard = Guard("still unused");

/// What became of the mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WarningMail {
    /// The first one was ordered.
    Awaited,
    /// A mail server took the last one that was ordered.
    Delivered,
    /// A mail server took the first one, and a later one was ordered.
    FollowUp,
    /// There is none: no mail server, no address, or one that takes no mail.
    Nowhere,
}

impl Words for WarningMail {
    const ALL: &'static [Self] = &[Self::Awaited, Self::Delivered, Self::FollowUp, Self::Nowhere];

    fn word(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Delivered => "delivered",
            Self::FollowUp => "follow_up",
            Self::Nowhere => "nowhere",
        }
    }
}

/// An active account whose owner was not warned since it was last used.
#[derive(Debug, Clone)]
pub struct UnwarnedRow {
    /// The user.
    pub id: Id<User>,
    /// When the account was last used, to about a day.
    pub active_at: Time,
    /// What is known of the person.
    pub profile: Json<Profile>,
}

impl FromRow for UnwarnedRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.get()?, active_at: row.get()?, profile: row.get()? })
    }
}

/// A warning as it is stored.
#[derive(Debug, Clone)]
pub struct WarningRow {
    /// The organisation.
    pub org: Id<Org>,
    /// The user.
    pub user: Id<User>,
    /// When the account was last used, as it was noted when the owner was first warned.
    pub unused_since: Time,
    /// The last warning that was ordered, in days before the end.
    pub lead: i64,
    /// When the account becomes inactive.
    pub ends_at: Time,
    /// What became of the mails.
    pub mail: Word<WarningMail>,
}

/// A warning, and the account that it is about.
#[derive(Debug, Clone)]
pub struct WarnedRow {
    /// The warning.
    pub warning: WarningRow,
    /// Whether it still concerns the account: that is active, and was neither used nor restored from a backup since.
    pub holds: bool,
    /// What was given to the user holds only while it carries this number.
    pub epoch: i64,
    /// What is known of the person.
    pub profile: Json<Profile>,
}

impl FromRow for WarnedRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let warning = WarningRow {
            org: row.get()?,
            user: row.get()?,
            unused_since: row.get()?,
            lead: row.get()?,
            ends_at: row.get()?,
            mail: row.get()?,
        };
        let (warned, state, active_at): (bool, Word<State>, Time) = (row.get()?, row.get()?, row.get()?);
        let holds = warned && state == State::Active && active_at == warning.unused_since;
        Ok(Self { warning, holds, epoch: row.get()?, profile: row.get()? })
    }
}

/// Notes that the account was used; what its owner was warned of is over.
pub fn used(change: &mut Change, (org, user): (Id<Org>, Id<User>), now: Time) {
    change.add(&USED, params![org, user, now]);
}

/// Active accounts of an organisation that were last used then or before and whose owners were not warned since, so many at most.
pub async fn unwarned(read: &mut Read, org: Id<Org>, used: Time, most: i64) -> Result<Vec<UnwarnedRow>, StoreError> {
    read.page(&UNWARNED, params![org, used, most]).await
}

/// How many accounts of an organisation are active and were last used then or before; are warned; are inactive.
pub async fn counts(read: &mut Read, org: Id<Org>, used: Time) -> Result<[i64; 3], StoreError> {
    let unused: Option<(i64,)> = read.one(&COUNT_UNUSED, params![org, used]).await?;
    let warned: Option<(i64,)> = read.one(&COUNT_WARNED, params![org]).await?;
    let inactive: Option<(i64,)> = read.one(&COUNT_INACTIVE, params![org]).await?;
    Ok([unused, warned, inactive].map(|counted| counted.map_or(0, |(count,)| count)))
}

/// Begins to warn the owner of an account. Guard: it was not used meanwhile, and nobody else warned them.
pub fn begin(change: &mut Change, warning: &WarningRow, due_at: Time) {
    let w = warning;
    change.guard(&BEGIN, params![w.org, w.user, w.unused_since], NOT_WARNED_YET);
    change.add(&INSERT, params![w.org, w.user, w.unused_since, w.lead, w.ends_at, &w.mail, due_at]);
}

/// Warnings of which the next step is due, so many at most.
pub async fn due(read: &mut Read, now: Time, most: i64) -> Result<Vec<WarnedRow>, StoreError> {
    read.page(&DUE, params![now, most]).await
}

/// What the owner of an account was warned of last, perhaps before it was used again.
pub async fn of_user(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Option<WarnedRow>, StoreError> {
    read.one(&OF_USER, params![org, user]).await
}

/// Replaces a warning by the next one. Guard: nobody else did.
pub fn go_on(change: &mut Change, was: &WarningRow, is: &WarningRow, due_at: Time) {
    let w = was;
    change.guard(
        &GO_ON,
        params![w.org, w.user, w.unused_since, w.lead, w.ends_at, &w.mail, is.lead, is.ends_at, &is.mail, due_at],
        WARNING_UNCHANGED,
    );
}

/// Takes a warning back. Guard: it is as it was read.
pub fn forget(change: &mut Change, warning: &WarningRow) {
    change.add(&FORGET, params![warning.org, warning.user]);
    remove(change, warning);
}

/// Makes an account inactive, and ends everything that was given to the user. Guards: it was not used, ended or changed meanwhile, and the warning is as it was
/// read.
pub fn end(change: &mut Change, row: &WarnedRow) {
    let w = &row.warning;
    change.guard(&END, params![w.org, w.user, w.unused_since, row.epoch], STILL_UNUSED);
    remove(change, w);
}

fn remove(change: &mut Change, warning: &WarningRow) {
    let w = warning;
    let read = params![w.org, w.user, w.unused_since, w.lead, w.ends_at, &w.mail];
    change.guard(&REMOVE, read, WARNING_UNCHANGED);
}
