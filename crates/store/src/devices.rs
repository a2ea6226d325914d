//! Browsers that a user signed in from before.

use model::{
    Id, Time,
    id::{KnownBrowser, Org, User},
    policy::Trust,
};

use crate::{Change, FromRow, Guard, Read, Row, StoreError, params, statements};

statements! {
    GET = "select d.id, d.trusted_at, d.trusted_until from devices d join users u on u.org = d.org and u.id = d.user_id and u.epoch = d.epoch \
        where d.org = $1 and d.user_id = $2 and d.hash = $3 and d.expires_at > $4";
    KNOWN = "select d.expires_at from devices d join users u on u.org = d.org and u.id = d.user_id and u.epoch = d.epoch \
        where d.hash = $1 and d.expires_at > $2 limit 1";
    OF_USER = "select d.id, d.hash, d.label, d.address, d.created_at, d.seen_at, d.trusted_at, \
          case when u.epoch = d.epoch then d.trusted_until else 0 end \
        from devices d join users u on u.org = d.org and u.id = d.user_id \
        where d.org = $1 and d.user_id = $2 and d.expires_at > $3 limit 1000";
    IS_TRUSTED = "update devices set trusted_until = trusted_until \
        where org = $1 and user_id = $2 and id = $3 and trusted_until > $4";
    DISTRUST = "update devices set trusted_until = 0 where org = $1 and user_id = $2 and id = $3 and trusted_until > $4";
    HASHES = "select hash from devices where org = $1 and user_id = $2 limit 1000";
    ROTATE = "update devices set hash = $2 where hash = $1";
    DISTRUST_OTHERS = "update devices set trusted_until = 0 where org = $1 and user_id = $2 and hash <> $3";
    DISTRUST_ALL = "update devices set trusted_until = 0 where org = $1 and user_id = $2";
    DISTRUST_ORGANISATION = "update devices set trusted_until = 0 where org = $1";
    CARRY_OVER = "update devices set epoch = $4, trusted_until = 0 where org = $1 and user_id = $2 and hash = $3";
    PRUNE = "delete from devices where (org, user_id, hash) in \
        (select org, user_id, hash from devices where expires_at < $1 limit 5000)";
    FORGET_OLDEST = "delete from devices where org = $1 and user_id = $2 and hash in \
        (select hash from devices where org = $1 and user_id = $2 order by seen_at desc limit 1000 offset $3)";
    KEEP = "insert into devices \
          (org, user_id, hash, epoch, label, trusted_until, created_at, seen_at, expires_at, id, address, trusted_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $7) \
        on conflict (org, user_id, hash) do update set epoch = $4, label = $5, seen_at = $7, expires_at = $8, address = $10, \
          trusted_at = case when devices.epoch = $4 and devices.trusted_until > $6 then devices.trusted_at else $7 end, \
          trusted_until = case when devices.epoch = $4 and devices.trusted_until > $6 then devices.trusted_until else $6 end";
}

/// A browser is trusted by its user.
const STILL_TRUSTED: Guard = Guard("the browser is trusted");

/// A browser that the user signed in from before.
#[derive(Debug, Clone, Copy)]
pub struct DeviceRow {
    /// What it is known by.
    pub id: Id<KnownBrowser>,
    /// Since when and until when the user asked not to be asked for a second factor here, if they did.
    pub trust: Option<Trust>,
}

impl FromRow for DeviceRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { id: row.get()?, trust: trust(row.get()?, row.get()?) })
    }
}

/// The trust that is stored as these times: none where it ends at zero.
fn trust(since: Time, until: Time) -> Option<Trust> {
    (until.millis() > 0).then_some(Trust { since, until })
}

/// The browser with this secret's hash, if the user signed in from it in their present epoch.
pub async fn get(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    hash: &[u8; 32],
    now: Time,
) -> Result<Option<DeviceRow>, StoreError> {
    read.one(&GET, params![org, user, &hash[..], now]).await
}

/// Whether anybody signed in from the browser with this secret's hash, in their present epoch.
pub async fn is_known(read: &mut Read, hash: &[u8; 32], now: Time) -> Result<bool, StoreError> {
    Ok(read.one::<(i64,)>(&KNOWN, params![&hash[..], now]).await?.is_some())
}

/// A browser, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownBrowserRow {
    /// Which.
    pub id: Id<KnownBrowser>,
    /// The hash of its secret.
    pub hash: [u8; 32],
    /// What it calls itself.
    pub label: String,
    /// The address that it was last seen at.
    pub address: String,
    /// When the user first signed in from it.
    pub created_at: Time,
    /// When they last did.
    pub seen_at: Time,
    /// Since when and until when the second factor is not asked for there; none when it always is.
    pub trust: Option<Trust>,
}

