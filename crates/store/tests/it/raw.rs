//! Plain connections beside the store's own: to look into a database, and to fill it.

use store::{Location, testing::Database};
use tokio_postgres::{Client, NoTls};

/// A client of the test's PostgreSQL database.
pub(crate) async fn postgres(database: &Database) -> Client {
    let Location::Postgres(url) = &database.location else { panic!("not on PostgreSQL") };
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// A connection to the test's SQLite database, with the store's own prepared-statement dialect.
pub(crate) fn sqlite(database: &Database) -> rusqlite::Connection {
    let Location::Sqlite(path) = &database.location else { panic!("not on SQLite") };
    rusqlite::Connection::open(path).unwrap()
}
