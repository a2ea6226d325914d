//! A page of people, held against who is known: each is a change of their own, and all are written at once. Where somebody was quicker,
//! each is written alone, and whoever is refused is left to the next reading.

use std::collections::HashMap;

use model::{
    Id, Key,
    account::State,
    id::{self, Org, User},
    provider::{AddressOwner, Newcomer, Vouching},
};
use store::{
    Change, directory,
    identity_links::{self, Identity},
    organisations, provider_syncs, users,
};
use upstream::Arrival;

use super::Run;
use crate::{
    Result,
    events::{self, EventKind, EventSubject},
    jobs,
    notices::{Happened, Scene},
    people::{
        Identifier, links,
        stored::{self, Stored},
        upstream::{Holder, KnownPerson, Teller, Told, changed, made},
    },
    providers::directory::{FoundPerson, Listed},
};

/// What becomes of somebody.
#[derive(Clone, Copy)]
enum Step {
    Made,
    Linked,
    Changed,
    Enabled,
}

/// What is known of the people of a page.
struct Known {
    /// Whose subjects are, with their version once they were disabled.
    links: HashMap<String, (Id<User>, Option<i64>)>,
    /// Whom addresses find.
    addresses: HashMap<String, (Id<Org>, Id<User>)>,
    people: HashMap<Id<User>, Stored>,
    member_of: Vec<(Id<User>, Id<id::Group>)>,
    /// Who of them is linked with the provider already.
    linked_there: Vec<Id<User>>,
    domains: Vec<String>,
}

