//! Merging two accounts of one person: what one has goes to the other, and it is gone. An administrator sees before what that is.
//!
//! What proves somebody – passwords, factors, known browsers – does not move, nor do roles: whoever had the account that goes comes to no more
//! than a link, a group or an application gives, and each of these is seen before.

use model::{
    Id,
    account::State,
    id::{App, Group as GroupId, User},
    permission::Permission,
};
use serde_json::json;
use store::{
    Change, Outcome, Read, applications, deletion, directory, groups,
    identity_links::{self, Identity},
    users,
};

use super::{
    Refused,
    groups::{Group, GroupWriter, Memberships},
    links,
    person::Person,
};
use crate::{
    Doorward, Error, Granted, Result, UserRef,
    events::{self, EventKind, EventSubject},
    granted::{self, MergeUsers},
    jobs,
    notices::{Happened, Scene},
};

/// What merging an account into another comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The account that stays.
    pub kept: Merged,
    /// The account that goes.
    pub gone: Merged,
    /// Accounts at identity providers that sign in to the one that stays from then on: the provider's key, and the subject there.
    pub links: Vec<(String, String)>,
    /// Groups that the one that stays comes into.
    pub groups: Vec<String>,
    /// Applications that are assigned to the one that stays from then on.
    pub applications: Vec<String>,
    /// Roles of the one that goes, which the other one has not: nobody has them from it.
    pub roles_lost: Vec<String>,
}

/// An account that is merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The identifier.
    pub id: Id<User>,
    /// What to call the person.
    pub name: String,
    /// How applications know them. What they keep under that of the account that goes stays with it.
    pub subject: String,
    /// What is typed to find it.
    pub found_by: Vec<String>,
    epoch: i64,
}

/// Why accounts are not merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeRefusal {
    /// They are one account.
    Same,
    /// They are of different organisations.
    Organisations,
    /// This one is not active: whoever is kept out is not let in by the other's ways.
    NotActive(Id<User>),
    /// Something of it is not as it was shown.
    Changed,
    /// Why nothing else may be done to them either.
    Refused(Refused),
}

/// Everything that is read of both.
struct Both {
    kept: Person,
    gone: Person,
    groups: Vec<(Id<GroupId>, String)>,
    applications: Vec<(Id<App>, String)>,
    merge: Merge,
}

type Answer<T> = std::result::Result<T, MergeRefusal>;

impl Doorward {
    /// What merging this account into the one of the grant would come to. Nothing is changed.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn preview_merge(&self, granted: &Granted<MergeUsers>, gone: UserRef) -> Result<Answer<Merge>> {
        Ok(Both::of(self, granted, gone).await?.map(|both| both.merge))
    }

    /// Merges as it was shown: links, groups and applications go to the account that stays, the other is deleted, all sessions of
    /// both end, and both owners are told.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn merge_users(&self, granted: &Granted<MergeUsers>, shown: &Merge) -> Result<Answer<()>> {
        let gone = UserRef { org: granted.on().org, user: shown.gone.id };
        let both = match Both::of(self, granted, gone).await? {
            Ok(both) => both,
            Err(why) => return Ok(Err(why)),
        };
        if both.merge != *shown {
            return Ok(Err(MergeRefusal::Changed));
        }
        let change = Box::pin(both.change(self, granted)).await?;
        Ok(match self.store.write(change).await? {
            Outcome::Done => {
                self.ordered.notify_one();
                Ok(())
            }
            Outcome::Unknown => return Err(Error::Unknown),
            Outcome::Refused(guard) if guard == users::ANOTHER_OWNER => Err(MergeRefusal::Refused(Refused::LastOwner)),
            Outcome::Refused(_) => Err(MergeRefusal::Changed),
        })
    }
}

impl Both {
    /// Both accounts with what would move, if whoever asks may.
    async fn of(doorward: &Doorward, granted: &Granted<MergeUsers>, gone: UserRef) -> Result<Answer<Self>> {
        let UserRef { org, user } = granted.on();
        if org != gone.org {
            return Ok(Err(MergeRefusal::Organisations));
        }
        if user == gone.user {
            return Ok(Err(MergeRefusal::Same));
        }
        let mut read = doorward.store.read().await?;
        let mut people = Vec::with_capacity(2);
        for whom in [granted.on(), gone] {
            let row = users::by_id(&mut read, whom.org, whom.user).await?;
            let Some(person) = Person::of_row(doorward, &mut read, row).await? else {
                return Ok(Err(MergeRefusal::Refused(Refused::Unknown)));
            };
            if person.row.state.known() != Some(State::Active) {
                return Ok(Err(MergeRefusal::NotActive(whom.user)));
            }
            people.push(person);
        }
        let (Some(gone), Some(kept)) = (people.pop(), people.pop()) else {
            return Err(Error::Corrupt("two people who were read"));
        };
        let both = Self::read(&mut read, kept, gone).await?;
        Ok(both.may(granted, &mut read).await?.map(|()| both))
    }

