//! What both databases promise alike.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use db::{Dialect, FromQueryResult, params, testing::TestDb};
use db_test::db_test;
use uuid::Uuid;

#[derive(Debug, PartialEq, FromQueryResult)]
struct Named {
    name: String,
    created_at: i64,
}

async fn add_organisation(tx: &mut db::Tx, number: u128, name: &str) {
    let sql = "insert into organisations (id, name, created_at) values ($1, $2, $3)";
    tx.execute(sql, params![Uuid::from_u128(number), name, 5_i64]).await.unwrap();
}

const COUNT: &str = "select count(*) as n from organisations";

#[db_test]
async fn what_is_committed_is_there_and_the_rest_is_not(test: TestDb) {
    let mut tx = test.db.write().await.unwrap();
    add_organisation(&mut tx, 1, "木里木外").await;
    tx.commit().await.unwrap();
    let mut tx = test.db.write().await.unwrap();
    add_organisation(&mut tx, 2, "never").await;
    drop(tx);

    let mut tx = test.db.read().await.unwrap();
    let rows: Vec<Named> = tx.all("select name, created_at from organisations", params![]).await.unwrap();
    assert_eq!(rows, [Named { name: "木里木外".into(), created_at: 5 }]);
}

#[db_test]
async fn a_reading_transaction_cannot_write(test: TestDb) {
    let mut tx = test.db.read().await.unwrap();
    let sql = "insert into organisations (id, name, created_at) values ($1, $2, $3)";
    assert!(tx.execute(sql, params![Uuid::from_u128(1), "x", 1_i64]).await.is_err());
}

#[db_test]
async fn many_rows_go_in_with_few_statements(test: TestDb) {
    let rows = (0..12_000_u128).flat_map(|n| params![Uuid::from_u128(n), format!("o{n}"), 1_i64]).collect();
    let mut tx = test.db.write().await.unwrap();
    let head = "insert into organisations (id, name, created_at)";
    let touched = tx.insert_rows(head, 3, "on conflict (id) do nothing", rows).await.unwrap();
    assert_eq!(touched, 12_000);
    assert_eq!(tx.number(COUNT, params![]).await.unwrap(), 12_000);
}

#[db_test]
async fn of_many_rows_with_one_that_collides_nothing_lasts(test: TestDb) {
    let mut tx = test.db.write().await.unwrap();
    add_organisation(&mut tx, 1_000, "first").await;
    tx.commit().await.unwrap();

    let rows = (995..1_005_u128).flat_map(|n| params![Uuid::from_u128(n), format!("o{n}"), 1_i64]).collect();
    let mut tx = test.db.write().await.unwrap();
    let head = "insert into organisations (id, name, created_at)";
    let answer = tx.insert_rows(head, 3, "", rows).await;
    assert!(matches!(answer, Err(db::DbError::Conflict(_))), "{answer:?}");
    assert!(tx.commit().await.is_err());
    let mut tx = test.db.read().await.unwrap();
    assert_eq!(tx.number(COUNT, params![]).await.unwrap(), 1);
}

#[db_test]
async fn a_second_row_with_the_same_key_is_a_conflict(test: TestDb) {
    let mut tx = test.db.write().await.unwrap();
    add_organisation(&mut tx, 1, "first").await;
    let sql = "insert into organisations (id, name, created_at) values ($1, $2, $3)";
    let answer = tx.execute(sql, params![Uuid::from_u128(1), "second", 1_i64]).await;
    assert!(matches!(answer, Err(db::DbError::Conflict(_))), "{answer:?}");
}

#[db_test]
async fn migrating_twice_changes_nothing(test: TestDb) {
    assert!(test.db.is_migrated().await.unwrap());
    test.db.migrate().await.unwrap();
    assert!(test.db.is_migrated().await.unwrap());
}

/// A column or key of the schema in words that both databases share.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, FromQueryResult)]
struct Fact {
    fact: String,
}

const SQLITE_FACTS: &str = "
    select t.name || '.' || c.name || ' ' || lower(c.type) || case when c.\"notnull\" = 1 then ' not null' else '' end
        as fact
    from sqlite_master t join pragma_table_info(t.name) c
    where t.type = 'table' and t.name not like 'sqlite_%' and t.name not like '_sqlx%'
    union all
    select t.name || ' unique ' || (select group_concat(name, ',') from
        (select name from pragma_index_info(i.name) order by seqno)) as fact
    from sqlite_master t join pragma_index_list(t.name) i
    where t.type = 'table' and t.name not like '_sqlx%' and i.\"unique\" = 1
    union all
    select t.name || ' index ' || (select group_concat(name, ',') from
        (select name from pragma_index_info(i.name) order by seqno)) as fact
    from sqlite_master t join pragma_index_list(t.name) i
    where t.type = 'table' and t.name not like '_sqlx%' and i.\"unique\" = 0
    union all
    select t.name || ' refers to ' || f.\"table\" || case f.on_delete when 'CASCADE' then ' cascade' else '' end as fact
    from sqlite_master t join pragma_foreign_key_list(t.name) f
    where t.type = 'table' and f.seq = 0";

const POSTGRES_FACTS: &str = "
    select table_name || '.' || column_name || ' ' || data_type
        || case when is_nullable = 'NO' then ' not null' else '' end as fact
    from information_schema.columns where table_schema = 'public' and table_name not like '\\_sqlx%'
    union all
    select c.relname || case when i.indisunique then ' unique ' else ' index ' end || (
        select string_agg(a.attname, ',' order by k.place)
        from unnest(i.indkey) with ordinality k(number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number) as fact
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relname not like '\\_sqlx%'
    union all
    select c.relname || ' refers to ' || f.relname || case k.confdeltype when 'c' then ' cascade' else '' end as fact
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class f on f.oid = k.confrelid
    where k.contype = 'f'";

async fn schema_of(test: &TestDb) -> Vec<String> {
    let sql = match test.db.dialect() {
        Dialect::Sqlite => SQLITE_FACTS,
        Dialect::Postgres => POSTGRES_FACTS,
    };
    let mut tx = test.db.read().await.unwrap();
    let mut facts: Vec<Fact> = tx.all(sql, params![]).await.unwrap();
    facts.sort();
    facts.into_iter().map(|fact| fact.fact).collect()
}

/// `docs/schema.txt` is how a reviewer sees a change of the schema; set `KOSMOS_BLESS=1` to write it anew.
#[db_test]
async fn the_schema_is_the_one_in_the_documents(test: TestDb) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema.txt");
    let found = schema_of(&test).await.join("\n") + "\n";
    if std::env::var_os("KOSMOS_BLESS").is_some() && test.db.dialect() == Dialect::Sqlite {
        std::fs::write(path, &found).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(found, written, "the schema has drifted from docs/schema.txt");
}

/// What lets PostgreSQL spread the tables by tenant: every key of a business table starts with the tenant.
#[db_test]
async fn every_key_of_a_business_table_starts_with_the_tenant(test: TestDb) {
    let facts = schema_of(&test).await;
    let business = |table: &str| facts.iter().any(|fact| fact.starts_with(&format!("{table}.tenant_id ")));
    let keys = facts.iter().filter_map(|fact| fact.split_once(" unique "));
    let strays: Vec<_> =
        keys.filter(|(table, columns)| business(table) && !columns.starts_with("tenant_id")).collect();
    assert!(strays.is_empty(), "{strays:?}");
}
