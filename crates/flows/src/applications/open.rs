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
}

impl Doorward {
    /// The applications that this session is used for.
    pub async fn open_applications(&self, who: &SignedIn) -> Result<Vec<Open>> {
        let rows = sessions::app_sessions::<Readable<Settings>>(&mut self.store.read().await?, who.row.org, who.row.id)
            .await?;
        let opened = rows.into_iter().map(|row| {
            // One that a newer node wrote and this one can't read is open all the same.
            let logo = row.settings.ok().and_then(|settings| settings.into_inner().logo);
            Open { app: row.app, name: row.name, logo, since: row.created_at }
        });
        Ok(opened.collect())
    }
}
