//! Organisations as the flows see them: policy and branding read, cached.

use std::sync::Arc;

use model::{Availability, Branding, Id, Policy, id::Org};
use store::{
    Read, identity_providers,
    organisations::{self, OrganisationRow},
};

use crate::{Doorward, Error, Result, providers::IdentityProvider};

/// An organisation.
#[derive(Debug)]
pub struct Organisation {
    /// Its identifier.
    pub id: Id<Org>,
    /// What people type as company ID.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether its people may sign in.
    pub active: bool,
    /// What was begun or given while it carried another number has ended: it grows when the organisation is switched off or on.
    pub epoch: i64,
    /// How its people sign in. Its `providers` are those of the organisation that are in use.
    pub policy: Policy,
    /// Where its people are known already, by their keys.
    pub providers: Vec<IdentityProvider>,
    /// How its pages look.
    pub branding: Branding,
}

impl Organisation {
    async fn of(read: &mut Read, row: OrganisationRow) -> Result<Self> {
        let OrganisationRow { id, slug, name, state, policy, branding, epoch, .. } = row;
        let rows = identity_providers::of_org(read, id).await?;
        let providers: Vec<IdentityProvider> = rows.into_iter().map(|row| IdentityProvider::of(id, row)).collect();
        let rules = providers.iter().filter_map(IdentityProvider::rule).collect();
        Ok(Self {
            id,
            slug,
            name,
            active: state == Availability::Active,
            epoch,
            policy: Policy { providers: rules, ..policy.into_inner() },
            providers,
            branding: branding.into_inner(),
        })
    }

    /// What judges the passwords of its people, where its policy says that something of its own does.
    pub fn password_judge(&self) -> Option<&IdentityProvider> {
        self.providers.iter().find(|provider| provider.judges_passwords()).filter(|_| self.policy.is_external())
    }

    /// The organisation with this identifier, among other reads.
    pub(crate) async fn by_id(doorward: &Doorward, read: &mut Read, id: Id<Org>) -> Result<Arc<Self>> {
        if let Some(organisation) = doorward.cache.organisation(id) {
            return Ok(organisation);
        }
        let version = doorward.cache.version();
        let row = organisations::by_id(read, id).await?;
        let organisation =
            Arc::new(Self::of(read, row.ok_or(Error::Corrupt("a reference to an organisation"))?).await?);
        doorward.cache.keep(version, |cache| cache.organisation(&organisation));
        Ok(organisation)
    }

    /// The organisation with this folded slug, among other reads.
    pub(crate) async fn by_slug(doorward: &Doorward, read: &mut Read, slug: &str) -> Result<Option<Arc<Self>>> {
        if let Some(organisation) = doorward.cache.organisation_by_slug(slug) {
            return Ok(Some(organisation));
        }
        let version = doorward.cache.version();
        let Some(row) = organisations::by_slug(read, slug).await? else { return Ok(None) };
        let organisation = Arc::new(Self::of(read, row).await?);
        doorward.cache.keep(version, |cache| cache.organisation(&organisation));
        Ok(Some(organisation))
    }

    /// The organisation that this folded mail domain belongs to.
    pub(crate) async fn by_domain(doorward: &Doorward, read: &mut Read, domain: &str) -> Result<Option<Arc<Self>>> {
        if let Some(organisation) = doorward.cache.organisation_by_domain(domain) {
            return Ok(Some(organisation));
        }
        let version = doorward.cache.version();
        let Some(row) = organisations::by_domain(read, domain).await? else { return Ok(None) };
        let organisation = Arc::new(Self::of(read, row).await?);
        doorward.cache.keep(version, |cache| cache.domain(domain, &organisation));
        Ok(Some(organisation))
    }
}

impl Doorward {
    /// The organisation with this identifier.
    pub async fn organisation(&self, id: Id<Org>) -> Result<Arc<Organisation>> {
        Organisation::by_id(self, &mut self.store.read().await?, id).await
    }

    /// The organisation with this folded slug.
    pub async fn organisation_by_slug(&self, slug: &str) -> Result<Option<Arc<Organisation>>> {
        Organisation::by_slug(self, &mut self.store.read().await?, slug).await
    }
}
