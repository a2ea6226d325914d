//! One person, and everything that is stored of them: the same by whatever door they come.

use crypto::Password;
use flows::people::{Identifier, NewPassword, UserPatch};
use model::{Key, Role, account::JoinedBy};
use store::{Store, params, users};

use crate::requests::totp;

/// How many rows each of these tables has.
macro_rules! counts {
    ($($table:literal)*) => {
        concat!("select 'all' as counted ", $("union all select '", $table, " ' || cast(count(*) as text) from ", $table, " ",)*)
    };
}

store::statements! {
    USER_ROWS = "select state || ' ' || cast(epoch as text) || ' ' || cast(version as text) || ' ' || profile || ' ' || facts \
        || ' ' || cast(created_at as text) from users where subject = $1";
    IDENTIFIER_ROWS = "select i.kind || ' ' || i.key || ' ' || i.shown || ' ' || coalesce(cast(i.verified_at as text), '-') \
        from identifiers i join users u on u.id = i.user_id where u.subject = $1 order by i.kind";
    WORD_ROWS = "select w.word from user_words w join users u on u.id = w.user_id where u.subject = $1 order by w.word";
    CREDENTIAL_ROWS = "select c.kind || ' ' || c.label || ' ' || cast(c.counter as text) || ' ' || c.data || ' ' \
        || coalesce(cast(c.confirmed_at as text), '-') || ' ' || cast(length(c.secret) as text) \
        from credentials c join users u on u.id = c.user_id where u.subject = $1 order by c.kind";
    ROLE_ROWS = "select m.role || ' ' || cast(m.granted_at as text) from role_members m join users u on u.id = m.user_id \
        where u.subject = $1 order by m.role";
    GROUP_ROWS = "select g.name from group_members m join users u on u.id = m.user_id \
        join groups g on g.org = m.org and g.id = m.group_id where u.subject = $1";
    EVENT_ROWS = "select e.kind || ' ' || e.data from events e join users u on u.id = e.user_id where u.subject = $1";
    COUNTS = concat!(counts!(
        "api_tokens" "app_sessions" "application_secrets" "applications" "assignments" "attempts" "avatars" "consents"
        "credentials" "devices" "domains" "email_changes" "events" "grants" "group_members" "groups" "identifiers" "identity_links" "identity_providers" "inactivity_warnings" "instance_secrets"
        "invitations" "jobs" "mailed_links" "organisations" "origins" "parked" "provider_sessions" "provider_syncs" "refresh_tokens" "retired_subjects" "role_members"
        "sessions" "sign_ins" "signing_keys" "spent" "subjects" "subscriptions" "user_words" "users" "versions"
    ), "order by 1");
}

const SCHEMA: &str = include_str!("../../store/migrations/0001_foundation.sql");

/// The address that [`ada`] is found by.
pub const EMAIL: &str = "Ada@acme.example";

/// Somebody with an address, a user name, a password, an authenticator app, a name and two roles.
pub fn ada(password: &str) -> UserPatch {
    let identifier = |typed: &str| Identifier { key: Key::typed(typed).unwrap(), display: typed.to_owned() };
    let names = [("given_name", "Ada"), ("family_name", "Byron")];
    UserPatch {
        email: Some(identifier(EMAIL)),
        user_name: Some(identifier("ada")),
        password: Some(NewPassword::Plain(Password::new(password).unwrap())),
        totp: Some(totp()),
        claims: names.map(|(name, text)| (name.to_owned(), text.into())).into_iter().collect(),
        roles: Some(vec![Role::Auditor, Role::HelpDesk]),
        joined_by: JoinedBy::Import,
        ..UserPatch::default()
    }
}

/// Everything that is stored of whoever has this address, and how much there is in every table.
pub async fn rows(store: &Store, email: &str) -> Vec<String> {
    let key = Key::email(email).unwrap();
    let mut read = store.read().await.unwrap();
    let user = users::by_identifier(&mut read, &users::INSTANCE_SCOPE, key.as_str()).await.unwrap();
    let subject = user.map(|user| user.subject).unwrap_or_else(|| panic!("nobody has the address {email}"));
    let mut rows = Vec::new();
    for statement in [&USER_ROWS, &IDENTIFIER_ROWS, &WORD_ROWS, &CREDENTIAL_ROWS, &ROLE_ROWS, &GROUP_ROWS, &EVENT_ROWS]
    {
        let found = read.page::<(String,)>(statement, params![subject.as_str()]).await.unwrap();
        rows.extend(found.into_iter().map(|(row,)| row));
    }
    let counts = read.page::<(String,)>(&COUNTS, params![]).await.unwrap();
    assert_eq!(counts.len(), 1 + SCHEMA.matches("create table ").count(), "a table that is not compared");
    rows.extend(counts.into_iter().map(|(row,)| row));
    rows
}
