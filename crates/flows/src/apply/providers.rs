//! Identity providers held against what is stored, and who people are at them.

use model::{
    Availability, Id, Policy, Role,
    id::{Org, Provider, User},
    policy::ProviderRule,
    provider::{Connector, ProviderRules},
};
use passthrough::Request;
use serde_json::json;
use store::{
    Change, Json,
    identity_links::{self, Identity, LinkRow},
    identity_providers::{self, NewProvider, ProviderRow},
};

use super::{
    Home, Plan,
    document::{WantedConnector, WantedLink, WantedOrganisation, WantedProvider},
    organisations::state_of,
    overlay,
    report::Difference,
};
use crate::{
    Result,
    events::{self, EventKind, EventSubject},
    new_id,
    people::groups::sound_name,
    providers::{ProviderSecrets, directory::Settings, open_secrets},
};

/// A provider as it shall be.
pub(in crate::apply) struct PlannedProvider {
    pub(in crate::apply) id: Id<Provider>,
    pub(in crate::apply) key: String,
    active: bool,
    connector: Option<Connector>,
    rules: ProviderRules,
}

impl PlannedProvider {
    /// Whether it will judge passwords.
    pub(in crate::apply) fn judges_passwords(&self) -> bool {
        self.active && self.connector.as_ref().is_some_and(Connector::judges_passwords)
    }

    fn resets_passwords(&self) -> bool {
        matches!(&self.connector, Some(Connector::Rest(rest)) if rest.forgot_password_url.is_some())
    }

    fn of(row: &ProviderRow) -> Self {
        let connector = row.connector.as_ref().ok().map(|connector| Connector::clone(connector));
        let (active, rules) = (row.state == Availability::Active, ProviderRules::clone(&row.rules));
        Self { id: row.id, key: row.key.clone(), active, connector, rules }
    }

    fn rule(&self) -> Option<ProviderRule> {
        self.connector.as_ref().filter(|_| self.active)?.rule(self.id, &self.rules)
    }
}

/// The secrets that are other ones than before.
fn secrets_that_differ(before: &ProviderSecrets, after: &ProviderSecrets) -> Vec<Difference> {
    let client = |of: &ProviderSecrets| (of.client_secret.clone(), of.client_key.clone());
    let differ = [
        ("headers", before.headers != after.headers),
        ("client_secret", client(before) != client(after)),
        ("bind_password", before.bind_password != after.bind_password),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| Difference::secret(field)).collect()
}

/// The rules of these providers, as a policy has them.
pub(in crate::apply) fn rules(providers: &[PlannedProvider]) -> Vec<ProviderRule> {
    providers.iter().filter_map(PlannedProvider::rule).collect()
}

