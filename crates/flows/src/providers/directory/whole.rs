//! A directory read as a whole: pages of everybody, over one connection of our own account, and of its groups once who is in them. Nobody
//! is asked for alone.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use egress::EgressError;
use ldap::{Entry, Name, Scope, Search};
use model::{Time, provider::LdapSync};
use tokio::time::{Instant, timeout_at};

use super::{
    Asked, Connection, Directory, FoundPerson,
    connection::Page,
    groups::{LEVELS, Listed},
    settings::Groups,
};
use crate::providers::service::Silence;

/// Entries that are asked for at once.
const SIZE: u32 = 200;
/// How long one page may take.
const PAGE_WITHIN: Duration = Duration::from_secs(30);
/// People of one directory.
const MOST_PEOPLE: usize = 200_000;
/// Groups of one directory.
const MOST_GROUPS: usize = 20_000;
/// Memberships of one directory.
const MOST_MEMBERSHIPS: usize = 2_000_000;

/// A reading under way.
pub(crate) struct Whole {
    directory: Arc<Directory>,
    connection: Connection,
    at: usize,
    members: Option<Members>,
    next: Option<Vec<u8>>,
    met: usize,
}

/// A page of people.
pub(crate) struct PeoplePage {
    /// Each with the groups that they are in.
    pub(crate) people: Vec<(FoundPerson, Listed)>,
    /// Entries that do not say who they are.
    pub(crate) unknown: usize,
}

/// Who is in which groups.
struct Members {
    groups: Vec<Name>,
    /// The groups that name an entry, by its name.
    of: HashMap<Name, Vec<usize>>,
    nested: bool,
}

impl Directory {
    /// How it is read as a whole.
    pub(crate) fn sync(&self) -> Option<&LdapSync> {
        self.settings.sync.as_ref().map(|(sync, _)| sync)
    }

    /// Begins at the first address that answers.
    pub(crate) async fn whole(self: &Arc<Self>, now: Time) -> Result<Whole, Silence> {
        let mut last = Silence::Settings;
        for at in 0..self.settings.targets.len() {
            let target = &self.settings.targets[at];
            let opening =
                async { timeout_at(soon(), self.own(at)).await.unwrap_or(Err(EgressError::Unanswered(PAGE_WITHIN))) };
            match self.client.counted(target, now, opening).await {
                Ok(Ok(connection)) => {
                    let directory = self.clone();
                    return Ok(Whole { directory, connection, at, members: None, next: Some(Vec::new()), met: 0 });
                }
                Ok(Err(trouble)) => last = Silence::Directory(trouble),
                Err(error) => last = Silence::Egress(error),
            }
        }
        Err(last)
    }
}

impl Whole {
    /// Reads who is in which groups, where groups are searched. That they can't be known leaves everybody's as they are.
    pub(crate) async fn read_groups(&mut self) -> Result<(), String> {
        let directory = self.directory.clone();
        let (Groups::Search { base, nested, .. }, Some((sync, _))) =
            (&directory.settings.groups, &directory.settings.sync)
        else {
            return Ok(());
        };
        let filter = ldap::present(&sync.members);
        let names = [sync.members.as_str()];
        let search = Search { base, scope: Scope::Subtree, filter: &filter, attributes: &names, most: 0, seconds: 0 };
        let mut members = Members { groups: Vec::new(), of: HashMap::new(), nested: *nested };
        let (mut next, mut memberships) = (Some(Vec::new()), 0);
        while let Some(cookie) = next {
            let page = self.page(&search, &cookie).await.map_err(|silence| silence.to_string())?;
            for entry in &page.entries {
                memberships += members.note(entry, &sync.members)?;
            }
            if members.groups.len() > MOST_GROUPS || memberships > MOST_MEMBERSHIPS {
                return Err("it has too many groups, or too many people in them".to_owned());
            }
            next = page.next;
        }
        self.members = Some(members);
        Ok(())
    }

