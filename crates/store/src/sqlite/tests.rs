//! What a connection is set to.

use std::time::Duration;

use model::Time;
use rusqlite::StatementStatus;

use super::{bind, connect};
use crate::{
    Value, all_statements,
    testing::{Engine, empty},
};

/// SQLite may look at bound values while it plans, and then plans again at each execution, which costs many times what
/// the execution does.
#[tokio::test]
async fn no_statement_is_planned_twice() {
    let database = empty(Engine::Sqlite).await;
    database.store.migrate(Time::from_millis(0)).await.unwrap();
    let crate::Location::Sqlite(path) = &database.location else { panic!("not SQLite") };
    let connection = connect(path, Duration::from_secs(1)).unwrap();
    // A guard that never holds: nothing stays.
    connection.execute_batch("begin").unwrap();
    for statement in all_statements() {
        let values: Vec<Value> = (0..statement.parameters()).map(|_| Value::Int(Some(7))).collect();
        for _ in 0..3 {
            let mut prepared = connection.prepare_cached(statement.sqlite()).unwrap();
            bind(&mut prepared, &values).unwrap();
            let mut rows = prepared.raw_query();
            // A number is refused where text has to be; that was planned as well.
            while rows.next().is_ok_and(|row| row.is_some()) {}
        }
        let prepared = connection.prepare_cached(statement.sqlite()).unwrap();
        assert_eq!(prepared.get_status(StatementStatus::RePrepare), 0, "{}", statement.name());
    }
    drop(connection);
    database.remove().await;
}
