//! What users prove themselves with: a password's hash, sealed secrets of authenticator apps, and later kinds.

use model::{
    Id, Time,
    id::{Credential, Org, User},
};

use serde::{Deserialize, Serialize};

use crate::{Change, FromRow, Guard, Json, Read, Row, StoreError, Value, Word, Words, params, statements};

statements! {
    LOCK_USER = "update users set version = version where org = $1 and id = $2";
    FIRST_TOTP = "update users set version = version where org = $1 and id = $2 and not exists \
        (select id from credentials where org = $1 and user_id = $2 and kind = 'totp')";
    OF_USER = "select id, kind, label, secret, counter, data, created_at, confirmed_at, last_used_at, expires_at \
        from credentials where org = $1 and user_id = $2";
    OF_USERS = "select user_id, id, kind, label, secret, counter, data, created_at, confirmed_at, last_used_at, expires_at \
        from credentials where org = $1 and user_id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
          $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)";
    INSERT = "insert into credentials \
        (org, user_id, id, kind, label, lookup, secret, counter, data, created_at, confirmed_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    PASSKEY_OWNER = "select org, user_id from credentials where kind = 'passkey' and lookup = $1";
    INSERT_NEW = "insert into credentials \
        (org, user_id, id, kind, label, lookup, secret, counter, data, created_at, confirmed_at, expires_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (kind, lookup) do nothing";
    PASSKEY_USED = "update credentials set counter = $4, data = $5, last_used_at = $6 \
        where org = $1 and user_id = $2 and id = $3 and counter = $7";
    RENAME = "update credentials set label = $4 where org = $1 and user_id = $2 and id = $3 and kind = 'passkey'";
    SPEND_COUNTER = "update credentials set counter = $4, last_used_at = $5 \
        where org = $1 and user_id = $2 and id = $3 and counter < $4";
    REPLACE_SECRET = "update credentials set secret = $4, last_used_at = $5, counter = 0 \
        where org = $1 and user_id = $2 and id = $3 and secret = $6";
    SET_SECRET = "update credentials set secret = $4, data = $5, last_used_at = null, counter = $7 \
        where org = $1 and user_id = $2 and id = $3 and secret = $6";
    COSTLIEST = "select counter from credentials where kind = 'password' and counter > 0 \
        order by counter desc limit 1";
    DELETE = "delete from credentials where org = $1 and user_id = $2 and id = $3";
    DELETE_FACTORS_SINCE = "delete from credentials where org = $1 and user_id = $2 and created_at >= $3 and kind <> 'password'";
    WITH_PASSWORD = "select user_id from credentials where org = $1 and user_id > $2 and kind = 'password' order by user_id limit $3";
    DELETE_OF_KIND = "delete from credentials where org = $1 and user_id = $2 and kind = $3";
}

const CREDENTIAL_EXISTS: Guard = Guard("credential exists");
const NO_AUTHENTICATOR_APP_YET: Guard = Guard("no authenticator app yet");
const SECRET_UNCHANGED: Guard = Guard("secret unchanged");
const LOOKUP_UNKNOWN: Guard = Guard("nobody has this credential");
const STEP_UNUSED: Guard = Guard("step unused");
const COUNT_UNCHANGED: Guard = Guard("count of the passkey unchanged");

/// The kinds of credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CredentialKind {
    /// A password's hash.
    Password,
    /// An authenticator app's secret.
    Totp,
    /// A recovery code's hash.
    RecoveryCode,
    /// A telephone that codes are sent to.
    Sms,
    /// A passkey.
    Passkey,
}

impl Words for CredentialKind {
    const ALL: &'static [Self] = &[Self::Password, Self::Totp, Self::RecoveryCode, Self::Sms, Self::Passkey];

    fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Totp => "totp",
            Self::RecoveryCode => "recovery_code",
            Self::Sms => "sms",
            Self::Passkey => "passkey",
        }
    }
}

/// What is kept with a password's hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordData {
    /// When it was chosen.
    pub changed_at: Time,
    /// Whether an administrator wants it changed.
    #[serde(default)]
    pub must_change: bool,
    /// A keyed hash of the hash that was brought from elsewhere: applying the same document again after the hash was replaced
    /// at a sign-in changes nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brought: Option<String>,
    /// The hashes of passwords before this one, the latest first. How many of them may not come back, the policy says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<String>,
    /// The hashes of passwords that somebody else knew, the latest first. None of them comes back, whatever the policy says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_to_others: Vec<String>,
}

