//! How long the lists of seats take: 100 companies, 5,000 people, 10,000 seats with their fees and holdings.
//!
//! Requests go through the router, on SQLite and, where `KOSMOS_TEST_POSTGRES` names a server, on PostgreSQL. Run
//! with `cargo bench -p app --bench seats [ROUNDS]`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark that cannot be set up has failed, and prints what it found"
)]

use std::time::{Duration, Instant};

use db::{Dialect, Tx, Value, params};
use domain::{
    id::{LegalEntityId, SeatId, TenantId},
    time::Day,
};
use testkit::{Client, NOW, TestApp};
use uuid::Uuid;

const ENTITIES: u128 = 100;
const PEOPLE: u128 = 5_000;
const SEATS: u128 = 10_000;
const ROUNDS: usize = 40;
/// What a line of the ledger says.
const PAID_FEN: i64 = 59_900;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let rounds = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(ROUNDS);
    let mut dialects = vec![Dialect::Sqlite];
    if std::env::var_os(db::testing::POSTGRES_VARIABLE).is_some() {
        dialects.push(Dialect::Postgres);
    }
    for dialect in dialects {
        let test = TestApp::of(dialect).await;
        let started = Instant::now();
        let mut owner = fill(&test).await;
        println!(
            "{dialect:?}: {ENTITIES} companies, {PEOPLE} people, {SEATS} seats in {:.1?}",
            started.elapsed()
        );
        for (name, path) in lists() {
            measure(&mut owner, name, &path, rounds).await;
        }
    }
}

fn lists() -> Vec<(&'static str, String)> {
    let (entity, seat) = (LegalEntityId::from_uuid(id(1, 7)), SeatId::from_uuid(id(3, 77)));
    vec![
        ("companies, all hundred", "/legal-entities?limit=100".into()),
        ("seats, a page of 100", "/seats?limit=100".into()),
        ("seats in use", "/seats?state=bound&limit=100".into()),
        ("seats expiring", "/seats?state=expiring&limit=100".into()),
        ("seats of a company", format!("/seats?entity={entity}&limit=100")),
        ("seats by a name", "/seats?q=员工4321&limit=100".into()),
        ("a seat", format!("/seats/{seat}")),
        ("people, a page of 100", "/employees?limit=100".into()),
        ("fees, a page of 100", "/seat-fees?limit=100".into()),
        ("costs of a year", "/seat-costs?year=2026".into()),
        ("renewals of 90 days", "/seat-renewals?limit=100".into()),
    ]
}

async fn measure(owner: &mut Client, name: &str, path: &str, rounds: usize) {
    let mut times: Vec<Duration> = Vec::with_capacity(rounds);
    let mut bytes = 0;
    for _ in 0..rounds {
        let started = Instant::now();
        let answer = owner.get(path).await;
        times.push(started.elapsed());
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        bytes = answer.bytes.len();
    }
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    println!("  {name:<28} p50 {:>8.1?}  p95 {:>8.1?}  {:>7} bytes", at(50), at(95), bytes);
}

/// The id of the number-th thing of a kind.
fn id(kind: u128, number: u128) -> Uuid {
    Uuid::from_u128((kind << 64) | number)
}

async fn fill(test: &TestApp) -> Client {
    let mut owner = test.owner().await;
    let me = owner.get("/session").await.json();
    let tenant: TenantId = me["brand"]["id"].as_str().unwrap().parse().unwrap();
    let tenant = tenant.uuid();
    let mut tx = test.app.db().write().await.unwrap();
    companies(&mut tx, tenant).await;
    people(&mut tx, tenant).await;
    seats(&mut tx, tenant).await;
    if test.db.db.dialect() == Dialect::Postgres {
        // What the server does by itself some time after so many rows.
        tx.execute("analyze", vec![]).await.unwrap();
    }
    tx.commit().await.unwrap();
    owner
}

async fn companies(tx: &mut Tx, tenant: Uuid) {
    let (mut rows, mut editions) = (Vec::new(), Vec::new());
    for number in 0..ENTITIES {
        let code = format!("9135010000000{number:05}");
        rows.extend(params![
            tenant,
            id(1, number),
            format!("公司{number}"),
            code,
            "",
            1_i64,
            NOW.ms(),
            "周敏"
        ]);
        editions.extend(params![
            tenant,
            id(8, number),
            id(1, number),
            "grey_test",
            20_260_101,
            "",
            NOW.ms(),
            "周敏"
        ]);
    }
    let head = "insert into legal_entities (tenant_id, id, name, credit_code, note, version, created_at, created_by)";
    tx.insert_rows(head, 8, "", rows).await.unwrap();
    let head =
        "insert into entity_editions (tenant_id, id, entity_id, edition, since, note, stated_at, stated_by)";
    tx.insert_rows(head, 8, "", editions).await.unwrap();
}

async fn people(tx: &mut Tx, tenant: Uuid) {
    let (mut people, mut accounts) = (Vec::new(), Vec::new());
    for number in 0..PEOPLE {
        people.extend(params![tenant, id(2, number), format!("员工{number}"), NOW.ms()]);
        let nickname = format!("设计师{number}");
        accounts.extend(params![tenant, id(4, number), "kos", nickname, id(2, number), NOW.ms()]);
    }
    let head = "insert into employees (tenant_id, id, name, created_at)";
    tx.insert_rows(head, 4, "", people).await.unwrap();
    let head = "insert into accounts (tenant_id, id, kind, nickname, holder_id, created_at)";
    tx.insert_rows(head, 6, "", accounts).await.unwrap();
}

async fn seats(tx: &mut Tx, tenant: Uuid) {
    let (mut seats, mut holdings, mut fees) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..SEATS {
        let (entity, place) = (id(1, number % ENTITIES), i64::try_from(number).unwrap());
        let is_held = number < PEOPLE;
        let held = |kind: u128| -> Value { is_held.then(|| id(kind, number)).into() };
        let until = Day::from_yyyymmdd(20_260_601).unwrap();
        let until = until.plus_days(30 * i32::try_from(number % 12).unwrap());
        let (from, until) = (until.plus_days(-364).yyyymmdd(), until.yyyymmdd());
        seats.extend(params![tenant, id(3, number), entity, "enterprise_created", "certified"]);
        seats.extend(params![from, until, held(2), held(4), "苏州一店导购", "周敏", 1_i64]);
        seats.extend(params![NOW.ms() + place, NOW.ms() + place]);
        if is_held {
            holdings.extend(params![
                tenant,
                id(5, number),
                id(4, number),
                id(2, number),
                id(3, number),
                NOW.ms(),
                "周敏"
            ]);
        }
        fees.extend(params![tenant, id(6, number), entity, id(3, number), "seat", PAID_FEN, from]);
        fees.extend(params![until, 20_260_301, "公司", "INV-1", "", NOW.ms() + place, "周敏"]);
    }
    let head = "insert into seats (tenant_id, id, entity_id, ownership, phase, term_from, term_until, employee_id, \
                account_id, planned_for, requested_by, version, created_at, changed_at)";
    tx.insert_rows(head, 14, "", seats).await.unwrap();
    let head =
        "insert into account_holdings (tenant_id, id, account_id, employee_id, seat_id, from_at, begun_by)";
    tx.insert_rows(head, 7, "", holdings).await.unwrap();
    let head = "insert into seat_fees (tenant_id, id, entity_id, seat_id, kind, amount_fen, from_day, to_day, paid_on, \
                payer, invoice_no, note, recorded_at, recorded_by)";
    tx.insert_rows(head, 14, "", fees).await.unwrap();
}