impl Plan<'_> {
    /// The providers that the organisation will have, and what is to be written for them.
    pub(super) async fn providers(
        &mut self,
        wanted: &WantedOrganisation,
        (org, is_new): (Id<Org>, bool),
    ) -> Result<(Vec<PlannedProvider>, Vec<Change>)> {
        let stored = match is_new {
            true => Vec::new(),
            false => identity_providers::of_org(&mut self.doorward.store.read().await?, org).await?,
        };
        let mut changes = Vec::new();
        let mut planned: Vec<PlannedProvider> = stored.iter().map(PlannedProvider::of).collect();
        for one in &wanted.providers {
            let row = stored.iter().find(|row| row.key == one.key);
            let Some((provider, change)) = self.plan_provider(one, org, &wanted.slug, row)? else { continue };
            changes.extend(change);
            planned.retain(|known| known.id != provider.id);
            planned.push(provider);
        }
        if planned.iter().filter(|provider| provider.judges_passwords()).count() > 1 {
            let place = format!("{}.identity_providers", wanted.place);
            self.problems.add(place, "has several that judge passwords: all but one must be `disabled`");
        }
        Ok((planned, changes))
    }

    fn plan_provider(
        &mut self,
        wanted: &WantedProvider,
        org: Id<Org>,
        slug: &str,
        stored: Option<&ProviderRow>,
    ) -> Result<Option<(PlannedProvider, Option<Change>)>> {
        let id = stored.map_or_else(|| new_id(self.doorward, self.now), |row| row.id);
        let (was, secrets) = match stored {
            Some(row) => (row.connector.as_ref().ok(), open_secrets(self.doorward, (org, id), row.secrets.as_deref())?),
            None => (None, ProviderSecrets::default()),
        };
        let connector = match (&wanted.connector, was) {
            (Some(wanted), _) => wanted.connector.clone(),
            (None, Some(was)) => Connector::clone(was),
            (None, None) => {
                let text =
                    "has no connector that is known here: say how it is asked, as `rest`, `ldap` or `openid_connect`";
                self.problems.add(&wanted.place, text);
                return Ok(None);
            }
        };
        wanted.connector.iter().for_each(|connector| self.judge_connector(connector));
        let before = stored.map(|row| ProviderRules::clone(&row.rules)).unwrap_or_default();
        let rules = self.provider_rules(wanted, &connector, &before);
        let active = wanted.active.unwrap_or_else(|| stored.is_none_or(|row| row.state == Availability::Active));
        let name = wanted.name.clone().or_else(|| stored.map(|row| row.name.clone())).unwrap_or(wanted.key.clone());
        let next_secrets = wanted.connector.as_ref().map_or(&secrets, |connector| &connector.secrets);
        let mut fields = Vec::new();
        let state = state_of(stored.map(|row| &row.state), active);
        if let Some(row) = stored {
            let text = |text: &str| Some(text.to_owned());
            if row.name != name {
                fields.push(Difference::new("name", text(&row.name), text(&name)));
            }
            if row.state != state {
                fields.push(Difference::new("state", text(row.state.as_str()), text(state.as_str())));
            }
            let kept = was.map(|was| Connector::clone(was));
            fields.extend(overlay::differences("", &[], &kept, &connector));
            fields.extend(overlay::differences("", &[], &before, &rules));
            fields.extend(secrets_that_differ(&secrets, next_secrets));
        }
        let sealed = match stored {
            Some(row) if secrets == *next_secrets => row.secrets.clone(),
            _ => next_secrets.seal(self.doorward, (org, id)),
        };
        let row = NewProvider {
            id,
            key: &wanted.key,
            name: &name,
            state: &state,
            connector: &was.map_or_else(|| Json::new(connector.clone()), |was| was.replaced(connector.clone())),
            rules: &stored.map_or_else(|| Json::new(rules.clone()), |row| row.rules.replaced(rules.clone())),
            secrets: sealed.as_deref(),
        };
        let change = self.provider_change((org, slug), &row, stored, fields);
        let planned = PlannedProvider { id, key: wanted.key.clone(), active, connector: Some(connector), rules };
        Ok(Some((planned, change)))
    }

    /// What is wrong with a request, told at its fields.
    fn judge_connector(&mut self, wanted: &WantedConnector) {
        let rest = match &wanted.connector {
            Connector::Rest(rest) => rest,
            Connector::Ldap(ldap) => {
                let faults = Settings::new(ldap, &wanted.secrets).err().unwrap_or_default();
                return faults
                    .into_iter()
                    .for_each(|(field, text)| self.problems.add(format!("{}.{field}", wanted.place), text));
            }
            Connector::OpenidConnect(connector) => {
                let faults = connector.check();
                return faults.iter().for_each(|fault| self.problems.add(&wanted.place, fault.to_string()));
            }
        };
        match Request::new(rest, &wanted.secrets.headers.0, self.doorward.instance.external) {
            Ok(request) => {
                let notes = request.notes().into_iter().map(|note| format!("{}: {note}", wanted.place));
                self.report.notes.extend(notes);
            }
            Err(flaws) => {
                flaws
                    .into_iter()
                    .for_each(|flaw| self.problems.add(format!("{}.{}", wanted.place, flaw.field), flaw.text));
            }
        }
    }

    /// The rules that result. Who judges passwords vouches for nobody: people have an account before, and whether they need a second
    /// factor is said in the policy.
    fn provider_rules(&self, wanted: &WantedProvider, connector: &Connector, before: &ProviderRules) -> ProviderRules {
        let of_the_policy = |leaf: &overlay::Leaf| leaf.is_of("second_factor") || leaf.is_of("vouches_for_two_factors");
        if connector.judges_passwords() && !connector.knows_people() && !wanted.rules.is_empty() {
            let text = "has rules for one that vouches for people, but it judges passwords: say `second_factor` in \
                policy.sign_in.external, and leave the others out";
            self.problems.add(&wanted.place, text);
        } else if connector.judges_passwords() && wanted.rules.iter().any(of_the_policy) {
            let text = "judges passwords: whether a second factor is needed is said in policy.sign_in.external";
            self.problems.add(&wanted.place, text);
        }
        let rules = overlay::lay(before, &wanted.rules).unwrap_or_else(|problem| {
            self.problems.extend(vec![problem]);
            before.clone()
        });
        self.judge_rules(&wanted.place, &rules);
        rules
    }

    /// What may not be given by a claim (FED-10), or is nothing that there is.
    fn judge_rules(&self, place: &str, rules: &ProviderRules) {
        for (value, word) in &rules.roles {
            let why = match Role::parse(word) {
                Some(role) if ProviderRules::may_give(role) => continue,
                Some(_) => "is no role that a claim may give: an owner or an administrator of the instance gives it",
                None => "is no role that is known here",
            };
            self.problems.add(format!("{place}.roles.{value}"), format!("{word} {why}"));
        }
        for (value, group) in rules.groups.iter().filter(|(_, group)| sound_name(group).is_none()) {
            self.problems.add(format!("{place}.groups.{value}"), format!("{group:?} is no name of a group"));
        }
        for domain in rules.domains.iter().filter(|domain| domain.to_lowercase() != **domain || domain.contains('@')) {
            self.problems
                .add(format!("{place}.domains"), format!("{domain:?} is no mail domain: write it in lower case"));
        }
    }

    fn provider_change(
        &mut self,
        (org, slug): (Id<Org>, &str),
        row: &NewProvider<'_>,
        stored: Option<&ProviderRow>,
        fields: Vec<Difference>,
    ) -> Option<Change> {
        let mut change = Change::new();
        match stored {
            None => identity_providers::insert(&mut change, org, row, self.now),
            Some(_) if fields.is_empty() => {}
            Some(was) => identity_providers::update(&mut change, org, row, was.version),
        }
        let differs = !change.is_empty();
        if differs {
            let kind =
                if stored.is_none() { EventKind::IdentityProviderCreated } else { EventKind::IdentityProviderChanged };
            let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
            let data = json!({ "key": row.key, "fields": names });
            events::record_fields(self.doorward, &mut change, &self.by, (kind, EventSubject::org(org)), &data, &fields);
        }
        self.report.note("identity_provider", &format!("{slug}/{}", row.key), stored.is_none(), fields);
        differs.then_some(change)
    }

    /// What should be known of a policy by which the organisation's own service judges passwords, while there is none, or by which it
    /// resets them, while it takes no such request.
    pub(super) fn note_judge(&mut self, slug: &str, policy: &Policy, providers: &[PlannedProvider]) {
        let judge = providers.iter().find(|provider| provider.judges_passwords());
        if policy.recovers_by_provider() && judge.is_some_and(|judge| !judge.resets_passwords()) {
            let note = "whoever forgot the password is helped by nobody: its own service is to be asked (recovery.by), and has no \
                `forgot_password_url`";
            self.report.notes.push(format!("{slug}: {note}"));
        }
        if policy.is_external() && judge.is_none() {
            let note =
                "nobody signs in with a password: its own service judges them, and no identity provider in use is one";
            self.report.notes.push(format!("{slug}: {note}"));
        }
    }

    /// Who people are at providers, for those of whom the document says it.
    pub(super) async fn plan_links(&mut self) -> Result<()> {
        for at in 0..self.users.len() {
            let (wanted, key) = (self.users[at].wanted, self.users[at].plan.key);
            let Some(links) = &wanted.links else { continue };
            let slug = self.homes.iter().find(|(_, home)| home.id == key.0).map(|(slug, _)| slug.clone());
            let Some(home) = slug.and_then(|slug| self.homes.get(&slug)) else { continue };
            let identities = self.identities(home, links);
            let created = self.users[at].plan.created;
            let had = match created {
                true => Vec::new(),
                false => identity_links::of_users(&mut self.doorward.store.read().await?, key.0, &[key.1]).await?,
            };
            let (change, fields) = self.links_of(key, &had, &identities).await?;
            self.users[at].plan.fields.extend(fields.into_iter().filter(|_| !created));
            self.after.extend((!change.is_empty()).then_some(change));
        }
        Ok(())
    }

    /// The identities that these links name, each with its place.
    fn identities<'l>(&self, home: &Home, links: &'l [WantedLink]) -> Vec<(&'l str, Identity)> {
        let named = links.iter().filter_map(|link| {
            let provider = home.providers.iter().find(|(key, _)| *key == link.provider).map(|(_, id)| *id);
            if provider.is_none() {
                let text = format!("there is no identity provider `{}` of the organisation: add it", link.provider);
                self.problems.add(format!("{}.provider", link.place), text);
            }
            let (issuer, subject) = (link.issuer.clone(), link.subject.clone());
            Some((link.place.as_str(), Identity { provider: provider?, issuer, subject }))
        });
        named.collect()
    }

    async fn links_of(
        &self,
        key: (Id<Org>, Id<User>),
        had: &[LinkRow],
        identities: &[(&str, Identity)],
    ) -> Result<(Change, Vec<Difference>)> {
        let (mut change, mut fields) = (Change::new(), Vec::new());
        for link in had.iter().filter(|link| !identities.iter().any(|(_, identity)| *identity == link.identity)) {
            identity_links::delete(&mut change, key, &link.identity);
            fields.push(Difference::removed("links", &link.identity.subject));
        }
        for (place, identity) in identities {
            if had.iter().any(|link| link.identity == *identity) {
                continue;
            }
            let owner = identity_links::user_of(&mut self.doorward.store.read().await?, key.0, identity).await?;
            if owner.is_some() {
                self.problems.add(*place, "is who somebody else is at the provider: take it from them first");
            }
            identity_links::insert(&mut change, key, identity, self.now);
            fields.push(Difference::added("links", &identity.subject));
        }
        Ok((change, fields))
    }
}