    /// The next people; none: there is nobody left.
    pub(crate) async fn people(&mut self) -> Result<Option<PeoplePage>, Silence> {
        let Some(cookie) = self.next.take() else { return Ok(None) };
        let directory = self.directory.clone();
        let Some((_, filter)) = &directory.settings.sync else { return Err(Silence::Settings) };
        let (filter, names) = (filter.fill(b""), directory.settings.names());
        let base = &directory.settings.base;
        let search = Search { base, scope: Scope::Subtree, filter: &filter, attributes: &names, most: 0, seconds: 0 };
        let page = self.page(&search, &cookie).await?;
        self.met += page.entries.len();
        if self.met > MOST_PEOPLE {
            return Err(Silence::Egress(EgressError::TooLarge));
        }
        self.next = page.next;
        let (all, subject) = (page.entries.len(), &directory.settings.attributes.subject);
        let found = page.entries.into_iter().filter_map(|entry| {
            let subject = entry.subject(subject)?;
            let person = FoundPerson { entry, subject, at: self.at };
            let groups = self.groups_of(&person);
            Some((person, groups))
        });
        let people: Vec<_> = found.collect();
        let unknown = all - people.len();
        Ok(Some(PeoplePage { people, unknown }))
    }

    async fn page(&mut self, search: &Search<'_>, cookie: &[u8]) -> Result<Page, Silence> {
        let asked: Asked<Page> = timeout_at(soon(), self.connection.search_page(search, SIZE, cookie))
            .await
            .unwrap_or(Err(EgressError::Unanswered(PAGE_WITHIN)));
        match asked {
            Ok(Ok(page)) => Ok(page),
            Ok(Err(trouble)) => Err(Silence::Directory(trouble)),
            Err(error) => Err(Silence::Egress(error)),
        }
    }

    fn groups_of(&self, person: &FoundPerson) -> Listed {
        match (&self.directory.settings.groups, &self.members) {
            (Groups::NotMapped, _) => Listed::NotMapped,
            (Groups::Attribute(name), _) if person.entry.is_partial(name) => Listed::Unknown,
            (Groups::Attribute(name), _) => Listed::Known(person.entry.texts(name).filter_map(Name::parse).collect()),
            (Groups::Search { .. }, None) => Listed::Unknown,
            (Groups::Search { .. }, Some(members)) => {
                Name::parse(&person.entry.dn).map_or(Listed::Unknown, |name| Listed::Known(members.of_entry(&name)))
            }
        }
    }

    /// Says good-bye.
    pub(crate) async fn close(self) {
        self.connection.close().await;
    }
}

impl Members {
    /// Notes a group. Answers how many it names.
    fn note(&mut self, entry: &Entry, attribute: &str) -> Result<usize, String> {
        if entry.is_partial(attribute) {
            return Err(format!("of the group {} it tells only a part of its members", entry.dn));
        }
        let Some(name) = Name::parse(&entry.dn) else { return Ok(0) };
        let at = self.groups.len();
        self.groups.push(name);
        let named: HashSet<Name> = entry.texts(attribute).filter_map(Name::parse).collect();
        let count = named.len();
        named.into_iter().for_each(|member| self.of.entry(member).or_default().push(at));
        Ok(count)
    }

    /// The groups that an entry is in; where they nest, those that the groups are in, ten levels up.
    fn of_entry(&self, name: &Name) -> Vec<Name> {
        let direct = |name: &Name| self.of.get(name).map(Vec::as_slice).unwrap_or_default();
        let (mut all, mut level) = (HashSet::new(), direct(name).to_vec());
        for _ in 0..if self.nested { LEVELS } else { 1 } {
            level.retain(|group| all.insert(*group));
            level = level.iter().flat_map(|group| direct(&self.groups[*group])).copied().collect();
        }
        all.into_iter().map(|group| self.groups[group].clone()).collect()
    }
}

fn soon() -> Instant {
    Instant::now() + PAGE_WITHIN
}
