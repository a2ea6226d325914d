//! What a provider tells of a person, laid over what is known: a new account, or the present one at each sign-in. What it does not know
//! takes nothing away, and what people may change themselves afterwards (language, zone) is theirs.

use std::collections::BTreeSet;

use ::upstream::{Arrival, Memberships as Listed};
use model::{
    Id, Role, Time,
    account::{JoinedBy, State},
    id::{self, Org, User},
    profile_data::ProfileField,
    provider::{AddressOwner, Connector, ProviderRules},
};
use serde_json::{Map, Value};
use store::{Change, directory, groups};

use super::{
    Home, Identifier, UserKey, UserPatch,
    groups::{Group, GroupWriter, Memberships},
    plan::Planning,
    stored::{self, Stored},
};
use crate::{
    AuditContext, Caller, Doorward, Error, IdentityProvider, Organisation, Result,
    events::{EventKind, EventSubject},
    refusals::{self, Refused},
};

/// What a provider tells of a person, and what the organisation makes of it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t> {
    pub(crate) provider: &'t IdentityProvider,
    pub(crate) arrival: &'t Arrival,
}

/// As whom it is written: as the person who came with it, or as whoever had everybody read.
#[derive(Clone, Copy)]
pub(crate) enum Teller<'t> {
    Person(&'t Caller),
    Reading(&'t AuditContext),
}

impl Teller<'_> {
    fn now(self) -> Time {
        match self {
            Self::Person(caller) => caller.now,
            Self::Reading(by) => by.now,
        }
    }

    fn acts(self, user: Id<User>) -> AuditContext {
        match self {
            Self::Person(caller) => caller.user(user),
            Self::Reading(by) => by.clone(),
        }
    }
}

/// Whoever is found by an address that a provider tells.
pub(crate) struct Holder<'h> {
    pub(crate) email_verified: bool,
    pub(crate) local: bool,
    pub(crate) roles: &'h [String],
    /// Whether they are linked with the provider already.
    pub(crate) linked_there: bool,
    /// Whether anything is kept here that somebody could come in by.
    pub(crate) has_credentials: bool,
}

impl Holder<'_> {
    /// What that makes them. None where they are somebody else at the directory that judges: their account is handed to nobody (K3).
    pub(crate) fn owner(&self, provider: &IdentityProvider) -> Option<AddressOwner> {
        let judges = provider.connector.as_ref().is_some_and(Connector::judges_passwords);
        if judges && self.linked_there {
            return None;
        }
        // Where nothing is kept that anybody could come in by, nobody has prepared the account (FED-03).
        let proven = self.email_verified || (judges && !self.has_credentials);
        // A role whose word is not known here may be any. Whoever has the address of somebody who is linked there may have it after them.
        let given = |role: &String| Role::parse(role).is_some_and(ProviderRules::may_give);
        let guarded = self.local || self.linked_there || !self.roles.iter().all(given);
        Some(AddressOwner::Here { proven, guarded })
    }
}

/// The groups that a provider's rules name, as the organisation has them.
#[derive(Default)]
pub(crate) struct MappedGroups {
    there: Vec<Group>,
    missing: Vec<String>,
}

impl MappedGroups {
    pub(crate) async fn read(doorward: &Doorward, org: Id<Org>, provider: &IdentityProvider) -> Result<Self> {
        let names: BTreeSet<&String> = provider.rules.groups.values().collect();
        let mut mapped = Self::default();
        let mut read = doorward.store.read().await?;
        for name in names {
            match groups::by_name(&mut read, org, name).await? {
                Some(id) => mapped.there.push(Group { id, name: name.clone() }),
                None => mapped.missing.push(name.clone()),
            }
        }
        Ok(mapped)
    }
}

/// Somebody as they were read, with the groups that they, and perhaps others, are in, and those that are mapped.
pub(crate) struct KnownPerson<'k> {
    pub(crate) known: &'k Stored,
    pub(crate) member_of: &'k [(Id<User>, Id<id::Group>)],
    pub(crate) groups: &'k MappedGroups,
}

