//! Organisations held against what is stored.

use model::{Availability, Branding, Id, Policy, id::Org};
use serde_json::json;
use store::{
    Change, Json, Word, devices,
    organisations::{self, OrganisationRow},
};

use super::{
    Home, Plan,
    document::{SPANS, WantedOrganisation},
    overlay,
    providers::{PlannedProvider, rules},
    reader::join,
    report::Difference,
};
use crate::{
    Result,
    events::{self, EventKind, EventSubject},
    farewells, new_id,
};

/// An organisation read, or what one begins with.
struct Before {
    row: Option<OrganisationRow>,
    policy: Policy,
    branding: Branding,
    domains: Vec<String>,
}

impl Before {
    /// What a new organisation begins with.
    fn new() -> Self {
        Self { row: None, policy: Policy::default(), branding: Branding::default(), domains: Vec::new() }
    }
}

impl Plan<'_> {
    pub(super) async fn plan_organisations(&mut self) -> Result<()> {
        let document = self.document;
        for wanted in &document.organisations {
            self.plan_organisation(wanted).await?;
        }
        for wanted in &document.unnamed_organisations {
            let before = Before::new();
            self.policy(wanted, &before, &[]);
            self.branding(wanted, &before);
        }
        Ok(())
    }

    async fn plan_organisation(&mut self, wanted: &WantedOrganisation) -> Result<()> {
        let before = self.before(wanted).await?;
        let id = before.row.as_ref().map_or_else(|| new_id(self.doorward, self.now), |row| row.id);
        let (providers, provider_changes) = self.providers(wanted, (id, before.row.is_none())).await?;
        let (policy, branding) = (self.policy(wanted, &before, &providers), self.branding(wanted, &before));
        self.note_judge(&wanted.slug, &policy, &providers);
        let stored = before.row.as_ref();
        let row = row_of(wanted, (id, stored), (&policy, &branding));
        let mut fields = stored.map_or_else(Vec::new, |was| {
            let mut fields = differences(was, &row);
            fields.extend(overlay::differences("policy", SPANS, &before.policy, &policy));
            fields.extend(overlay::differences("branding", SPANS, &before.branding, &branding));
            fields
        });
        let mut change = match stored {
            Some(_) if fields.is_empty() => Change::new(),
            stored => self.written(stored, &row),
        };
        self.plan_domains(wanted, &before, &row, &mut change, &mut fields).await?;
        let created = stored.is_none();
        if created || !fields.is_empty() {
            let kind = if created { EventKind::OrganisationCreated } else { EventKind::OrganisationChanged };
            let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
            let data = json!({ "slug": row.slug, "fields": names });
            let of = (kind, EventSubject::org(row.id));
            events::record_fields(self.doorward, &mut change, &self.by, of, &data, &fields);
            self.before.push(change);
        }
        self.before.extend(provider_changes);
        self.report.note("organisation", &wanted.slug, created, fields);
        let providers = providers.into_iter().map(|one| (one.key, one.id)).collect();
        let home = Home {
            id: row.id,
            slug: row.slug,
            is_new: created,
            name: row.name,
            product: branding.product_name,
            policy,
            providers,
        };
        self.homes.insert(wanted.slug.clone(), home);
        Ok(())
    }

    /// What writes the row, new or in place of the one that is stored.
    fn written(&self, stored: Option<&OrganisationRow>, row: &OrganisationRow) -> Change {
        let mut change = Change::new();
        let active = row.state == Availability::Active;
        match stored {
            Some(was) => {
                organisations::update(&mut change, row);
                if was.state == Availability::Active && !active {
                    farewells::order_of_organisation(self.doorward, &mut change, row.id, self.now);
                }
                if row.policy.takes_trust_of(&was.policy) {
                    devices::distrust_organisation(&mut change, row.id);
                }
            }
            None => {
                organisations::insert(&mut change, row, self.now);
                if !active {
                    organisations::update(&mut change, row);
                }
            }
        }
        change
    }

    async fn before(&self, wanted: &WantedOrganisation) -> Result<Before> {
        let mut read = self.doorward.store.read().await?;
        let Some(row) = organisations::by_slug(&mut read, &wanted.slug).await? else {
            return Ok(Before::new());
        };
        Ok(Before {
            policy: Policy::clone(&row.policy),
            branding: Branding::clone(&row.branding),
            domains: organisations::domains(&mut read, row.id).await?,
            row: Some(row),
        })
    }

    /// The policy that results, checked.
    fn policy(&self, wanted: &WantedOrganisation, before: &Before, providers: &[PlannedProvider]) -> Policy {
        let Some(asked) = &wanted.policy else { return before.policy.clone() };
        let base = asked.preset.as_ref().unwrap_or(&before.policy);
        match overlay::lay(base, &asked.leaves) {
            Ok(policy) => {
                let whole = Policy { providers: rules(providers), ..policy.clone() };
                for violation in whole.check() {
                    self.problems.add(join(&asked.place, violation.field()), violation.to_string());
                }
                policy
            }
            Err(problem) => {
                self.problems.extend(vec![problem]);
                before.policy.clone()
            }
        }
    }

    /// The branding that results, checked.
    fn branding(&self, wanted: &WantedOrganisation, before: &Before) -> Branding {
        match overlay::lay(&before.branding, &wanted.branding) {
            Ok(branding) => {
                for flaw in branding.check() {
                    self.problems.add(format!("{}.branding.{}", wanted.place, flaw.field()), flaw.to_string());
                }
                branding
            }
            Err(problem) => {
                self.problems.extend(vec![problem]);
                before.branding.clone()
            }
        }
    }

    async fn plan_domains(
        &self,
        wanted: &WantedOrganisation,
        before: &Before,
        row: &OrganisationRow,
        change: &mut Change,
        fields: &mut Vec<Difference>,
    ) -> Result<()> {
        let Some(domains) = &wanted.domains else { return Ok(()) };
        for domain in before.domains.iter().filter(|was| !domains.iter().any(|(_, domain)| domain == *was)) {
            organisations::delete_domain(change, domain, row.id);
            fields.push(Difference::removed("domains", domain));
        }
        for (place, domain) in domains.iter().filter(|(_, domain)| !before.domains.contains(domain)) {
            match organisations::by_domain(&mut self.doorward.store.read().await?, domain).await? {
                Some(other) => {
                    let text = format!(
                        "`{domain}` is the domain of the organisation `{}`: take it from there first",
                        other.slug
                    );
                    self.problems.add(place, text);
                }
                None => {
                    organisations::insert_domain(change, domain, row.id, self.now);
                    fields.push(Difference::added("domains", domain));
                }
            }
        }
        Ok(())
    }
}

