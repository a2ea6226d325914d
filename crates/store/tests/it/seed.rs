//! Fills every table of a database, so that planners have something to plan with.

use std::fmt::Write;

use rusqlite::Connection;
use tokio_postgres::Client;

/// Rows in each table.
const ROWS: usize = 3000;

struct Column {
    name: String,
    kind: String,
    nullable: bool,
}

/// Which of the rows share a value: organisations are few, users have a few rows each, everything else differs.
fn number(column: &str) -> &'static str {
    match column {
        "org" | "app_org" | "scope" => "(g % 20)",
        "user_id" => "(g / 3)",
        "kind" | "algorithm" => "(g % 4)",
        _ => "g",
    }
}

fn insert(table: &str, columns: &[Column], bytes: impl Fn(&str) -> String, numbers: &str) -> String {
    let mut values = Vec::new();
    for column in columns {
        let number = number(&column.name);
        let value = match column.kind.as_str() {
            // Values that statements name, as often as they occur.
            _ if column.name == "state" => "case when g % 10 = 0 then 'disabled' else 'active' end".to_owned(),
            _ if column.name == "role" => "case when g % 4 = 0 then 'owner' else 'auditor' end".to_owned(),
            "bytes" => bytes(number),
            "integer" => format!("{number} * 1000"),
            "boolean" => "g % 2 = 0".to_owned(),
            _ => format!("'t' || {number}"),
        };
        values.push(if column.nullable { format!("case when g % 2 = 0 then {value} end") } else { value });
    }
    let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
    format!("insert into {table} ({}) select {} from {numbers};\n", names.join(", "), values.join(", "))
}

/// Fills and analyses. References are not checked: the rows need not make sense.
pub(crate) fn sqlite(connection: &Connection) {
    let list = |sql: &str| {
        let mut prepared = connection.prepare(sql).unwrap();
        let rows = prepared.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect::<Vec<(String, String, bool)>>()
    };
    let tables = list(
        "select name, '', 0 from sqlite_schema where type = 'table' and name not in ('migrations') and name not like 'sqlite%'",
    );
    let mut script = String::from("pragma foreign_keys = off; begin;");
    for (table, ..) in tables {
        let found = list(&format!("select name, type, \"notnull\" = 0 and pk = 0 from pragma_table_info('{table}')"));
        let columns: Vec<_> = found
            .into_iter()
            .map(|(name, kind, nullable)| Column { name, nullable, kind: kind.to_lowercase().replace("blob", "bytes") })
            .collect();
        let numbers = format!(
            "(with recursive n(g) as (select 1 union all select g + 1 from n where g < {ROWS}) select g from n)"
        );
        script.push_str(&insert(&table, &columns, |number| format!("unhex(printf('%032x', {number}))"), &numbers));
    }
    script.push_str("commit; analyze;");
    connection.execute_batch(&script).unwrap();
}

/// Fills and analyses. References are not checked: the rows need not make sense.
pub(crate) async fn postgres(client: &Client) {
    let found = client
        .query(
            "select table_name::text, column_name::text, data_type::text, is_nullable = 'YES' from information_schema.columns \
            where table_schema = 'public' and table_name <> 'migrations' order by table_name, ordinal_position",
            &[],
        )
        .await
        .unwrap();
    let mut tables: Vec<(String, Vec<Column>)> = Vec::new();
    for row in &found {
        let (table, name, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let kind = kind.replace("bytea", "bytes").replace("bigint", "integer");
        if tables.last().is_none_or(|(last, _)| *last != table) {
            tables.push((table, Vec::new()));
        }
        tables.last_mut().unwrap().1.push(Column { name, kind, nullable: row.get(3) });
    }
    let mut script = String::from("set session_replication_role = replica;");
    for (table, columns) in tables {
        let bytes = |number: &str| format!("decode(lpad(to_hex({number}), 32, '0'), 'hex')");
        script.write_str(&insert(&table, &columns, bytes, &format!("generate_series(1, {ROWS}) g"))).unwrap();
    }
    script.push_str("analyze;");
    client.batch_execute(&script).await.unwrap();
}
