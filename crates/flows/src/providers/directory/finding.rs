//! Who somebody is in a directory: a search by our own account, at the first address that answers.

use std::{sync::PoisonError, time::Duration};

use egress::EgressError;
use ldap::{Entry, Scope, Search};
use model::Time;
use tokio::time::{Instant, timeout_at};

use super::{Asked, Connection, Directory, DirectoryTrouble, Idle, KEPT, KEPT_FOR, WITHIN, connection::Entries};
use crate::providers::service::Silence;

/// How long one address is tried where there are others.
const ONE_ADDRESS: Duration = Duration::from_secs(1);
/// How long a connection that was kept may take: one that a firewall dropped in silence answers nothing (PITFALLS L10).
const KEPT_ANSWERS: Duration = Duration::from_millis(700);

/// What somebody is searched by.
#[derive(Clone, Copy)]
pub(crate) enum By<'b> {
    /// What they typed.
    Login(&'b str),
    /// Who they are for ever.
    Subject(&'b str),
}

/// What was found.
pub(crate) enum Found {
    /// Exactly one entry (LDP-03).
    One(Box<FoundPerson>),
    /// None.
    Nobody,
    /// More than one.
    Several,
}

/// Somebody's entry.
#[derive(Clone)]
pub(crate) struct FoundPerson {
    pub(crate) entry: Entry,
    /// Who it is for ever.
    pub(crate) subject: String,
    /// At which of the addresses.
    pub(super) at: usize,
}

impl Directory {
    /// Searches for somebody.
    ///
    /// # Errors
    /// Why there is no answer that counts.
    pub(crate) async fn find(&self, by: By<'_>, now: Time) -> Result<Found, Silence> {
        let filter = match by {
            By::Login(login) => self.settings.filter.fill(login.as_bytes()),
            By::Subject(subject) => {
                let name = &self.settings.attributes.subject;
                let Some(octets) = ldap::subject_octets(name, subject) else { return Ok(Found::Nobody) };
                ldap::equals(name, &octets)
            }
        };
        let names = self.settings.names();
        // Two tell that there are several; more are not asked for.
        let search = Search { filter: &filter, attributes: &names, ..subtree(&self.settings.base, 2) };
        let (at, found) = self.search_anywhere(&search, now).await?;
        let Entries { mut entries, is_partial } = found;
        match (entries.pop(), entries.is_empty() && !is_partial) {
            (None, _) if is_partial => Ok(Found::Several),
            (None, _) => Ok(Found::Nobody),
            (Some(_), false) => Ok(Found::Several),
            (Some(entry), true) => {
                let name = &self.settings.attributes.subject;
                let subject = entry.subject(name);
                let subject = subject.ok_or_else(|| Silence::Directory(DirectoryTrouble::NoSubject(name.clone())))?;
                Ok(Found::One(Box::new(FoundPerson { entry, subject, at })))
            }
        }
    }

    /// Searches at the addresses in their order, until one answers.
    async fn search_anywhere(&self, search: &Search<'_>, now: Time) -> Result<(usize, Entries), Silence> {
        let until = Instant::now() + WITHIN;
        let mut last = Silence::Settings;
        for at in 0..self.settings.targets.len() {
            let is_last = at + 1 == self.settings.targets.len();
            let until = if is_last { until } else { until.min(Instant::now() + ONE_ADDRESS) };
            match self.search_at(at, search, (now, until)).await {
                Ok(Ok(found)) => return Ok((at, found)),
                Ok(Err(trouble)) => last = Silence::Directory(trouble),
                Err(error) => last = Silence::Egress(error),
            }
        }
        Err(last)
    }

    /// Searches at one address, by a connection that was kept, or by a new one.
    pub(super) async fn search_at(
        &self,
        at: usize,
        search: &Search<'_>,
        (now, until): (Time, Instant),
    ) -> Asked<Entries> {
        let target = &self.settings.targets[at];
        self.client
            .counted(target, now, async {
                if let Some(mut kept) = self.kept(at) {
                    let soon = until.min(Instant::now() + KEPT_ANSWERS);
                    if let Ok(Ok(found)) = timeout_at(soon, kept.search(search)).await {
                        self.keep(at, kept);
                        return Ok(found);
                    }
                    // What killed this one killed the others.
                    self.idle.lock().unwrap_or_else(PoisonError::into_inner).retain(|one| one.at != at);
                }
                let asked = timeout_at(until, async {
                    let mut connection = match self.own(at).await? {
                        Ok(connection) => connection,
                        Err(trouble) => return Ok(Err(trouble)),
                    };
                    let found = connection.search(search).await?;
                    self.keep(at, connection);
                    Ok(found)
                });
                asked.await.unwrap_or(Err(EgressError::Unanswered(WITHIN)))
            })
            .await
    }

    /// A new connection that is bound as our own account.
    pub(super) async fn own(&self, at: usize) -> Asked<Connection> {
        let mut connection = Connection::open(&self.client, &self.settings.targets[at]).await?;
        let bound = connection.bind(&self.settings.bind_dn, &self.settings.password).await?;
        match bound.map(|response| response.operation) {
            Some(ldap::Operation::Bind(result)) if result.code == 0 => Ok(Ok(connection)),
            Some(ldap::Operation::Bind(result)) => Ok(Err(DirectoryTrouble::OwnAccount(result.code))),
            _ => Ok(Err(DirectoryTrouble::OwnAccount(0))),
        }
    }

    fn kept(&self, at: usize) -> Option<Connection> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|one| one.since.elapsed() < KEPT_FOR);
        let found = idle.iter().rposition(|one| one.at == at)?;
        Some(idle.remove(found).connection)
    }

    fn keep(&self, at: usize, connection: Connection) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT {
            idle.push(Idle { at, since: Instant::now(), connection });
        }
    }
}

/// A search of everything below a base, without filter and attributes.
pub(super) fn subtree(base: &str, most: u32) -> Search<'_> {
    Search { base, scope: Scope::Subtree, filter: &[], attributes: &[], most, seconds: 2 }
}
