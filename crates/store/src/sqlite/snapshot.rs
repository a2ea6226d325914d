//! Reads that follow one another in one transaction: the file is locked once, and all of them see the same.

use std::sync::{Arc, atomic::Ordering};

use rusqlite::Connection;
use tokio::sync::OwnedSemaphorePermit;

use super::{Readers, failure, query};
use crate::{FromRow, Params, Statement, StoreError};

/// A reading transaction, until it is dropped.
pub(crate) struct Snapshot {
    readers: Arc<Readers>,
    /// Absent while a blocking thread has it, and after a failure of the file.
    connection: Option<Connection>,
    _turn: OwnedSemaphorePermit,
}

impl Snapshot {
    pub(super) async fn begin(readers: Arc<Readers>) -> Result<Self, StoreError> {
        let turn = readers.turn().await?;
        let connection = readers.connection()?;
        connection.execute_batch("begin").map_err(|error| failure("begin", &error))?;
        Ok(Self { readers, connection: Some(connection), _turn: turn })
    }

    pub(crate) async fn read<T: FromRow>(
        &mut self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Vec<T>, StoreError> {
        let gone = || StoreError::Unavailable("the reading transaction ended".to_owned());
        let connection = self.connection.take().ok_or_else(gone)?;
        let (connection, rows) = if self.readers.inline.load(Ordering::Relaxed) {
            let rows = query(&connection, statement, &params);
            (connection, rows)
        } else {
            let reading = move || {
                let rows = query(&connection, statement, &params);
                (connection, rows)
            };
            tokio::task::spawn_blocking(reading).await.map_err(|_| gone())?
        };
        // A connection whose file failed is not used again.
        if !matches!(rows, Err(StoreError::Unavailable(_) | StoreError::Corrupt(_))) {
            self.connection = Some(connection);
        }
        rows
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && connection.execute_batch("commit").is_ok()
        {
            self.readers.idle().push(connection);
        }
    }
}