/// A group that the claim gives or takes.
struct Given {
    group: Group,
    /// Whether the person is to be in it.
    wanted: bool,
}

/// What makes the account of somebody new, found by this address, where it is theirs.
pub(crate) async fn joined(
    doorward: &Doorward,
    (home, caller): (&Organisation, &Caller),
    told: Told<'_>,
    found_by: Option<Identifier>,
) -> Result<(Change, UserKey)> {
    let groups = told.groups(doorward, caller, home.id).await?;
    made(doorward, (home, Teller::Person(caller)), told, (found_by, &groups)).await
}

/// The same, with the groups as they were read before.
pub(crate) async fn made(
    doorward: &Doorward,
    (home, teller): (&Organisation, Teller<'_>),
    told: Told<'_>,
    (found_by, groups): (Option<Identifier>, &MappedGroups),
) -> Result<(Change, UserKey)> {
    let mut claims = told.claims(&Map::new());
    if let Some(locale) = &told.arrival.locale {
        claims.insert("locale".to_owned(), locale.as_str().into());
    }
    if let (None, Some(email)) = (&found_by, &told.arrival.email) {
        claims.insert("email".to_owned(), email.address.as_str().into());
        claims.insert("email_verified".to_owned(), false.into());
    }
    let roles = told.roles(&[]).filter(|roles| !roles.is_empty());
    let patch = UserPatch { email: found_by, claims, roles, joined_by: JoinedBy::Upstream, ..UserPatch::default() };
    let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: None, now: teller.now() };
    let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("claims of a provider"))?;
    let by = teller.acts(plan.key.1);
    let mut change = Change::new();
    plan.add_to(&mut change, doorward, None, (&by, EventKind::UserRegistered)).await?;
    let given = told.given(groups);
    let writer = GroupWriter { doorward, org: home.id, by: &by };
    for one in given.iter().filter(|one| one.wanted) {
        let joins = Memberships { added: vec![plan.key.1], ..Memberships::default() };
        writer.set_members(&mut change, &one.group, &joins);
    }
    Ok((change, plan.key))
}

/// What differs of somebody who is known; none where nothing does. Guard: they are as they were read.
pub(crate) async fn refreshed(
    doorward: &Doorward,
    (home, caller): (&Organisation, &Caller),
    told: Told<'_>,
    user: Id<User>,
) -> Result<Option<Change>> {
    let mut read = doorward.store.read().await?;
    let known = stored::one(&mut read, home.id, user).await?;
    // Whoever may not come in is left as they are.
    let Some(known) = known.filter(|known| known.entry.state == State::Active) else { return Ok(None) };
    let member_of = directory::groups(&mut read, home.id, &[user]).await?;
    drop(read);
    let groups = told.groups(doorward, caller, home.id).await?;
    let teller = Teller::Person(caller);
    let change = changed(
        doorward,
        (home, teller),
        told,
        KnownPerson { known: &known, member_of: &member_of, groups: &groups },
        false,
    )
    .await?;
    Ok((!change.is_empty()).then_some(change))
}

/// The same of somebody who was read before, with the groups of several people. With `again` they are active from then on.
pub(crate) async fn changed(
    doorward: &Doorward,
    (home, teller): (&Organisation, Teller<'_>),
    told: Told<'_>,
    KnownPerson { known, member_of, groups }: KnownPerson<'_>,
    again: bool,
) -> Result<Change> {
    let user = known.entry.id;
    let (state, reactivated) = (again.then_some(State::Active), again);
    let (claims, roles) = (told.changed(known)?, told.roles(&known.roles));
    let patch = UserPatch { claims, roles, state, reactivated, ..UserPatch::default() };
    let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: Some(known), now: teller.now() };
    let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("claims of a provider"))?;
    let (by, kind) = (teller.acts(user), if again { EventKind::UserEnabled } else { EventKind::UserChanged });
    // Roles that are taken come first: the organisation's row is locked before the user's.
    let mut change = plan.taken_roles.clone();
    plan.add_to(&mut change, doorward, None, (&by, kind)).await?;
    let writer = GroupWriter { doorward, org: home.id, by: &by };
    for one in told.given(groups) {
        let is_in = member_of.iter().any(|(whose, group)| *whose == user && *group == one.group.id);
        let differs = match (one.wanted, is_in) {
            (true, false) => Memberships { added: vec![user], ..Memberships::default() },
            (false, true) => Memberships { removed: vec![user], ..Memberships::default() },
            _ => continue,
        };
        writer.set_members(&mut change, &one.group, &differs);
    }
    Ok(change)
}

