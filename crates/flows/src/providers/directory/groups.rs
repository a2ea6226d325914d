//! Which groups somebody is in, as their entry says or as searches find: ten levels of groups in groups, with one search for many of a
//! level, and never without end.

use std::collections::BTreeSet;

use ldap::Name;
use model::Time;
use tokio::time::Instant;

use super::{Directory, FoundPerson, WITHIN, connection::Entries, finding::subtree, settings::Groups};

/// How many levels up.
pub(super) const LEVELS: usize = 10;
/// Groups of one person.
const MOST: usize = 1000;
/// Groups that one search asks for.
const AT_ONCE: usize = 100;

/// What is known of somebody's groups.
pub(crate) enum Listed {
    /// It is not asked.
    NotMapped,
    /// It could not be found out, or not all of it.
    Unknown,
    /// All of them.
    Known(Vec<Name>),
}

impl Directory {
    pub(super) async fn groups(&self, person: &FoundPerson, now: Time) -> Listed {
        match &self.settings.groups {
            Groups::NotMapped => Listed::NotMapped,
            Groups::Attribute(name) if person.entry.is_partial(name) => Listed::Unknown,
            Groups::Attribute(name) => Listed::Known(person.entry.texts(name).filter_map(Name::parse).collect()),
            Groups::Search { nested, .. } => {
                self.search_groups(person, *nested, now).await.map_or(Listed::Unknown, Listed::Known)
            }
        }
    }

    /// None where it is not known, or there are too many.
    async fn search_groups(&self, person: &FoundPerson, nested: bool, now: Time) -> Option<Vec<Name>> {
        let (mut all, mut level) = (BTreeSet::new(), vec![person.entry.dn.clone()]);
        for _ in 0..if nested { LEVELS } else { 1 } {
            let mut next = Vec::new();
            for some in level.chunks(AT_ONCE) {
                let found = self.groups_of(some, person.at, now).await?;
                // A group that was met before leads nowhere new, so that a circle ends.
                next.extend(found.into_iter().filter(|dn| Name::parse(dn).is_some_and(|name| all.insert(name))));
                if all.len() > MOST {
                    return None;
                }
            }
            level = next;
        }
        Some(all.into_iter().collect())
    }

    /// The groups that any of these entries is in.
    async fn groups_of(&self, dns: &[String], at: usize, now: Time) -> Option<Vec<String>> {
        let Groups::Search { base, filter, .. } = &self.settings.groups else { return None };
        let filters: Vec<_> = dns.iter().map(|dn| filter.fill(dn.as_bytes())).collect();
        let filter = ldap::any_of(&filters);
        let most = u32::try_from(MOST).unwrap_or(u32::MAX);
        let search = ldap::Search { filter: &filter, ..subtree(base, most) };
        match self.search_at(at, &search, (now, Instant::now() + WITHIN)).await {
            Ok(Ok(Entries { entries, is_partial: false })) => Some(entries.into_iter().map(|entry| entry.dn).collect()),
            _ => None,
        }
    }
}
