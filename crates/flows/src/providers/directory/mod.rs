//! Directories of organisations (LDAP): whoever signs in is found by a search, and is who the directory lets bind by that name.
//!
//! Searches go over connections of our own account, which are kept; a person's password goes over one that is opened for it and closed
//! after it, so that nothing is ever searched with anybody else's rights, and nothing is sent into a connection that is dead already.

mod connection;
mod finding;
mod groups;
mod judging;
mod settings;
mod trial;
mod whole;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use egress::{Client, EgressError};
use model::{
    Id,
    id::Provider,
    provider::{Connector, Ldap},
};
use tokio::time::Instant;

pub(crate) use finding::{By, Found, FoundPerson};
pub(crate) use groups::Listed;
pub(crate) use judging::DirectoryQuestion;
pub(crate) use settings::Settings;
pub use trial::DirectoryTrial;
pub(crate) use whole::PeoplePage;

use self::connection::Connection;
use super::{IdentityProvider, ProviderSecrets};
use crate::{Doorward, Result};

/// How long a search may take, and how long a bind (LDP-08): both together are what somebody waits for.
const WITHIN: Duration = Duration::from_millis(2500);
/// Questions under way to one address.
const AT_ONCE: u32 = 32;
/// Connections that are kept open of one directory.
const KEPT: usize = 8;
/// For how long one that is not used.
const KEPT_FOR: Duration = Duration::from_secs(60);
/// Directories that are remembered. Beyond that, all are forgotten.
const REMEMBERED: usize = 1024;

/// Why a directory gives no verdict. As a text it is for administrators.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryTrouble {
    /// Our own account may not bind.
    #[error("it refuses the account that searches (bind_dn, bind_password): result code {0}")]
    OwnAccount(u32),
    /// It can't search.
    #[error("its search ended with the result code {0}")]
    Search(u32),
    /// There is no such base.
    #[error("there is nothing at the base of the search, or the account that searches may not read it")]
    NoBase,
    /// The answer to a bind is none.
    #[error("its answer to a bind is no verdict: result code {0}")]
    Bind(u32),
    /// The entry does not say who it is.
    #[error("the entry has no usable {0}: whoever it is can't be told from others")]
    NoSubject(String),
}

/// The directories, by provider.
#[derive(Default)]
pub(crate) struct Directories(Mutex<HashMap<Id<Provider>, Known>>);

/// A directory, and what it was made of: it is made anew where that was changed.
struct Known {
    of: (Ldap, ProviderSecrets),
    directory: Arc<Directory>,
}

/// One directory.
pub(crate) struct Directory {
    client: Client,
    settings: Settings,
    idle: Mutex<Vec<Idle>>,
}

/// A connection that nobody uses now, bound as our own account.
struct Idle {
    /// To which of the addresses.
    at: usize,
    since: Instant,
    connection: Connection,
}

/// What an operation comes to: no connection, no verdict, or this.
type Asked<T> = std::result::Result<std::result::Result<T, DirectoryTrouble>, EgressError>;

impl Directories {
    /// The directory that a provider is. None where it is none, or what is stored of it can't be used here.
    pub(crate) fn of(&self, doorward: &Doorward, provider: &IdentityProvider) -> Result<Option<Arc<Directory>>> {
        let Some(Connector::Ldap(ldap)) = &provider.connector else { return Ok(None) };
        let of = (Ldap::clone(ldap), provider.secrets(doorward)?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(&provider.id).filter(|known| known.of == of) {
            return Ok(Some(known.directory.clone()));
        }
        let Ok(settings) = Settings::new(&of.0, &of.1) else { return Ok(None) };
        let client = doorward.instance.egress.trusting(settings.authorities.clone()).apart_for(AT_ONCE);
        let directory = Arc::new(Directory { client, settings, idle: Mutex::default() });
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(provider.id, Known { of, directory: directory.clone() });
        Ok(Some(directory))
    }
}

impl std::fmt::Debug for Directories {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Directories(…)")
    }
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Directory(…)")
    }
}

impl IdentityProvider {
    /// The directory, where it is one.
    pub fn ldap(&self) -> Option<&Ldap> {
        match &self.connector {
            Some(Connector::Ldap(ldap)) => Some(ldap),
            Some(Connector::Rest(_) | Connector::OpenidConnect(_)) | None => None,
        }
    }
}