impl Run<'_> {
    /// Whether the reading is still this node's.
    pub(super) async fn page(&mut self, people: Vec<(FoundPerson, Listed)>) -> Result<bool> {
        let arrival =
            |(person, groups): &(FoundPerson, Listed)| self.directory.arrival(person, groups, &self.provider.rules);
        let arrivals: Vec<Arrival> = people.iter().map(arrival).collect();
        self.report.found += arrivals.len();
        self.met.extend(arrivals.iter().map(|arrival| arrival.subject.clone()));
        let known = self.known(&arrivals).await?;
        let mut steps = Vec::new();
        for arrival in &arrivals {
            steps.extend(self.step(&known, arrival).await?);
        }
        let mut all = Change::new();
        for (_, change) in &steps {
            all.append(change.clone());
        }
        match self.write(all).await? {
            Ok(()) => steps.iter().for_each(|(step, _)| self.count(*step)),
            Err(guard) if guard == provider_syncs::HELD => return Ok(false),
            Err(_) => {
                for (step, change) in steps {
                    match self.write(change).await? {
                        Ok(()) => self.count(step),
                        Err(guard) if guard == provider_syncs::HELD => return Ok(false),
                        Err(_) => self.report.left += 1,
                    }
                }
            }
        }
        Ok(true)
    }

    fn count(&mut self, step: Step) {
        let report = &mut self.report;
        match step {
            Step::Made => report.made += 1,
            Step::Linked => report.linked += 1,
            Step::Changed => report.changed += 1,
            Step::Enabled => report.enabled += 1,
        }
    }

    /// Read for the whole page at once.
    async fn known(&self, arrivals: &[Arrival]) -> Result<Known> {
        let org = self.home.id;
        let subjects: Vec<&str> = arrivals.iter().map(|arrival| arrival.subject.as_str()).collect();
        let mut read = self.doorward.store.read().await?;
        let links = identity_links::of_subjects(&mut read, (org, self.provider.id), &subjects).await?;
        let links: HashMap<_, _> = links.into_iter().map(|(subject, user, gone)| (subject, (user, gone))).collect();
        let new = arrivals.iter().filter(|arrival| !links.contains_key(&arrival.subject));
        let keys: Vec<Key> = new.filter_map(address).collect();
        let keys: Vec<&str> = keys.iter().map(Key::as_str).collect();
        let found = directory::by_keys(&mut read, &users::INSTANCE_SCOPE, &keys).await?;
        let addresses: HashMap<_, _> = found.into_iter().map(|(key, org, user)| (key, (org, user))).collect();
        let owners = addresses.values().filter(|(home, _)| *home == org).map(|(_, user)| *user);
        let ids: Vec<Id<User>> = links.values().map(|(user, _)| *user).chain(owners).collect();
        let people = stored::many(&mut read, org, &ids).await?;
        let member_of = directory::groups(&mut read, org, &ids).await?;
        let other = identity_links::of_users(&mut read, org, &ids).await?;
        let there = other.into_iter().filter(|link| link.identity.provider == self.provider.id);
        let linked_there = there.map(|link| link.user).collect();
        let domains = organisations::domains(&mut read, org).await?;
        Ok(Known { links, addresses, people, member_of, linked_there, domains })
    }

    async fn step(&mut self, known: &Known, arrival: &Arrival) -> Result<Option<(Step, Change)>> {
        if let Some((user, gone)) = known.links.get(&arrival.subject) {
            let Some(stored) = known.people.get(user) else { return Ok(None) };
            return self.known_one(known, arrival, (stored, *gone)).await;
        }
        let key = address(arrival);
        let found = key.as_ref().and_then(|key| known.addresses.get(key.as_str()));
        let owner = match found {
            None => Some((AddressOwner::Nobody, None)),
            Some((home, _)) if *home != self.home.id => Some((AddressOwner::Elsewhere, None)),
            Some((_, user)) => known.people.get(user).and_then(|stored| self.holder(known, stored)),
        };
        let Some((owner, stored)) = owner else { return self.is_left() };
        let domain = key.as_ref().and_then(Key::domain).unwrap_or_default();
        let is = |known: &String| known == domain;
        let rules = &self.provider.rules;
        let facts = Vouching {
            verified: key.is_some(),
            believed: rules.domains.iter().any(is) && known.domains.iter().any(is),
            owner,
            creates_users: rules.creates_users,
        };
        match (Newcomer::of(facts), stored) {
            (Newcomer::Linked, Some(stored)) if stored.entry.state == State::Active => {
                Ok(Some((Step::Linked, self.linked(known, arrival, stored).await?)))
            }
            (Newcomer::Joins { with_address }, _) => {
                let found_by = key.filter(|_| with_address).zip(arrival.email.as_ref());
                let found_by = found_by.map(|(key, email)| Identifier { key, display: email.address.clone() });
                Ok(Some((Step::Made, self.made(arrival, found_by).await?)))
            }
            _ => self.is_left(),
        }
    }

    fn is_left<T>(&mut self) -> Result<Option<T>> {
        self.report.left += 1;
        Ok(None)
    }

    fn holder<'k>(&self, known: &Known, stored: &'k Stored) -> Option<(AddressOwner, Option<&'k Stored>)> {
        let holder = Holder {
            email_verified: stored.entry.profile.email_verified,
            local: stored.entry.facts.local,
            roles: &stored.roles,
            linked_there: known.linked_there.contains(&stored.entry.id),
            has_credentials: !stored.credentials.is_empty(),
        };
        holder.owner(&self.provider).map(|owner| (owner, Some(stored)))
    }

    /// Somebody who is linked: what differs; or that they are back, where nobody changed their account since they were disabled.
    async fn known_one(
        &self,
        known: &Known,
        arrival: &Arrival,
        (stored, gone): (&Stored, Option<i64>),
    ) -> Result<Option<(Step, Change)>> {
        let is_active = stored.entry.state == State::Active;
        let again = !is_active && gone == Some(stored.entry.version) && stored.entry.state == State::Disabled;
        if !is_active && !again {
            return Ok(None);
        }
        let mut change = self.changed(known, arrival, stored, again).await?;
        if gone.is_some() {
            let whom = (self.home.id, stored.entry.id);
            identity_links::gone(&mut change, whom, (self.provider.id, &arrival.subject), None);
        }
        let step = if again { Step::Enabled } else { Step::Changed };
        Ok((!change.is_empty()).then_some((step, change)))
    }

    async fn changed(&self, known: &Known, arrival: &Arrival, stored: &Stored, again: bool) -> Result<Change> {
        let told = Told { provider: &self.provider, arrival };
        let teller = (&*self.home, Teller::Reading(&self.by));
        let person = KnownPerson { known: stored, member_of: &known.member_of, groups: &self.groups };
        changed(self.doorward, teller, told, person, again).await
    }

    async fn linked(&self, known: &Known, arrival: &Arrival, stored: &Stored) -> Result<Change> {
        let whom = (self.home.id, stored.entry.id);
        let mut change = self.changed(known, arrival, stored, false).await?;
        self.link(&mut change, whom, arrival, "mail domain");
        let scene = Scene::command(self.by.now);
        let owner = (&*stored.entry.profile, &*self.home);
        jobs::order_notice(self.doorward, &mut change, scene, owner, Happened::ProviderLinked).await?;
        Ok(change)
    }

    async fn made(&self, arrival: &Arrival, found_by: Option<Identifier>) -> Result<Change> {
        let told = Told { provider: &self.provider, arrival };
        let teller = (&*self.home, Teller::Reading(&self.by));
        let (mut change, whom) = made(self.doorward, teller, told, (found_by, &self.groups)).await?;
        self.link(&mut change, whom, arrival, "new account");
        Ok(change)
    }

    fn link(&self, change: &mut Change, whom: (Id<Org>, Id<User>), arrival: &Arrival, shown_by: &str) {
        let subject = arrival.subject.clone();
        let identity = Identity { provider: self.provider.id, issuer: arrival.issuer.clone(), subject };
        identity_links::insert(change, whom, &identity, self.by.now);
        let data = links::told(&identity, &self.provider.key, shown_by);
        let concerning = EventSubject::user(whom);
        events::record(self.doorward, change, &self.by, EventKind::IdentityLinked, concerning, &data);
    }
}

/// The address that somebody is found by.
fn address(arrival: &Arrival) -> Option<Key> {
    Key::email(&arrival.email.as_ref()?.address).ok()
}
