//! Applications as lists show them, and new secrets for them.

use crypto::Token;
use model::{
    Id, Span,
    id::{App, Org},
};
use serde::Serialize;
use serde_json::{Value, json};
use store::{
    Change,
    applications::{self, ApplicationRow},
};

use super::time_text;
use crate::{
    Doorward, Error, Granted, Result, Settings,
    events::{Concerning, Kind},
    granted::{ManageApplication, Operator, ReadApplication, ReadApplications},
};

/// An application in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ApplicationEntry {
    /// The identifier.
    pub id: String,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// `active` or `disabled`.
    pub state: String,
}

/// How many subscriptions are read at once.
const AT_ONCE: i64 = 500;

impl Doorward {
    /// The applications whose client ids come after this one, in their order.
    pub async fn list_applications(
        &self,
        _: &Granted<ReadApplications>,
        after: &str,
        limit: usize,
    ) -> Result<Vec<ApplicationEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = applications::page(&mut self.store.read().await?, after, limit).await?;
        let entries = rows.into_iter().map(|row| ApplicationEntry {
            id: row.id.to_string(),
            client_id: row.client_id,
            name: row.name,
            state: row.state,
        });
        Ok(entries.collect())
    }

    /// The application of this client id in any organisation, with the owner: a look-up for the operator, who then has leave.
    pub async fn find_application(&self, _: &Operator, client_id: &str) -> Result<Option<(Id<Org>, Id<App>)>> {
        let row = applications::by_client_id(&mut self.store.read().await?, client_id).await?;
        Ok(row.map(|row| (row.org, row.id)))
    }

    /// Everything about one application but its secrets: of them only when each was made to end.
    pub async fn show_application(&self, granted: &Granted<ReadApplication>) -> Result<Option<Value>> {
        let (org, app) = granted.on();
        let mut read = self.store.read().await?;
        let Some(row) = applications::by_id(&mut read, org, app).await? else { return Ok(None) };
        let settings: Settings =
            store::json::read(&row.settings).map_err(|_| Error::Corrupt("an application's settings"))?;
        let secrets = applications::secrets(&mut read, row.org, row.id).await?;
        let owner = self.organisation(row.org).await?;
        let (mut subscriptions, mut after) = (Vec::new(), Id::from_bytes([0; 16]));
        loop {
            let page = applications::subscriptions(&mut read, row.id, after, AT_ONCE).await?;
            let more = i64::try_from(page.len()).is_ok_and(|count| count == AT_ONCE);
            after = page.last().map_or(after, |(org, ..)| *org);
            subscriptions.extend(
                page.into_iter().map(|(_, slug, everyone)| json!({ "organisation": slug, "everyone": everyone })),
            );
            if !more {
                break;
            }
        }
        Ok(Some(json!({
            "id": row.id,
            "organisation": owner.slug,
            "client_id": row.client_id,
            "name": row.name,
            "state": row.state,
            "metadata": settings.client(),
            "launch_url": settings.launch_url,
            "level": settings.level,
            "asks_consent": settings.asks_consent,
            "secrets": secrets.iter().map(|(_, ends)| json!({ "expires_at": ends.map(time_text) })).collect::<Vec<_>>(),
            "subscriptions": subscriptions,
        })))
    }

    /// Gives an application another secret, which is answered this once; the present ones end after `overlap`. None when
    /// there is no such application, or it has no secret to replace.
    pub async fn rotate_secret(&self, granted: &Granted<ManageApplication>, overlap: Span) -> Result<Option<String>> {
        let ((org, app), now) = (granted.on(), granted.by().now);
        let mut read = self.store.read().await?;
        let row = applications::by_id(&mut read, org, app).await?;
        let Some(ApplicationRow { client_id, .. }) = row else { return Ok(None) };
        if applications::secrets(&mut read, org, app).await?.is_empty() {
            return Ok(None);
        }
        drop(read);
        let secret = Token::mint(&*self.entropy).expose();
        let hash = crypto::token::hash_secret(&secret);
        let mut change = Change::new();
        if overlap > Span::default() {
            applications::expire_secrets(&mut change, (org, app), now + overlap);
        } else {
            applications::forget_secrets(&mut change, org, app);
        }
        applications::insert_secret(&mut change, (org, app), (self.id(now), hash.as_bytes()), now, None);
        let data = json!({ "client_id": client_id, "overlap_seconds": overlap.as_seconds() });
        let kind = Kind::ApplicationSecretRotated;
        self.record(&mut change, granted.by(), kind, Concerning::app((org, app)), &data);
        self.write(change).await?;
        Ok(Some(secret))
    }
}