/// What is kept with a passkey's public key, which is its row's `secret`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasskeyData {
    /// What its authenticator knows it by, as base64url.
    pub credential_id: String,
    /// The domain that it was made for. It answers no other.
    pub rp_id: String,
    /// The model of its authenticator, as that says itself; all zero where it says none.
    pub aaguid: String,
    /// Whether its maker's certificate said so, too, when it was added (WebAuthn §6.5).
    #[serde(default)]
    pub attested: bool,
    /// How it can be reached, as the browser reported it.
    #[serde(default)]
    pub transports: Vec<String>,
    /// Whether it may be copied to other devices of its owner. That never changes.
    pub backup_eligible: bool,
    /// Whether it was copied, when it was last seen.
    pub backed_up: bool,
}

/// What belongs to a kind of credential beside its secret.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// What is kept with a passkey's public key.
    Passkey(Json<PasskeyData>),
    /// What is kept with a password's hash.
    Password(Json<PasswordData>),
    /// Nothing that this node reads; as it is stored.
    Other(String),
}

impl Data {
    /// Of a kind that has nothing.
    pub fn none() -> Self {
        Self::Other("{}".to_owned())
    }
}

impl From<&Data> for Value {
    fn from(data: &Data) -> Self {
        match data {
            Data::Password(data) => data.into(),
            Data::Passkey(data) => data.into(),
            Data::Other(text) => text.into(),
        }
    }
}

/// A credential as stored.
#[derive(Debug, Clone)]
pub struct CredentialRow {
    /// Its identifier.
    pub id: Id<Credential>,
    /// What kind of credential.
    pub kind: Word<CredentialKind>,
    /// What the user calls it.
    pub label: String,
    /// A password's hash, or a sealed secret.
    pub secret: Vec<u8>,
    /// The last used step or signature count. Of a password: how many milliseconds verifying it takes, where that is more than
    /// with a hash of our own.
    pub counter: i64,
    /// What else belongs to the kind.
    pub data: Data,
    /// When it was made.
    pub created_at: Time,
    /// When it was first proven; none while it is still being set up.
    pub confirmed_at: Option<Time>,
    /// When it last signed the user in.
    pub last_used_at: Option<Time>,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
}

impl FromRow for CredentialRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let (id, kind) = (row.get()?, row.get::<Word<CredentialKind>>()?);
        Ok(Self {
            id,
            label: row.get()?,
            secret: row.get::<Option<Vec<u8>>>()?.unwrap_or_default(),
            counter: row.get()?,
            data: match kind.known() {
                Some(CredentialKind::Password) => Data::Password(row.get()?),
                Some(CredentialKind::Passkey) => Data::Passkey(row.get()?),
                _ => Data::Other(row.get()?),
            },
            kind,
            created_at: row.get()?,
            confirmed_at: row.get()?,
            last_used_at: row.get()?,
            expires_at: row.get()?,
        })
    }
}

impl CredentialRow {
    /// What is kept with the hash, if this is a password.
    pub const fn password(&self) -> Option<&Json<PasswordData>> {
        match &self.data {
            Data::Password(data) => Some(data),
            Data::Passkey(_) | Data::Other(_) => None,
        }
    }

    /// What is kept with the public key, if this is a passkey.
    pub const fn passkey(&self) -> Option<&Json<PasskeyData>> {
        match &self.data {
            Data::Passkey(data) => Some(data),
            Data::Password(_) | Data::Other(_) => None,
        }
    }
}

/// Everything the user can prove themselves with.
pub async fn of_user(read: &mut Read, org: Id<Org>, user: Id<User>) -> Result<Vec<CredentialRow>, StoreError> {
    read.all(&OF_USER, params![org, user]).await
}

/// A credential with its user before it.
struct Owned(Id<User>, CredentialRow);

impl FromRow for Owned {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self(row.get()?, CredentialRow::from_row(row)?))
    }
}

/// Everything that these users can prove themselves with.
pub async fn of_users(
    read: &mut Read,
    org: Id<Org>,
    users: &[Id<User>],
) -> Result<Vec<(Id<User>, CredentialRow)>, StoreError> {
    let found = crate::directory::of_users::<Owned>(read, &OF_USERS, org, users).await?;
    Ok(found.into_iter().map(|Owned(user, row)| (user, row)).collect())
}

/// A new credential.
pub fn insert(change: &mut Change, (org, user): (Id<Org>, Id<User>), credential: &CredentialRow) {
    let c = credential;
    change.add(
        &INSERT,
        params![
            org,
            user,
            c.id,
            &c.kind,
            c.label.as_str(),
            None::<Vec<u8>>,
            c.secret.as_slice(),
            c.counter,
            &c.data,
            c.created_at,
            c.confirmed_at,
            c.expires_at
        ],
    );
}

