//! Applications as lists show them, and new secrets for them.

use crypto::Token;
use model::{
    Id, Span, Time,
    id::{App, Org},
};
use serde_json::json;
use store::{
    Change, Json, Read,
    applications::{self, ApplicationRow, HolderKind},
};

use crate::{
    Doorward, Granted, Result, Settings,
    commit::Commit as _,
    events::{self, EventKind, EventSubject},
    granted::{ManageApplication, Operator, ReadApplication, ReadApplications},
    new_id,
    sessions::display_name,
};

/// An application in a list.
#[derive(Debug, Clone)]
pub struct ApplicationEntry {
    /// The identifier.
    pub id: Id<App>,
    /// What it calls itself in the protocols.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// `active` or `disabled`.
    pub state: String,
}

/// Everything about an application but its secrets.
#[derive(Debug, Clone)]
pub struct ApplicationDetails {
    /// As lists show it.
    pub entry: ApplicationEntry,
    /// The slug of the organisation that owns it.
    pub organisation: String,
    /// What was set for it.
    pub settings: Settings,
    /// When each of its secrets ends; none for one that does not.
    pub secrets_end_at: Vec<Option<Time>>,
    /// The organisations that may use it.
    pub subscriptions: Vec<Subscription>,
}

/// Who in an organisation may open an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The organisation's slug.
    pub organisation: String,
    /// Whether everyone there may.
    pub everyone: bool,
    /// The names of groups that it is assigned to.
    pub groups: Vec<String>,
    /// The names of people that it is assigned to.
    pub users: Vec<String>,
    /// Whether it is assigned to more than are named here.
    pub more: bool,
}

/// How many holders of an application are named for each organisation.
const MOST_HOLDERS: i64 = 50;

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
        let rows = applications::page::<()>(&mut self.store.read().await?, after, limit).await?;
        let entries = rows.into_iter().map(|row| ApplicationEntry {
            id: row.id,
            client_id: row.client_id,
            name: row.name,
            state: row.state.as_str().to_owned(),
        });
        Ok(entries.collect())
    }

    /// The application of this client id in any organisation, with the owner: a look-up for the operator, who then has leave.
    pub async fn find_application(&self, _: &Operator, client_id: &str) -> Result<Option<(Id<Org>, Id<App>)>> {
        let row = applications::by_client_id::<()>(&mut self.store.read().await?, client_id).await?;
        Ok(row.map(|row| (row.org, row.id)))
    }

    /// Everything about one application but its secrets: of them only when each ends.
    pub async fn show_application(&self, granted: &Granted<ReadApplication>) -> Result<Option<ApplicationDetails>> {
        let (org, app) = granted.on();
        let mut read = self.store.read().await?;
        let Some(row) = applications::by_id::<Json<Settings>>(&mut read, org, app).await? else { return Ok(None) };
        let secrets = applications::secrets(&mut read, row.org, row.id).await?;
        let subscriptions = subscriptions(&mut read, row.id).await?;
        drop(read);
        let state = row.state.as_str().to_owned();
        Ok(Some(ApplicationDetails {
            organisation: self.organisation(row.org).await?.slug.clone(),
            entry: ApplicationEntry { id: row.id, client_id: row.client_id, name: row.name, state },
            settings: row.settings.into_inner(),
            secrets_end_at: secrets.into_iter().map(|(_, ends)| ends).collect(),
            subscriptions,
        }))
    }

    /// Gives an application another secret, which is answered this once; the present ones end after `overlap`. None when
    /// there is no such application, or it has no secret to replace. Two at once come one after the other.
    pub async fn rotate_secret(&self, granted: &Granted<ManageApplication>, overlap: Span) -> Result<Option<String>> {
        let (org, app) = granted.on();
        loop {
            let mut read = self.store.read().await?;
            let Some(row) = applications::by_id::<()>(&mut read, org, app).await? else { return Ok(None) };
            if applications::secrets(&mut read, org, app).await?.is_empty() {
                return Ok(None);
            }
            drop(read);
            let secret = Token::mint(&*self.entropy).expose();
            let change = another_secret(self, granted, &row, overlap, &secret);
            // Refused, somebody else changed the application: that counts first.
            if self.store.commit(change).await?.is_ok() {
                self.refresh().await?;
                return Ok(Some(secret));
            }
        }
    }
}

/// Gives the application this secret. Guard: nobody changed it since it was read.
fn another_secret(
    doorward: &Doorward,
    granted: &Granted<ManageApplication>,
    row: &ApplicationRow<()>,
    overlap: Span,
    secret: &str,
) -> Change {
    let ((org, app), now) = (granted.on(), granted.by().now);
    let hash = crypto::token::hash_secret(secret);
    let mut change = Change::new();
    applications::next_version(&mut change, row);
    if overlap > Span::default() {
        applications::expire_secrets(&mut change, (org, app), now + overlap);
    } else {
        applications::forget_secrets(&mut change, org, app);
    }
    applications::insert_secret(&mut change, (org, app), (new_id(doorward, now), hash.as_bytes()), now, None);
    let data = json!({ "client_id": row.client_id, "overlap_seconds": overlap.as_seconds() });
    let kind = EventKind::ApplicationSecretRotated;
    events::record(doorward, &mut change, granted.by(), kind, EventSubject::app((org, app)), &data);
    change
}

/// The organisations that may use an application, and who there.
async fn subscriptions(read: &mut Read, app: Id<App>) -> Result<Vec<Subscription>> {
    let (mut all, mut after) = (Vec::new(), Id::from_bytes([0; 16]));
    loop {
        let page = applications::subscriptions(read, app, after, AT_ONCE).await?;
        let more = i64::try_from(page.len()).is_ok_and(|count| count == AT_ONCE);
        after = page.last().map_or(after, |(org, ..)| *org);
        for (org, slug, everyone) in page {
            all.push(Subscription::read(read, (org, app), (slug, everyone)).await?);
        }
        if !more {
            return Ok(all);
        }
    }
}

impl Subscription {
    async fn read(
        read: &mut Read,
        (org, app): (Id<Org>, Id<App>),
        (organisation, everyone): (String, bool),
    ) -> Result<Self> {
        let holders = applications::holders(read, (org, app), [0; 16], MOST_HOLDERS + 1).await?;
        let most = usize::try_from(MOST_HOLDERS).unwrap_or(usize::MAX);
        let (mut groups, mut users, more) = (Vec::new(), Vec::new(), holders.len() > most);
        for (holder, kind) in holders.into_iter().take(most) {
            match kind.known() {
                Some(HolderKind::Group) => {
                    groups.extend(store::groups::name_of(read, org, Id::from_bytes(holder)).await?);
                }
                Some(HolderKind::User) => {
                    let row = store::users::by_id(read, org, Id::from_bytes(holder)).await?;
                    users.extend(row.map(|row| display_name(&row.profile, &row.subject)));
                }
                None => {}
            }
        }
        Ok(Self { organisation, everyone, groups, users, more })
    }
}
