//! People and what they type to be found.

use model::{
    Id, Time,
    account::{Facts, State},
    id::{Org, User},
    release::Profile,
};

use crate::{Change, FromRow, Guard, Json, Read, Row, StoreError, Word, Words, params, statements};

/// The columns of a [`UserRow`], in order.
macro_rules! user_columns {
    () => {
        "u.org, u.id, u.subject, u.state, u.epoch, u.profile, u.facts, u.created_at, u.last_sign_in_at, u.active_at "
    };
}
pub(crate) use user_columns;

statements! {
    BY_IDENTIFIER = concat!("select ", user_columns!(),
        "from identifiers i join users u on u.org = i.org and u.id = i.user_id where i.scope = $1 and i.key = $2");
    BY_ID = concat!("select ", user_columns!(), "from users u where u.org = $1 and u.id = $2");
    BY_SUBJECT = "select org, id from users where subject = $1";
    INSERT = "insert into users (org, id, subject, state, epoch, version, profile, facts, created_at, active_at, warned) \
        values ($1, $2, $3, $4, 1, 1, $5, $6, $7, $7, false) on conflict (subject) do nothing";
    NOT_A_CLIENT_ID = "update versions set version = version + 1 where name = 'subjects' \
        and not exists (select client_id from applications where client_id = $1) \
        and not exists (select subject from retired_subjects where subject = $1)";
    NOT_A_SUBJECT = "update versions set version = version + 1 where name = 'subjects' \
        and not exists (select subject from users where subject = $1)";
    INSERT_IDENTIFIER = "insert into identifiers (scope, key, kind, org, user_id, shown, verified_at) \
        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing";
    IDENTIFIERS = "select kind, key, shown, verified_at from identifiers where org = $1 and user_id = $2";
    SIGNED_IN = "update users set last_sign_in_at = $3 where org = $1 and id = $2 and epoch = $4 and state = 'active'";
    STANDS = "update users set version = version where org = $1 and id = $2 and epoch = $3 and state = 'active'";
    END_GIVEN = "update users set epoch = epoch + 1, version = version + 1 \
        where org = $1 and id = $2 and epoch = $3 and state = 'active'";
    SET_FACTS = "update users set facts = $4, version = version + 1 where org = $1 and id = $2 and facts = $3";
    OWNER_IDS = "select user_id from role_members where org = $1 and role = 'owner' limit 1000";
    GRANT_ROLE = "insert into role_members (org, role, user_id, granted_at) values ($1, $2, $3, $4) on conflict do nothing";
    REVOKE_ROLE = "delete from role_members where org = $1 and role = $2 and user_id = $3";
    REVOKE_OWNER = "delete from role_members where org = $1 and role = 'owner' and user_id = $2 \
        and exists (select role from role_members where org = $1 and role = 'owner' and user_id <> $2)";
    WITH_WORD = "select user_id from user_words where org = $1 and word = $2 order by user_id limit 20";
    INSERT_WORD = "insert into user_words (org, word, user_id) values ($1, $2, $3) on conflict do nothing";
}

const FACTS_UNCHANGED: Guard = Guard("facts unchanged");
const ROLE_HELD: Guard = Guard("role held");
const USER_STILL_ACTIVE: Guard = Guard("user still active");

/// The scope of identifiers that are unique in the whole instance.
pub const INSTANCE_SCOPE: [u8; 16] = [0; 16];

/// A user as stored.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// The home organisation.
    pub org: Id<Org>,
    /// The identifier.
    pub id: Id<User>,
    /// How applications know the user.
    pub subject: String,
    /// What was made of the account.
    pub state: Word<State>,
    /// What was given to the user holds only while it carries this number.
    pub epoch: i64,
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

impl FromRow for UserRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            org: row.get()?,
            id: row.get()?,
            subject: row.get()?,
            state: row.get()?,
            epoch: row.get()?,
            profile: row.get()?,
            facts: row.get()?,
            created_at: row.get()?,
            last_sign_in_at: row.get()?,
            active_at: row.get()?,
        })
    }
}

/// The kinds of what people type to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdentifierKind {
    /// An e-mail address.
    Email,
    /// A user name.
    UserName,
}

impl Words for IdentifierKind {
    const ALL: &'static [Self] = &[Self::Email, Self::UserName];

    fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::UserName => "user_name",
        }
    }
}

/// What a user types to be found.
#[derive(Debug, Clone)]
pub struct IdentifierRow {
    /// What kind of identifier.
    pub kind: Word<IdentifierKind>,
    /// The folded form.
    pub key: String,
    /// As it was typed.
    pub shown: String,
    /// When it was shown to be the user's.
    pub verified_at: Option<Time>,
}

impl FromRow for IdentifierRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { kind: row.get()?, key: row.get()?, shown: row.get()?, verified_at: row.get()? })
    }
}

/// The user that this folded identifier names in this scope: an organisation's id, or [`INSTANCE_SCOPE`].
pub async fn by_identifier(read: &mut Read, scope: &[u8; 16], key: &str) -> Result<Option<UserRow>, StoreError> {
    read.one(&BY_IDENTIFIER, params![&scope[..], key]).await
}

/// The users whom this word finds in searches, the first twenty.
pub async fn with_word(read: &mut Read, org: Id<Org>, word: &str) -> Result<Vec<Id<User>>, StoreError> {
    let rows = read.all::<(Id<User>,)>(&WITH_WORD, params![org, word]).await?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}

