//! Organisations and the mail domains that are theirs.

use model::{Availability, Branding, Id, Policy, Time, id::Org};

use crate::{Change, FromRow, Guard, Json, Read, Row, StoreError, Word, params, statements};

statements! {
    BY_ID = "select id, slug, name, state, policy, branding, epoch, version from organisations where id = $1";
    BY_SLUG = "select id, slug, name, state, policy, branding, epoch, version from organisations where slug = $1";
    BY_DOMAIN = "select o.id, o.slug, o.name, o.state, o.policy, o.branding, o.epoch, o.version \
        from domains d join organisations o on o.id = d.org where d.name = $1";
    INSERT = "insert into organisations (id, slug, name, state, policy, branding, epoch, version, created_at) \
        values ($1, $2, $3, 'active', $4, $5, 1, 1, $6) on conflict do nothing";
    IDS = "select id from organisations where id > $1 order by id limit $2";
    PAGE = "select id, slug, name, state, policy, branding, epoch, version from organisations where slug > $1 order by slug limit $2";
    UPDATE = "update organisations set name = $2, state = $3, policy = $4, branding = $5, \
          epoch = case when state = $3 then epoch else epoch + 1 end, version = version + 1 \
        where id = $1 and version = $6";
    DOMAINS = "select name from domains where org = $1";
    GUARD_ROW = "update organisations set version = version + 1 where id = $1";
    INSERT_DOMAIN = "insert into domains (name, org, verified_at) values ($1, $2, $3) on conflict do nothing";
    DELETE_DOMAIN = "delete from domains where name = $1 and org = $2";
}

const DOMAIN_FREE: Guard = Guard("domain free");
const DOMAIN_HELD: Guard = Guard("domain held");
const ORGANISATION_EXISTS: Guard = Guard("organisation exists");
const ORGANISATION_UNCHANGED: Guard = Guard("organisation unchanged");
/// The guard of a slug that no organisation has.
pub const SLUG_FREE: Guard = Guard("slug free");

/// An organisation as it is stored.
#[derive(Debug, Clone)]
pub struct OrganisationRow {
    /// Its identifier.
    pub id: Id<Org>,
    /// What people type as "company ID".
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether it is in use.
    pub state: Word<Availability>,
    /// How its users sign in.
    pub policy: Json<Policy>,
    /// How its pages look.
    pub branding: Json<Branding>,
    /// What was begun or given while it carried another number has ended.
    pub epoch: i64,
    /// Grows with each change.
    pub version: i64,
}

impl FromRow for OrganisationRow {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get()?,
            slug: row.get()?,
            name: row.get()?,
            state: row.get()?,
            policy: row.get()?,
            branding: row.get()?,
            epoch: row.get()?,
            version: row.get()?,
        })
    }
}

/// The organisation with this identifier.
pub async fn by_id(read: &mut Read, id: Id<Org>) -> Result<Option<OrganisationRow>, StoreError> {
    read.one(&BY_ID, params![id]).await
}

/// The organisation with this slug, already folded.
pub async fn by_slug(read: &mut Read, slug: &str) -> Result<Option<OrganisationRow>, StoreError> {
    read.one(&BY_SLUG, params![slug]).await
}

/// The organisation that has shown this mail domain, already folded, to be its own.
pub async fn by_domain(read: &mut Read, domain: &str) -> Result<Option<OrganisationRow>, StoreError> {
    read.one(&BY_DOMAIN, params![domain]).await
}

/// The identifiers that come after this one, in their order.
pub async fn ids(read: &mut Read, after: Id<Org>, limit: i64) -> Result<Vec<Id<Org>>, StoreError> {
    Ok(read.page::<(Id<Org>,)>(&IDS, params![after, limit]).await?.into_iter().map(|(id,)| id).collect())
}

/// The organisations whose slugs come after this one, in their order.
pub async fn page(read: &mut Read, after: &str, limit: i64) -> Result<Vec<OrganisationRow>, StoreError> {
    read.page(&PAGE, params![after, limit]).await
}

/// The mail domains that are the organisation's, in no order.
pub async fn domains(read: &mut Read, id: Id<Org>) -> Result<Vec<String>, StoreError> {
    Ok(read.page::<(String,)>(&DOMAINS, params![id]).await?.into_iter().map(|(name,)| name).collect())
}

/// A new organisation. Guard: nobody has its slug.
pub fn insert(change: &mut Change, organisation: &OrganisationRow, now: Time) {
    let o = organisation;
    change.guard(&INSERT, params![o.id, o.slug.as_str(), o.name.as_str(), &o.policy, &o.branding, now], SLUG_FREE);
    crate::versions::bump(change);
}

/// Replaces name, state, policy and branding. Another state ends every session and grant of its users. Guard: nobody changed the organisation since it was read.
pub fn update(change: &mut Change, organisation: &OrganisationRow) {
    let o = organisation;
    change.guard(
        &UPDATE,
        params![o.id, o.name.as_str(), &o.state, &o.policy, &o.branding, o.version],
        ORGANISATION_UNCHANGED,
    );
    crate::versions::bump(change);
}

/// Takes the organisation's guard row, so that rules over several of its rows hold for the rest of the change.
pub fn take_guard_row(change: &mut Change, id: Id<Org>) {
    change.guard(&GUARD_ROW, params![id], ORGANISATION_EXISTS);
}

/// Makes a mail domain the organisation's. Guard: it is nobody's yet.
pub fn insert_domain(change: &mut Change, domain: &str, org: Id<Org>, now: Time) {
    change.guard(&INSERT_DOMAIN, params![domain, org, now], DOMAIN_FREE);
    crate::versions::bump(change);
}

/// Takes a mail domain from the organisation. Guard: it is the organisation's.
pub fn delete_domain(change: &mut Change, domain: &str, org: Id<Org>) {
    change.guard(&DELETE_DOMAIN, params![domain, org], DOMAIN_HELD);
    crate::versions::bump(change);
}
