//! Home: the applications that somebody may open.

use model::{Id, id::App};
use store::{Json, Readable, applications};

use crate::{Doorward, Result, Settings, sessions::SignedIn};

/// An application as a tile shows it.
#[derive(Debug, Clone)]
pub struct Tile {
    /// The application.
    pub app: Id<App>,
    /// What people call it.
    pub name: String,
    /// One line that says what it is for.
    pub description: String,
    /// Its picture.
    pub logo: Option<String>,
    /// Where it begins; nothing for one that is opened by its own address only.
    pub launch_url: Option<String>,
}

impl Doorward {
    /// The applications that the person may open, by name.
    pub async fn tiles(&self, who: &SignedIn) -> Result<Vec<Tile>> {
        let rows =
            applications::opened_by::<Readable<Settings>>(&mut self.store.read().await?, (who.row.org, who.row.user))
                .await?;
        let mut tiles = Vec::with_capacity(rows.len());
        for (app, name, settings) in rows {
            // One that a newer node wrote and this one can't read has no tile here; the others do.
            let Ok(settings) = settings.map(Json::into_inner) else { continue };
            let Settings { description, logo, launch_url, .. } = settings;
            tiles.push(Tile { app, name, description, logo, launch_url });
        }
        tiles.sort_by_key(|tile| tile.name.to_lowercase());
        Ok(tiles)
    }
}
