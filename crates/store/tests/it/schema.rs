//! The two schemas are one: tables, columns, keys, references and indexes, described in the same words from each engine's
//! own catalogue.

use std::collections::BTreeSet;

use store::testing::{Engine, fresh};

use crate::raw;

/// One line for each thing that the schemas must have in common.
type Description = BTreeSet<String>;

const SQLITE: &str = "
    select 'table ' || name from pragma_table_list where schema = 'main' and type = 'table' and strict = 1
    union all
    select 'column ' || t.name || '.' || c.name || ' ' || lower(c.type) || case when c.\"notnull\" = 1 or c.pk > 0 then ' not null' else '' end
        || ' at ' || c.cid
    from pragma_table_list t join pragma_table_info(t.name) c where t.schema = 'main' and t.type = 'table'
    union all
    select case i.origin when 'pk' then 'primary key ' when 'u' then 'unique ' else 'index ' || i.name || case i.\"unique\" when 1 then ' unique ' else ' ' end end
        || t.name || ' (' || (select group_concat(c.name, ', ' order by c.seqno) from pragma_index_info(i.name) c) || ')'
    from pragma_table_list t join pragma_index_list(t.name) i where t.schema = 'main' and t.type = 'table'
    union all
    select 'primary key ' || t.name || ' (' || c.name || ')'
    from pragma_table_list t join pragma_table_info(t.name) c
    where t.schema = 'main' and t.type = 'table' and c.type = 'INTEGER' collate nocase and c.pk = 1
        and (select max(pk) from pragma_table_info(t.name)) = 1
    union all
    select 'reference ' || t.name || ' (' || group_concat(f.\"from\", ', ' order by f.seq) || ') to ' || f.\"table\"
        || ' (' || group_concat(f.\"to\", ', ' order by f.seq) || ') on delete ' || lower(f.on_delete)
    from pragma_table_list t join pragma_foreign_key_list(t.name) f where t.schema = 'main' and t.type = 'table' group by t.name, f.id";

const POSTGRES: &str = "
    with tables as (select oid, relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace),
    columns as (
      select t.oid as relation, t.relname, a.attnum, a.attname, a.attnotnull, y.typname, coalesce(l.collname, '') as sorting
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
        join pg_type y on y.oid = a.atttypid left join pg_collation l on l.oid = a.attcollation)
    select 'table ' || relname from tables
    union all
    select 'column ' || relname || '.' || attname || ' ' || typname || case when sorting in ('', 'C') then '' else ' collated ' || sorting end
        || case when attnotnull then ' not null' else '' end || ' at ' || (attnum - 1) from columns
    union all
    select case c.contype when 'p' then 'primary key ' else 'unique ' end || t.relname || ' (' || (
        select string_agg(k.attname, ', ' order by p.place) from unnest(c.conkey) with ordinality p(attnum, place)
        join columns k on k.relation = t.oid and k.attnum = p.attnum) || ')'
    from pg_constraint c join tables t on t.oid = c.conrelid where c.contype in ('p', 'u')
    union all
    select 'index ' || i.relname || case when x.indisunique then ' unique ' else ' ' end || t.relname || ' (' || (
        select string_agg(k.attname, ', ' order by p.place) from unnest(x.indkey::int2[]) with ordinality p(attnum, place)
        join columns k on k.relation = t.oid and k.attnum = p.attnum) || ')'
    from pg_index x join tables t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
    where not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid and c.contype in ('p', 'u'))
    union all
    select 'reference ' || t.relname || ' (' || (
        select string_agg(k.attname, ', ' order by p.place) from unnest(c.conkey) with ordinality p(attnum, place)
        join columns k on k.relation = t.oid and k.attnum = p.attnum) || ') to ' || o.relname || ' (' || (
        select string_agg(k.attname, ', ' order by p.place) from unnest(c.confkey) with ordinality p(attnum, place)
        join columns k on k.relation = o.oid and k.attnum = p.attnum) || ') on delete '
        || case c.confdeltype when 'a' then 'no action' when 'c' then 'cascade' when 'n' then 'set null' else c.confdeltype::text end
    from pg_constraint c join tables t on t.oid = c.conrelid join tables o on o.oid = c.confrelid where c.contype = 'f'";

/// SQLite has no type for booleans.
fn in_sqlite_words(line: &str) -> String {
    let words = line.split(' ').map(|word| match word {
        "int8" | "bool" => "integer",
        "bytea" => "blob",
        other => other,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_engines_have_one_schema() {
    let on_sqlite = fresh(Engine::Sqlite).await;
    let connection = raw::sqlite(&on_sqlite);
    let mut lines = connection.prepare(SQLITE).unwrap();
    let lines = lines.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let sqlite: Description = lines.map(Result::unwrap).filter(|line| !line.contains("sqlite_")).collect();

    let on_postgres = fresh(Engine::Postgres).await;
    let lines = raw::postgres(&on_postgres).await.query(POSTGRES, &[]).await.unwrap();
    let postgres: Description = lines.iter().map(|line| in_sqlite_words(&line.get::<_, String>(0))).collect();

    let only = |one: &Description, other: &Description| one.difference(other).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        sqlite == postgres,
        "only on SQLite:\n{}\nonly on PostgreSQL:\n{}",
        only(&sqlite, &postgres),
        only(&postgres, &sqlite)
    );
    assert!(
        sqlite.iter().filter(|line| line.starts_with("table ")).count() > 20,
        "both descriptions can see the tables"
    );
    assert!(sqlite.iter().filter(|line| line.starts_with("reference ")).count() > 10, "and the references");
    on_sqlite.remove().await;
    on_postgres.remove().await;
}
