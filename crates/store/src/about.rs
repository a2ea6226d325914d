//! What a database says of itself, for `doorward doctor`.

use model::Time;

use crate::{FromRow, Read, Row, Store, StoreError, params, statements, store::Engine};

statements! {
    ABOUT =
        sqlite: "select 'SQLite ' || sqlite_version(), cast(unixepoch('subsec') * 1000 as integer), 'on', 'on'",
        postgres: "select 'PostgreSQL ' || current_setting('server_version'), \
            cast(extract(epoch from clock_timestamp()) * 1000 as bigint), current_setting('fsync'), \
            current_setting('full_page_writes')";
}

/// What a database says of itself.
#[derive(Debug)]
pub struct About {
    /// Its name and version.
    pub engine: String,
    /// What time it is there.
    pub now: Time,
    /// What is not as it should be, each with its remedy.
    pub worries: Vec<(String, String)>,
}

impl FromRow for About {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        let (engine, now) = (row.get()?, row.get()?);
        let mut worries = Vec::new();
        for setting in ["fsync", "full_page_writes"] {
            if row.get::<String>()? != "on" {
                let found = format!("{setting} is off: a crash of the machine loses or damages what was confirmed");
                worries.push((found, format!("set {setting} = on in postgresql.conf")));
            }
        }
        Ok(Self { engine, now, worries })
    }
}

impl Store {
    /// What the database says of itself.
    pub async fn about(&self) -> Result<About, StoreError> {
        let mut read: Read = self.read().await?;
        let about: Option<About> = read.one(&ABOUT, params![]).await?;
        let mut about = about.ok_or_else(|| StoreError::sql("ABOUT", "no answer"))?;
        if let Engine::Sqlite(sqlite) = &self.engine {
            about.worries.extend(sqlite.worries());
        }
        Ok(about)
    }
}
