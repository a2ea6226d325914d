//! Directories that are read as a whole, as an organisation's provider says: who is new is made by its rules, who changed is changed, and
//! who is gone is disabled, never deleted. One node reads a directory at a time; whoever lost it writes nothing any more.

mod gone;
mod people;

use std::{collections::HashSet, sync::Arc, time::Duration};

use model::{Id, Span, Time, id::Org, provider::LdapSync};
use serde_json::json;
use store::{
    Change, Guard, organisations,
    provider_syncs::{self, Reading},
};
use tokio::time::{Instant, timeout};

use crate::{
    AuditContext, Doorward, Granted, IdentityProvider, Organisation, Result,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    granted::{ReadOrganisation, SyncDirectory},
    new_id,
    people::upstream::MappedGroups,
    providers::directory::{Directory, PeoplePage},
};

/// How long a reading is a node's without anything being written.
const LEASE: Span = Span::minutes(5);
/// How long one reading may take.
const WITHIN: Duration = Duration::from_secs(20 * 60);
/// When a reading that failed is tried again, or earlier where the interval is shorter.
const AGAIN: Span = Span::hours(1);
/// Organisations that are read at once.
const ORGANISATIONS: i64 = 64;

/// What came of a reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct SyncReport {
    /// Entries that were found.
    pub found: usize,
    /// People who got an account.
    pub made: usize,
    /// Accounts that were linked with their entry, by a verified domain.
    pub linked: usize,
    /// People who changed.
    pub changed: usize,
    /// People who are back, and active again.
    pub enabled: usize,
    /// People who are linked and were not found.
    pub gone: usize,
    /// Those of them who were disabled.
    pub disabled: usize,
    /// Entries that nothing was made of: they do not say who they are, the rules make no account, or the account is not theirs for certain.
    pub left: usize,
    /// What somebody has to look at.
    pub trouble: Option<String>,
}

/// Why there was no reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSync {
    /// The organisation has no provider of this key.
    Unknown,
    /// It is no directory, is switched off, or does not say how it is read as a whole.
    NotSet,
    /// A node reads it now.
    UnderWay,
}

/// One reading.
struct Run<'r> {
    doorward: &'r Doorward,
    home: Arc<Organisation>,
    provider: IdentityProvider,
    directory: Arc<Directory>,
    sync: LdapSync,
    /// As whom, and when it began.
    by: AuditContext,
    began: Instant,
    /// None: nothing is written.
    reading: Option<Reading>,
    groups: MappedGroups,
    /// Who was found.
    met: HashSet<String>,
    report: SyncReport,
}

impl Doorward {
    /// Reads every directory that is due. Any node looks, now and then.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn sync_directories(&self, now: Time) -> Result<()> {
        let mut after = Id::<Org>::from_bytes([0; 16]);
        loop {
            let some = organisations::ids(&mut self.store.read().await?, after, ORGANISATIONS).await?;
            let Some(last) = some.last() else { return Ok(()) };
            after = *last;
            for org in some {
                let home = self.organisation(org).await?;
                for provider in home.providers.iter().filter(|_| home.active) {
                    // What is wrong with one keeps nobody else's from being read.
                    if let Err(error) = Box::pin(Run::where_due(self, (&home, provider), now)).await {
                        tracing::warn!(org = %home.id, provider = provider.key, %error, "a directory was not read");
                    }
                }
            }
        }
    }

    /// Reads a directory now, whenever it is due; with `dry_run` nothing is written, and the report says what would be.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn sync_directory(
        &self,
        granted: &Granted<SyncDirectory>,
        key: &str,
        dry_run: bool,
    ) -> Result<std::result::Result<SyncReport, NoSync>> {
        let home = self.organisation(granted.on()).await?;
        let Some(provider) = home.providers.iter().find(|provider| provider.key == key) else {
            return Ok(Err(NoSync::Unknown));
        };
        let run = match Run::of(self, (&home, provider), granted.by().clone()).await? {
            Ok(run) => run,
            Err(why) => return Ok(Err(why)),
        };
        match dry_run {
            true => Ok(Ok(Box::pin(run.dry()).await?)),
            false => Ok(Box::pin(run.leased(None)).await?.ok_or(NoSync::UnderWay)),
        }
    }

    /// What somebody has to look at of an organisation's directories that are read as a whole, by the provider's key.
    ///
    /// # Errors
    /// What keeps the database from answering.
    pub async fn sync_troubles(&self, granted: &Granted<ReadOrganisation>) -> Result<Vec<(String, String)>> {
        let home = self.organisation(granted.on()).await?;
        let mut troubles = Vec::new();
        for provider in home.providers.iter().filter(|one| one.active && one.ldap().is_some_and(|of| of.sync.is_some()))
        {
            let known = provider_syncs::get(&mut self.store.read().await?, home.id, provider.id).await?;
            if let Some(row) = known.filter(|row| !row.trouble.is_empty()) {
                troubles.push((provider.key.clone(), row.trouble));
            }
        }
        Ok(troubles)
    }
}

