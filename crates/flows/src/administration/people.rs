//! People as lists show them: a page at a time, everything of a page read at once.

use std::collections::HashMap;

use model::{
    Id, Key, Time,
    id::{Org, User},
};
use serde_json::{Map, Value};
use store::{
    Read,
    directory::{self, EntryRow},
    users::{self, IdentifierKind},
};

use crate::{
    Doorward, Granted, Result, UserRef,
    granted::{Operator, ReadUser, ReadUsers},
    people::scope,
    sessions::display_name,
};

/// A user as lists show one.
#[derive(Debug, Clone)]
pub struct Person {
    /// The identifier.
    pub id: Id<User>,
    /// How applications know the user.
    pub subject: String,
    /// `active`, `inactive`, `disabled` or `locked`.
    pub state: String,
    /// What to call the user.
    pub name: String,
    /// Addresses that the user is found by, as they were typed.
    pub emails: Vec<String>,
    /// Names that the user is found by in the organisation.
    pub user_names: Vec<String>,
    /// What is known of the person: the claims of OpenID Connect that are.
    pub claims: Map<String, Value>,
    /// Roles in the organisation.
    pub roles: Vec<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// When the user was made.
    pub created_at: Time,
    /// When the user last signed in.
    pub last_sign_in_at: Option<Time>,
    /// When the account was last used in any way, to about a day; before that, when it was made. Inactivity is counted from here.
    pub last_used_at: Time,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Who is on it.
    pub users: Vec<Person>,
    /// What to ask for the next one with; none on the last.
    pub next: Option<String>,
}

/// The most users on a page.
const MOST: usize = 200;

/// Why there is no page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRefusal {
    /// What the words begin with is no beginning of one word.
    Begins,
    /// `after` is not what the page before said, or what a page of another list said.
    After,
}

/// Where a page begins.
struct Start {
    /// What the words begin with, where not everybody is listed.
    beginning: Option<String>,
    /// The word and the user that the page before ended at.
    word: String,
    user: Id<User>,
}

impl Start {
    fn of(begins: Option<&str>, after: Option<&str>) -> std::result::Result<Self, ListRefusal> {
        let beginning = begins.map(model::search::folded).filter(|beginning| !beginning.is_empty());
        if beginning
            .as_ref()
            .is_some_and(|text| text.len() > model::search::MAX_BYTES || text.contains(char::is_whitespace))
        {
            return Err(ListRefusal::Begins);
        }
        let Some(after) = after else {
            let word = beginning.clone().unwrap_or_default();
            return Ok(Self { beginning, word, user: Id::from_bytes([0; 16]) });
        };
        let (word, id) = match &beginning {
            None => ("", after),
            Some(_) => after.rsplit_once(':').ok_or(ListRefusal::After)?,
        };
        let user = id.parse().map_err(|_| ListRefusal::After)?;
        if !word.starts_with(beginning.as_deref().unwrap_or_default()) {
            return Err(ListRefusal::After);
        }
        Ok(Self { word: word.to_owned(), beginning, user })
    }
}

impl Doorward {
    /// The user whom this names, in any organisation: an identifier (`usr_…`), an e-mail address, a user name in the given
    /// organisation, or a subject. A look-up for the operator, who then has leave.
    pub async fn find_user(&self, _: &Operator, typed: &str, organisation: Option<Id<Org>>) -> Result<Option<UserRef>> {
        let mut read = self.store.read().await?;
        let whom = |(org, user): (Id<Org>, Id<User>)| UserRef { org, user };
        let here = |whom: &UserRef| organisation.is_none_or(|org| org == whom.org);
        if let Ok(id) = typed.parse::<Id<User>>() {
            return Ok(directory::home_of(&mut read, id).await?.map(|org| UserRef { org, user: id }).filter(here));
        }
        let found = match Key::typed(typed) {
            Ok(key) => users::by_identifier(&mut read, &scope(organisation, &key), key.as_str())
                .await?
                .map(|row| (row.org, row.id)),
            Err(_) => None,
        };
        let found = match found {
            Some(found) => Some(found),
            None => users::by_subject(&mut read, typed).await?,
        };
        Ok(found.map(whom).filter(here))
    }

