//! The verbs for one user. Each reads, decides, and writes one change with its event; somebody who was quicker makes it
//! read again.

use model::{
    Role, Time,
    account::{Facts, State},
    permission::{Permission, Permissions},
};
use serde_json::json;
use store::{
    Change, Outcome, Words as _,
    credentials::{self, CredentialKind},
    directory, email_changes, groups, users,
};

use super::{
    Done, Home, NewPassword, Refused, UserPatch,
    groups::{Group, GroupWriter, Memberships},
    passwords::PasswordPlan,
    plan::{Planning, UserPlan},
    stored::{self, Stored},
};
use crate::{
    Doorward, Error, Granted, Result, UserRef,
    difference::Difference,
    events::{self, EventKind, EventSubject},
    farewells,
    granted::{self, Act, AssignRoles, CreateUser, ReadUser, Recover, SetState},
    jobs,
    notices::{Happened, Scene},
    people::{guesses, passwords},
    progress::UNWATCHED,
};

/// How often somebody else may be quicker.
const TRIES: usize = 5;

/// What a change of one user adds to the plan.
#[derive(Default)]
struct More {
    /// Whether the change is made although nothing differs, and what it ends then.
    ends: Option<bool>,
    /// Whether wrong guesses are forgotten.
    forgets: bool,
    /// A password that is set even where it is the same.
    password: Option<NewPassword>,
    /// Whether second factors and recovery codes are taken away, and the owner told.
    factors: bool,
}

impl Doorward {
    /// Makes a user, in these groups. A password keeps the organisation's rules, or nothing is made.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn create_user(
        &self,
        granted: &Granted<CreateUser>,
        wanted: &UserPatch,
        in_groups: &[Group],
    ) -> Result<Done<UserRef>> {
        let now = granted.by().now;
        let organisation = self.organisation(granted.on()).await?;
        let home = Home::from(&*organisation);
        if let Err(refused) = may_create(granted, wanted, in_groups.is_empty()) {
            return Ok(Err(refused));
        }
        if let Err(refused) = password_will_do(self, home, wanted, None).await? {
            return Ok(Err(refused));
        }
        let password = passwords::passwords_to_set(self, &[(wanted, None)], UNWATCHED).await?.pop().flatten();
        let planning = Planning { doorward: self, home, patch: wanted, stored: None, now };
        let mut plan = match planning.plan(password)? {
            Ok(plan) => plan,
            Err(why) => return Ok(Err(Refused::Claims(why))),
        };
        plan.fields.extend(in_groups.iter().map(|group| Difference::added("groups", &group.name)));
        let hash = hash_of(self, &plan).await?;
        let mut change = Change::new();
        plan.add_to(&mut change, self, hash.as_deref(), (granted.by(), EventKind::UserCreated)).await?;
        let joins = Memberships { added: vec![plan.key.1], ..Memberships::default() };
        let writer = GroupWriter { doorward: self, org: plan.key.0, by: granted.by() };
        in_groups.iter().for_each(|group| writer.set_members(&mut change, group, &joins));
        let done = write_user(self, change).await?;
        Ok(done.map(|()| UserRef { org: plan.key.0, user: plan.key.1 }))
    }

    /// Gives a user another password, which the organisation's rules must allow; everything that was given to the user
    /// ends, and the user is told by mail (LGN-13). With `must_change` the next sign-in asks for another. Guesses at the
    /// previous password are forgotten.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn set_password(
        &self,
        granted: &Granted<Recover>,
        password: &crypto::Password,
        must_change: bool,
    ) -> Result<Done> {
        let to = NewPassword::Plain(password.clone());
        let patch = UserPatch { password: Some(to.clone()), must_change, ..UserPatch::default() };
        let more = More { password: Some(to), ..More::default() };
        change_user(self, granted, EventKind::UserPasswordSet, &patch, more).await
    }

    /// Takes every second factor and all recovery codes from a user, for whoever lost them; everything that was given to the user
    /// ends, and the user is told by mail (LGN-13). The password stays. Where the organisation wants a second factor, the
    /// next sign-in sets one up.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn reset_second_factors(&self, granted: &Granted<Recover>) -> Result<Done> {
        let more = More { ends: Some(true), factors: true, ..More::default() };
        change_user(self, granted, EventKind::UserSecondFactorsReset, &UserPatch::default(), more).await
    }

    /// Opens every lock of wrong guesses on the account: its own, those of everything that is typed to find it, and those of
    /// the browsers that it is known from.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn unlock(&self, granted: &Granted<Recover>) -> Result<Done> {
        let more = More { ends: Some(false), forgets: true, ..More::default() };
        change_user(self, granted, EventKind::UserUnlocked, &UserPatch::default(), more).await
    }

    /// Ends all sessions, and everything that applications were given in them, on every node.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn end_sessions_of(&self, granted: &Granted<Recover>) -> Result<Done> {
        let more = More { ends: Some(true), ..More::default() };
        change_user(self, granted, EventKind::UserSessionsEnded, &UserPatch::default(), more).await
    }

    /// Sets the state. Whatever was given to the user ends. Whoever is made active again is not inactive either.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn set_user_state(&self, granted: &Granted<SetState>, state: State) -> Result<Done> {
        let kind = if state == State::Active { EventKind::UserEnabled } else { EventKind::UserDisabled };
        let reactivated = state == State::Active;
        let patch = UserPatch { state: Some(state), reactivated, ..UserPatch::default() };
        change_user(self, granted, kind, &patch, More { ends: Some(true), ..More::default() }).await
    }

    /// Sets every role that the user has. Nobody gives or takes a role that allows more than their own (ADM-04), and the
    /// organisation keeps an owner.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn assign_roles(&self, granted: &Granted<AssignRoles>, roles: &[Role]) -> Result<Done> {
        if let Err(denied) = granted.also(Permission::RolesAssign, model::role::permissions(roles)) {
            return Ok(Err(denied.into()));
        }
        let patch = UserPatch { roles: Some(roles.to_vec()), ..UserPatch::default() };
        change_user(self, granted, EventKind::UserChanged, &patch, More::default()).await
    }

    /// Until when wrong guesses keep the user out, the longest of all locks; none when nothing does, and [`Time::NEVER`] when
    /// only [`Self::unlock`] helps.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn locked_until(&self, granted: &Granted<ReadUser>) -> Result<Option<Time>> {
        guesses::lock_of(self, granted.on(), granted.by().now).await
    }
}

