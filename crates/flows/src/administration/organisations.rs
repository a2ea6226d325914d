//! Organisations as lists show them.

use model::{Id, id::Org};
use store::organisations;

use crate::{
    Doorward, Granted, Result,
    granted::{ReadOrganisation, ReadOrganisations},
};

/// An organisation in a list.
#[derive(Debug, Clone)]
pub struct OrganisationEntry {
    /// The identifier.
    pub id: Id<Org>,
    /// What people type as company ID.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// `active` or `disabled`.
    pub state: String,
}

impl Doorward {
    /// The organisations whose slugs come after this one, in their order.
    pub async fn list_organisations(
        &self,
        _: &Granted<ReadOrganisations>,
        after: &str,
        limit: usize,
    ) -> Result<Vec<OrganisationEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = organisations::page(&mut self.store.read().await?, after, limit).await?;
        let entries = rows.into_iter().map(|row| OrganisationEntry {
            id: row.id,
            slug: row.slug,
            name: row.name,
            state: row.state.as_str().to_owned(),
        });
        Ok(entries.collect())
    }

    /// The mail domains of an organisation, in their order.
    pub async fn domains_of(&self, granted: &Granted<ReadOrganisation>) -> Result<Vec<String>> {
        let mut domains = organisations::domains(&mut self.store.read().await?, granted.on()).await?;
        domains.sort_unstable();
        Ok(domains)
    }
}