    /// One user; none when there is nobody of that identifier in the organisation.
    pub async fn user(&self, granted: &Granted<ReadUser>) -> Result<Option<Person>> {
        let whom = granted.on();
        let mut read = self.store.read().await?;
        let entries = directory::by_ids(&mut read, whom.org, &[whom.user]).await?;
        Ok(people(&mut read, whom.org, entries).await?.pop())
    }

    /// A page of an organisation's users: all of them, oldest first, or those of whom a word begins so, in the order of
    /// words. `after` is what the page before said.
    pub async fn list_users(
        &self,
        granted: &Granted<ReadUsers>,
        begins: Option<&str>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<std::result::Result<Page, ListRefusal>> {
        let start = match Start::of(begins, after) {
            Ok(start) => start,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (org, limit) = (granted.on(), limit.clamp(1, MOST));
        let ask = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut read = self.store.read().await?;
        let (mut entries, mut places): (Vec<EntryRow>, Vec<String>) = match &start.beginning {
            None => {
                let found = directory::page(&mut read, org, start.user, ask).await?;
                let places = found.iter().map(|entry| entry.id.to_string()).collect();
                (found, places)
            }
            Some(beginning) => {
                let after = (start.word.as_str(), start.user);
                let found = directory::beginning_with(&mut read, org, beginning, after, ask).await?;
                let places = found.iter().map(|(word, entry)| format!("{word}:{}", entry.id)).collect();
                (found.into_iter().map(|(_, entry)| entry).collect(), places)
            }
        };
        let more = entries.len() > limit;
        entries.truncate(limit);
        places.truncate(limit);
        let users = people(&mut read, org, entries).await?;
        Ok(Ok(Page { users, next: places.pop().filter(|_| more) }))
    }
}

/// Everything that lists show of these, in their order.
async fn people(read: &mut Read, org: Id<Org>, entries: Vec<EntryRow>) -> Result<Vec<Person>> {
    let ids: Vec<Id<User>> = entries.iter().map(|entry| entry.id).collect();
    let mut names: HashMap<Id<User>, Named> = HashMap::new();
    for named in directory::identifiers(read, org, &ids).await? {
        let names = names.entry(named.user).or_default();
        if named.kind == IdentifierKind::Email { &mut names.emails } else { &mut names.user_names }.push(named.shown);
    }
    for (user, role) in directory::roles(read, org, &ids).await? {
        names.entry(user).or_default().roles.push(role);
    }
    for (user, group) in directory::group_names(read, org, &ids).await? {
        names.entry(user).or_default().groups.push(group);
    }
    let people = entries.into_iter().map(|entry| {
        let named = names.remove(&entry.id).unwrap_or_default();
        person(entry, named)
    });
    Ok(people.collect())
}

/// What is read of somebody in further statements.
#[derive(Default)]
struct Named {
    emails: Vec<String>,
    user_names: Vec<String>,
    roles: Vec<String>,
    groups: Vec<String>,
}

fn person(entry: EntryRow, mut named: Named) -> Person {
    let scopes = ["profile", "email", "phone", "address"];
    let claims = model::release::claims(&entry.profile, scopes).into_iter();
    let claims = claims.filter_map(|(name, value)| Some((name.to_owned(), serde_json::to_value(value).ok()?)));
    for list in [&mut named.emails, &mut named.user_names, &mut named.roles, &mut named.groups] {
        list.sort_unstable();
    }
    Person {
        id: entry.id,
        name: display_name(&entry.profile, &entry.subject),
        claims: claims.collect(),
        subject: entry.subject,
        state: entry.state.as_str().to_owned(),
        emails: named.emails,
        user_names: named.user_names,
        roles: named.roles,
        groups: named.groups,
        created_at: entry.created_at,
        last_sign_in_at: entry.last_sign_in_at,
        last_used_at: entry.active_at,
    }
}
