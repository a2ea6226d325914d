//! Applications held against what is stored.

use std::sync::Arc;

use model::{
    Availability, Id,
    id::{App, Org},
};
use oidc::{Client, client::ClientAuthMethod};
use serde_json::json;
use store::{
    Change, Json,
    applications::{self, ApplicationRow},
    users,
};

use super::{Plan, document::WantedApplication, organisations::state_of, overlay, reader::join, report::Difference};
use crate::{
    Protocol, Result, Settings,
    events::{self, EventKind, EventSubject},
    new_id,
};

type Row = ApplicationRow<Json<Settings>>;

/// What is stored of an application, or what one begins with.
struct Before {
    row: Option<Row>,
    settings: Settings,
    secrets: Vec<[u8; 32]>,
}

impl Before {
    /// What a new application begins with.
    fn new(wanted: &WantedApplication) -> Self {
        let protocol = match wanted.is_link {
            true => Protocol::Link,
            false => Protocol::Oidc(Arc::new(Client::default())),
        };
        Self { row: None, settings: Settings::begun(protocol), secrets: Vec::new() }
    }
}

impl Plan<'_> {
    pub(super) async fn plan_applications(&mut self) -> Result<()> {
        let document = self.document;
        for wanted in &document.applications {
            Box::pin(self.plan_application(wanted)).await?;
        }
        for wanted in &document.unnamed_applications {
            self.settings(wanted, &Before::new(wanted));
        }
        Ok(())
    }

    async fn plan_application(&mut self, wanted: &WantedApplication) -> Result<()> {
        let before = self.application_before(wanted).await?;
        if before.row.is_none() {
            self.note_subject(wanted).await?;
        }
        let settings = self.settings(wanted, &before);
        let owner = self.owner(wanted, &before).await?;
        let stored = before.row.as_ref();
        let active = wanted.active.unwrap_or_else(|| stored.is_none_or(|row| row.state == Availability::Active));
        let name = match settings.client() {
            Some(client) => client.client_name.clone(),
            None => wanted.name.clone().or_else(|| stored.map(|row| row.name.clone())).unwrap_or_default(),
        };
        let row = Row {
            org: owner,
            id: stored.map_or_else(|| new_id(self.doorward, self.now), |row| row.id),
            client_id: wanted.client_id.clone(),
            name: if name.is_empty() { wanted.client_id.clone() } else { name },
            state: state_of(stored.map(|row| &row.state), active),
            settings: stored.map_or_else(|| Json::new(settings.clone()), |row| row.settings.replaced(settings.clone())),
            version: stored.map_or(1, |row| row.version),
        };
        let mut fields = Vec::new();
        if let Some(was) = stored {
            if was.state != row.state {
                fields.push(Difference::new(
                    "state",
                    Some(was.state.as_str().to_owned()),
                    Some(row.state.as_str().to_owned()),
                ));
            }
            fields.extend(overlay::differences("", &[], &before.settings, &settings));
            fields.iter_mut().for_each(|field| field.field = field.field.trim_start_matches("client.").to_owned());
        }
        let (mut change, mut secrets) = (Change::new(), Change::new());
        self.plan_secret(wanted, &before, (&row, &settings), &mut secrets, &mut fields);
        match (stored, fields.is_empty()) {
            (Some(_), true) => {}
            (Some(_), false) => applications::change(&mut change, &row),
            (None, _) => {
                applications::insert(&mut change, &row, self.now);
                if !active {
                    applications::change(&mut change, &row);
                }
            }
        }
        change.append(secrets);
        self.plan_subscriptions(wanted, (owner, row.id), stored.is_none(), &mut change, &mut fields).await?;
        let created = stored.is_none();
        if created || !fields.is_empty() {
            let kind = if created { EventKind::ApplicationCreated } else { EventKind::ApplicationChanged };
            let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
            let data = json!({ "client_id": row.client_id, "fields": names });
            let of = (kind, EventSubject::app((owner, row.id)));
            events::record_fields(self.doorward, &mut change, &self.by, of, &data, &fields);
            self.after.push(change);
        }
        self.report.note("application", &wanted.client_id, created, if created { Vec::new() } else { fields });
        Ok(())
    }

    /// A new application has no client id that a user is known by.
    async fn note_subject(&self, wanted: &WantedApplication) -> Result<()> {
        let described = self.users.iter().any(|user| user.wanted.patch.subject.as_ref() == Some(&wanted.client_id));
        if described || users::by_subject(&mut self.doorward.store.read().await?, &wanted.client_id).await?.is_some() {
            let text =
                "is the subject of a user, for whose tokens those of the application would be taken (RFC 9068 §5)";
            self.problems.add(format!("{}.client_id", wanted.place), text);
        }
        Ok(())
    }

    async fn application_before(&self, wanted: &WantedApplication) -> Result<Before> {
        let mut read = self.doorward.store.read().await?;
        let Some(row) = applications::by_client_id::<Json<Settings>>(&mut read, &wanted.client_id).await? else {
            return Ok(Before::new(wanted));
        };
        let secrets = applications::secrets(&mut read, row.org, row.id).await?;
        let good = |ends: &Option<model::Time>| ends.is_none_or(|ends| ends > self.now);
        Ok(Before {
            settings: Settings::clone(&*row.settings),
            secrets: secrets.into_iter().filter(|(_, ends)| good(ends)).map(|(hash, _)| hash).collect(),
            row: Some(row),
        })
    }

    /// The organisation that owns the application, or is to own it. Where none can, that is noted, and the rest is judged for one
    /// that nobody has, so that all other problems are told with it.
    async fn owner(&mut self, wanted: &WantedApplication, before: &Before) -> Result<Id<Org>> {
        let place = format!("{}.organisation", wanted.place);
        let named = match &wanted.organisation {
            Some(slug) => self.home(slug, &place).await?,
            None => None,
        };
        match (&before.row, &wanted.organisation) {
            (Some(row), Some(_)) if named.is_some_and(|named| named != row.org) => {
                self.problems.add(place, "is another organisation's application already, and can't be moved");
                Ok(row.org)
            }
            (Some(row), _) => Ok(row.org),
            (None, None) => {
                self.problems.add(place, "is needed for a new application: the slug of the organisation that owns it");
                Ok(new_id(self.doorward, self.now))
            }
            (None, Some(_)) => Ok(named.unwrap_or_else(|| new_id(self.doorward, self.now))),
        }
    }

    /// The settings that result, checked.
    fn settings(&self, wanted: &WantedApplication, before: &Before) -> Settings {
        if wanted.is_link && before.settings.client().is_some() {
            self.problems.add(format!("{}.protocol", wanted.place), "can't be changed: make another application");
            return before.settings.clone();
        }
        match overlay::lay(&before.settings, &wanted.settings) {
            Ok(settings) => {
                let named = !wanted.client_id.is_empty();
                let flaws = settings.client().map(Client::check).unwrap_or_default().into_iter();
                for flaw in flaws.filter(|flaw| named || flaw.member() != "client_id") {
                    self.problems.add(join(&wanted.place, &flaw.member()), flaw.to_string());
                }
                if wanted.is_link && settings.launch_url.is_none() {
                    self.problems.add(join(&wanted.place, "launch_url"), "is needed for a link");
                }
                if let Some(Err(why)) = settings.launch_url.as_deref().map(oidc::redirect_uri::check_page) {
                    self.problems.add(join(&wanted.place, "launch_url"), why.to_string());
                }
                if settings.logo.as_deref().is_some_and(|name| !model::branding::is_asset_name(name)) {
                    self.problems.add(join(&wanted.place, "logo"), model::branding::NOT_AN_ASSET_NAME);
                }
                settings
            }
            Err(problem) => {
                self.problems.extend(vec![problem]);
                before.settings.clone()
            }
        }
    }

    fn plan_secret(
        &self,
        wanted: &WantedApplication,
        before: &Before,
        (row, settings): (&Row, &Settings),
        change: &mut Change,
        fields: &mut Vec<Difference>,
    ) {
        let method = settings.client().map(|client| client.token_endpoint_auth_method);
        let by_secret =
            matches!(method, Some(ClientAuthMethod::ClientSecretBasic | ClientAuthMethod::ClientSecretPost));
        let method = method.map_or("a link", ClientAuthMethod::name);
        let place = format!("{}.client_secret", wanted.place);
        let key = (row.org, row.id);
        match &wanted.secret {
            Some(_) if !by_secret => {
                let text = format!("goes with client_secret_basic or client_secret_post, not with {method}");
                self.problems.add(place, text);
            }
            Some(secret) => {
                let hash = crypto::token::hash_secret(secret.expose());
                if before.secrets.contains(hash.as_bytes()) {
                    return;
                }
                if !before.secrets.is_empty() {
                    applications::forget_secrets(change, key.0, key.1);
                }
                let id = new_id(self.doorward, self.now);
                applications::insert_secret(change, key, (id, hash.as_bytes()), self.now, None);
                fields.push(Difference::secret("client_secret"));
            }
            None if by_secret && before.secrets.is_empty() => {
                let remedy = "give one, or another token_endpoint_auth_method (private_key_jwt, none)";
                self.problems.add(place, format!("is needed for {method}: {remedy}"));
            }
            None if !by_secret && !before.secrets.is_empty() => {
                applications::forget_secrets(change, key.0, key.1);
                fields.push(Difference::secret("client_secret"));
            }
            None => {}
        }
    }

    /// Which organisations may use the application. Assignments refer to them and are planned with them.
    async fn plan_subscriptions(
        &mut self,
        wanted: &WantedApplication,
        (owner, app): (Id<Org>, Id<App>),
        is_new: bool,
        change: &mut Change,
        fields: &mut Vec<Difference>,
    ) -> Result<()> {
        for subscription in &wanted.subscriptions {
            let place = format!("{}.organisation", subscription.place);
            let Some(org) = self.home(&subscription.organisation, &place).await? else { continue };
            let known = match is_new || self.homes.get(&subscription.organisation).is_none_or(|home| home.is_new) {
                true => None,
                false => applications::subscription(&mut self.doorward.store.read().await?, org, app).await?,
            };
            let everyone = subscription.everyone.or(known).unwrap_or(false);
            let field = format!("subscriptions.{}", subscription.organisation);
            let words = |everyone| if everyone { "everyone" } else { "those assigned" }.to_owned();
            if known != Some(everyone) {
                applications::subscribe(change, org, (owner, app), everyone, self.now);
                fields.push(Difference::new(&field, known.map(words), Some(words(everyone))));
            }
            let there = known.is_some();
            self.plan_assignments(subscription, (org, app, there), &field, change, fields).await?;
        }
        Ok(())
    }
}