impl<'r> Run<'r> {
    async fn of(
        doorward: &'r Doorward,
        (home, provider): (&Arc<Organisation>, &IdentityProvider),
        by: AuditContext,
    ) -> Result<std::result::Result<Self, NoSync>> {
        if !provider.judges_passwords() {
            return Ok(Err(NoSync::NotSet));
        }
        let Some(directory) = doorward.directories.of(doorward, provider)? else { return Ok(Err(NoSync::NotSet)) };
        let Some(sync) = directory.sync().cloned() else { return Ok(Err(NoSync::NotSet)) };
        let (home, provider, began) = (home.clone(), provider.clone(), Instant::now());
        let (groups, met, report) = (MappedGroups::default(), HashSet::new(), SyncReport::default());
        Ok(Ok(Self { doorward, home, provider, directory, sync, by, began, reading: None, groups, met, report }))
    }

    async fn where_due(doorward: &'r Doorward, of: (&Arc<Organisation>, &IdentityProvider), now: Time) -> Result<()> {
        let Ok(run) = Self::of(doorward, of, AuditContext::system(doorward, now)).await? else { return Ok(()) };
        let Some(hours) = run.sync.every_hours else { return Ok(()) };
        Box::pin(run.leased(Some(Span::hours(i64::from(hours))))).await.map(drop)
    }

    async fn dry(mut self) -> Result<SyncReport> {
        self.whole().await?;
        Ok(self.report)
    }

    /// Reads it where nobody else does; on a schedule only where it is due. None: it was left to somebody else, or to later.
    async fn leased(mut self, every: Option<Span>) -> Result<Option<SyncReport>> {
        let holder: Id<model::id::Request> = new_id(self.doorward, self.by.now);
        let reading = Reading { org: self.home.id, provider: self.provider.id, holder: *holder.as_bytes() };
        let since = every.map_or(self.by.now, |every| self.by.now - every);
        let mut change = Change::new();
        reading.take(&mut change, (self.by.now, self.by.now + LEASE), since);
        if self.doorward.store.commit(change).await?.is_err() {
            return Ok(None);
        }
        self.reading = Some(reading);
        self.whole().await?;
        self.end(&reading, every).await?;
        Ok(Some(self.report))
    }

    async fn whole(&mut self) -> Result<()> {
        self.groups = MappedGroups::read(self.doorward, self.home.id, &self.provider).await?;
        match timeout(WITHIN, Box::pin(self.read())).await {
            Ok(done) => done,
            Err(_) => {
                self.report.trouble = Some("it took longer than twenty minutes".to_owned());
                Ok(())
            }
        }
    }

    /// Everybody, page by page; then those who were not found, unless the reading broke off.
    async fn read(&mut self) -> Result<()> {
        let mut whole = match self.directory.whole(self.by.now).await {
            Ok(whole) => whole,
            Err(silence) => return self.broke_off(&silence.to_string()),
        };
        if let Err(why) = whole.read_groups().await {
            self.report.trouble = Some(format!("who is in which groups is not known, and was left as it is: {why}"));
        }
        loop {
            match whole.people().await {
                Ok(Some(PeoplePage { people, unknown })) => {
                    self.report.left += unknown;
                    if !Box::pin(self.page(people)).await? {
                        return self.broke_off("another node reads it");
                    }
                }
                Ok(None) => break,
                Err(silence) => return self.broke_off(&silence.to_string()),
            }
        }
        whole.close().await;
        Box::pin(self.those_who_are_gone()).await
    }

    fn broke_off(&mut self, why: &str) -> Result<()> {
        self.report.trouble = Some(format!("the reading broke off, and nobody was disabled: {why}"));
        Ok(())
    }

    /// The time now: the clock's at the beginning, and what has passed since.
    fn now(&self) -> Time {
        self.by.now + Span::millis(i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX))
    }

    /// Writes it, while the reading is still this node's. The inner error is the guard that refused it. Without a reading nothing is
    /// written, and nothing refused.
    async fn write(&self, mut change: Change) -> Result<std::result::Result<(), Guard>> {
        let Some(reading) = &self.reading else { return Ok(Ok(())) };
        reading.hold(&mut change, self.now() + LEASE);
        self.doorward.store.commit(change).await
    }

    async fn end(&self, reading: &Reading, every: Option<Span>) -> Result<()> {
        let next = every.unwrap_or_else(|| Span::hours(i64::from(self.sync.every_hours.unwrap_or(1))));
        let next = if self.report.trouble.is_some() && AGAIN < next { AGAIN } else { next };
        let mut change = Change::new();
        let trouble = self.report.trouble.as_deref().unwrap_or_default();
        reading.end(&mut change, self.by.now + next, trouble);
        let mut data = json!(self.report);
        data["provider"] = json!(self.provider.key);
        let concerning = EventSubject::org(self.home.id);
        events::record(self.doorward, &mut change, &self.by, EventKind::IdentityProviderSynced, concerning, &data);
        // Refused, another node took it over, and says itself what came of it.
        let _ = self.doorward.store.commit(change).await?;
        self.doorward.ordered.notify_one();
        Ok(())
    }
}
