//! Users of a document: who is meant, and what [`crate::people`] makes of it.

use std::collections::{HashMap, HashSet};

use model::{
    Id,
    id::{Org, User},
    policy::LEAST_MIN,
};
use store::users;

use super::{Home, Options, Plan, document::WantedUser, report::Difference, stored_users::Names};
use crate::{
    Result,
    people::passwords,
    people::{
        NewPassword,
        passwords::PasswordPlan,
        plan::{Planning, UserPlan},
        scope,
        stored::{self, Stored},
    },
};

/// A user of the document, with what has to be written.
pub(super) struct PlannedUser<'a> {
    pub(super) wanted: &'a WantedUser,
    pub(super) plan: UserPlan,
}

impl PlannedUser<'_> {
    pub(super) fn org(&self) -> Id<Org> {
        self.plan.key.0
    }

    pub(super) fn id(&self) -> Id<User> {
        self.plan.key.1
    }
}

impl<'a> Plan<'a> {
    pub(super) async fn plan_users(&mut self, options: &Options<'_>) -> Result<()> {
        let document = self.document;
        for organisation in &document.organisations {
            let Some(home) = self.homes.remove(&organisation.slug) else { continue };
            let planned = self.plan_users_of(&home, &organisation.users, options).await;
            self.homes.insert(organisation.slug.clone(), home);
            planned?;
        }
        Ok(())
    }

    async fn plan_users_of(&mut self, home: &Home, wanted: &'a [WantedUser], options: &Options<'_>) -> Result<()> {
        let names = if wanted.is_empty() { Names::default() } else { self.names(home, wanted).await? };
        let found = self.whom_each_means(home, wanted, &names);
        let ids: Vec<Id<User>> = found.iter().flatten().copied().collect();
        let mut read = self.doorward.store.read().await?;
        let mut stored = stored::many(&mut read, home.id, &ids).await?;
        drop(read);
        let people: Vec<(&WantedUser, Option<Stored>)> =
            wanted.iter().zip(&found).map(|(wanted, id)| (wanted, id.and_then(|id| stored.remove(&id)))).collect();
        let patches: Vec<_> = people.iter().map(|(wanted, stored)| (&wanted.patch, stored.as_ref())).collect();
        // Comparing passwords takes long and finds no problem, so a document that has one already is spared it.
        let passwords = match self.document.problems.is_empty() {
            true => passwords::passwords_to_set(self.doorward, &patches, options.progress).await?,
            false => patches.iter().map(|_| None).collect(),
        };
        let first = self.users.len();
        for ((wanted, stored), password) in people.into_iter().zip(passwords) {
            let was_local = stored.as_ref().is_some_and(|stored| stored.entry.facts.local);
            self.note_kept_elsewhere(home, wanted, was_local);
            self.note_weak(home, wanted, stored.as_ref())?;
            self.plan_user(home, wanted, stored.as_ref(), password)?;
        }
        self.note_hashes(home, first);
        self.keep_an_owner(home, first).await
    }

    /// A hash tells nothing of its password's length: whoever's is shorter than the policy asks for learns it when they sign in.
    fn note_hashes(&mut self, home: &Home, first: usize) {
        let is_hash = |user: &&PlannedUser<'_>| {
            user.plan.password.as_ref().is_some_and(|password| matches!(password.to, NewPassword::Hash(_)))
        };
        let hashes = self.users[first..].iter().filter(is_hash).count();
        let min = home.policy.password_min();
        if hashes > 0 && min > LEAST_MIN {
            let text = "whoever's is shorter is asked to choose another at the first sign-in";
            let help = format!("`policy: {{password: {{min: {LEAST_MIN}}}}}` spares them that");
            let note =
                format!("{hashes} passwords are hashes, and the policy asks for {min} characters: {text}; {help}");
            self.report.notes.push(format!("{}: {note}", home.slug));
        }
    }

    /// Whom each of these means; who is meant twice is noted.
    fn whom_each_means(&self, home: &Home, wanted: &'a [WantedUser], names: &Names) -> Vec<Option<Id<User>>> {
        let mut taken = HashMap::new();
        let each = wanted.iter().map(|wanted| {
            let found = self.whom(home, wanted, names);
            if let Some(first) = found.and_then(|user| taken.insert(user, &wanted.place)) {
                self.problems.add(&wanted.place, format!("is the same user as {first}: say it once"));
            }
            found
        });
        each.collect()
    }

    fn plan_user(
        &mut self,
        home: &Home,
        wanted: &'a WantedUser,
        stored: Option<&Stored>,
        password: Option<PasswordPlan>,
    ) -> Result<()> {
        let planning =
            Planning { doorward: self.doorward, home: home.of_people(), patch: &wanted.patch, stored, now: self.now };
        match planning.plan(password)? {
            Ok(mut plan) => {
                let taken = std::mem::take(&mut plan.taken_roles);
                self.after.extend((!taken.is_empty()).then_some(taken));
                for one in [&wanted.patch.email, &wanted.patch.user_name].into_iter().flatten() {
                    self.user_ids.insert((scope(Some(home.id), &one.key), one.key.as_str().to_owned()), plan.key);
                }
                self.users.push(PlannedUser { wanted, plan });
            }
            Err(why) => {
                self.problems.add(format!("{}.claims", wanted.place), format!("does not fit what is stored: {why}"));
            }
        }
        Ok(())
    }

    fn note_weak(&mut self, home: &Home, wanted: &WantedUser, stored: Option<&Stored>) -> Result<()> {
        let Some(NewPassword::Plain(password)) = &wanted.patch.password else { return Ok(()) };
        let broken = home.of_people().rules_broken_by(password.expose(), &wanted.patch, stored);
        if !wanted.patch.must_change && !broken.is_empty() {
            let note = "breaks the organisation's own policy: whoever signs in with it is asked to choose another";
            self.report.notes.push(format!("{}.password: {note}", wanted.place));
        }
        Ok(())
    }

    /// An organisation that has an owner keeps one.
    async fn keep_an_owner(&self, home: &Home, first: usize) -> Result<()> {
        let loses = |user: &&PlannedUser<'_>| user.plan.fields.contains(&Difference::removed("roles", "owner"));
        let losing: Vec<&PlannedUser<'_>> = self.users[first..].iter().filter(loses).collect();
        let Some(last) = losing.last() else { return Ok(()) };
        let gains = |user: &PlannedUser<'_>| user.plan.fields.contains(&Difference::added("roles", "owner"));
        let lost: HashSet<Id<User>> = losing.iter().map(|user| user.id()).collect();
        let owners = users::owner_ids(&mut self.doorward.store.read().await?, home.id).await?;
        if owners.iter().all(|owner| lost.contains(owner)) && !self.users[first..].iter().any(gains) {
            let text = "would leave the organisation without an owner: make somebody else one";
            self.problems.add(format!("{}.roles", last.wanted.place), text);
        }
        Ok(())
    }
}
