//! Where a database is. It is noted in the database before a backup is made of it, so that each backup says where it came from.

use std::path::Path;

use crate::{
    Change, FromRow, Location, Outcome, Read, Row, Store, StoreError, params, postgres::Address, statements,
    store::Engine,
};

statements! {
    NOTED = "select identity, description from origins where id = 1";
    NOTE = "insert into origins (id, identity, description) values (1, $1, $2) \
        on conflict (id) do update set identity = excluded.identity, description = excluded.description";
    IDENTITY =
        sqlite: "select ''",
        postgres: "select cast(system_identifier as text) || ' ' || cast(current_database() as text) from pg_control_system()";
}

/// A database among all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The same for a database wherever it is asked from, and no other's: PostgreSQL's system identifier, which a primary
    /// shares with its standbys, and the database's name; or the path of SQLite's file.
    pub identity: String,
    /// Where it is, for people.
    pub description: String,
}

impl FromRow for Origin {
    fn from_row(row: &mut Row<'_>) -> Result<Self, StoreError> {
        Ok(Self { identity: row.get()?, description: row.get()? })
    }
}

impl Origin {
    /// The SQLite database in this file, which need not be readable any more.
    pub fn of_file(path: &Path) -> Self {
        let path =
            std::fs::canonicalize(path).or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned());
        let description = format!("SQLite at {}", path.display());
        Self { identity: description.clone(), description }
    }

    /// What a data-only dump of the table, in the text form of `COPY` (PostgreSQL 17 `COPY`, Text Format), says.
    pub fn from_dump(text: &str) -> Option<Self> {
        let mut lines = text.lines().skip_while(|line| !(line.starts_with("COPY ") && line.contains("origins")));
        let mut fields = lines.nth(1)?.split('\t').skip(1).map(|field| field.replace(r"\\", r"\"));
        Some(Self { identity: fields.next()?, description: fields.next()? })
    }
}

impl Store {
    /// Where this database is now.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn origin(&self) -> Result<Origin, StoreError> {
        let description = match &self.engine {
            Engine::Sqlite(sqlite) => return Ok(Origin::of_file(sqlite.path())),
            Engine::Postgres(postgres) => postgres.describe(),
        };
        let mut read: Read = self.read().await?;
        match read.one::<(String,)>(&IDENTITY, params![]).await {
            Ok(row) => Ok(Origin { identity: row.map_or_else(String::new, |(identity,)| identity), description }),
            // A service may keep its control data to itself; then it is known by what it was called.
            Err(StoreError::Sql { .. }) => Ok(Origin { identity: description.clone(), description }),
            Err(other) => Err(other),
        }
    }

    /// Where this database was when it was last noted. In a backup, where that came from.
    ///
    /// # Errors
    /// When the database does not answer, or is none of Doorward's.
    pub async fn noted_origin(&self) -> Result<Option<Origin>, StoreError> {
        self.read().await?.one(&NOTED, params![]).await
    }

    /// Notes where this database is now. Nothing is written when that is known.
    ///
    /// # Errors
    /// When the database does not answer, or is none of Doorward's.
    pub async fn note_origin(&self) -> Result<Origin, StoreError> {
        let now = self.origin().await?;
        if self.noted_origin().await?.as_ref() == Some(&now) {
            return Ok(now);
        }
        let mut change = Change::new();
        change.add(&NOTE, params![&now.identity, &now.description]);
        match self.write(change).await? {
            Outcome::Done => Ok(now),
            other => Err(StoreError::Unavailable(format!("where the database is could not be noted ({other:?})"))),
        }
    }
}

impl Location {
    /// A PostgreSQL by its connection text; a file of authorities in it is seen from this directory.
    ///
    /// # Errors
    /// [`StoreError::Location`] when the text, or the file, can't be used.
    pub fn postgres(text: &str, directory: &Path) -> Result<Self, StoreError> {
        Address::canonical(text, directory).map(Self::Postgres)
    }

    /// Whether a password stands in it.
    pub fn has_password(&self) -> bool {
        matches!(self, Self::Postgres(text) if Address::parse(text).is_ok_and(|address| address.has_password()))
    }

    /// Where it is, for people; without user and password.
    pub fn describe(&self) -> String {
        match self {
            Self::Sqlite(path) => Origin::of_file(path).description,
            Self::Postgres(text) => {
                Address::parse(text).map_or_else(|_| "PostgreSQL".to_owned(), |address| postgres_text(&address))
            }
        }
    }
}

pub(crate) fn postgres_text(address: &Address) -> String {
    format!("PostgreSQL at {}", address.describe())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_says_where_it_came_from() {
        let dump = "SET x = 1;\n\nCOPY public.origins (id, identity, description) FROM stdin;\n1\t7 d\\\\x\tPostgreSQL at a:1\n\\.\n";
        let expected = Origin { identity: r"7 d\x".to_owned(), description: "PostgreSQL at a:1".to_owned() };
        assert_eq!(Origin::from_dump(dump), Some(expected));
        assert_eq!(Origin::from_dump("COPY public.payroll (id) FROM stdin;\n1\n\\.\n"), None);
        assert_eq!(Origin::from_dump("COPY public.origins (id, identity, description) FROM stdin;\n\\.\n"), None);
    }
}