impl Told<'_> {
    /// The fields of the profile that it tells, where they differ from these.
    fn claims(&self, known: &Map<String, Value>) -> Map<String, Value> {
        let fields = ProfileField::ALL.into_iter().map(|field| (field.claim(), self.arrival.profile.get(field)));
        let told = fields
            .filter(|(claim, value)| !value.is_empty() && known.get(*claim).and_then(Value::as_str) != Some(value));
        told.map(|(claim, value)| (claim.to_owned(), value.into())).collect()
    }

    fn changed(&self, known: &Stored) -> Result<Map<String, Value>> {
        let profile = serde_json::to_value(&*known.entry.profile);
        match profile {
            Ok(Value::Object(profile)) => Ok(self.claims(&profile)),
            _ => Err(Error::Corrupt("the profile of a user")),
        }
    }

    /// Every role that the person has from now on: what is mapped as the claim says, all others as they are. None where nothing is
    /// mapped, or the claim does not say.
    fn roles(&self, had: &[String]) -> Option<Vec<Role>> {
        let Listed::Known(values) = &self.arrival.roles else { return None };
        let mapped: BTreeSet<Role> = self.provider.rules.mapped_roles().map(|(_, role)| role).collect();
        let given = self.provider.rules.mapped_roles().filter(|(value, _)| values.iter().any(|one| one == value));
        let kept = had.iter().filter_map(|word| Role::parse(word)).filter(|role| !mapped.contains(role));
        let roles: BTreeSet<Role> = kept.chain(given.map(|(_, role)| role)).collect();
        (!mapped.is_empty()).then(|| roles.into_iter().collect())
    }

    /// The groups that are mapped. Of those that somebody would be in and that are not there, the organisation is told.
    async fn groups(&self, doorward: &Doorward, caller: &Caller, org: Id<Org>) -> Result<MappedGroups> {
        if !matches!(self.arrival.groups, Listed::Known(_)) {
            return Ok(MappedGroups::default());
        }
        let mapped = MappedGroups::read(doorward, org, self.provider).await?;
        let missing: Vec<String> = mapped.missing.iter().filter(|name| self.gives(name)).cloned().collect();
        if !missing.is_empty() {
            self.tell_missing(doorward, caller, (org, &missing)).await?;
        }
        Ok(mapped)
    }

    /// Whether the claim gives this group.
    fn gives(&self, name: &str) -> bool {
        let Listed::Known(values) = &self.arrival.groups else { return false };
        self.provider.rules.groups.iter().any(|(value, group)| group == name && values.contains(value))
    }

    /// The groups that are there, with whether the person is to be in them. None where the claim does not say.
    fn given(&self, groups: &MappedGroups) -> Vec<Given> {
        if !matches!(self.arrival.groups, Listed::Known(_)) {
            return Vec::new();
        }
        groups.there.iter().map(|group| Given { group: group.clone(), wanted: self.gives(&group.name) }).collect()
    }

    /// Somebody would be in groups that are not there: an event says so, once in a while.
    async fn tell_missing(
        &self,
        doorward: &Doorward,
        caller: &Caller,
        (org, missing): (Id<Org>, &[String]),
    ) -> Result<()> {
        let provider = self.provider;
        let reason = format!("no group {}", missing.join(", "));
        let refused = Refused {
            whose: (*provider.id.as_bytes(), "group"),
            kind: EventKind::IdentityProviderGroupMissing,
            concerning: EventSubject::org(org),
            reason: &reason,
        };
        let data = serde_json::json!({ "provider": provider.key, "groups": missing });
        refusals::record_once_with(doorward, &caller.anonymous(), refused, &data).await
    }
}
