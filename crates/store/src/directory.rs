//! People of an organisation, many at once: by what names them, in pages, and by the words that find them.
//!
//! A batch is a list of [`BATCH`] parameters, of which the last is repeated: one statement for any number up to that, with
//! one text on both engines.

use model::{
    Id, Time,
    account::{Facts, State},
    id::{Group, Org, User},
    release::Profile,
};

use crate::{
    Change, FromRow, Guard, Json, Params, Read, Row, StoreError, Value, Word, params, statements, users::IdentifierKind,
};

/// How many are read with one statement.
pub const BATCH: usize = 32;

/// `$2` to `$33`.
macro_rules! batch {
    () => {
        "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, \
         $26, $27, $28, $29, $30, $31, $32, $33"
    };
}

pub(crate) use batch as places;

/// `$1` to `$32`, where nothing stands before the batch.
macro_rules! batch_alone {
    () => {
        "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
         $25, $26, $27, $28, $29, $30, $31, $32"
    };
}

/// The columns of an [`EntryRow`], in order.
macro_rules! entry {
    () => {
        "u.id, u.subject, u.state, u.epoch, u.version, u.profile, u.facts, u.created_at, u.last_sign_in_at, u.active_at "
    };
}

statements! {
    BY_KEYS = concat!("select key, org, user_id from identifiers where scope = $1 and key in (", batch!(), ")");
    BY_SUBJECTS = concat!("select subject, org, id from users where subject in (", batch_alone!(), ")");
    BY_IDS = concat!("select ", entry!(), "from users u where u.org = $1 and u.id in (", batch!(), ")");
    IDENTIFIERS = concat!("select user_id, kind, key, shown, scope from identifiers where org = $1 and user_id in (", batch!(), ")");
    ROLES = concat!("select user_id, role from role_members where org = $1 and user_id in (", batch!(), ")");
    GROUPS = concat!("select user_id, group_id from group_members where org = $1 and user_id in (", batch!(), ")");
    GROUP_NAMES = concat!("select m.user_id, g.name from group_members m join groups g on g.org = m.org and g.id = m.group_id \
        where m.org = $1 and m.user_id in (", batch!(), ")");
    HOME_OF = "select org from users where id = $1";
    WORDS = concat!("select user_id, word from user_words where org = $1 and user_id in (", batch!(), ")");
    PAGE = concat!("select ", entry!(), "from users u where u.org = $1 and u.id > $2 order by u.id limit $3");
    // In the order of words. Who has several that fit is listed at the first of them.
    BEGINNING_WITH = concat!("select w.word, ", entry!(), "from user_words w join users u on u.org = w.org and u.id = w.user_id \
        where w.org = $1 and (w.word, w.user_id) > ($2, $3) and w.word < $4 \
          and not exists (select e.word from user_words e \
            where e.org = w.org and e.user_id = w.user_id and e.word >= $5 and e.word < w.word) \
        order by w.word, w.user_id limit $6");
    UPDATE = "update users set subject = $3, state = $4, profile = $5, facts = $6, \
          epoch = case when $7 then epoch + 1 else epoch end, version = version + 1 \
        where org = $1 and id = $2 and version = $8";
    TOUCH = "update users set epoch = case when $3 then epoch + 1 else epoch end, version = version + 1 \
        where org = $1 and id = $2 and version = $4";
    IDS = "select id from users where id > $1 order by id limit $2";
    END_ALL = "update users set epoch = epoch + 1, version = version + 1, warned = false where id > $1 and id <= $2";
    DELETE_IDENTIFIER = "delete from identifiers where scope = $1 and key = $2 and user_id = $3";
    SHOW_IDENTIFIER = "update identifiers set shown = $4 where scope = $1 and key = $2 and user_id = $3";
    DELETE_WORD = "delete from user_words where org = $1 and word = $2 and user_id = $3";
}

const IDENTIFIER_HELD: Guard = Guard("identifier held");
/// The guard of a user who is as they were when they were read.
pub const USER_UNCHANGED: Guard = Guard("user unchanged");

