//! What a session is used for.

use model::{Id, Time, id::App};
use store::{Readable, sessions};

use super::Settings;
use crate::{Doorward, Result, SignedIn};

/// An application that the session is used for.
#[derive(Debug, Clone)]
pub struct Open {
    /// The application.
    pub app: Id<App>,
    /// What people call it.
    pub name: String,
    /// Its picture.
    pub logo: Option<String>,
    /// Since when.
    pub since: Time,
    /// Where people begin it.
    pub begins_at: Option<String>,
    /// Whether it has an address to be told at that the session ended.
    pub is_told: bool,
}

/// An application that the session was used for, and whether it closed its own.
#[derive(Debug, Clone)]
pub struct ToldApplication {
    /// The application.
    pub open: Open,
    /// What came of telling it.
    pub farewell: Farewell,
}

/// What came of telling an application that the session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Farewell {
    /// It was told, and closed its own.
    Closed,
    /// It did not answer yet, or not well; it is told again.
    Pending,
    /// It has no address to be told at.
    Untold,
}

impl Doorward {
    /// The applications that this session is used for.
    pub async fn open_applications(&self, who: &SignedIn) -> Result<Vec<Open>> {
        let rows = sessions::app_sessions::<Readable<Settings>>(&mut self.store.read().await?, who.row.org, who.row.id)
            .await?;
        let opened = rows.into_iter().map(|row| {
            // One that a newer node wrote and this one can't read is open all the same.
            let settings = row.settings.ok().map(store::Json::into_inner);
            let client = settings.as_ref().and_then(Settings::client);
            let is_told = client.is_some_and(|client| client.backchannel_logout_uri.is_some());
            let begins_at = settings.as_ref().and_then(Settings::begins_at).map(str::to_owned);
            let logo = settings.and_then(|settings| settings.logo);
            Open { app: row.app, name: row.name, logo, since: row.created_at, begins_at, is_told }
        });
        Ok(opened.collect())
    }
}