    async fn read(read: &mut Read, kept: Person, gone: Person) -> Result<Self> {
        let org = kept.row.org;
        let there = groups::of_user(read, org, kept.row.id).await?;
        let mut groups = groups::of_user(read, org, gone.row.id).await?;
        groups.retain(|group| !there.contains(group));
        let assigned = applications::assigned_to_user(read, kept.key()).await?;
        let mut applications = applications::assigned_to_user(read, gone.key()).await?;
        applications.retain(|application| !assigned.contains(application));
        let roles = directory::roles(read, org, &[kept.row.id, gone.row.id]).await?;
        let of = |user| roles.iter().filter(move |(whose, _)| *whose == user).map(|(_, role)| role);
        let roles_lost = of(gone.row.id).filter(|role| !of(kept.row.id).any(|kept| kept == *role)).cloned().collect();
        let merge = Merge {
            kept: Merged::of(read, &kept).await?,
            gone: Merged::of(read, &gone).await?,
            links: gone
                .links
                .iter()
                .map(|link| (key_of(&kept, &link.identity), link.identity.subject.clone()))
                .collect(),
            groups: groups.iter().map(|(_, name)| name.clone()).collect(),
            applications: applications.iter().map(|(_, name)| name.clone()).collect(),
            roles_lost,
        };
        Ok(Self { kept, gone, groups, applications, merge })
    }

    /// The change. The one that goes is deleted first, with its own guards; what refers to it moved before.
    async fn change(self, doorward: &Doorward, granted: &Granted<MergeUsers>) -> Result<Change> {
        let Self { mut kept, gone, groups, applications, merge } = self;
        let (by, now) = (granted.by(), granted.by().now);
        let mut change = Change::new();
        jobs::order_farewells(doorward, &mut change, gone.key(), now).await?;
        for link in &gone.links {
            identity_links::take(&mut change, gone.key(), &link.identity);
        }
        deletion::user(&mut change, gone.key(), gone.row.epoch, now);
        for link in &gone.links {
            identity_links::insert(&mut change, kept.key(), &link.identity, now);
            let data = links::told(&link.identity, &key_of(&kept, &link.identity), "merge");
            events::record(doorward, &mut change, by, EventKind::IdentityLinked, EventSubject::user(kept.key()), &data);
        }
        let joins = Memberships { added: vec![kept.row.id], ..Memberships::default() };
        let writer = GroupWriter { doorward, org: kept.row.org, by };
        for (id, name) in groups {
            writer.set_members(&mut change, &Group { id, name }, &joins);
        }
        for (app, _) in &applications {
            applications::assign_if_subscribed(&mut change, (kept.row.org, *app), kept.row.id, now);
        }
        kept.end_given(doorward, &mut change, now);
        let data = json!({ "merged": gone.row.id, "groups": merge.groups, "applications": merge.applications });
        events::record(doorward, &mut change, by, EventKind::UserMerged, EventSubject::user(kept.key()), &data);
        let data = json!({ "merged_into": kept.row.id });
        events::record(doorward, &mut change, by, EventKind::UserDeleted, EventSubject::user(gone.key()), &data);
        for person in [&kept, &gone] {
            let to = (&person.profile, &*person.home);
            jobs::order_notice(doorward, &mut change, Scene::command(now), to, Happened::AccountsMerged).await?;
        }
        Ok(change)
    }

    /// Whether whoever asks may do to both what it comes to: nobody merges an account that may do more than they may themselves.
    async fn may(&self, granted: &Granted<MergeUsers>, read: &mut Read) -> Result<Answer<()>> {
        let mut held = Vec::with_capacity(2);
        for person in [&self.kept, &self.gone] {
            held.push(granted::held(read, UserRef { org: person.row.org, user: person.row.id }).await?);
        }
        let gives = [
            (Permission::GroupsManage, !self.groups.is_empty()),
            (Permission::ApplicationsAssign, !self.applications.is_empty()),
        ];
        let needed = [Permission::UsersUpdate, Permission::UsersState].into_iter();
        let needed = needed.chain(gives.into_iter().filter(|(_, is)| *is).map(|(permission, _)| permission));
        let denied = needed.flat_map(|needed| held.iter().map(move |holds| (needed, *holds)));
        let denied = denied.map(|(needed, holds)| granted.also(needed, holds)).find_map(std::result::Result::err);
        Ok(denied.map_or(Ok(()), |denied| Err(MergeRefusal::Refused(denied.into()))))
    }
}

impl Merged {
    async fn of(read: &mut Read, person: &Person) -> Result<Self> {
        let identifiers = users::identifiers(read, person.row.org, person.row.id).await?;
        Ok(Self {
            id: person.row.id,
            name: person.name(),
            subject: person.row.subject.clone(),
            found_by: identifiers.into_iter().map(|identifier| identifier.shown).collect(),
            epoch: person.row.epoch,
        })
    }
}

/// What the organisation calls the provider of this identity.
fn key_of(person: &Person, identity: &Identity) -> String {
    let known = person.home.providers.iter().find(|provider| provider.id == identity.provider);
    known.map(|provider| provider.key.clone()).unwrap_or_default()
}
