//! Tokens for the API held against what is stored.

use model::{Id, Permission, Time, id::Org};
use serde_json::json;
use store::{
    Change, WordList,
    api_tokens::{self, ApiTokenRow},
};

use super::{
    Plan,
    document::{WantedToken, WantedTokenContent},
    report::Difference,
};
use crate::{
    Result,
    events::{self, EventKind, EventSubject},
    new_id,
};

impl Plan<'_> {
    pub(super) async fn plan_tokens(&mut self) -> Result<()> {
        let document = self.document;
        for wanted in &document.tokens {
            let place = format!("{}.organisation", wanted.place);
            let Some(org) = self.home(&wanted.organisation, &place).await? else { continue };
            let mut read = self.doorward.store.read().await?;
            let stored = api_tokens::by_name(&mut read, org, &wanted.name).await?;
            drop(read);
            match (&wanted.present, stored) {
                (Some(content), stored) => self.plan_token(wanted, content, org, stored.as_ref()),
                (None, Some(row)) => {
                    let mut change = Change::new();
                    api_tokens::delete(&mut change, org, row.id);
                    self.end_token(change, wanted, org, vec![Difference::removed("state", "present")], false);
                }
                (None, None) => self.report.unchanged += 1,
            }
        }
        Ok(())
    }

    fn plan_token(
        &mut self,
        wanted: &WantedToken,
        content: &WantedTokenContent,
        org: Id<Org>,
        stored: Option<&ApiTokenRow>,
    ) {
        let hash = content.secret.as_ref().map(|secret| *crypto::token::hash_secret(secret.expose()).as_bytes());
        let needs = |value: bool, key: &str| {
            if !value && stored.is_none() {
                self.problems.add(format!("{}.{key}", wanted.place), "is needed for a new token");
            }
        };
        needs(hash.is_some(), "token");
        needs(content.permissions.is_some(), "permissions");
        let row = ApiTokenRow {
            org,
            id: stored.map_or_else(|| new_id(self.doorward, self.now), |row| row.id),
            name: wanted.name.clone(),
            hash: hash.or(stored.map(|row| row.hash)).unwrap_or_default(),
            permissions: content
                .permissions
                .clone()
                .or_else(|| stored.map(|row| row.permissions.clone()))
                .unwrap_or_default(),
            created_at: self.now,
            expires_at: content.expires_at.unwrap_or_else(|| stored.and_then(|row| row.expires_at)),
            last_used_at: None,
        };
        let mut change = Change::new();
        let mut fields = Vec::new();
        match stored {
            None => api_tokens::insert(&mut change, &row),
            Some(was) => {
                if was.hash != row.hash {
                    fields.push(Difference::secret("token"));
                }
                if was.permissions != row.permissions {
                    let text = |list: &WordList<Permission>| Some(list.words().collect::<Vec<_>>().join(" "));
                    fields.push(Difference::new("permissions", text(&was.permissions), text(&row.permissions)));
                }
                if was.expires_at != row.expires_at {
                    fields.push(Difference::new("expires_at", was.expires_at.map(shown), row.expires_at.map(shown)));
                }
                api_tokens::update(&mut change, &row);
            }
        }
        self.end_token(change, wanted, org, fields, stored.is_none());
    }

    fn end_token(
        &mut self,
        mut change: Change,
        wanted: &WantedToken,
        org: Id<Org>,
        fields: Vec<Difference>,
        created: bool,
    ) {
        if created || !fields.is_empty() {
            let kind = match (created, &wanted.present) {
                (true, _) => EventKind::ApiTokenCreated,
                (false, Some(_)) => EventKind::ApiTokenChanged,
                (false, None) => EventKind::ApiTokenRevoked,
            };
            let data = json!({ "name": wanted.name });
            events::record_fields(self.doorward, &mut change, &self.by, (kind, EventSubject::org(org)), &data, &fields);
            self.after.push(change);
        }
        self.report.note("api_token", &wanted.name, created, fields);
    }
}

/// A time as RFC 3339 has it.
pub(crate) fn shown(time: Time) -> String {
    jiff::Timestamp::from_millisecond(time.millis()).map_or_else(|_| time.millis().to_string(), |time| time.to_string())
}
