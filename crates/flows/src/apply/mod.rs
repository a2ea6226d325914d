//! Applies a document: makes what it names and is not there, changes what differs, and leaves everything else alone.
//!
//! First all of it is read ([`Document::read`]) and held against what is stored; nothing is written unless nothing is wrong.
//! Then it is written in batches, each a change with guards. A second application finds nothing to do. Lists that belong to
//! a thing (roles, redirect URIs, members) are complete as written; things that are not named stay.

mod applications;
mod assignments;
mod document;
mod groups;
mod node;
mod organisations;
mod overlay;
mod passwords_elsewhere;
mod providers;
mod reader;
mod report;
mod stored_users;
mod tokens;
mod users;
mod value_type;
mod write;
pub mod written;

use std::collections::HashMap;

use model::{
    Id, Policy, Time,
    id::{Group, Org, Provider, User},
};
use store::Change;

pub use document::Document;
pub use node::Node;
pub use reader::{NoSecrets, Problem, Secrets};
pub use report::{Difference, Item, Report};

pub use crate::progress::Progress;

use crate::{AuditContext, Doorward, Error, Granted, Result, granted::ManageInstance, people, progress::Watch};
use groups::PlannedGroup;
use reader::Problems;
use users::PlannedUser;

/// How to apply a document.
pub struct Options<'a> {
    /// Report what would be done, and write nothing.
    pub dry_run: bool,
    /// Told how far the work is.
    pub progress: Watch<'a>,
}

/// An organisation that the document names or refers to.
pub(in crate::apply) struct Home {
    pub(in crate::apply) id: Id<Org>,
    pub(in crate::apply) slug: String,
    pub(in crate::apply) is_new: bool,
    pub(in crate::apply) name: String,
    pub(in crate::apply) product: String,
    pub(in crate::apply) policy: Policy,
    /// Its identity providers, by key.
    pub(in crate::apply) providers: Vec<(String, Id<Provider>)>,
}

impl Home {
    /// As its people follow from it.
    pub(in crate::apply) fn of_people(&self) -> people::Home<'_> {
        people::Home { id: self.id, slug: &self.slug, name: &self.name, product: &self.product, policy: &self.policy }
    }
}

/// What somebody types, with where it is unique.
pub(in crate::apply) type ScopedKey = ([u8; 16], String);

/// Somebody, with the organisation.
pub(in crate::apply) type Found = (Id<Org>, Id<User>);

/// What a document comes to, held against what is stored.
pub(in crate::apply) struct Plan<'a> {
    pub(in crate::apply) doorward: &'a Doorward,
    pub(in crate::apply) document: &'a Document,
    pub(in crate::apply) by: AuditContext,
    pub(in crate::apply) now: Time,
    pub(in crate::apply) problems: Problems,
    pub(in crate::apply) report: Report,
    pub(in crate::apply) homes: HashMap<String, Home>,
    /// The groups that the document names or refers to, by organisation and name.
    pub(in crate::apply) group_ids: HashMap<(Id<Org>, String), Id<Group>>,
    /// The people that the document describes or refers to, by scope and key.
    pub(in crate::apply) user_ids: HashMap<ScopedKey, Found>,
    pub(in crate::apply) groups: Vec<PlannedGroup<'a>>,
    pub(in crate::apply) users: Vec<PlannedUser<'a>>,
    /// Written before the users: organisations, groups.
    pub(in crate::apply) before: Vec<Change>,
    /// Written after them: applications and who may open them, memberships, tokens.
    pub(in crate::apply) after: Vec<Change>,
}

impl Doorward {
    /// Applies a document, or with [`Options::dry_run`] says what that would do. The inner error is everything that is wrong with
    /// the document or does not fit what is stored; then nothing was written.
    ///
    /// # Errors
    /// What keeps the database from answering. What was written by then is as the document says, and the same document can
    /// be applied again. `user unchanged` and the like mean that somebody else changed the same thing meanwhile.
    pub async fn apply(
        &self,
        granted: &Granted<ManageInstance>,
        document: &Document,
        options: &Options<'_>,
    ) -> Result<std::result::Result<Report, Vec<Problem>>> {
        let mut plan = Plan::new(self, document, granted.by());
        Box::pin(plan.make(options)).await?;
        let found = std::mem::take(&mut plan.problems).into_vec();
        if !found.is_empty() && plan.was_overtaken().await? {
            return Err(Error::Guard(store::organisations::SLUG_FREE.0));
        }
        let problems: Vec<Problem> = document.problems.iter().cloned().chain(found).collect();
        if !problems.is_empty() {
            return Ok(Err(problems));
        }
        if !options.dry_run {
            Box::pin(plan.write(options)).await?;
        }
        plan.report.dry_run = options.dry_run;
        Ok(Ok(plan.report))
    }
}

/// A policy as documents write it: whole, with its spans as a number and a unit.
pub fn policy_document(policy: &Policy) -> serde_json::Value {
    overlay::with_spans(&serde_json::to_value(policy).unwrap_or_default(), document::SPANS)
}

impl<'a> Plan<'a> {
    fn new(doorward: &'a Doorward, document: &'a Document, by: &AuditContext) -> Self {
        Self {
            doorward,
            document,
            by: by.clone(),
            now: by.now,
            problems: Problems::default(),
            report: Report { notes: document.notes.clone(), ..Report::default() },
            homes: HashMap::new(),
            group_ids: HashMap::new(),
            user_ids: HashMap::new(),
            groups: Vec::new(),
            users: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
        }
    }

    async fn make(&mut self, options: &Options<'_>) -> Result<()> {
        self.plan_organisations().await?;
        self.plan_groups().await?;
        self.plan_users(options).await?;
        self.plan_links().await?;
        self.plan_removed_passwords().await?;
        self.plan_memberships().await?;
        self.note_groups_and_users();
        Box::pin(self.plan_applications()).await?;
        self.plan_tokens().await
    }

    /// Whether somebody else made an organisation that this document was about to make, after it was looked for. What they
    /// wrote then seems to be in the way, and is not: it has to be looked at again.
    async fn was_overtaken(&self) -> Result<bool> {
        let mut read = self.doorward.store.read().await?;
        for (slug, _) in self.homes.iter().filter(|(_, home)| home.is_new) {
            if store::organisations::by_slug(&mut read, slug).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The organisation of this slug, which is in the document or stored; what refers to it is at `place`.
    pub(in crate::apply) async fn home(&mut self, slug: &str, place: &str) -> Result<Option<Id<Org>>> {
        if let Some(home) = self.homes.get(slug) {
            return Ok(Some(home.id));
        }
        match self.doorward.organisation_by_slug(slug).await? {
            Some(found) => {
                let home = Home {
                    id: found.id,
                    slug: found.slug.clone(),
                    is_new: false,
                    name: found.name.clone(),
                    product: found.branding.product_name.clone(),
                    policy: found.policy.clone(),
                    providers: found.providers.iter().map(|one| (one.key.clone(), one.id)).collect(),
                };
                let id = home.id;
                self.homes.insert(slug.to_owned(), home);
                Ok(Some(id))
            }
            None => {
                let remedy = "add it to `organisations`, or correct the slug";
                self.problems.add(place, format!("there is no organisation `{slug}`: {remedy}"));
                Ok(None)
            }
        }
    }
}
