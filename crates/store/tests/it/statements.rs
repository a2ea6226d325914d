//! What replaces compile-time checks of SQL: every statement is prepared on both engines, and explained on a filled and
//! analysed database.

use std::collections::BTreeSet;

use store::{
    Statement, all_statements,
    testing::{Engine, PLANNING, fresh},
};
use tokio_postgres::types::Type;

use crate::{raw, seed};

/// Statements that have a text for each engine. Each one more is a second thing to get right.
const SPLIT: &[&str] =
    &["store::about::ABOUT", "store::backup::NODES", "store::migrate::HAS_LEDGER", "store::origin::IDENTITY"];

/// Statements that may look at a whole table, or sort, and why that is no harm.
const WHOLE: &[(&str, &str)] = &[
    ("store::credentials::COSTLIEST", "the first entry of an index"),
    ("store::migrate::HAS_LEDGER", "the engine's own catalogue, once at the start"),
    ("store::migrate::APPLIED", "a few rows, once at the start"),
    ("store::parked::ROOM_FOR_ALL", "counts 4096 entries of an index at most"),
    ("store::sign_ins::FORGET_ALL", "once, after a restore"),
    ("store::signing_keys::ALL_KEYS", "a few rows, cached"),
    ("store::signing_keys::PRUNE", "a few rows"),
];

/// Statements that sort what they found, and why there is little of it.
const SORTED: &[(&str, &str)] = &[
    ("store::devices::FORGET_OLDEST", "the browsers of one user, a hundred at most"),
    ("store::grants::FORGET_OLDEST", "what one application was given in one session, fifty at most"),
    ("store::grants::FORGET_OLDEST_REFRESH", "what one application was given in one session, fifty at most"),
    ("store::parked::ROOM_IN_NETWORK", "the sources of one network, 256 requests at most"),
    ("store::sessions::APP_SESSIONS", "the applications that one browser uses"),
    ("store::sessions::OLDEST", "the sessions of one user, a hundred at most"),
];