/// A new credential that is found by this. Guard: nobody has one that is found by it (WAN-06).
pub fn insert_new(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    credential: &CredentialRow,
    lookup: &[u8; 32],
) {
    let c = credential;
    change.guard(
        &INSERT_NEW,
        params![
            org,
            user,
            c.id,
            &c.kind,
            c.label.as_str(),
            &lookup[..],
            c.secret.as_slice(),
            c.counter,
            &c.data,
            c.created_at,
            c.confirmed_at,
            c.expires_at
        ],
        LOOKUP_UNKNOWN,
    );
}

/// Whose passkey this is, by the hash of what its authenticator knows it by.
pub async fn passkey_owner(read: &mut Read, lookup: &[u8; 32]) -> Result<Option<(Id<Org>, Id<User>)>, StoreError> {
    read.one(&PASSKEY_OWNER, params![&lookup[..]]).await
}

/// Notes what a passkey said when it was used. Guard: it is there, with the count that its answer was judged by, so that of two answers at
/// once, of a key and of its copy, the second is judged by the count of the first.
pub fn passkey_used(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    credential: Id<Credential>,
    (was, counter, data, now): (i64, i64, &Data, Time),
) {
    change.guard(&PASSKEY_USED, params![org, user, credential, counter, data, now, was], COUNT_UNCHANGED);
}

/// Calls a passkey otherwise. Guard: it is there.
pub fn rename_passkey(change: &mut Change, (org, user): (Id<Org>, Id<User>), credential: Id<Credential>, label: &str) {
    change.guard(&RENAME, params![org, user, credential, label], CREDENTIAL_EXISTS);
}

/// Uses up a step or count. Guard: it is later than any used before, so a code is good once.
pub fn spend_counter(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    credential: Id<Credential>,
    counter: i64,
    now: Time,
) {
    change.guard(&SPEND_COUNTER, params![org, user, credential, counter, now], STEP_UNUSED);
}

/// Replaces the secret (a raised cost, an imported hash). Guard: it is still the one that was read.
pub fn replace_secret(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    was: &CredentialRow,
    secret: &[u8],
    now: Time,
) {
    change.guard(&REPLACE_SECRET, params![org, user, was.id, secret, now, was.secret.as_slice()], SECRET_UNCHANGED);
}

/// How many milliseconds verifying the slowest password takes, if any takes more than one of our own.
pub async fn slowest_hash(read: &mut Read) -> Result<Option<i64>, StoreError> {
    Ok(read.one::<(i64,)>(&COSTLIEST, params![]).await?.map(|(millis,)| millis))
}

/// Sets another secret (a new password), with its counter. Guard: it is still the one that was read.
pub fn set(
    change: &mut Change,
    (org, user): (Id<Org>, Id<User>),
    was: &CredentialRow,
    (secret, data, counter): (&[u8], &Data, i64),
) {
    change.guard(
        &SET_SECRET,
        params![org, user, was.id, secret, data, was.secret.as_slice(), counter],
        SECRET_UNCHANGED,
    );
}

/// Removes a credential. Guard: it is there.
pub fn delete(change: &mut Change, (org, user): (Id<Org>, Id<User>), credential: Id<Credential>) {
    change.guard(&DELETE, params![org, user, credential], CREDENTIAL_EXISTS);
}

/// Users of the organisation after this one who have a password here, in the order of their identifiers.
pub async fn with_password(
    read: &mut Read,
    org: Id<Org>,
    after: Id<User>,
    limit: i64,
) -> Result<Vec<Id<User>>, StoreError> {
    let found = read.page::<(Id<User>,)>(&WITH_PASSWORD, params![org, after, limit]).await?;
    Ok(found.into_iter().map(|(user,)| user).collect())
}

/// Removes all credentials of a kind, of whoever is quicker as well: the user's row is taken first.
pub fn delete_of_kind(change: &mut Change, (org, user): (Id<Org>, Id<User>), kind: CredentialKind) {
    change.add(&LOCK_USER, params![org, user]);
    change.add(&DELETE_OF_KIND, params![org, user, kind.word()]);
}

/// Removes everything but the password that was added since then, by whoever is quicker as well: the user's row is taken first.
pub fn delete_factors_since(change: &mut Change, (org, user): (Id<Org>, Id<User>), since: Time) {
    change.add(&LOCK_USER, params![org, user]);
    change.add(&DELETE_FACTORS_SINCE, params![org, user, since]);
}

/// Guard: the user has no authenticator app. Two who set one up at once are told apart: the first takes the user's row.
pub fn first_totp(change: &mut Change, (org, user): (Id<Org>, Id<User>)) {
    change.add(&LOCK_USER, params![org, user]);
    change.guard(&FIRST_TOTP, params![org, user], NO_AUTHENTICATOR_APP_YET);
}