impl FromRow for KnownBrowserRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            hash: row.get()?,
            label: row.get()?,
            address: row.get()?,
            created_at: row.get()?,
            seen_at: row.get()?,
            trust: trust(row.get()?, row.get()?),
        })
    }
}

/// The browsers that the user signed in from, in no order; the most that are asked for is a thousand.
pub async fn of_user(
    read: &mut Read,
    (org, user): (Id<Org>, Id<User>),
    now: Time,
) -> Result<Vec<KnownBrowserRow>, StoreError> {
    read.page(&OF_USER, params![org, user, now]).await
}

/// The hashes of the browsers that the user signed in from; the most that are asked for is a thousand.
pub async fn hashes(read: &mut Read, (org, user): (Id<Org>, Id<User>)) -> Result<Vec<[u8; 32]>, StoreError> {
    Ok(read.page::<([u8; 32],)>(&HASHES, params![org, user]).await?.into_iter().map(|(hash,)| hash).collect())
}

/// Gives a browser another secret, for everybody who signed in from it: one that was planted, or read, is worth nothing
/// from here on.
pub fn rotate(change: &mut Change, was: &[u8; 32], is: &[u8; 32]) {
    change.add(&ROTATE, params![&was[..], &is[..]]);
}

/// Guards that the browser is still trusted, for a sign-in that goes by it.
pub fn is_trusted(change: &mut Change, (org, user): (Id<Org>, Id<User>), id: Id<KnownBrowser>, now: Time) {
    change.guard(&IS_TRUSTED, params![org, user, id, now], STILL_TRUSTED);
}

/// Takes back the user's trust in this browser; guarded: they have any.
pub fn distrust(change: &mut Change, (org, user): (Id<Org>, Id<User>), id: Id<KnownBrowser>, now: Time) {
    change.guard(&DISTRUST, params![org, user, id, now], STILL_TRUSTED);
}

/// Takes back the user's trust in all browsers but this one.
pub fn distrust_others(change: &mut Change, (org, user): (Id<Org>, Id<User>), kept: &[u8; 32]) {
    change.add(&DISTRUST_OTHERS, params![org, user, &kept[..]]);
}

/// Takes back the user's trust in all browsers.
pub fn distrust_all(change: &mut Change, (org, user): (Id<Org>, Id<User>)) {
    change.add(&DISTRUST_ALL, params![org, user]);
}

/// Takes back the trust of everybody of the organisation in all browsers.
pub fn distrust_organisation(change: &mut Change, org: Id<Org>) {
    change.add(&DISTRUST_ORGANISATION, params![org]);
}

/// Keeps the browser known in this epoch of the user, in the change that ended the one before. It is not trusted any more.
pub fn carry_over(change: &mut Change, (org, user): (Id<Org>, Id<User>), hash: &[u8; 32], epoch: i64) {
    change.add(&CARRY_OVER, params![org, user, &hash[..], epoch]);
}

/// Forgets the user's browsers but so many, those that were seen longest ago first.
pub fn forget_oldest(change: &mut Change, (org, user): (Id<Org>, Id<User>), but: i64) {
    change.add(&FORGET_OLDEST, params![org, user, but]);
}

/// Forgets browsers that were not seen for long.
pub fn prune(change: &mut Change, now: Time) {
    change.add(&PRUNE, params![now]);
}

/// What to remember of a browser.
#[derive(Debug, Clone)]
pub struct Device<'a> {
    /// The hash of its secret.
    pub hash: &'a [u8; 32],
    /// The user's epoch.
    pub epoch: i64,
    /// What it is known by, if it is new.
    pub id: Id<KnownBrowser>,
    /// How the list of sessions calls it.
    pub label: &'a str,
    /// The address that it is seen at.
    pub address: &'a str,
    /// Until when it is trusted.
    pub trusted_until: Time,
    /// When it is forgotten unless it is seen again.
    pub expires_at: Time,
}

/// Remembers the browser, or that it was seen again.
pub fn keep(change: &mut Change, (org, user): (Id<Org>, Id<User>), device: &Device<'_>, now: Time) {
    change.add(
        &KEEP,
        params![
            org,
            user,
            &device.hash[..],
            device.epoch,
            device.label,
            device.trusted_until,
            now,
            device.expires_at,
            device.id,
            device.address
        ],
    );
}