/// Reads the user, asks once more whether it may be done to whoever that is now, and writes the plan, until nobody was
/// quicker.
async fn change_user<A: Act<On = UserRef>>(
    doorward: &Doorward,
    granted: &Granted<A>,
    kind: EventKind,
    patch: &UserPatch,
    more: More,
) -> Result<Done> {
    let UserRef { org, user } = granted.on();
    let organisation = doorward.organisation(org).await?;
    let home = Home::from(&*organisation);
    let mut hash = None;
    for _ in 0..TRIES {
        let Some(stored) = stored::one(&mut doorward.store.read().await?, org, user).await? else {
            return Ok(Err(Refused::Unknown));
        };
        if let Err(denied) = granted.holds_for(granted::all(stored.roles.iter().map(String::as_str))) {
            return Ok(Err(denied.into()));
        }
        if let Err(refused) = password_will_do(doorward, home, patch, Some(&stored)).await? {
            return Ok(Err(refused));
        }
        let password = more.password.clone().map(|to| {
            let was = stored.password().cloned();
            PasswordPlan { to, must_change: patch.must_change, brought: None, was, was_known: false }
        });
        let planning = Planning { doorward, home, patch, stored: Some(&stored), now: granted.by().now };
        let plan = match planning.plan(password)? {
            Ok(plan) => plan,
            Err(why) => return Ok(Err(Refused::Claims(why))),
        };
        if hash.is_none() {
            hash = hash_of(doorward, &plan).await?;
        }
        let change = change_of(doorward, granted, kind, (&plan, &stored), hash.as_deref(), &more).await?;
        match write_user(doorward, change).await? {
            Err(Refused::Unknown) => {}
            done => {
                doorward.ordered.notify_one();
                return Ok(done);
            }
        }
    }
    Err(Error::Guard(directory::USER_UNCHANGED.0))
}