/// The user with this identifier.
pub async fn by_id(read: &mut Read, org: Id<Org>, id: Id<User>) -> Result<Option<UserRow>, StoreError> {
    read.one(&BY_ID, params![org, id]).await
}

/// The user whom applications know by this subject.
pub async fn by_subject(read: &mut Read, subject: &str) -> Result<Option<(Id<Org>, Id<User>)>, StoreError> {
    read.one(&BY_SUBJECT, params![subject]).await
}

/// All that the user can type to be found.
pub async fn identifiers(read: &mut Read, org: Id<Org>, id: Id<User>) -> Result<Vec<IdentifierRow>, StoreError> {
    read.all(&IDENTIFIERS, params![org, id]).await
}

/// A new user in state `user.state`, with epoch 1. Guard: the subject is no other user's.
pub fn insert(change: &mut Change, user: &UserRow) {
    change.guard(
        &INSERT,
        params![user.org, user.id, user.subject.as_str(), &user.state, &user.profile, &user.facts, user.created_at],
        SUBJECT_FREE,
    );
}

/// The guard of a subject that nobody else is known by.
pub const SUBJECT_FREE: Guard = Guard("subject free");

/// The guard of a client id that no user is known by.
pub const CLIENT_ID_FREE: Guard = Guard("client id free");

/// Stands before whatever gives a user this subject. Guard: no application has it as client id (RFC 9068 §5). The rule
/// spans two tables, so both sides first take the one row that stands for it.
pub fn claim_subject(change: &mut Change, subject: &str) {
    crate::versions::take_subjects(change);
    change.guard(&NOT_A_CLIENT_ID, params![subject], SUBJECT_FREE);
}

/// Stands before whatever gives an application this client id. Guard: no user has it as subject.
pub fn claim_client_id(change: &mut Change, client_id: &str) {
    crate::versions::take_subjects(change);
    change.guard(&NOT_A_SUBJECT, params![client_id], CLIENT_ID_FREE);
}

/// The guard of an identifier that is nobody's in its scope.
pub const IDENTIFIER_FREE: Guard = Guard("identifier free");

/// The guard of an organisation that keeps an owner.
pub const ANOTHER_OWNER: Guard = Guard("another owner stays");

/// Gives the user an identifier. Guard: it is nobody's in its scope.
pub fn insert_identifier(
    change: &mut Change,
    scope: &[u8; 16],
    (org, user): (Id<Org>, Id<User>),
    identifier: &IdentifierRow,
) {
    let i = identifier;
    change.guard(
        &INSERT_IDENTIFIER,
        params![&scope[..], i.key.as_str(), &i.kind, org, user, i.shown.as_str(), i.verified_at],
        IDENTIFIER_FREE,
    );
}

/// Makes the user findable by a word of their name or address.
pub fn insert_word(change: &mut Change, (org, user): (Id<Org>, Id<User>), word: &str) {
    change.add(&INSERT_WORD, params![org, word, user]);
}

/// Notes a completed sign-in. Guard: the user is still active and of this epoch.
pub fn signed_in(change: &mut Change, (org, user): (Id<Org>, Id<User>), epoch: i64, now: Time) {
    change.guard(&SIGNED_IN, params![org, user, now, epoch], USER_STILL_ACTIVE);
}

/// Guard: the user is still active and of this epoch. Their row is taken, so that nothing ends it before the change is written.
pub fn stands(change: &mut Change, (org, user): (Id<Org>, Id<User>), epoch: i64) {
    change.guard(&STANDS, params![org, user, epoch], USER_STILL_ACTIVE);
}

/// Ends everything that was given to the user: what carries `epoch` is over. Guard: the user is still active and of this epoch.
pub fn end_given(change: &mut Change, (org, user): (Id<Org>, Id<User>), epoch: i64) {
    change.guard(&END_GIVEN, params![org, user, epoch], Guard("user still active"));
}

/// Replaces what sign-in has to know of the user.
pub fn set_facts(change: &mut Change, (org, user): (Id<Org>, Id<User>), was: &Json<Facts>, facts: &Json<Facts>) {
    change.guard(&SET_FACTS, params![org, user, was, facts], FACTS_UNCHANGED);
}

/// The same where they are as they were read, and nothing where another request was quicker.
pub fn note_facts(change: &mut Change, (org, user): (Id<Org>, Id<User>), was: &Json<Facts>, facts: &Json<Facts>) {
    change.add(&SET_FACTS, params![org, user, was, facts]);
}

/// The organisation's owners; the most that are asked for is a thousand.
pub async fn owner_ids(read: &mut Read, org: Id<Org>) -> Result<Vec<Id<User>>, StoreError> {
    Ok(read.page::<(Id<User>,)>(&OWNER_IDS, params![org]).await?.into_iter().map(|(id,)| id).collect())
}

/// Gives the user a role.
pub fn grant_role(change: &mut Change, (org, user): (Id<Org>, Id<User>), role: &str, now: Time) {
    change.add(&GRANT_ROLE, params![org, role, user, now]);
}

/// Takes a role from the user. An organisation keeps an owner: the rule spans rows, so it first takes the guard row.
pub fn revoke_role(change: &mut Change, (org, user): (Id<Org>, Id<User>), role: &str) {
    crate::organisations::take_guard_row(change, org);
    if role == "owner" {
        change.guard(&REVOKE_OWNER, params![org, user], ANOTHER_OWNER);
    } else {
        change.guard(&REVOKE_ROLE, params![org, role, user], ROLE_HELD);
    }
}
