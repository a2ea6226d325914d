//! What a provider tells of a person, laid over what is known: a new account, or the present one at each sign-in. What it does not know
//! takes nothing away, and what people may change themselves afterwards (language, zone) is theirs.

use std::collections::BTreeSet;

use ::upstream::{Arrival, Memberships as Listed};
use model::{
    Id, Role,
    account::{JoinedBy, State},
    id::{self, Org, User},
    profile_data::ProfileField,
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
    Caller, Doorward, Error, IdentityProvider, Organisation, Result,
    events::{EventKind, EventSubject},
    refusals::{self, Refused},
};

/// What a provider tells of a person, and what the organisation makes of it.
#[derive(Clone, Copy)]
pub(crate) struct Told<'t> {
    pub(crate) provider: &'t IdentityProvider,
    pub(crate) arrival: &'t Arrival,
}

/// A group that the claim gives or takes.
struct Given {
    group: Group,
    /// Whether the person is to be in it.
    wanted: bool,
}

/// What makes the account of somebody new, found by this address, where it is theirs. Where it is not, whether it is told as one that
/// nobody vouched for.
pub(crate) async fn joined(
    doorward: &Doorward,
    (home, caller): (&Organisation, &Caller),
    told: Told<'_>,
    (found_by, is_told): (Option<Identifier>, bool),
) -> Result<(Change, UserKey)> {
    let mut claims = told.claims(&Map::new());
    if let Some(locale) = &told.arrival.locale {
        claims.insert("locale".to_owned(), locale.as_str().into());
    }
    if let (true, Some(email)) = (is_told && found_by.is_none(), &told.arrival.email) {
        claims.insert("email".to_owned(), email.address.as_str().into());
        claims.insert("email_verified".to_owned(), false.into());
    }
    let roles = told.roles(&[]).filter(|roles| !roles.is_empty());
    let patch = UserPatch { email: found_by, claims, roles, joined_by: JoinedBy::Upstream, ..UserPatch::default() };
    let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: None, now: caller.now };
    let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("claims of a provider"))?;
    let by = caller.user(plan.key.1);
    let mut change = Change::new();
    plan.add_to(&mut change, doorward, None, (&by, EventKind::UserRegistered)).await?;
    let given = told.groups(doorward, caller, home.id).await?;
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
    let given = told.groups(doorward, caller, home.id).await?;
    let patch = UserPatch { claims: told.changed(&known)?, roles: told.roles(&known.roles), ..UserPatch::default() };
    let planning = Planning { doorward, home: Home::from(home), patch: &patch, stored: Some(&known), now: caller.now };
    let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("claims of a provider"))?;
    let by = caller.user(user);
    // Roles that are taken come first: the organisation's row is locked before the user's.
    let mut change = plan.taken_roles.clone();
    plan.add_to(&mut change, doorward, None, (&by, EventKind::UserChanged)).await?;
    let writer = GroupWriter { doorward, org: home.id, by: &by };
    for one in given {
        let is_in = member_of.iter().any(|(_, group)| *group == one.group.id);
        let differs = match (one.wanted, is_in) {
            (true, false) => Memberships { added: vec![user], ..Memberships::default() },
            (false, true) => Memberships { removed: vec![user], ..Memberships::default() },
            _ => continue,
        };
        writer.set_members(&mut change, &one.group, &differs);
    }
    Ok((!change.is_empty()).then_some(change))
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

    /// The groups that are mapped and are there, with whether the person is to be in them. Those that are not there the organisation is told of.
    async fn groups(&self, doorward: &Doorward, caller: &Caller, org: Id<Org>) -> Result<Vec<Given>> {
        let Listed::Known(values) = &self.arrival.groups else { return Ok(Vec::new()) };
        let rules = &self.provider.rules;
        let names: BTreeSet<&String> = rules.groups.values().collect();
        let (mut given, mut missing) = (Vec::new(), Vec::new());
        let mut read = doorward.store.read().await?;
        for name in names {
            let named = rules.groups.iter().filter(|(_, group)| *group == name);
            let wanted = named.into_iter().any(|(value, _)| values.contains(value));
            let found: Option<Id<id::Group>> = groups::by_name(&mut read, org, name).await?;
            match found {
                Some(id) => given.push(Given { group: Group { id, name: name.clone() }, wanted }),
                None if wanted => missing.push(name.clone()),
                None => {}
            }
        }
        drop(read);
        if !missing.is_empty() {
            self.tell_missing(doorward, caller, (org, &missing)).await?;
        }
        Ok(given)
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