/// A user as lists and bulk changes see one.
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// The identifier.
    pub id: Id<User>,
    /// How applications know the user.
    pub subject: String,
    /// What was made of the account.
    pub state: Word<State>,
    /// What was given to the user holds only while it carries this number.
    pub epoch: i64,
    /// Grows with each change.
    pub version: i64,
    /// What is known of the person.
    pub profile: Json<Profile>,
    /// What sign-in has to know.
    pub facts: Json<Facts>,
    /// When the user was made.
    pub created_at: Time,
    /// The last sign-in.
    pub last_sign_in_at: Option<Time>,
    /// When the account was last used in any way, to about a day; before that, when it was made.
    pub active_at: Time,
}

impl FromRow for EntryRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            subject: row.get()?,
            state: row.get()?,
            epoch: row.get()?,
            version: row.get()?,
            profile: row.get()?,
            facts: row.get()?,
            created_at: row.get()?,
            last_sign_in_at: row.get()?,
            active_at: row.get()?,
        })
    }
}

/// An [`EntryRow`] behind the word that found it.
struct Found {
    word: String,
    entry: EntryRow,
}

impl FromRow for Found {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { word: row.get()?, entry: EntryRow::from_row(row)? })
    }
}

/// What a user types to be found, with whose it is.
#[derive(Debug, Clone)]
pub struct NamedRow {
    /// Whose.
    pub user: Id<User>,
    /// What kind of identifier.
    pub kind: Word<IdentifierKind>,
    /// The folded form.
    pub key: String,
    /// As it was typed.
    pub shown: String,
    /// Where it is unique.
    pub scope: [u8; 16],
}

impl FromRow for NamedRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { user: row.get()?, kind: row.get()?, key: row.get()?, shown: row.get()?, scope: row.get()? })
    }
}

/// Whom these folded identifiers name in this scope: key, organisation, user. In no order; who is not there is left out.
pub async fn by_keys(
    read: &mut Read,
    scope: &[u8; 16],
    keys: &[&str],
) -> Result<Vec<(String, Id<Org>, Id<User>)>, StoreError> {
    let mut found = Vec::new();
    for keys in keys.chunks(BATCH) {
        found.extend(read.page(&BY_KEYS, batch(Value::from(&scope[..]), keys)).await?);
    }
    Ok(found)
}

/// Whom applications know by these subjects: subject, organisation, user.
pub async fn by_subjects(read: &mut Read, subjects: &[&str]) -> Result<Vec<(String, Id<Org>, Id<User>)>, StoreError> {
    let mut found = Vec::new();
    for subjects in subjects.chunks(BATCH) {
        found.extend(read.page(&BY_SUBJECTS, padded(subjects).collect()).await?);
    }
    Ok(found)
}