/// The change of a plan, with everything that goes with it.
async fn change_of<A: Act<On = UserRef>>(
    doorward: &Doorward,
    granted: &Granted<A>,
    kind: EventKind,
    (plan, stored): (&UserPlan, &Stored),
    hash: Option<&str>,
    more: &More,
) -> Result<Change> {
    // Roles that are taken come first: the organisation's row is locked before the user's.
    let mut change = plan.taken_roles.clone();
    match more.ends.filter(|_| plan.is_empty()) {
        Some(ends) => {
            directory::bump_version(&mut change, plan.key.0, (stored.entry.id, stored.entry.version), ends);
            if ends {
                farewells::order(doorward, &mut change, plan.key, granted.by().now);
            }
            events::record(
                doorward,
                &mut change,
                granted.by(),
                kind,
                EventSubject::user(plan.key),
                &json!({ "fields": [] }),
            );
        }
        None => plan.add_to(&mut change, doorward, hash, (granted.by(), kind)).await?,
    }
    if more.forgets {
        change.append(guesses::guesses_forgotten(doorward, plan.key).await?);
    }
    if more.factors {
        let factors = CredentialKind::ALL.iter().filter(|kind| **kind != CredentialKind::Password);
        factors.for_each(|kind| credentials::delete_of_kind(&mut change, plan.key, *kind));
        email_changes::void(&mut change, plan.key, granted.by().now);
        let (scene, home) = (Scene::command(granted.by().now), doorward.organisation(plan.key.0).await?);
        jobs::order_notice(doorward, &mut change, scene, (&plan.owner, &home), Happened::FactorsReset).await?;
    }
    Ok(change)
}

async fn hash_of(doorward: &Doorward, plan: &UserPlan) -> Result<Option<String>> {
    Ok(passwords::hashes_of(doorward, std::iter::once(plan.password.as_ref()), UNWATCHED).await?.remove(&0))
}

/// Writes a change of one user; [`Refused::Unknown`] when it has to be read again.
async fn write_user(doorward: &Doorward, change: Change) -> Result<Done> {
    match doorward.store.write(change).await? {
        Outcome::Done => Ok(Ok(())),
        Outcome::Unknown => Err(Error::Unknown),
        Outcome::Refused(guard) if guard == users::IDENTIFIER_FREE => Ok(Err(Refused::IdentifierTaken)),
        Outcome::Refused(guard) if guard == users::SUBJECT_FREE => Ok(Err(Refused::SubjectTaken)),
        Outcome::Refused(guard) if guard == users::ANOTHER_OWNER => Ok(Err(Refused::LastOwner)),
        Outcome::Refused(guard) if guard == groups::EXISTS => Ok(Err(Refused::NoSuchGroup)),
        Outcome::Refused(_) => Ok(Err(Refused::Unknown)),
    }
}

/// Making somebody with roles or in groups takes the permission to give them.
fn may_create(granted: &Granted<CreateUser>, wanted: &UserPatch, no_groups: bool) -> Done {
    if let Some(roles) = wanted.roles.as_deref().filter(|roles| !roles.is_empty()) {
        granted.also(Permission::RolesAssign, model::role::permissions(roles))?;
    }
    if !no_groups {
        granted.also(Permission::GroupsManage, Permissions::NONE)?;
    }
    Ok(())
}

/// Whether a password in the clear may be set here, and keeps the rules.
async fn password_will_do(
    doorward: &Doorward,
    home: Home<'_>,
    patch: &UserPatch,
    stored: Option<&Stored>,
) -> Result<Done> {
    let Some(password) = &patch.password else { return Ok(Ok(())) };
    let known = stored.map(|stored| Facts::clone(&stored.entry.facts)).unwrap_or_default();
    let facts = Facts { local: patch.local.unwrap_or(known.local), ..known };
    if !home.policy.keeps_password_of(&facts) {
        return Ok(Err(Refused::KeptElsewhere));
    }
    let NewPassword::Plain(password) = password else { return Ok(Ok(())) };
    let broken = home.rules_broken_by(password.expose(), patch, stored);
    let broken = home.broken_or_breached(doorward, broken, password.expose()).await;
    Ok(if broken.is_empty() { Ok(()) } else { Err(Refused::Rules(broken)) })
}