/// The row that results.
fn row_of(
    wanted: &WantedOrganisation,
    (id, stored): (Id<Org>, Option<&OrganisationRow>),
    (policy, branding): (&Policy, &Branding),
) -> OrganisationRow {
    let active = wanted.active.unwrap_or_else(|| stored.is_none_or(|row| row.state == Availability::Active));
    let name = wanted.name.clone().or_else(|| stored.map(|row| row.name.clone())).unwrap_or(wanted.slug.clone());
    OrganisationRow {
        id,
        slug: wanted.slug.clone(),
        name,
        state: state_of(stored.map(|row| &row.state), active),
        policy: stored.map_or_else(|| Json::new(policy.clone()), |row| row.policy.replaced(policy.clone())),
        branding: stored.map_or_else(|| Json::new(branding.clone()), |row| row.branding.replaced(branding.clone())),
        epoch: stored.map_or(1, |row| row.epoch),
        version: stored.map_or(1, |row| row.version),
    }
}

/// What differs of it, apart from policy and branding.
fn differences(was: &OrganisationRow, row: &OrganisationRow) -> Vec<Difference> {
    let text = |text: &str| Some(text.to_owned());
    let mut fields = Vec::new();
    if was.name != row.name {
        fields.push(Difference::new("name", text(&was.name), text(&row.name)));
    }
    if was.state != row.state {
        fields.push(Difference::new("state", text(was.state.as_str()), text(row.state.as_str())));
    }
    fields
}

/// The state as it shall be. A word that this node does not know stays where nothing else is wanted.
pub(super) fn state_of(was: Option<&Word<Availability>>, active: bool) -> Word<Availability> {
    match was {
        Some(was) if (*was == Availability::Active) == active => was.clone(),
        _ => Availability::of(active).into(),
    }
}
