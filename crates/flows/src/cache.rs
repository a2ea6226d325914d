//! What changes seldom and is read always: organisations, applications, signing keys.
//!
//! Every write to one of their tables bumps one version in the database; nodes compare it within two seconds and forget
//! what they hold when it differs. Nothing single-use is ever kept here.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use model::{Id, id::Org};

use crate::{applications::Application, keys::Keys, organisation::Organisation};

/// More entries than this of one kind, and the kind is forgotten: memory stays bounded whatever is asked for.
const BOUND: usize = 4096;

#[derive(Default)]
struct Held {
    version: i64,
    organisations: HashMap<Id<Org>, Arc<Organisation>>,
    slugs: HashMap<String, Id<Org>>,
    domains: HashMap<String, Id<Org>>,
    applications: HashMap<String, Arc<Application>>,
    keys: Option<Arc<Keys>>,
    origins: Option<Arc<HashSet<String>>>,
}

/// The cache of one node.
#[derive(Default)]
pub(crate) struct Cache(RwLock<Held>);

impl Cache {
    fn held(&self) -> RwLockReadGuard<'_, Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn held_mut(&self) -> RwLockWriteGuard<'_, Held> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The version that all that is held belongs to. A reader asks for it before it reads the database.
    pub(crate) fn version(&self) -> i64 {
        self.held().version
    }

    /// Forgets everything unless this is the version that is held.
    pub(crate) fn compare(&self, version: i64) {
        if self.version() != version {
            *self.held_mut() = Held { version, ..Held::default() };
        }
    }

    pub(crate) fn organisation(&self, id: Id<Org>) -> Option<Arc<Organisation>> {
        self.held().organisations.get(&id).cloned()
    }

    pub(crate) fn organisation_by_slug(&self, slug: &str) -> Option<Arc<Organisation>> {
        let held = self.held();
        held.slugs.get(slug).and_then(|id| held.organisations.get(id)).cloned()
    }

    pub(crate) fn organisation_by_domain(&self, domain: &str) -> Option<Arc<Organisation>> {
        let held = self.held();
        held.domains.get(domain).and_then(|id| held.organisations.get(id)).cloned()
    }

    pub(crate) fn application(&self, client_id: &str) -> Option<Arc<Application>> {
        self.held().applications.get(client_id).cloned()
    }

    pub(crate) fn keys(&self) -> Option<Arc<Keys>> {
        self.held().keys.clone()
    }

    pub(crate) fn origins(&self) -> Option<Arc<HashSet<String>>> {
        self.held().origins.clone()
    }

    /// Keeps what was read, if nothing changed since `version` was asked for.
    pub(crate) fn keep(&self, version: i64, keep: impl FnOnce(&mut Keeper<'_>)) {
        let mut held = self.held_mut();
        if held.version == version {
            keep(&mut Keeper(&mut held));
        }
    }
}

/// Puts things into the cache.
pub(crate) struct Keeper<'a>(&'a mut Held);

impl Keeper<'_> {
    pub(crate) fn organisation(&mut self, organisation: &Arc<Organisation>) {
        bounded(&mut self.0.slugs, organisation.slug.clone(), organisation.id);
        bounded(&mut self.0.organisations, organisation.id, organisation.clone());
    }

    pub(crate) fn domain(&mut self, domain: &str, organisation: &Arc<Organisation>) {
        bounded(&mut self.0.domains, domain.to_owned(), organisation.id);
        self.organisation(organisation);
    }

    pub(crate) fn application(&mut self, application: &Arc<Application>) {
        bounded(&mut self.0.applications, application.client_id.clone(), application.clone());
    }

    pub(crate) fn origins(&mut self, origins: &Arc<HashSet<String>>) {
        self.0.origins = Some(origins.clone());
    }

    pub(crate) fn keys(&mut self, keys: &Arc<Keys>) {
        self.0.keys = Some(keys.clone());
    }
}

fn bounded<K: Hash + Eq, V>(map: &mut HashMap<K, V>, key: K, value: V) {
    if map.len() >= BOUND {
        map.clear();
    }
    map.insert(key, value);
}