fn listed(list: &[(&'static str, &str)]) -> BTreeSet<&'static str> {
    list.iter().map(|(name, _)| *name).collect()
}

#[test]
fn names_differ_and_few_are_split() {
    let mut names = BTreeSet::new();
    for statement in all_statements() {
        assert!(names.insert(statement.name()), "{} is there twice", statement.name());
    }
    let split: Vec<_> = all_statements().filter(|statement| statement.is_split()).map(Statement::name).collect();
    assert_eq!(split, SPLIT);
}

/// A module that `lib.rs` does not list has statements that nothing here prepares.
#[test]
fn every_module_is_listed() {
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = 0;
    for file in std::fs::read_dir(sources).unwrap() {
        let path = file.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let declares = |line: &str| line.starts_with("statements! {") || line.starts_with("crate::statements! {");
        if path.is_file() && std::fs::read_to_string(&path).unwrap().lines().any(declares) {
            modules += 1;
            let prefix = format!("store::{module}::");
            assert!(all_statements().any(|statement| statement.name().starts_with(&prefix)), "{module} is not listed");
        }
    }
    assert!(modules > 10, "the sources were found");
}

#[tokio::test]
async fn every_statement_prepares_on_postgres() {
    let database = fresh(Engine::Postgres).await;
    let client = raw::postgres(&database).await;
    let kinds = [Type::INT8, Type::TEXT, Type::BYTEA, Type::BOOL];
    for statement in all_statements() {
        let prepared = client.prepare(statement.postgres()).await.unwrap_or_else(|error| {
            panic!("{}: {:?}", statement.name(), error.as_db_error());
        });
        assert_eq!(prepared.params().len(), statement.parameters(), "{}", statement.name());
        let wrong = prepared.params().iter().find(|kind| !kinds.contains(kind));
        assert_eq!(wrong, None, "a parameter of {} is of a kind that we do not send", statement.name());
        for column in prepared.columns() {
            assert!(kinds.contains(column.type_()), "{}: {} is {}", statement.name(), column.name(), column.type_());
        }
        // Under a guard it answers with the transaction's id.
        if statement.writes() {
            let named = client.prepare(statement.named()).await.unwrap_or_else(|error| {
                panic!("{}: {:?}", statement.name(), error.as_db_error());
            });
            assert_eq!(named.columns()[0].type_(), &Type::TEXT, "{}", statement.name());
        }
    }
    database.remove().await;
}

#[tokio::test]
async fn every_statement_prepares_on_sqlite() {
    let database = fresh(Engine::Sqlite).await;
    let connection = raw::sqlite(&database);
    for statement in all_statements() {
        let prepared = connection.prepare(statement.sqlite()).unwrap_or_else(|error| {
            panic!("{}: {error}", statement.name());
        });
        assert_eq!(prepared.parameter_count(), statement.parameters(), "{}", statement.name());
    }
    drop(connection);
    database.remove().await;
}

/// What is wrong with the plans: `(statement, plan)` for whole tables, and for sorts.
#[derive(Default)]
struct Findings {
    whole: BTreeSet<&'static str>,
    sorted: BTreeSet<&'static str>,
    told: String,
}

impl Findings {
    fn note(&mut self, statement: &'static Statement, whole: bool, sorted: bool, plan: &[String]) {
        let name = statement.name();
        let new_whole = whole && !listed(WHOLE).contains(name);
        let new_sort = sorted && !listed(WHOLE).contains(name) && !listed(SORTED).contains(name);
        if new_whole || new_sort {
            self.told.push_str(&format!("\n{name}\n  {}\n", plan.join("\n  ")));
        }
        if whole {
            self.whole.insert(name);
        }
        if sorted {
            self.sorted.insert(name);
        }
    }

    fn judge(&self) {
        assert!(self.told.is_empty(), "plans that get slow as tables grow:{}", self.told);
    }
}

/// Also refuses what is listed and no longer needed; that only one engine needs it is enough.
#[tokio::test]
async fn no_plan_gets_slow_as_tables_grow() {
    let sqlite = explained_on_sqlite().await;
    let postgres = explained_on_postgres().await;
    sqlite.judge();
    postgres.judge();
    for (name, _) in WHOLE {
        let needed = [&sqlite, &postgres].iter().any(|found| found.whole.contains(name) || found.sorted.contains(name));
        assert!(needed, "{name} is listed without need");
    }
    for (name, _) in SORTED {
        assert!(sqlite.sorted.contains(name) || postgres.sorted.contains(name), "{name} is listed without need");
    }
}

async fn explained_on_sqlite() -> Findings {
    let database = fresh(Engine::Sqlite).await;
    let connection = raw::sqlite(&database);
    seed::sqlite(&connection);
    let mut findings = Findings::default();
    for statement in all_statements() {
        let mut explain = connection.prepare(&format!("explain query plan {}", statement.sqlite())).unwrap();
        let nulls = rusqlite::params_from_iter(vec![rusqlite::types::Null; statement.parameters()]);
        let lines = explain.query_map(nulls, |row| row.get::<_, String>(3)).unwrap();
        let lines: Vec<String> = lines.map(Result::unwrap).collect();
        let whole = lines
            .iter()
            .any(|line| (line.starts_with("SCAN ") && line != "SCAN CONSTANT ROW") || line.contains("ANY("));
        findings.note(statement, whole, lines.iter().any(|line| line.contains("TEMP B-TREE")), &lines);
    }
    drop(connection);
    database.remove().await;
    findings
}

async fn explained_on_postgres() -> Findings {
    let database = fresh(Engine::Postgres).await;
    let client = raw::postgres(&database).await;
    seed::postgres(&client).await;
    // One plan for all parameters, as a pooled statement gets it. These tables are small, so that reading all of one is
    // often cheaper; what matters is whether there is a way through the indexes, so everything else costs more here.
    let settings = "set plan_cache_mode = force_generic_plan; set join_collapse_limit = 1; set enable_seqscan = off; \
        set enable_hashjoin = off; set enable_mergejoin = off; set enable_sort = off; set enable_bitmapscan = off";
    client.batch_execute(settings).await.unwrap();
    let mut findings = Findings::default();
    for statement in all_statements() {
        let lines = explained(&client, statement).await;
        let sorted = lines.iter().any(|line| line.trim_start().trim_start_matches("->  ").starts_with("Sort"));
        findings.note(statement, reads_whole_table(&lines), sorted, &lines);
    }
    database.remove().await;
    findings
}

/// Statements whose plan on an empty database goes by the organisation alone, and why that is no harm.
const OF_ORGANISATION: &[(&str, &str)] = &[
    ("store::directory::BY_IDS", "a page of an administrator's list"),
    ("store::grants::END_APP_SESSIONS_OF_APPLICATION", "somebody withdraws what an application may do, now and then"),
    ("store::grants::REVOKE_OF_APPLICATION", "the same"),
    ("store::inactivity::COUNT_INACTIVE", "it counts the organisation's"),
    ("store::inactivity::COUNT_WARNED", "it counts the organisation's"),
];

/// A plan is made once on each session, on the first day of an installation, when PostgreSQL knows of no table how large it will be.
/// One that goes to a person's rows by their organisation alone reads all of its people from then on.
#[tokio::test]
async fn no_plan_of_an_empty_database_reads_an_organisation_for_one_person() {
    const TABLES: [&str; 5] = ["users", "sessions", "app_sessions", "grants", "refresh_tokens"];
    let database = fresh(Engine::Postgres).await;
    let client = raw::postgres(&database).await;
    client.batch_execute(PLANNING).await.unwrap();
    let mut found = BTreeSet::new();
    let mut told = String::new();
    for statement in all_statements() {
        let plan = explained(&client, statement).await;
        let by_organisation = plan.windows(2).any(|lines| {
            let scans = |table: &str| {
                lines[0].contains(&format!(" on {table} ")) || lines[0].ends_with(&format!(" on {table}"))
            };
            let condition = lines[1].trim().strip_prefix("Index Cond: ").unwrap_or_default();
            TABLES.iter().any(|table| scans(table)) && condition.starts_with("(org = ") && !condition.contains(" AND ")
        });
        if by_organisation {
            found.insert(statement.name());
            told.push_str(&format!("\n{}\n  {}\n", statement.name(), plan.join("\n  ")));
        }
    }
    assert_eq!(found, listed(OF_ORGANISATION), "{told}");
    database.remove().await;
}

/// PostgreSQL's plan of a statement, line by line.
async fn explained(client: &tokio_postgres::Client, statement: &'static Statement) -> Vec<String> {
    let nulls = vec!["null"; statement.parameters()].join(", ");
    let arguments = if nulls.is_empty() { nulls } else { format!("({nulls})") };
    client.batch_execute(&format!("prepare explained as {}", statement.postgres())).await.unwrap();
    let explain = client.simple_query(&format!("explain (costs off) execute explained{arguments}")).await;
    client.batch_execute("deallocate explained").await.unwrap();
    let messages = explain.unwrap_or_else(|error| panic!("{}: {:?}", statement.name(), error.as_db_error()));
    let rows = messages.iter().filter_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => Some(row.get(0).unwrap().to_owned()),
        _ => None,
    });
    rows.collect()
}

/// A sequential scan, or an index read from end to end: a scan whose next line is not its condition.
fn reads_whole_table(plan: &[String]) -> bool {
    let indented = |line: &str| line.len() - line.trim_start().len();
    plan.iter().enumerate().any(|(place, line)| {
        let by_index =
            ["Index Scan", "Index Only Scan"].iter().any(|scan| line.contains(scan)) && !line.contains("Bitmap");
        let has_condition = plan[place + 1..]
            .iter()
            .take_while(|below| indented(below) > indented(line))
            .any(|below| below.contains("Index Cond"));
        line.contains("Seq Scan") || (by_index && !has_condition)
    })
}