/// These users of the organisation, in no order.
pub async fn by_ids(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<Vec<EntryRow>, StoreError> {
    of_users(read, &BY_IDS, org, ids).await
}

/// What these users can type to be found.
pub async fn identifiers(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<Vec<NamedRow>, StoreError> {
    of_users(read, &IDENTIFIERS, org, ids).await
}

/// The roles of these users.
pub async fn roles(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<Vec<(Id<User>, String)>, StoreError> {
    of_users(read, &ROLES, org, ids).await
}

/// The groups of these users.
pub async fn groups(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<Vec<(Id<User>, Id<Group>)>, StoreError> {
    of_users(read, &GROUPS, org, ids).await
}

/// The names of these users' groups.
pub async fn group_names(
    read: &mut Read,
    org: Id<Org>,
    ids: &[Id<User>],
) -> Result<Vec<(Id<User>, String)>, StoreError> {
    of_users(read, &GROUP_NAMES, org, ids).await
}

/// The organisation that a user belongs to.
pub async fn home_of(read: &mut Read, user: Id<User>) -> Result<Option<Id<Org>>, StoreError> {
    Ok(read.one::<(Id<Org>,)>(&HOME_OF, params![user]).await?.map(|(org,)| org))
}

/// The words that find these users.
pub async fn words(read: &mut Read, org: Id<Org>, ids: &[Id<User>]) -> Result<Vec<(Id<User>, String)>, StoreError> {
    of_users(read, &WORDS, org, ids).await
}

pub(crate) async fn of_users<T: FromRow>(
    read: &mut Read,
    statement: &'static crate::Statement,
    org: Id<Org>,
    ids: &[Id<User>],
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    for ids in ids.chunks(BATCH) {
        found.extend(read.page(statement, batch(Value::from(org), ids)).await?);
    }
    Ok(found)
}

/// `first`, and a whole batch behind it. `items` has one at least.
pub(crate) fn batch<T: Copy>(first: Value, items: &[T]) -> Params
where
    Value: From<T>,
{
    std::iter::once(first).chain(padded(items)).collect()
}

fn padded<T: Copy>(items: &[T]) -> impl Iterator<Item = Value>
where
    Value: From<T>,
{
    let last = items.last().copied();
    items.iter().copied().chain(std::iter::repeat_n(last, BATCH).flatten()).take(BATCH).map(Value::from)
}

/// The organisation's users after this one, in the order of their identifiers, which is that of their making.
pub async fn page(read: &mut Read, org: Id<Org>, after: Id<User>, limit: i64) -> Result<Vec<EntryRow>, StoreError> {
    read.page(&PAGE, params![org, after, limit]).await
}

/// The users who have a word that begins so, in the order of words, after the place that the last page ended at: each with
/// its word. Nobody is there twice.
pub async fn beginning_with(
    read: &mut Read,
    org: Id<Org>,
    beginning: &str,
    after: (&str, Id<User>),
    limit: i64,
) -> Result<Vec<(String, EntryRow)>, StoreError> {
    // The highest character there is: no word that begins so comes after.
    let end = format!("{beginning}\u{10ffff}");
    let params = params![org, after.0, after.1, end, beginning, limit];
    let found = read.page::<Found>(&BEGINNING_WITH, params).await?;
    Ok(found.into_iter().map(|found| (found.word, found.entry)).collect())
}

/// Replaces what is known of a user; with `ends` everything that was given to them ends. Guard: nobody changed it since it
/// was read.
pub fn update(change: &mut Change, org: Id<Org>, entry: &EntryRow, ends: bool) {
    let e = entry;
    change.guard(
        &UPDATE,
        params![org, e.id, e.subject.as_str(), &e.state, &e.profile, &e.facts, ends, e.version],
        USER_UNCHANGED,
    );
}

/// Notes that something that belongs to the user changes; with `ends` everything that was given to them ends. Guard:
/// nobody changed the user since.
pub fn bump_version(change: &mut Change, org: Id<Org>, (user, version): (Id<User>, i64), ends: bool) {
    change.guard(&TOUCH, params![org, user, ends, version], USER_UNCHANGED);
}

/// Users of all organisations after this one, in the order of their identifiers.
pub async fn ids(read: &mut Read, after: Id<User>, limit: i64) -> Result<Vec<Id<User>>, StoreError> {
    Ok(read.page::<(Id<User>,)>(&IDS, params![after, limit]).await?.into_iter().map(|(id,)| id).collect())
}

/// Ends everything that was given to the users after the first of these, up to the second.
pub fn end_all(change: &mut Change, after: Id<User>, last: Id<User>) {
    change.add(&END_ALL, params![after, last]);
}

/// Takes an identifier from a user. Guard: it is theirs.
pub fn delete_identifier(change: &mut Change, scope: &[u8; 16], key: &str, user: Id<User>) {
    change.guard(&DELETE_IDENTIFIER, params![&scope[..], key, user], IDENTIFIER_HELD);
}

/// Shows an identifier in another spelling. Guard: it is the user's.
pub fn show_identifier(change: &mut Change, scope: &[u8; 16], key: &str, user: Id<User>, shown: &str) {
    change.guard(&SHOW_IDENTIFIER, params![&scope[..], key, user, shown], IDENTIFIER_HELD);
}

/// The user is no longer found by this word.
pub fn delete_word(change: &mut Change, org: Id<Org>, word: &str, user: Id<User>) {
    change.add(&DELETE_WORD, params![org, word, user]);
}
