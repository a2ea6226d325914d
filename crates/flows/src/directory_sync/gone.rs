//! Who is linked and was not found: they are disabled, unless they would be too many.

use model::{Id, Role, account::State, id::User, provider::ProviderRules};
use store::{
    Change,
    identity_links::{self, LinkedRow},
    provider_syncs,
};

use super::Run;
use crate::{
    Error, Result,
    events::EventKind,
    people::{
        Home, UserPatch,
        plan::Planning,
        stored::{self, Stored},
    },
};

/// Links that are read at once.
const PAGE: i64 = 500;
/// People who are disabled in one change.
const AT_ONCE: usize = 100;

impl Run<'_> {
    pub(super) async fn those_who_are_gone(&mut self) -> Result<()> {
        let (gone, linked) = self.missing().await?;
        self.report.gone = gone.len();
        if self.sync.brakes(gone.len(), linked, self.report.found) {
            self.report.trouble = Some(format!(
                "{} of {linked} people who are linked were not found, which is more than {} of a hundred: nobody was disabled. Look at \
                 sync.filter, base and what the account that searches may read; where they are gone indeed, raise most_gone_percent",
                gone.len(),
                self.sync.most_gone_percent,
            ));
            return Ok(());
        }
        for some in gone.chunks(AT_ONCE) {
            if !self.disable(some).await? {
                break;
            }
        }
        Ok(())
    }

    /// Who is active, linked, and was not found; and how many are linked and active. Whoever came while it was read is not missing.
    async fn missing(&self) -> Result<(Vec<(Id<User>, String)>, usize)> {
        let (mut gone, mut linked, mut after) = (Vec::new(), 0, String::new());
        loop {
            let of = (self.home.id, self.provider.id);
            let page = identity_links::page(&mut self.doorward.store.read().await?, of, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok((gone, linked)) };
            after.clone_from(&last.subject);
            for row in page.into_iter().filter(|row| row.state == State::Active) {
                linked += 1;
                if !self.met.contains(&row.subject) && self.was_here_before(&row) {
                    gone.push((row.user, row.subject));
                }
            }
        }
    }

    fn was_here_before(&self, row: &LinkedRow) -> bool {
        row.created_at < self.by.now && row.last_used_at.is_none_or(|at| at < self.by.now)
    }

    /// Whether the reading is still this node's. Whoever may do what no claim gives, or keeps a password here for the day on which the
    /// directory is away, is left.
    async fn disable(&mut self, some: &[(Id<User>, String)]) -> Result<bool> {
        let ids: Vec<Id<User>> = some.iter().map(|(user, _)| *user).collect();
        let people = stored::many(&mut self.doorward.store.read().await?, self.home.id, &ids).await?;
        let mut steps = Vec::new();
        for (user, subject) in some {
            match people.get(user).filter(|stored| may_be_disabled(stored)) {
                Some(stored) => steps.push(self.disabled(stored, subject).await?),
                None => self.report.left += 1,
            }
        }
        let mut all = Change::new();
        for change in &steps {
            all.append(change.clone());
        }
        match self.write(all).await? {
            Ok(()) => self.report.disabled += steps.len(),
            Err(guard) if guard == provider_syncs::HELD => return Ok(false),
            Err(_) => {
                for change in steps {
                    match self.write(change).await? {
                        Ok(()) => self.report.disabled += 1,
                        Err(guard) if guard == provider_syncs::HELD => return Ok(false),
                        // Somebody was quicker: the next reading looks again.
                        Err(_) => self.report.left += 1,
                    }
                }
            }
        }
        Ok(true)
    }

    async fn disabled(&self, stored: &Stored, subject: &str) -> Result<Change> {
        let patch = UserPatch { state: Some(State::Disabled), ..UserPatch::default() };
        let home = Home::from(&*self.home);
        let planning =
            Planning { doorward: self.doorward, home, patch: &patch, stored: Some(stored), now: self.by.now };
        let plan = planning.plan(None)?.map_err(|_| Error::Corrupt("the profile of a user"))?;
        let mut change = Change::new();
        plan.add_to(&mut change, self.doorward, None, (&self.by, EventKind::UserDisabled)).await?;
        let whom = (self.home.id, stored.entry.id);
        identity_links::gone(&mut change, whom, (self.provider.id, subject), Some(stored.entry.version + 1));
        Ok(change)
    }
}

fn may_be_disabled(stored: &Stored) -> bool {
    let given = |role: &String| Role::parse(role).is_some_and(ProviderRules::may_give);
    stored.entry.state == State::Active && !stored.entry.facts.local && stored.roles.iter().all(given)
}
